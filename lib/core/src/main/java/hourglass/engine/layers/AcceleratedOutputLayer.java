package hourglass.engine.layers;

import static org.deeplearning4j.nn.params.DefaultParamInitializer.BIAS_KEY;
import static org.deeplearning4j.nn.params.DefaultParamInitializer.WEIGHT_KEY;

import hourglass.engine.kernels.DenseKernel;
import hourglass.engine.kernels.FusedLoss;
import hourglass.engine.kernels.NativeMatrix;
import hourglass.engine.step.StepOutputLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.OutputLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A dense output layer that computes activation, loss and gradient in one pass, from the pre-activations.
 *
 * <p>Measured reason: see {@link FusedLoss}. Deeplearning4j's layer also computes its product twice, once for the gradient and
 * once for the score.
 */
public final class AcceleratedOutputLayer extends OutputLayer implements StepOutputLayer {

    private static final long serialVersionUID = 1L;

    private final transient CachedScore cachedScore = new CachedScore();
    private final transient OutputSupport support = new OutputSupport(
            FusedLoss.of(layerConf().getActivationFn(), layerConf().getLossFn()));

    AcceleratedOutputLayer(NeuralNetConfiguration conf) {
        super(conf, DataType.FLOAT);
    }

    private boolean acceptsInput() {
        return maskArray == null && DenseKernel.accepts(input, params.get(WEIGHT_KEY));
    }

    private boolean acceptsLabels() {
        return acceptsInput()
                && labels != null
                && labels.rank() == 2
                && labels.size(0) == input.size(0)
                && labels.size(1) == params.get(WEIGHT_KEY).size(1);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        if (!acceptsInput()) {
            return super.activate(training, workspaces);
        }
        applyDropOutIfNecessary(training, workspaces);
        return DenseKernel.activate(
                input,
                params.get(WEIGHT_KEY),
                params.get(BIAS_KEY),
                support.loss().activation(),
                workspaces);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        cachedScore.clear();
        if (!acceptsLabels()) {
            return super.backpropGradient(epsilon, workspaces);
        }
        applyDropOutIfNecessary(true, workspaces);
        NativeMatrix x = NativeMatrix.of(input, ArrayType.BP_WORKING_MEM, workspaces);
        NativeMatrix y = NativeMatrix.of(labels, ArrayType.BP_WORKING_MEM, workspaces);
        NativeMatrix d = NativeMatrix.create(ArrayType.BP_WORKING_MEM, workspaces, y.rows(), y.columns());
        NativeMatrix dx = NativeMatrix.create(ArrayType.ACTIVATION_GRAD, workspaces, x.rows(), x.columns());
        cachedScore.set(support.backward(x, y, d, dx, params, gradientViews));
        gradient = OutputSupport.gradient(gradientViews);
        return new Pair<>(gradient, backpropDropOutIfPresent(dx.array()));
    }

    @Override
    public double computeScore(double regularization, boolean training, LayerWorkspaceMgr workspaces) {
        if (!acceptsLabels()) {
            return super.computeScore(regularization, training, workspaces);
        }
        double loss = cachedScore.getOr(training, () -> loss(training, workspaces));
        score = (conf().isMiniBatch() ? loss / getInputMiniBatchSize() : loss) + regularization;
        return score;
    }

    private double loss(boolean training, LayerWorkspaceMgr workspaces) {
        applyDropOutIfNecessary(training, workspaces);
        NativeMatrix x = NativeMatrix.of(input, ArrayType.FF_WORKING_MEM, workspaces);
        NativeMatrix y = NativeMatrix.of(labels, ArrayType.FF_WORKING_MEM, workspaces);
        NativeMatrix z = NativeMatrix.create(ArrayType.FF_WORKING_MEM, workspaces, y.rows(), y.columns());
        return support.loss(x, y, z, params);
    }

    @Override
    public void forward(NativeMatrix x, NativeMatrix y) {
        DenseKernel.forward(
                x, params.get(WEIGHT_KEY), params.get(BIAS_KEY), support.loss().activation(), y);
    }

    @Override
    public double loss(
            NativeMatrix x, NativeMatrix targets, NativeMatrix d, NativeMatrix dx, long gradients, boolean add) {
        return DenseKernel.loss(
                x, params.get(WEIGHT_KEY), params.get(BIAS_KEY), support.loss(), targets, d, dx, gradients, add);
    }

    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
        super.setInput(input, workspaces);
        cachedScore.clear();
    }

    @Override
    public void setLabels(INDArray labels) {
        super.setLabels(labels);
        cachedScore.clear();
    }
}

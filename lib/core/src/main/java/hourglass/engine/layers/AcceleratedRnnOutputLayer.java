package hourglass.engine.layers;

import static org.deeplearning4j.nn.params.DefaultParamInitializer.WEIGHT_KEY;

import hourglass.engine.kernels.FusedLoss;
import hourglass.engine.kernels.NativeMatrix;
import hourglass.engine.kernels.TimeMajor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.RnnOutputLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A sequence's output layer that computes the losses and gradients of all steps as one matrix, from the pre-activations.
 *
 * <p>Measured reason: the same as for {@link AcceleratedOutputLayer}, and Deeplearning4j copies input, labels and gradient
 * between two layouts.
 */
public final class AcceleratedRnnOutputLayer extends RnnOutputLayer {

    private static final long serialVersionUID = 1L;

    private final transient CachedScore cachedScore = new CachedScore();
    private final transient OutputSupport support = new OutputSupport(
            FusedLoss.of(layerConf().getActivationFn(), layerConf().getLossFn()));

    AcceleratedRnnOutputLayer(NeuralNetConfiguration conf) {
        super(conf, DataType.FLOAT);
    }

    private boolean acceptsInput() {
        return maskArray == null
                && input != null
                && input.rank() == 3
                && input.size(1) == params.get(WEIGHT_KEY).size(0);
    }

    private boolean acceptsLabels() {
        return acceptsInput()
                && labels != null
                && labels.rank() == 3
                && labels.size(0) == input.size(0)
                && labels.size(1) == params.get(WEIGHT_KEY).size(1)
                && labels.size(2) == input.size(2);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        if (!acceptsInput()) {
            return super.activate(training, workspaces);
        }
        long outputs = params.get(WEIGHT_KEY).size(1);
        INDArray output = TimeMajor.create(ArrayType.ACTIVATIONS, workspaces, input.size(0), outputs, input.size(2));
        NativeMatrix x = TimeMajor.rows(input, ArrayType.FF_WORKING_MEM, workspaces);
        support.activate(x, params, TimeMajor.rows(output));
        return output;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        cachedScore.clear();
        if (!acceptsLabels()) {
            return super.backpropGradient(epsilon, workspaces);
        }
        NativeMatrix x = TimeMajor.rows(input, ArrayType.BP_WORKING_MEM, workspaces);
        NativeMatrix y = TimeMajor.rows(labels, ArrayType.BP_WORKING_MEM, workspaces);
        NativeMatrix d = NativeMatrix.create(ArrayType.BP_WORKING_MEM, workspaces, y.rows(), y.columns());
        INDArray inputGradient =
                TimeMajor.create(ArrayType.ACTIVATION_GRAD, workspaces, input.size(0), input.size(1), input.size(2));
        cachedScore.set(support.backward(x, y, d, TimeMajor.rows(inputGradient), params, gradientViews));
        gradient = OutputSupport.gradient(gradientViews);
        return new Pair<>(gradient, inputGradient);
    }

    @Override
    public double computeScore(double regularization, boolean training, LayerWorkspaceMgr workspaces) {
        if (!acceptsLabels()) {
            return super.computeScore(regularization, training, workspaces);
        }
        double loss = cachedScore.getOr(training, () -> loss(workspaces));
        score = (conf().isMiniBatch() ? loss / getInputMiniBatchSize() : loss) + regularization;
        return score;
    }

    private double loss(LayerWorkspaceMgr workspaces) {
        NativeMatrix x = TimeMajor.rows(input, ArrayType.FF_WORKING_MEM, workspaces);
        NativeMatrix y = TimeMajor.rows(labels, ArrayType.FF_WORKING_MEM, workspaces);
        NativeMatrix z = NativeMatrix.create(ArrayType.FF_WORKING_MEM, workspaces, y.rows(), y.columns());
        return support.loss(x, y, z, params);
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

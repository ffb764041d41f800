package hourglass.engine.layers;

import static org.deeplearning4j.nn.params.DefaultParamInitializer.BIAS_KEY;
import static org.deeplearning4j.nn.params.DefaultParamInitializer.WEIGHT_KEY;

import hourglass.engine.kernels.DenseKernel;
import hourglass.engine.kernels.FusedActivation;
import hourglass.engine.kernels.FusedLoss;
import hourglass.engine.kernels.Gemm;
import hourglass.engine.kernels.NativeMatrix;
import hourglass.engine.kernels.TimeMajor;
import hourglass.runtime.NativeMemory;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
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
 * <p>Measured reason: the same as for {@link AcceleratedOutputLayer}, and Deeplearning4j copies input, labels and gradient between
 * two layouts.
 */
public final class AcceleratedRnnOutputLayer extends RnnOutputLayer {

    private static final long serialVersionUID = 1L;

    private final transient CachedScore known = new CachedScore();
    private final FusedLoss objective;

    public AcceleratedRnnOutputLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
        objective = FusedLoss.of(layerConf().getActivationFn(), layerConf().getLossFn());
    }

    private boolean takesInput() {
        return maskArray == null
                && input != null
                && input.rank() == 3
                && input.size(1) == params.get(WEIGHT_KEY).size(0);
    }

    private boolean takes() {
        return takesInput()
                && labels != null
                && labels.rank() == 3
                && labels.size(0) == input.size(0)
                && labels.size(1) == params.get(WEIGHT_KEY).size(1)
                && labels.size(2) == input.size(2);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        if (!takesInput()) {
            return super.activate(training, workspaces);
        }
        INDArray weights = params.get(WEIGHT_KEY);
        INDArray activation =
                TimeMajor.create(ArrayType.ACTIVATIONS, workspaces, input.size(0), weights.size(1), input.size(2));
        NativeMatrix x = TimeMajor.rows(input, ArrayType.FF_WORKING_MEM, workspaces);
        DenseKernel.activate(x, weights, params.get(BIAS_KEY), objective.curve(), TimeMajor.rows(activation));
        return activation;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        known.forget();
        if (!takes()) {
            return super.backpropGradient(epsilon, workspaces);
        }
        INDArray weights = params.get(WEIGHT_KEY);
        NativeMatrix x = TimeMajor.rows(input, ArrayType.BP_WORKING_MEM, workspaces);
        NativeMatrix y = TimeMajor.rows(labels, ArrayType.BP_WORKING_MEM, workspaces);
        INDArray next =
                TimeMajor.create(ArrayType.ACTIVATION_GRAD, workspaces, input.size(0), input.size(1), input.size(2));
        NativeMatrix d = TimeMajor.rows(
                TimeMajor.create(ArrayType.BP_WORKING_MEM, workspaces, labels.size(0), labels.size(1), labels.size(2)));
        float[] bias = NativeMemory.floats(params.get(BIAS_KEY));
        long w = NativeMemory.address(weights);
        known.keep(DenseKernel.gradients(
                x,
                weights,
                gradientViews.get(WEIGHT_KEY),
                gradientViews.get(BIAS_KEY),
                d,
                TimeMajor.rows(next),
                (from, to, sums) -> {
                    Gemm.forward(x, w, d, from, to);
                    return DenseKernel.loss(objective, d.columns(), d, bias, y, from, to, sums);
                }));
        gradient = new DefaultGradient();
        gradient.gradientForVariable().put(WEIGHT_KEY, gradientViews.get(WEIGHT_KEY));
        gradient.gradientForVariable().put(BIAS_KEY, gradientViews.get(BIAS_KEY));
        return new Pair<>(gradient, next);
    }

    @Override
    public double computeScore(double regularization, boolean training, LayerWorkspaceMgr workspaces) {
        if (!takes()) {
            return super.computeScore(regularization, training, workspaces);
        }
        double loss = known.take(training, () -> loss(workspaces));
        score = (conf().isMiniBatch() ? loss / getInputMiniBatchSize() : loss) + regularization;
        return score;
    }

    private double loss(LayerWorkspaceMgr workspaces) {
        NativeMatrix x = TimeMajor.rows(input, ArrayType.FF_WORKING_MEM, workspaces);
        NativeMatrix y = TimeMajor.rows(labels, ArrayType.FF_WORKING_MEM, workspaces);
        NativeMatrix logits = TimeMajor.rows(
                TimeMajor.create(ArrayType.FF_WORKING_MEM, workspaces, labels.size(0), labels.size(1), labels.size(2)));
        DenseKernel.activate(x, params.get(WEIGHT_KEY), null, FusedActivation.IDENTITY, logits);
        return DenseKernel.loss(
                objective, y.columns(), logits, NativeMemory.floats(params.get(BIAS_KEY)), y, 0, y.rows(), null);
    }

    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
        super.setInput(input, workspaces);
        known.forget();
    }

    @Override
    public void setLabels(INDArray labels) {
        super.setLabels(labels);
        known.forget();
    }
}

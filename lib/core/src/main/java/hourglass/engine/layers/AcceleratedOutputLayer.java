package hourglass.engine.layers;

import static org.deeplearning4j.nn.params.DefaultParamInitializer.BIAS_KEY;
import static org.deeplearning4j.nn.params.DefaultParamInitializer.WEIGHT_KEY;

import hourglass.engine.kernels.DenseKernel;
import hourglass.engine.kernels.FusedActivation;
import hourglass.engine.kernels.FusedLoss;
import hourglass.engine.kernels.Gemm;
import hourglass.engine.kernels.NativeMatrix;
import hourglass.runtime.NativeMemory;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
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
 * <p>Measured reason: see {@link hourglass.engine.kernels.SigmoidCrossEntropy} and {@link hourglass.engine.kernels.SquaredError}. Deeplearning4j's layer also computes its product twice, once for
 * the gradient and once for the score.
 */
public final class AcceleratedOutputLayer extends OutputLayer {

    private static final long serialVersionUID = 1L;

    private final transient CachedScore known = new CachedScore();
    private final FusedLoss objective;

    public AcceleratedOutputLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
        objective = FusedLoss.of(layerConf().getActivationFn(), layerConf().getLossFn());
    }

    private boolean takes() {
        return maskArray == null
                && DenseKernel.takes(input, params.get(WEIGHT_KEY))
                && labels != null
                && labels.rank() == 2
                && labels.size(0) == input.size(0)
                && labels.size(1) == params.get(WEIGHT_KEY).size(1);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        if (maskArray != null || !DenseKernel.takes(input, params.get(WEIGHT_KEY))) {
            return super.activate(training, workspaces);
        }
        applyDropOutIfNecessary(training, workspaces);
        NativeMatrix x = NativeMatrix.of(input, ArrayType.FF_WORKING_MEM, workspaces);
        INDArray activation = workspaces.createUninitialized(
                ArrayType.ACTIVATIONS,
                DataType.FLOAT,
                new long[] {x.rows(), params.get(WEIGHT_KEY).size(1)},
                'c');
        DenseKernel.activate(
                x,
                params.get(WEIGHT_KEY),
                hasBias() ? params.get(BIAS_KEY) : null,
                objective.curve(),
                NativeMatrix.of(activation));
        return activation;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        known.forget();
        if (!takes()) {
            return super.backpropGradient(epsilon, workspaces);
        }
        applyDropOutIfNecessary(true, workspaces);
        INDArray weights = params.get(WEIGHT_KEY);
        INDArray biasGradient = hasBias() ? gradientViews.get(BIAS_KEY) : null;
        NativeMatrix x = NativeMatrix.of(input, ArrayType.BP_WORKING_MEM, workspaces);
        INDArray next = workspaces.createUninitialized(
                ArrayType.ACTIVATION_GRAD, DataType.FLOAT, new long[] {x.rows(), x.columns()}, 'c');
        NativeMatrix d = delta(workspaces);
        NativeMatrix y = NativeMatrix.of(labels, ArrayType.BP_WORKING_MEM, workspaces);
        float[] bias = bias();
        long w = NativeMemory.address(weights);
        known.keep(DenseKernel.gradients(
                x, weights, gradientViews.get(WEIGHT_KEY), biasGradient, d, NativeMatrix.of(next), (from, to, sums) -> {
                    Gemm.forward(x, w, d, from, to);
                    return DenseKernel.loss(objective, d.columns(), d, bias, y, from, to, sums);
                }));
        gradient = new DefaultGradient();
        gradient.gradientForVariable().put(WEIGHT_KEY, gradientViews.get(WEIGHT_KEY));
        if (biasGradient != null) {
            gradient.gradientForVariable().put(BIAS_KEY, biasGradient);
        }
        return new Pair<>(gradient, backpropDropOutIfPresent(next));
    }

    @Override
    public double computeScore(double regularization, boolean training, LayerWorkspaceMgr workspaces) {
        if (!takes()) {
            return super.computeScore(regularization, training, workspaces);
        }
        double loss = known.take(training, () -> loss(training, workspaces));
        score = (conf().isMiniBatch() ? loss / getInputMiniBatchSize() : loss) + regularization;
        return score;
    }

    private double loss(boolean training, LayerWorkspaceMgr workspaces) {
        applyDropOutIfNecessary(training, workspaces);
        NativeMatrix x = NativeMatrix.of(input, ArrayType.FF_WORKING_MEM, workspaces);
        NativeMatrix y = NativeMatrix.of(labels, ArrayType.FF_WORKING_MEM, workspaces);
        INDArray logits = workspaces.createUninitialized(
                ArrayType.FF_WORKING_MEM, DataType.FLOAT, new long[] {y.rows(), y.columns()}, 'c');
        DenseKernel.activate(x, params.get(WEIGHT_KEY), null, FusedActivation.IDENTITY, NativeMatrix.of(logits));
        return DenseKernel.loss(objective, y.columns(), NativeMatrix.of(logits), bias(), y, 0, y.rows(), null);
    }

    private NativeMatrix delta(LayerWorkspaceMgr workspaces) {
        return NativeMatrix.of(workspaces.createUninitialized(
                ArrayType.BP_WORKING_MEM, DataType.FLOAT, new long[] {labels.size(0), labels.size(1)}, 'c'));
    }

    private float[] bias() {
        return hasBias() ? NativeMemory.floats(params.get(BIAS_KEY)) : null;
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

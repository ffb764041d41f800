package hourglass.engine.layers;

import static org.deeplearning4j.nn.params.DefaultParamInitializer.BIAS_KEY;
import static org.deeplearning4j.nn.params.DefaultParamInitializer.WEIGHT_KEY;

import hourglass.engine.kernels.DenseKernel;
import hourglass.engine.kernels.FusedActivation;
import hourglass.engine.kernels.NativeMatrix;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A dense layer that keeps its activation and splits its work over a {@link hourglass.runtime.WorkerPool}.
 *
 * <p>Measured reason: Deeplearning4j's layer computes its product again in the backward pass, copies because of the order
 * of its arrays, and takes the gradient of the network's own input, which nobody reads. On 784-32-784 the dense layers'
 * part of a step falls to less than a third.
 */
public final class AcceleratedDenseLayer extends DenseLayer {

    private static final long serialVersionUID = 1L;

    private final LayerPosition position;
    private final FusedActivation curve;
    private transient INDArray kept;

    public AcceleratedDenseLayer(NeuralNetConfiguration conf, DataType type, LayerPosition position) {
        super(conf, type);
        this.position = position;
        curve = FusedActivation.of(layerConf().getActivationFn());
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        if (maskArray != null || !DenseKernel.takes(input, params.get(WEIGHT_KEY))) {
            kept = null;
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
                x, params.get(WEIGHT_KEY), hasBias() ? params.get(BIAS_KEY) : null, curve, NativeMatrix.of(activation));
        if (training) {
            boolean copies = curve != FusedActivation.IDENTITY && position.overwritten();
            kept = copies ? workspaces.dup(ArrayType.ACTIVATIONS, activation, 'c') : activation;
        }
        return activation;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        if (kept == null || maskArray != null) {
            return super.backpropGradient(epsilon, workspaces);
        }
        INDArray weights = params.get(WEIGHT_KEY);
        INDArray biasGradient = hasBias() ? gradientViews.get(BIAS_KEY) : null;
        NativeMatrix x = NativeMatrix.of(input, ArrayType.BP_WORKING_MEM, workspaces);
        NativeMatrix d = NativeMatrix.of(workspaces.createUninitialized(
                ArrayType.BP_WORKING_MEM, DataType.FLOAT, new long[] {x.rows(), weights.size(1)}, 'c'));
        INDArray next = position.first()
                ? null
                : workspaces.createUninitialized(
                        ArrayType.ACTIVATION_GRAD, DataType.FLOAT, new long[] {x.rows(), x.columns()}, 'c');
        NativeMatrix a = NativeMatrix.of(kept);
        NativeMatrix e = NativeMatrix.of(epsilon, ArrayType.BP_WORKING_MEM, workspaces);
        DenseKernel.gradients(
                x,
                weights,
                gradientViews.get(WEIGHT_KEY),
                biasGradient,
                d,
                next == null ? null : NativeMatrix.of(next),
                (from, to, sums) -> {
                    DenseKernel.slope(e, a, curve, d, from, to, sums);
                    return 0;
                });
        kept = null;
        Gradient gradient = new DefaultGradient();
        if (biasGradient != null) {
            gradient.gradientForVariable().put(BIAS_KEY, biasGradient);
        }
        gradient.gradientForVariable().put(WEIGHT_KEY, gradientViews.get(WEIGHT_KEY));
        weightNoiseParams.clear();
        return new Pair<>(gradient, next == null ? null : backpropDropOutIfPresent(next));
    }

    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
        super.setInput(input, workspaces);
        kept = null;
    }

    @Override
    public void clear() {
        super.clear();
        kept = null;
    }
}

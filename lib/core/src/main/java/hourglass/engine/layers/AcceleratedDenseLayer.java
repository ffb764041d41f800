package hourglass.engine.layers;

import static org.deeplearning4j.nn.params.DefaultParamInitializer.BIAS_KEY;
import static org.deeplearning4j.nn.params.DefaultParamInitializer.WEIGHT_KEY;

import hourglass.engine.kernels.DenseKernel;
import hourglass.engine.kernels.FusedActivation;
import hourglass.engine.kernels.NativeMatrix;
import hourglass.engine.step.StepHiddenLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
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
public final class AcceleratedDenseLayer extends DenseLayer implements StepHiddenLayer {

    private static final long serialVersionUID = 1L;

    private final LayerPosition position;
    private final FusedActivation function;
    private transient INDArray activation;

    AcceleratedDenseLayer(NeuralNetConfiguration conf, LayerPosition position) {
        super(conf, DataType.FLOAT);
        this.position = position;
        function = FusedActivation.of(layerConf().getActivationFn());
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        if (maskArray != null || !DenseKernel.accepts(input, params.get(WEIGHT_KEY))) {
            activation = null;
            return super.activate(training, workspaces);
        }
        applyDropOutIfNecessary(training, workspaces);
        INDArray output =
                DenseKernel.activate(input, params.get(WEIGHT_KEY), params.get(BIAS_KEY), function, workspaces);
        if (training) {
            boolean copies = function != FusedActivation.IDENTITY && position.overwritten();
            activation = copies ? workspaces.dup(ArrayType.ACTIVATIONS, output, 'c') : output;
        }
        return output;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        if (activation == null || maskArray != null) {
            return super.backpropGradient(epsilon, workspaces);
        }
        INDArray weights = params.get(WEIGHT_KEY);
        NativeMatrix x = NativeMatrix.of(input, ArrayType.BP_WORKING_MEM, workspaces);
        NativeMatrix d = NativeMatrix.create(ArrayType.BP_WORKING_MEM, workspaces, x.rows(), weights.size(1));
        NativeMatrix dx = position.first()
                ? null
                : NativeMatrix.create(ArrayType.ACTIVATION_GRAD, workspaces, x.rows(), x.columns());
        NativeMatrix a = NativeMatrix.of(activation);
        NativeMatrix e = NativeMatrix.of(epsilon, ArrayType.BP_WORKING_MEM, workspaces);
        DenseKernel.gradients(
                x, weights, gradientViews.get(WEIGHT_KEY), gradientViews.get(BIAS_KEY), d, dx, (from, to, sums) -> {
                    DenseKernel.activationGradient(e, a, function, d, from, to, sums);
                    return 0;
                });
        activation = null;
        return new Pair<>(
                OutputSupport.gradient(gradientViews), dx == null ? null : backpropDropOutIfPresent(dx.array()));
    }

    @Override
    public void forward(NativeMatrix x, NativeMatrix y) {
        DenseKernel.forward(x, params.get(WEIGHT_KEY), params.get(BIAS_KEY), function, y);
    }

    @Override
    public void backward(NativeMatrix x, NativeMatrix y, NativeMatrix e, NativeMatrix dx, long gradients, boolean add) {
        DenseKernel.backward(x, params.get(WEIGHT_KEY), params.get(BIAS_KEY), y, e, function, dx, gradients, add);
    }

    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
        super.setInput(input, workspaces);
        activation = null;
    }

    @Override
    public void clear() {
        super.clear();
        activation = null;
    }
}

package hourglass.engine.layers;

import hourglass.engine.image.ActivationKernel;
import hourglass.engine.image.BatchPartition;
import hourglass.engine.image.ImageLayout;
import hourglass.engine.image.KernelCache;
import hourglass.engine.kernels.FusedActivation;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.ActivationLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An activation over images, computed by one of the {@link Kernels}.
 *
 * <p>Measured reason: ND4J's gradient of ReLU takes 2.5 ms for 128 examples of 16×28×28, oneDNN's 0.4.
 */
public final class AcceleratedActivationLayer extends ActivationLayer {

    private static final long serialVersionUID = 1L;

    private final transient KernelCache<BatchPartition<ActivationKernel>> kernels = new KernelCache<>();
    private final LayerPosition position;
    private transient INDArray activation;

    AcceleratedActivationLayer(NeuralNetConfiguration conf, LayerPosition position) {
        super(conf, DataType.FLOAT);
        this.position = position;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        activation = null;
        if (!ImageLayout.accepts(input)) {
            return super.activate(training, workspaces);
        }
        INDArray output = Kernels.LAYOUT.create(ArrayType.ACTIVATIONS, workspaces, input.shape());
        INDArray from = Kernels.LAYOUT.of(input, ArrayType.FF_WORKING_MEM, workspaces);
        partition()
                .run((kernel, part, example) ->
                        kernel.forward(ImageLayout.address(from, example), ImageLayout.address(output, example)));
        if (training) {
            activation = position.overwritten() ? Kernels.LAYOUT.copy(output, workspaces) : output;
        }
        return output;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        if (activation == null) {
            return super.backpropGradient(epsilon, workspaces);
        }
        INDArray inputGradient = Kernels.LAYOUT.create(ArrayType.ACTIVATION_GRAD, workspaces, input.shape());
        INDArray outputGradient = Kernels.LAYOUT.of(epsilon, ArrayType.BP_WORKING_MEM, workspaces);
        INDArray value = activation;
        partition()
                .run((kernel, part, example) -> kernel.backward(
                        ImageLayout.address(outputGradient, example),
                        ImageLayout.address(value, example),
                        ImageLayout.address(inputGradient, example)));
        activation = null;
        return new Pair<>(new DefaultGradient(), inputGradient);
    }

    private BatchPartition<ActivationKernel> partition() {
        long[] shape = input.shape();
        FusedActivation function = FusedActivation.of(layerConf().getActivationFn());
        return kernels.get(
                shape, true, () -> BatchPartition.ofImages(shape, part -> Kernels.IMAGES.activation(function, part)));
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

package hourglass.engine.layers;

import hourglass.engine.image.BatchPartition;
import hourglass.engine.image.ImageLayout;
import hourglass.engine.image.KernelCache;
import hourglass.engine.image.ResamplingKernel;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.upsampling.Upsampling2D;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Up-sampling by repetition, computed by one of the {@link Kernels}.
 *
 * <p>Measured reason: to 128 examples of 16×28×28, 0.3 ms forward and 0.3 backward; ND4J's operation takes ten times that.
 */
public final class AcceleratedUpsamplingLayer extends Upsampling2D {

    private static final long serialVersionUID = 1L;

    private final transient KernelCache<BatchPartition<ResamplingKernel>> kernels = new KernelCache<>();

    AcceleratedUpsamplingLayer(NeuralNetConfiguration conf) {
        super(conf, DataType.FLOAT);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        if (maskArray != null || !ImageLayout.accepts(input)) {
            return super.activate(training, workspaces);
        }
        applyDropOutIfNecessary(training, workspaces);
        INDArray from = Kernels.LAYOUT.of(input, ArrayType.FF_WORKING_MEM, workspaces);
        INDArray output = Kernels.LAYOUT.create(
                ArrayType.ACTIVATIONS,
                workspaces,
                input.size(0),
                input.size(1),
                input.size(2) * getSize()[0],
                input.size(3) * getSize()[1]);
        partition()
                .run((kernel, part, example) ->
                        kernel.forward(ImageLayout.address(from, example), ImageLayout.address(output, example)));
        return output;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        if (maskArray != null || !ImageLayout.accepts(input) || epsilon.dataType() != DataType.FLOAT) {
            return super.backpropGradient(epsilon, workspaces);
        }
        INDArray inputGradient = Kernels.LAYOUT.create(ArrayType.ACTIVATION_GRAD, workspaces, input.shape());
        INDArray outputGradient = Kernels.LAYOUT.of(epsilon, ArrayType.BP_WORKING_MEM, workspaces);
        partition()
                .run((kernel, part, example) -> kernel.backward(
                        ImageLayout.address(outputGradient, example), ImageLayout.address(inputGradient, example)));
        return new Pair<>(new DefaultGradient(), backpropDropOutIfPresent(inputGradient));
    }

    private BatchPartition<ResamplingKernel> partition() {
        long[] shape = input.shape();
        int[] size = getSize();
        return kernels.get(
                shape,
                true,
                () -> BatchPartition.ofImages(shape, part -> Kernels.IMAGES.upsampling(part, size[0], size[1])));
    }
}

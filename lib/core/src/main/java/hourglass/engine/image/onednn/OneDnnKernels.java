package hourglass.engine.image.onednn;

import hourglass.engine.image.ActivationKernel;
import hourglass.engine.image.BatchNormalizationKernel;
import hourglass.engine.image.ConvolutionGeometry;
import hourglass.engine.image.ConvolutionKernel;
import hourglass.engine.image.ImageKernels;
import hourglass.engine.image.ImageLayout;
import hourglass.engine.image.ResamplingKernel;
import hourglass.engine.kernels.FusedActivation;

/** The kernels in oneDNN, over arrays that lie channels-last; to be used only where oneDNN is there. */
public final class OneDnnKernels implements ImageKernels {

    @Override
    public ImageLayout layout() {
        return new ChannelsLast();
    }

    @Override
    public ConvolutionKernel convolution(ConvolutionGeometry geometry, FusedActivation activation) {
        return new OneDnnConvolution(geometry, activation);
    }

    @Override
    public ConvolutionKernel transposedConvolution(ConvolutionGeometry mirror, FusedActivation activation) {
        return new OneDnnTransposedConvolution(mirror, activation);
    }

    @Override
    public ActivationKernel activation(FusedActivation function, long[] shape) {
        return new OneDnnActivation(function, shape);
    }

    @Override
    public ResamplingKernel maxPooling(ConvolutionGeometry geometry, boolean training) {
        return OneDnnResampling.maxPooling(geometry, training);
    }

    @Override
    public ResamplingKernel upsampling(long[] shape, int down, int across) {
        return OneDnnResampling.upsampling(shape, down, across);
    }

    @Override
    public BatchNormalizationKernel batchNormalization(long[] shape, float epsilon, boolean training) {
        return new OneDnnBatchNormalization(shape, epsilon, training);
    }
}

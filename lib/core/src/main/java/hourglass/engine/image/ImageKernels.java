package hourglass.engine.image;

import hourglass.engine.kernels.FusedActivation;

/**
 * Makes the kernels of all layers over images, each for one shape of input.
 *
 * <p>All kernels of a network read and write arrays that lie in the order of {@link #layout}. Their arguments are addresses.
 */
public interface ImageKernels {

    /** Returns the order in which the kernels want the numbers of an array. */
    ImageLayout layout();

    /** Makes a convolution with its activation. */
    ConvolutionKernel convolution(ConvolutionGeometry geometry, FusedActivation activation);

    /**
     * Makes a transposed convolution with its activation: the gradient of a convolution's input.
     *
     * @param mirror the convolution that mirrors it, whose input is the output here. Deeplearning4j keeps the weights of the one
     *     in the order of the other: [channels in, channels out, height, width] are the mirrored convolution's [out, in, height,
     *     width].
     */
    ConvolutionKernel transposedConvolution(ConvolutionGeometry mirror, FusedActivation activation);

    /**
     * Makes an activation.
     *
     * @param shape [examples, channels, height, width]
     */
    ActivationKernel activation(FusedActivation function, long[] shape);

    /**
     * Makes a max-pooling.
     *
     * @param training whether it remembers where each maximum was, for the backward pass, which there is only then
     */
    ResamplingKernel maxPooling(ConvolutionGeometry geometry, boolean training);

    /**
     * Makes an up-sampling by repetition.
     *
     * @param shape [examples, channels, height, width] of the input
     * @param down how often each pixel is repeated downwards
     * @param across how often each pixel is repeated to the right
     */
    ResamplingKernel upsampling(long[] shape, int down, int across);

    /**
     * Makes a batch normalisation.
     *
     * @param shape [examples, channels, height, width]
     * @param epsilon is added to each variance before its root is taken
     * @param training whether the batch's own mean and variance are used, and a backward pass follows
     */
    BatchNormalizationKernel batchNormalization(long[] shape, float epsilon, boolean training);
}

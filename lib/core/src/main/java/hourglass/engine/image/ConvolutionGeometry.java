package hourglass.engine.image;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/**
 * Where a window slides over images: sizes, strides and padding of a convolution or pooling, dilations counted as oneDNN counts them.
 *
 * @param inputShape [examples, channels, height, width] of the input
 * @param outputShape the same for the output, which has one number for each window and channel
 * @param kernel height and width of the window
 * @param strides how far apart two windows are, down and across
 * @param dilations how many pixels a window leaves out between two that it covers
 * @param before how many rows and columns of padding there are above and on the left
 * @param after how many there are below and on the right
 */
public record ConvolutionGeometry(
        long[] inputShape,
        long[] outputShape,
        long[] kernel,
        long[] strides,
        long[] dilations,
        long[] before,
        long[] after) {

    /** The settings of a layer that moves a window, as Deeplearning4j takes them. */
    public record Window(int[] kernel, int[] stride, int[] padding, int[] dilation, ConvolutionMode mode) {

        /** Returns the window of a convolution or a transposed one. */
        public static Window of(ConvolutionLayer layer) {
            return new Window(
                    layer.getKernelSize(),
                    layer.getStride(),
                    layer.getPadding(),
                    layer.getDilation(),
                    layer.getConvolutionMode());
        }

        /** Returns the window of a pooling. */
        public static Window of(SubsamplingLayer layer) {
            return new Window(
                    layer.getKernelSize(),
                    layer.getStride(),
                    layer.getPadding(),
                    layer.getDilation(),
                    layer.getConvolutionMode());
        }

        /** Returns whether the convolution mode is one that is computed here. */
        public boolean hasKnownMode() {
            return mode == ConvolutionMode.Same || mode == ConvolutionMode.Truncate || mode == ConvolutionMode.Strict;
        }

        private int extent(int axis) {
            return (kernel[axis] - 1) * dilation[axis] + 1;
        }

        /** Returns how many windows fit over so many pixels, or less than one when none does. */
        private long windows(int axis, long pixels) {
            return mode == ConvolutionMode.Same
                    ? (pixels + stride[axis] - 1) / stride[axis]
                    : Math.floorDiv(pixels + 2L * padding[axis] - extent(axis), stride[axis]) + 1;
        }

        private boolean strict(int axis, long pixels) {
            return mode != ConvolutionMode.Strict || (pixels + 2L * padding[axis] - extent(axis)) % stride[axis] == 0;
        }

        /** Returns whether windows fit over images of this size; if not, Deeplearning4j's own layer explains the error. */
        public boolean fits(long height, long width) {
            return windows(0, height) > 0 && windows(1, width) > 0 && strict(0, height) && strict(1, width);
        }

        /** Returns whether a transposed convolution makes at least one pixel of images of this size. */
        public boolean fitsTransposed(long height, long width) {
            return transposedSize(0, height) > 0 && transposedSize(1, width) > 0;
        }

        /** Returns the geometry of a convolution or pooling of [examples, channels, height, width] to so many channels. */
        public ConvolutionGeometry over(long[] input, long outputs) {
            return of(input, new long[] {input[0], outputs, windows(0, input[2]), windows(1, input[3])});
        }

        /**
         * Returns the geometry of the convolution that mirrors a transposed one, which makes so many channels of
         * [examples, channels, height, width].
         */
        public ConvolutionGeometry transposed(long[] input, long outputs) {
            return of(
                    new long[] {input[0], outputs, transposedSize(0, input[2]), transposedSize(1, input[3])},
                    input.clone());
        }

        private long transposedSize(int axis, long windows) {
            return mode == ConvolutionMode.Same
                    ? windows * stride[axis]
                    : (windows - 1) * stride[axis] + extent(axis) - 2L * padding[axis];
        }

        private ConvolutionGeometry of(long[] input, long[] output) {
            long[] before = new long[2];
            long[] after = new long[2];
            for (int axis = 0; axis < 2; axis++) {
                if (mode == ConvolutionMode.Same) {
                    long border = Math.max(0, (output[axis + 2] - 1) * stride[axis] + extent(axis) - input[axis + 2]);
                    before[axis] = border / 2;
                    after[axis] = border - before[axis];
                } else {
                    before[axis] = padding[axis];
                    after[axis] = padding[axis];
                }
            }
            return new ConvolutionGeometry(
                    input.clone(),
                    output,
                    new long[] {kernel[0], kernel[1]},
                    new long[] {stride[0], stride[1]},
                    new long[] {dilation[0] - 1L, dilation[1] - 1L},
                    before,
                    after);
        }
    }

    /** Returns how many multiplications the convolution takes for the whole batch, padding included. */
    public long multiplications() {
        return Arrays.stream(outputShape).reduce(inputs() * kernel[0] * kernel[1], (a, b) -> a * b);
    }

    /** Returns how many channels the input has. */
    public long inputs() {
        return inputShape[1];
    }

    /** Returns how many channels the output has. */
    public long outputs() {
        return outputShape[1];
    }

    /** [outputs, inputs, height, width] of the convolution's weights. */
    public long[] weightShape() {
        return new long[] {outputs(), inputs(), kernel[0], kernel[1]};
    }
}

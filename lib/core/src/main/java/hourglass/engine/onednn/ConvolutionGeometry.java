package hourglass.engine.onednn;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/**
 * Where a window slides over pictures: sizes, steps and borders of a convolution or pooling, in oneDNN's words.
 *
 * @param inputShape [pictures, channels, height, width] of the larger, filtered side
 * @param outputShape the same for the side that has one number per window and channel
 * @param kernel height and width of the window
 * @param strides how far apart two windows are, down and across
 * @param dilations how many pixels a window leaves out between two that it sees
 * @param before how many rows and columns of border there are above and on the left
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

    /** The settings of a layer that moves a window, in Deeplearning4j's words. */
    public record Window(int[] kernel, int[] stride, int[] padding, int[] dilation, ConvolutionMode mode) {

        /** The window of a convolution or a transposed one. */
        public static Window of(ConvolutionLayer layer) {
            return new Window(
                    layer.getKernelSize(),
                    layer.getStride(),
                    layer.getPadding(),
                    layer.getDilation(),
                    layer.getConvolutionMode());
        }

        /** The window of a pooling. */
        public static Window of(SubsamplingLayer layer) {
            return new Window(
                    layer.getKernelSize(),
                    layer.getStride(),
                    layer.getPadding(),
                    layer.getDilation(),
                    layer.getConvolutionMode());
        }

        /** Whether the borders are of a kind that is known here. */
        public boolean known() {
            return mode == ConvolutionMode.Same || mode == ConvolutionMode.Truncate || mode == ConvolutionMode.Strict;
        }

        private int reach(int axis) {
            return (kernel[axis] - 1) * dilation[axis] + 1;
        }

        /** How many windows fit over so many pixels, or less than one when none does. */
        private long windows(int axis, long pixels) {
            return mode == ConvolutionMode.Same
                    ? (pixels + stride[axis] - 1) / stride[axis]
                    : Math.floorDiv(pixels + 2L * padding[axis] - reach(axis), stride[axis]) + 1;
        }

        private boolean strict(int axis, long pixels) {
            return mode != ConvolutionMode.Strict || (pixels + 2L * padding[axis] - reach(axis)) % stride[axis] == 0;
        }

        /** Whether windows fit over pictures of this size; if not, Deeplearning4j has the words for it. */
        public boolean fits(long height, long width) {
            return windows(0, height) > 0 && windows(1, width) > 0 && strict(0, height) && strict(1, width);
        }

        /** Whether a transposed convolution makes at least one pixel of pictures of this size. */
        public boolean spreads(long height, long width) {
            return spread(0, height) > 0 && spread(1, width) > 0;
        }

        /** How a convolution or pooling of [pictures, channels, height, width] to so many channels slides. */
        public ConvolutionGeometry over(long[] input, long outputs) {
            return of(input, new long[] {input[0], outputs, windows(0, input[2]), windows(1, input[3])});
        }

        /** How the convolution slides whose transposed one makes so many channels of [pictures, channels, height, width]. */
        public ConvolutionGeometry transposed(long[] input, long outputs) {
            return of(new long[] {input[0], outputs, spread(0, input[2]), spread(1, input[3])}, input.clone());
        }

        private long spread(int axis, long windows) {
            return mode == ConvolutionMode.Same
                    ? windows * stride[axis]
                    : (windows - 1) * stride[axis] + reach(axis) - 2L * padding[axis];
        }

        private ConvolutionGeometry of(long[] large, long[] small) {
            long[] before = new long[2];
            long[] after = new long[2];
            for (int axis = 0; axis < 2; axis++) {
                if (mode == ConvolutionMode.Same) {
                    long border = Math.max(0, (small[axis + 2] - 1) * stride[axis] + reach(axis) - large[axis + 2]);
                    before[axis] = border / 2;
                    after[axis] = border - before[axis];
                } else {
                    before[axis] = padding[axis];
                    after[axis] = padding[axis];
                }
            }
            return new ConvolutionGeometry(
                    large.clone(),
                    small,
                    new long[] {kernel[0], kernel[1]},
                    new long[] {stride[0], stride[1]},
                    new long[] {dilation[0] - 1L, dilation[1] - 1L},
                    before,
                    after);
        }
    }

    public long inputs() {
        return inputShape[1];
    }

    public long outputs() {
        return outputShape[1];
    }

    /** [outputs, inputs, height, width] of the convolution's weights. */
    long[] weightShape() {
        return new long[] {outputs(), inputs(), kernel[0], kernel[1]};
    }
}

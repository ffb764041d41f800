package hourglass.engine.image.portable;

import hourglass.engine.image.ConvolutionGeometry;
import hourglass.engine.kernels.Gemm;
import hourglass.runtime.NativeMemory;
import hourglass.runtime.ThreadLocalBuffers;
import java.util.Arrays;

/**
 * A convolution and its two gradients as sums of rows, for a few examples at a time.
 *
 * <p>Of each row of an image and each column of the window one row is made, which holds, for all windows side by side and example
 * after example, the pixel under that column. A row of the output is then a sum of such rows, each times one weight; the gradient
 * of a weight is the product of two rows, and the gradient of the input a sum of rows of the output's gradient. All three are long
 * loops over whole arrays ({@link RowArithmetic}), whatever strides, dilations and padding the window has.
 *
 * <p>Measured reason: OpenBLAS 0.3.19 runs the thin matrices of such convolutions (8 to 32 channels) at 12 to 40 billion operations
 * a second and wants every window's pixels copied; these loops take the third part of the copies and run at 25 to 45
 * (lib/PERFORMANCE.md).
 */
final class RowConvolution {

    // The loops reach most of their speed from here on, and the rows of three lines of an image still fit into the
    // cache.
    private static final int LENGTH = 512;

    // Rows that are added together.
    private static final int TERMS = 4;

    // Rows of the result that are computed together, so that the rows they are made of stay in the first cache.
    private static final int TOGETHER = 16;

    // Lines whose products with all rows of a window are added up while they are in the first cache.
    private static final int LINES = 8;

    // From here on a matrix product computes the gradient of the weights.
    private static final int MANY_OUTPUTS = 32;
    private static final int MANY_TERMS = 128;

    // The thread's buffer for it.
    private static final int PRODUCT = 6;

    private final int inputs;
    private final int height;
    private final int width;
    private final int outputs;
    private final int outHeight;
    private final int outWidth;
    private final int down;
    private final int across;
    private final int strideDown;
    private final int strideAcross;
    private final int gapDown;
    private final int gapAcross;
    private final int top;
    private final int left;

    private final RowConvolution flipped;
    private final float[] flippedWeights;
    private final float[][] terms;
    private final int[] places;

    private float[][] x;
    private float[][] d;
    private int length;

    RowConvolution(ConvolutionGeometry g) {
        this(g, g.strides()[0] == 1 && g.strides()[1] == 1 ? new RowConvolution(flipped(g), null) : null);
    }

    private RowConvolution(ConvolutionGeometry g, RowConvolution flipped) {
        this.flipped = flipped;
        inputs = (int) g.inputs();
        height = (int) g.inputShape()[2];
        width = (int) g.inputShape()[3];
        outputs = (int) g.outputs();
        outHeight = (int) g.outputShape()[2];
        outWidth = (int) g.outputShape()[3];
        down = (int) g.kernel()[0];
        across = (int) g.kernel()[1];
        strideDown = (int) g.strides()[0];
        strideAcross = (int) g.strides()[1];
        gapDown = (int) g.dilations()[0] + 1;
        gapAcross = (int) g.dilations()[1] + 1;
        top = (int) g.before()[0];
        left = (int) g.before()[1];
        int most = Math.max(inputs * across, outputs) * down + TERMS;
        flippedWeights = flipped == null ? null : new float[weights()];
        terms = new float[most][];
        places = new int[most];
    }

    /** Returns the geometry of the convolution that computes the gradient of the input of one with strides of one. */
    private static ConvolutionGeometry flipped(ConvolutionGeometry g) {
        long[] before = new long[2];
        long[] after = new long[2];
        for (int axis = 0; axis < 2; axis++) {
            long extent = (g.kernel()[axis] - 1) * (g.dilations()[axis] + 1);
            before[axis] = extent - g.before()[axis];
            after[axis] = extent - g.after()[axis];
        }
        return new ConvolutionGeometry(
                g.outputShape(), g.inputShape(), g.kernel(), g.strides(), g.dilations(), before, after);
    }

    /** Returns how many of so many examples should be computed together. */
    int examplesTogether(int examples) {
        return Math.max(1, Math.min(examples, LENGTH / outWidth));
    }

    int weights() {
        return outputs * inputs * down * across;
    }

    int inputs() {
        return inputs;
    }

    int outputs() {
        return outputs;
    }

    /** Returns how many numbers an example of the input has. */
    int inputSize() {
        return inputs * height * width;
    }

    /** Returns how many numbers an example of the output has. */
    int outputSize() {
        return outputs * outHeight * outWidth;
    }

    /** Takes a few examples of the input, [examples, inputs, height, width]. */
    void readInput(float[] images, int examples) {
        length = examples * outWidth;
        x = RowBuffers.current().rows(RowBuffers.INPUT, inputs * height * across, length);
        for (int column = 0; column < across; column++) {
            int first = firstWindow(column);
            int last = lastWindow(column);
            for (int line = 0; line < inputs * height; line++) {
                float[] row = x[line * across + column];
                for (int example = 0; example < examples; example++) {
                    int to = example * outWidth;
                    int from = (example * inputs * height + line) * width + pixel(first, column);
                    clear(row, to, to + first);
                    if (strideAcross == 1) {
                        System.arraycopy(images, from, row, to + first, last - first);
                    } else {
                        for (int window = first; window < last; window++, from += strideAcross) {
                            row[to + window] = images[from];
                        }
                    }
                    clear(row, to + last, to + outWidth);
                }
            }
        }
    }

    // A call of Arrays.fill takes longer than the one or two numbers that there are mostly.
    private static void clear(float[] row, int from, int to) {
        for (int i = from; i < to; i++) {
            row[i] = 0;
        }
    }

    /** Takes the output, or its gradient, of a few examples, [examples, outputs, height, width]. */
    void readOutput(float[] images, int examples) {
        length = examples * outWidth;
        d = RowBuffers.current().rows(RowBuffers.OUTPUT, outputs * outHeight, length);
        for (int line = 0; line < outputs * outHeight; line++) {
            for (int example = 0; example < examples; example++) {
                System.arraycopy(
                        images,
                        (example * outputs * outHeight + line) * outWidth,
                        d[line],
                        example * outWidth,
                        outWidth);
            }
        }
    }

    /**
     * Computes the output of the input that was read.
     *
     * @param w [outputs, inputs, height, width]
     * @param bias one number for each output, or null
     * @param out [examples, outputs, height, width]
     */
    void output(float[] w, float[] bias, float[] out) {
        int all = inputs * down * across;
        float[][] sums = RowBuffers.current().rows(RowBuffers.SUMS, TOGETHER, length);
        for (int line = 0; line < outHeight; line++) {
            int count = termsOfOutput(line);
            for (int from = 0; from < outputs; from += TOGETHER) {
                int to = Math.min(outputs, from + TOGETHER);
                for (int k = from; k < to; k++) {
                    Arrays.fill(sums[k - from], 0, length, bias == null ? 0 : bias[k]);
                }
                for (int term = 0; term < count; term += TERMS) {
                    for (int k = from; k < to; k++) {
                        addTerms(term, w, k * all, sums[k - from]);
                    }
                }
                for (int k = from; k < to; k++) {
                    writeLine(sums[k - from], k, line, out);
                }
            }
        }
    }

    private void writeLine(float[] row, int channel, int line, float[] out) {
        for (int from = 0; from < length; from += outWidth) {
            System.arraycopy(
                    row,
                    from,
                    out,
                    (from / outWidth * outputs + channel) * outHeight * outWidth + line * outWidth,
                    outWidth);
        }
    }

    /** Collects the rows that a line of the output is the sum of, and where in the weights of an output their factors are. */
    private int termsOfOutput(int line) {
        int count = 0;
        for (int channel = 0; channel < inputs; channel++) {
            for (int row = 0; row < down; row++) {
                int y = line * strideDown + row * gapDown - top;
                if (y >= 0 && y < height) {
                    for (int column = 0; column < across; column++) {
                        terms[count] = x[(channel * height + y) * across + column];
                        places[count++] = (channel * down + row) * across + column;
                    }
                }
            }
        }
        return fill(count);
    }

    /** Collects the rows that the gradient of a line of the input is the sum of, and where their factors are. */
    private int termsOfInput(int line) {
        int count = 0;
        for (int row = 0; row < down; row++) {
            int y = line + top - row * gapDown;
            if (y >= 0 && y % strideDown == 0 && y / strideDown < outHeight) {
                for (int channel = 0; channel < outputs; channel++) {
                    terms[count] = d[channel * outHeight + y / strideDown];
                    places[count++] = (channel * inputs * down + row) * across;
                }
            }
        }
        return fill(count);
    }

    /** Fills the terms up with zeros, to a multiple of as many as are added together. */
    private int fill(int count) {
        int filled = count;
        while (filled % TERMS != 0) {
            terms[filled] = RowBuffers.current().zeros(length);
            places[filled++] = places[count - 1];
        }
        return filled;
    }

    private void addTerms(int term, float[] w, int first, float[] sum) {
        RowArithmetic.addProducts(
                terms[term],
                terms[term + 1],
                terms[term + 2],
                terms[term + 3],
                w[first + places[term]],
                w[first + places[term + 1]],
                w[first + places[term + 2]],
                w[first + places[term + 3]],
                sum,
                length);
    }

    /**
     * Computes the gradient of the input from that of the output that was read, which is also what a transposed convolution
     * computes.
     *
     * <p>With strides of one it is a convolution itself, of the gradient with the window turned by 180 degrees.
     *
     * @param delta what {@link #readOutput} was given
     * @param w [outputs, inputs, height, width]
     * @param out [examples, inputs, height, width]
     */
    void inputGradient(float[] delta, int examples, float[] w, float[] out) {
        if (flipped != null) {
            flipped.readInput(delta, examples);
            flipped.output(flip(w), null, out);
        } else {
            addUpInputGradient(w, out);
        }
    }

    /** Returns the weights with inputs and outputs exchanged, and with the window turned by 180 degrees. */
    private float[] flip(float[] w) {
        int window = down * across;
        for (int i = 0; i < weights(); i++) {
            int pair = i / window;
            int place = pair % inputs * outputs + pair / inputs;
            flippedWeights[place * window + window - 1 - i % window] = w[i];
        }
        return flippedWeights;
    }

    private void addUpInputGradient(float[] w, float[] out) {
        Arrays.fill(out, 0, length / outWidth * inputSize(), 0);
        float[][] sums = RowBuffers.current().rows(RowBuffers.SUMS, TOGETHER, length);
        for (int line = 0; line < height; line++) {
            int count = termsOfInput(line);
            for (int from = 0; from < (count == 0 ? 0 : inputs * across); from += TOGETHER) {
                int to = Math.min(inputs * across, from + TOGETHER);
                for (int i = from; i < to; i++) {
                    Arrays.fill(sums[i - from], 0, length, 0);
                }
                for (int term = 0; term < count; term += TERMS) {
                    for (int i = from; i < to; i++) {
                        addTerms(term, w, i / across * down * across + i % across, sums[i - from]);
                    }
                }
                for (int i = from; i < to; i++) {
                    addToLine(sums[i - from], i / across, line, i % across, out);
                }
            }
        }
    }

    /** Adds what lies under one column of the windows to the pixels that it covers. */
    private void addToLine(float[] row, int channel, int line, int column, float[] out) {
        int first = firstWindow(column);
        int last = lastWindow(column);
        for (int example = 0; example < length / outWidth; example++) {
            int to = ((example * inputs + channel) * height + line) * width + pixel(first, column);
            for (int window = example * outWidth + first; window < example * outWidth + last; window++) {
                out[to] += row[window];
                to += strideAcross;
            }
        }
    }

    /**
     * Adds the gradient of the weights, from the input and the gradient of the output that were read.
     *
     * <p>Measured reason for the two ways: with many channels a matrix product reads each row once for all of them, and is two to
     * three times as fast; with few it is no faster than the loops, or slower.
     *
     * @param dw [outputs, inputs, height, width]
     */
    void addWeightGradient(float[] dw) {
        if (outputs >= MANY_OUTPUTS && inputs * down * across >= MANY_TERMS && gapDown == 1) {
            addWeightGradientByProducts(dw);
        } else {
            addWeightGradientByLoops(dw);
        }
    }

    /** A product for each line: of its gradient, and of the lines of the input that lie one after the other under its windows. */
    private void addWeightGradientByProducts(float[] dw) {
        ThreadLocalBuffers buffers = ThreadLocalBuffers.current();
        int wide = inputs * across;
        long input = buffers.memory(0, (long) height * wide * length + (long) outputs * down * wide);
        long product = input + (long) Float.BYTES * height * wide * length;
        long gradient = buffers.memory(1, (long) outHeight * outputs * length);
        for (int y = 0; y < height; y++) {
            for (int i = 0; i < wide; i++) {
                write(inputRow(i / across, y, i % across), input, y * wide + i);
            }
        }
        for (int line = 0; line < outHeight; line++) {
            for (int k = 0; k < outputs; k++) {
                write(d[k * outHeight + line], gradient, line * outputs + k);
            }
        }
        float[] sums = buffers.zeros(PRODUCT, outputs * down * wide);
        new NativeMemory.At(product).put(sums, 0, outputs * down * wide);
        for (int line = 0; line < outHeight; line++) {
            int y = line * strideDown - top;
            int first = Math.max(0, -y);
            int last = Math.min(down, height - y);
            if (last > first) {
                Gemm.addInnerProducts(
                        gradient + (long) Float.BYTES * line * outputs * length,
                        outputs,
                        input + (long) Float.BYTES * (y + first) * wide * length,
                        (last - first) * wide,
                        length,
                        product + (long) Float.BYTES * first * wide,
                        down * wide);
            }
        }
        new NativeMemory.At(product).get(sums, 0, outputs * down * wide);
        for (int i = 0; i < outputs * down * wide; i++) {
            int k = i / (down * wide);
            int row = i / wide % down;
            int channel = i % wide / across;
            dw[((k * inputs + channel) * down + row) * across + i % across] += sums[i];
        }
    }

    private void write(float[] row, long memory, int place) {
        new NativeMemory.At(memory + (long) Float.BYTES * place * length).put(row, 0, length);
    }

    private void addWeightGradientByLoops(float[] dw) {
        float[][] sums = RowBuffers.current().rows(RowBuffers.SUMS, down, length);
        for (int channel = 0; channel < inputs; channel++) {
            for (int column = 0; column < across; column++) {
                for (int k = 0; k < outputs; k++) {
                    for (int row = 0; row < down; row++) {
                        Arrays.fill(sums[row], 0, length, 0);
                    }
                    for (int line = 0; line < outHeight; line += LINES) {
                        for (int row = 0; row < down; row++) {
                            addProducts(k, line, channel, row, column, sums[row]);
                        }
                    }
                    for (int row = 0; row < down; row++) {
                        dw[((k * inputs + channel) * down + row) * across + column] +=
                                RowArithmetic.sum(sums[row], 0, length);
                    }
                }
            }
        }
    }

    /** Adds the products of a few lines of the output's gradient and the input under one row and column of the window. */
    private void addProducts(int k, int from, int channel, int row, int column, float[] sums) {
        int offset = row * gapDown - top;
        int first = Math.max(from, Math.floorDiv(-offset + strideDown - 1, strideDown));
        int last = Math.min(Math.min(from + LINES, outHeight), Math.floorDiv(height - 1 - offset, strideDown) + 1);
        float[] zeros = RowBuffers.current().zeros(length);
        for (int line = first; line < last; line += 2) {
            boolean pair = line + 1 < last;
            RowArithmetic.addProducts(
                    d[k * outHeight + line],
                    inputRow(channel, line * strideDown + offset, column),
                    pair ? d[k * outHeight + line + 1] : zeros,
                    pair ? inputRow(channel, (line + 1) * strideDown + offset, column) : zeros,
                    sums,
                    length);
        }
    }

    private float[] inputRow(int channel, int y, int column) {
        return x[(channel * height + y) * across + column];
    }

    /** Returns the pixel of a line that a column of a window covers. */
    private int pixel(int window, int column) {
        return window * strideAcross + column * gapAcross - left;
    }

    /** Returns the first window whose column covers a pixel and not the padding. */
    private int firstWindow(int column) {
        int before = left - column * gapAcross;
        return Math.max(0, Math.min(outWidth, Math.floorDiv(before + strideAcross - 1, strideAcross)));
    }

    /** Returns the window after the last one whose column covers a pixel. */
    private int lastWindow(int column) {
        int room = width - 1 + left - column * gapAcross;
        return Math.max(firstWindow(column), Math.min(outWidth, Math.floorDiv(room, strideAcross) + 1));
    }
}

package hourglass.engine.image.portable;

import hourglass.engine.kernels.FusedActivation;
import hourglass.runtime.NativeMemory;
import hourglass.runtime.ThreadLocalBuffers;

/** The examples of a batch in blocks that are copied to Java arrays, computed there, and copied back. */
final class ExampleBlocks {

    // The thread's buffers.
    static final int X = 0;
    static final int Y = 1;
    static final int WEIGHTS = 2;
    static final int WEIGHT_GRADIENT = 3;
    static final int BIAS = 4;
    private static final int ACTIVATION = 5;

    private final int examples;
    private final int together;

    /** Work on a few examples. */
    @FunctionalInterface
    interface Block {
        void run(int example, int count);
    }

    ExampleBlocks(int examples, RowConvolution rows) {
        this.examples = examples;
        together = rows.examplesTogether(examples);
    }

    void forEach(Block work) {
        for (int example = 0; example < examples; example += together) {
            work.run(example, Math.min(together, examples - example));
        }
    }

    /** Returns so many numbers from an address, in one of the thread's buffers. */
    float[] read(int buffer, long address, int count) {
        float[] numbers = ThreadLocalBuffers.current().floats(buffer, count);
        new NativeMemory.At(address).get(numbers, 0, count);
        return numbers;
    }

    /** Returns a few of the examples at an address, in one of the thread's buffers. */
    float[] read(int buffer, long address, int example, int count, int size) {
        return read(buffer, address + (long) Float.BYTES * example * size, count * size);
    }

    /** Writes a few examples to their place. */
    void write(float[] numbers, long address, int example, int count, int size) {
        new NativeMemory.At(address + (long) Float.BYTES * example * size).put(numbers, 0, count * size);
    }

    /** Returns the gradient at the activation's input, from that at its output and the output itself. */
    float[] delta(FusedActivation activation, long epsilon, long output, int example, int count, int size) {
        float[] delta = read(Y, epsilon, example, count, size);
        if (activation != FusedActivation.IDENTITY) {
            activation.backward(delta, read(ACTIVATION, output, example, count, size), count * size);
        }
        return delta;
    }

    /** Adds up the numbers of each channel. */
    void addChannelSums(float[] numbers, int count, int channels, int size, float[] sums) {
        int pixels = size / channels;
        for (int plane = 0; plane < count * channels; plane++) {
            sums[plane % channels] += RowArithmetic.sum(numbers, plane * pixels, pixels);
        }
    }
}

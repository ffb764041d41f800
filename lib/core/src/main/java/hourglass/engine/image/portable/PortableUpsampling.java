package hourglass.engine.image.portable;

import hourglass.engine.image.ResamplingKernel;
import hourglass.runtime.NativeMemory;
import hourglass.runtime.ThreadLocalBuffers;
import java.util.Arrays;

/** Up-sampling by repetition for one shape of input. */
final class PortableUpsampling implements ResamplingKernel {

    // Rows of the images, in all channels of all examples.
    private final int rows;
    private final int width;
    private final int down;
    private final int across;

    PortableUpsampling(long[] shape, int down, int across) {
        rows = Math.toIntExact(shape[0] * shape[1] * shape[2]);
        width = (int) shape[3];
        this.down = down;
        this.across = across;
    }

    @Override
    public void forward(long x, long y) {
        int wide = width * across;
        int block = ThreadLocalBuffers.rowsPerBlock(wide * down);
        float[] in = ThreadLocalBuffers.current().floats(0, block * width);
        float[] out = ThreadLocalBuffers.current().floats(1, block * wide * down);
        ThreadLocalBuffers.forEachBlock(0, rows, block, (row, count) -> {
            at(x, row, width).get(in, 0, count * width);
            for (int i = 0; i < count; i++) {
                int to = i * wide * down;
                // One pass for each of the repeated pixels: a loop of two steps inside of a loop costs three times as
                // much.
                for (int repeat = 0; repeat < across; repeat++) {
                    spread(in, i * width, out, to + repeat);
                }
                for (int repeat = 1; repeat < down; repeat++) {
                    System.arraycopy(out, to, out, to + repeat * wide, wide);
                }
            }
            at(y, row, wide * down).put(out, 0, count * wide * down);
        });
    }

    @Override
    public void backward(long dy, long dx) {
        int wide = width * across;
        int block = ThreadLocalBuffers.rowsPerBlock(wide * down);
        float[] in = ThreadLocalBuffers.current().floats(0, block * width);
        float[] out = ThreadLocalBuffers.current().floats(1, block * wide * down);
        ThreadLocalBuffers.forEachBlock(0, rows, block, (row, count) -> {
            at(dy, row, wide * down).get(out, 0, count * wide * down);
            for (int i = 0; i < count; i++) {
                addUp(out, i * wide * down, in, i * width);
            }
            at(dx, row, width).put(in, 0, count * width);
        });
    }

    private void spread(float[] in, int from, float[] out, int to) {
        for (int column = 0; column < width; column++) {
            out[to + column * across] = in[from + column];
        }
    }

    private void addUp(float[] out, int from, float[] in, int to) {
        Arrays.fill(in, to, to + width, 0);
        for (int repeat = 0; repeat < down * across; repeat++) {
            int first = from + repeat / across * width * across + repeat % across;
            for (int column = 0; column < width; column++) {
                in[to + column] += out[first + column * across];
            }
        }
    }

    private static NativeMemory.At at(long address, int row, int size) {
        return new NativeMemory.At(address + (long) Float.BYTES * row * size);
    }
}

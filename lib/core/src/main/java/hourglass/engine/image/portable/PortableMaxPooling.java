package hourglass.engine.image.portable;

import hourglass.engine.image.ConvolutionGeometry;
import hourglass.engine.image.ResamplingKernel;
import hourglass.runtime.NativeMemory;
import hourglass.runtime.ThreadLocalBuffers;
import java.util.Arrays;

/** Max-pooling for one shape of input. Of equal numbers the first counts; a number that is none is greater than all. */
final class PortableMaxPooling implements ResamplingKernel {

    // The place of the maximum where a window has no number above minus infinity.
    private static final int NONE = -1;

    private final int planes;
    private final int height;
    private final int width;
    private final int outHeight;
    private final int outWidth;
    private final int down;
    private final int across;
    private final int strideDown;
    private final int strideAcross;
    private final int[] before;

    // The pixel of each window's maximum in its plane, when there is a backward pass.
    private final int[] maxima;

    PortableMaxPooling(ConvolutionGeometry geometry, boolean training) {
        long[] in = geometry.inputShape();
        planes = Math.toIntExact(in[0] * in[1]);
        height = (int) in[2];
        width = (int) in[3];
        outHeight = (int) geometry.outputShape()[2];
        outWidth = (int) geometry.outputShape()[3];
        down = (int) geometry.kernel()[0];
        across = (int) geometry.kernel()[1];
        strideDown = (int) geometry.strides()[0];
        strideAcross = (int) geometry.strides()[1];
        before = new int[] {(int) geometry.before()[0], (int) geometry.before()[1]};
        maxima = training ? new int[Math.multiplyExact(planes, outHeight * outWidth)] : null;
    }

    @Override
    public void forward(long x, long y) {
        ThreadLocalBuffers buffers = ThreadLocalBuffers.current();
        int pixels = height * width;
        int windows = outHeight * outWidth;
        int block = ThreadLocalBuffers.rowsPerBlock(pixels);
        float[] in = buffers.floats(0, block * pixels);
        float[] out = buffers.floats(1, block * windows);
        ThreadLocalBuffers.forEachBlock(0, planes, block, (plane, count) -> {
            at(x, plane, pixels).get(in, 0, count * pixels);
            for (int i = 0; i < count; i++) {
                for (int row = 0; row < outHeight; row++) {
                    pool(
                            in,
                            i * pixels,
                            row,
                            out,
                            i * windows + row * outWidth,
                            (plane + i) * windows + row * outWidth);
                }
            }
            at(y, plane, windows).put(out, 0, count * windows);
        });
    }

    /** Computes one row of windows: first what is under the first pixel of each, then what is under the second, and so on. */
    private void pool(float[] in, int plane, int row, float[] out, int to, int place) {
        Arrays.fill(out, to, to + outWidth, Float.NEGATIVE_INFINITY);
        if (maxima != null) {
            Arrays.fill(maxima, place, place + outWidth, NONE);
        }
        int top = row * strideDown - before[0];
        for (int y = Math.max(0, top); y < Math.min(height, top + down); y++) {
            for (int column = 0; column < across; column++) {
                int first = Math.max(0, Math.floorDiv(before[1] - column + strideAcross - 1, strideAcross));
                int last = Math.min(outWidth, Math.floorDiv(width - 1 + before[1] - column, strideAcross) + 1);
                int from = y * width + first * strideAcross + column - before[1];
                if (maxima == null) {
                    keepMaxima(in, plane + from, strideAcross, out, to + first, last - first);
                } else {
                    keepMaxima(in, plane, from, strideAcross, out, to + first, maxima, place + first, last - first);
                }
            }
        }
    }

    private static void keepMaxima(float[] in, int from, int stride, float[] out, int to, int n) {
        for (int i = 0; i < n; i++) {
            out[to + i] = Math.max(out[to + i], in[from + i * stride]);
        }
    }

    private static void keepMaxima(
            float[] in, int plane, int from, int stride, float[] out, int to, int[] maxima, int place, int n) {
        for (int i = 0; i < n; i++) {
            float value = in[plane + from + i * stride];
            float max = out[to + i];
            // All ones where the value is greater: a branch would be taken at random, which costs more than these
            // steps.
            long mask = ((long) order(max) - order(value)) >> 63;
            out[to + i] = Math.max(max, value);
            maxima[place + i] ^= (maxima[place + i] ^ (from + i * stride)) & (int) mask;
        }
    }

    /** Returns a whole number that is greater for a greater number, and greatest for one that is none. */
    private static int order(float value) {
        int bits = Float.floatToRawIntBits(value);
        return bits ^ bits >> 31 & Integer.MAX_VALUE;
    }

    @Override
    public void backward(long dy, long dx) {
        ThreadLocalBuffers buffers = ThreadLocalBuffers.current();
        int pixels = height * width;
        int windows = outHeight * outWidth;
        int block = ThreadLocalBuffers.rowsPerBlock(pixels);
        ThreadLocalBuffers.forEachBlock(0, planes, block, (plane, count) -> {
            float[] in = buffers.zeros(0, count * pixels);
            float[] out = buffers.floats(1, count * windows);
            at(dy, plane, windows).get(out, 0, count * windows);
            for (int i = 0; i < count * windows; i++) {
                int maximum = maxima[plane * windows + i];
                if (maximum != NONE) {
                    in[i / windows * pixels + maximum] += out[i];
                }
            }
            at(dx, plane, pixels).put(in, 0, count * pixels);
        });
    }

    private static NativeMemory.At at(long address, int plane, int size) {
        return new NativeMemory.At(address + (long) Float.BYTES * plane * size);
    }
}

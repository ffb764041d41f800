package hourglass.engine.image.portable;

import hourglass.engine.image.ConvolutionGeometry;
import hourglass.engine.image.ResamplingKernel;
import hourglass.runtime.NativeMemory;
import hourglass.runtime.ThreadLocalBuffers;

/** Max-pooling for one shape of input. Of equal numbers the first counts; a number that is none is greater than all. */
final class PortableMaxPooling implements ResamplingKernel {

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

    private void pool(float[] in, int plane, int row, float[] out, int to, int place) {
        int top = row * strideDown - before[0];
        int firstY = plane + Math.max(0, top) * width;
        int lastY = plane + Math.min(height, top + down) * width;
        for (int window = 0; window < outWidth; window++) {
            int left = window * strideAcross - before[1];
            int firstX = Math.max(0, left);
            int lastX = Math.min(width, left + across);
            int max = Integer.MIN_VALUE;
            int at = firstY + firstX;
            for (int y = firstY; y < lastY; y += width) {
                for (int x = y + firstX; x < y + lastX; x++) {
                    // All ones where the number is greater: a branch would be taken at random, which costs more than
                    // these steps.
                    int order = order(in[x]);
                    at ^= (at ^ x) & (int) ((long) max - order >> 63);
                    max = Math.max(max, order);
                }
            }
            out[to + window] = in[at];
            if (maxima != null) {
                maxima[place + window] = at - plane;
            }
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
                in[i / windows * pixels + maxima[plane * windows + i]] += out[i];
            }
            at(dx, plane, pixels).put(in, 0, count * pixels);
        });
    }

    private static NativeMemory.At at(long address, int plane, int size) {
        return new NativeMemory.At(address + (long) Float.BYTES * plane * size);
    }
}

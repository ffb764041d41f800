package hourglass.engine.image.onednn;

import hourglass.engine.image.ConvolutionGeometry;
import hourglass.engine.kernels.FusedActivation;
import hourglass.engine.kernels.Gemm;
import hourglass.engine.onednn.OneDnn;
import hourglass.engine.onednn.Tensor;
import hourglass.runtime.NativeMemory;
import hourglass.runtime.ThreadLocalBuffers;
import java.util.Arrays;
import org.bytedeco.dnnl.memory;

/**
 * A convolution to one channel, forward: one matrix product gives what each pixel adds to the windows that cover it,
 * and shifted sums put them together.
 *
 * <p>Measured reason: oneDNN's vector code runs over the channels that come out, of which there is one in an autoencoder's
 * last layer; see lib/PERFORMANCE.md.
 */
final class SingleChannelConvolution {

    private final ConvolutionGeometry geometry;
    private final FusedActivation activation;
    private final int window;
    private final int pixels;
    private final Tensor contributions;

    /** Returns whether the convolution has one output channel, strides of one and no dilation. */
    static boolean suits(ConvolutionGeometry g) {
        return g.outputs() == 1
                && Arrays.stream(g.strides()).allMatch(stride -> stride == 1)
                && Arrays.stream(g.dilations()).allMatch(gap -> gap == 0);
    }

    SingleChannelConvolution(ConvolutionGeometry geometry, FusedActivation activation) {
        this.geometry = geometry;
        this.activation = activation;
        window = (int) (geometry.kernel()[0] * geometry.kernel()[1]);
        pixels = (int) (geometry.inputShape()[2] * geometry.inputShape()[3]);
        contributions = Tensor.owned(OneDnn.plain(memory.format_tag.ab, window, pixels));
    }

    void run(long input, long w, long b, long output) {
        long[] out = geometry.outputShape();
        int outPixels = (int) (out[2] * out[3]);
        int channels = (int) geometry.inputs();
        float bias = new NativeMemory.At(b).get();
        ThreadLocalBuffers buffers = ThreadLocalBuffers.current();
        float[] parts = buffers.floats(0, window * pixels);
        float[] sum = buffers.floats(1, outPixels);
        NativeMemory.At from = new NativeMemory.At(contributions.address());
        for (long example = 0; example < out[0]; example++) {
            Gemm.contributions(
                    input + Float.BYTES * example * pixels * channels,
                    pixels,
                    channels,
                    w,
                    window,
                    contributions.address());
            from.get(parts, 0, window * pixels);
            Arrays.fill(sum, 0, outPixels, bias);
            addShifted(parts, sum);
            activation.apply(sum, outPixels);
            new NativeMemory.At(output + Float.BYTES * example * outPixels).put(sum, 0, outPixels);
        }
    }

    private void addShifted(float[] parts, float[] sum) {
        int height = (int) geometry.inputShape()[2];
        int width = (int) geometry.inputShape()[3];
        int outHeight = (int) geometry.outputShape()[2];
        int outWidth = (int) geometry.outputShape()[3];
        int across = (int) geometry.kernel()[1];
        for (int place = 0; place < window; place++) {
            int down = place / across - (int) geometry.before()[0];
            int right = place % across - (int) geometry.before()[1];
            int first = Math.max(0, -right);
            int count = Math.min(outWidth, width - right) - first;
            int last = Math.min(outHeight, height - down);
            for (int row = Math.max(0, -down); row < last; row++) {
                add(parts, place * pixels + (row + down) * width + first + right, sum, row * outWidth + first, count);
            }
        }
    }

    private static void add(float[] parts, int from, float[] sum, int to, int count) {
        for (int i = 0; i < count; i++) {
            sum[to + i] += parts[from + i];
        }
    }
}

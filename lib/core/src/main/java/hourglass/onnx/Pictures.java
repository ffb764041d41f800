package hourglass.onnx;

import java.util.ArrayList;
import java.util.List;
import onnx.Onnx.AttributeProto;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;

/** What layers that move a window over pictures, or over sequences, have in common. */
final class Pictures {

    private Pictures() {}

    /** Refuses [n, height, width, channels]. */
    static void requireChannelsFirst(NamedLayer layer, CNN2DFormat format) {
        if (format != CNN2DFormat.NCHW) {
            throw layer.refusal(
                    "takes pictures [n, height, width, channels] (CNN2DFormat.NHWC), and the operators take [n, channels,"
                            + " height, width]",
                    "build the network with CNN2DFormat.NCHW");
        }
    }

    /**
     * A window that moves over pictures or sequences.
     *
     * @param kernel its size, one number for each dimension
     * @param padding zeros on both sides of each dimension, where the mode does not decide
     */
    record Window(int[] kernel, int[] stride, int[] padding, int[] dilation, ConvolutionMode mode) {

        /** The window of which all sizes but the first are left out, as sequences have one dimension alone. */
        Window first() {
            return new Window(
                    new int[] {kernel[0]},
                    new int[] {stride[0]},
                    new int[] {padding[0]},
                    new int[] {dilation[0]},
                    mode);
        }

        long reach(int i) {
            return dilation[i] * (kernel[i] - 1L) + 1;
        }

        /** Whether the padding depends on a size that depends on the input. */
        private boolean padsUnknownSize(Value x) {
            boolean unknown = false;
            for (int i = 0; i < kernel.length; i++) {
                unknown |= x.size(2 + i) < 0 && stride[i] > 1;
            }
            return mode == ConvolutionMode.Same && unknown;
        }

        /** The attributes of a convolution or pooling. */
        List<AttributeProto> attributes(NamedLayer layer, Value x) {
            List<AttributeProto> attributes = new ArrayList<>();
            attributes.add(Attributes.integers("kernel_shape", longs(kernel)));
            attributes.add(Attributes.integers("strides", longs(stride)));
            if (isDilated()) {
                attributes.add(Attributes.integers("dilations", longs(dilation)));
            }
            attributes.add(
                    padsUnknownSize(x)
                            ? Attributes.text("auto_pad", "SAME_UPPER")
                            : Attributes.integers("pads", pads(x)));
            return attributes;
        }

        boolean isDilated() {
            for (int each : dilation) {
                if (each != 1) {
                    return true;
                }
            }
            return false;
        }

        /** Zeros before each dimension, then zeros behind each. */
        private long[] pads(Value x) {
            int n = kernel.length;
            long[] pads = new long[2 * n];
            for (int i = 0; i < n; i++) {
                if (mode == ConvolutionMode.Same) {
                    long size = x.size(2 + i);
                    // With a stride of 1 it is the same for all sizes.
                    long covered = size < 0 ? reach(i) - 1 : (outputs(size, i) - 1) * stride[i] + reach(i) - size;
                    long total = Math.max(0, covered);
                    pads[i] = total / 2;
                    pads[n + i] = total - total / 2;
                } else if (mode == ConvolutionMode.Causal) {
                    pads[i] = reach(i) - 1;
                } else {
                    pads[i] = padding[i];
                    pads[n + i] = padding[i];
                }
            }
            return pads;
        }

        private long outputs(long size, int i) {
            if (size < 0) {
                boolean kept = stride[i] == 1 && (mode == ConvolutionMode.Same || mode == ConvolutionMode.Causal);
                return kept ? size : Value.OTHER;
            }
            if (mode == ConvolutionMode.Same) {
                return (size + stride[i] - 1) / stride[i];
            }
            long padded = mode == ConvolutionMode.Causal ? size + reach(i) - 1 : size + 2L * padding[i];
            return (padded - reach(i)) / stride[i] + 1;
        }

        /** The array that a node has made of this one by moving the window over it. */
        Value over(Value x, String node, long channels) {
            Value moved = x.with(node, 1, channels);
            for (int i = 0; i < kernel.length; i++) {
                moved = moved.with(node, 2 + i, outputs(x.size(2 + i), i));
            }
            return moved;
        }
    }

    static long[] longs(int[] values) {
        return java.util.Arrays.stream(values).asLongStream().toArray();
    }
}

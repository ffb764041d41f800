package hourglass.engine.image.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import hourglass.engine.image.ConvolutionGeometry;
import hourglass.engine.image.ConvolutionKernel;
import hourglass.engine.kernels.FusedActivation;
import hourglass.engine.onednn.OneDnn;
import hourglass.engine.onednn.Primitive;
import hourglass.engine.onednn.Tensor;
import hourglass.runtime.NativeMemory;
import hourglass.runtime.ThreadLocalBuffers;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;

/**
 * A transposed convolution with its activation, forward and backward, for one shape of input.
 *
 * <p>It is made of the convolution that mirrors it, whose input is the output here: forward is the gradient of that
 * convolution's input, the gradient of the input is that convolution, and Deeplearning4j keeps the weights in its order:
 * [channels in, channels out, height, width] are the mirrored convolution's [out, in, height, width].
 *
 * <p>Measured reason: oneDNN has an operation of this name, but it adds the bias and computes its gradient without vector code:
 * 33 and 59 ms for the two of the convolutional variational network, against 3 and 5 in this way (lib/PERFORMANCE.md).
 */
public final class OneDnnTransposedConvolution implements ConvolutionKernel {

    private final ConvolutionGeometry mirror;
    private final FusedActivation function;
    private final ConvolutionPrimitives.InputGradient forward;
    private final AddBias addBias;
    private final ConvolutionBackward backward;

    /**
     * Makes the primitives of the forward pass.
     *
     * @param mirror the convolution that mirrors this one
     * @param function the activation
     */
    public OneDnnTransposedConvolution(ConvolutionGeometry mirror, FusedActivation function) {
        this.mirror = mirror;
        this.function = function;
        ConvolutionPrimitives primitives = new ConvolutionPrimitives(mirror);
        FusedOneDnnActivation activation =
                new FusedOneDnnActivation(function, ChannelsLast.description(mirror.inputShape()));
        forward = primitives.inputGradient();
        addBias = mirror.inputs() == 1 ? null : new AddBias(mirror, activation);
        backward = new ConvolutionBackward(
                activation,
                () -> new WeightGradient(primitives, mirror.inputShape()),
                () -> mirrored(primitives.forward()));
    }

    private static ConvolutionBackward.InputGradientKernel mirrored(ConvolutionPrimitives.Forward convolution) {
        return (delta, w, dx) -> convolution.run(delta, w, 0, dx);
    }

    @Override
    public long[] outputShape() {
        return mirror.inputShape();
    }

    @Override
    public void forward(long input, long w, long b, long output) {
        forward.run(input, w, output);
        if (addBias != null) {
            addBias.run(b, output);
        } else {
            addBiasToOneChannel(b, output);
        }
    }

    // oneDNN has no vector code for adding one number to all.
    private void addBiasToOneChannel(long b, long output) {
        float bias = new NativeMemory.At(b).get();
        long[] shape = mirror.inputShape();
        int pixels = (int) (shape[2] * shape[3]);
        float[] z = ThreadLocalBuffers.current().floats(0, pixels);
        for (long example = 0; example < shape[0]; example++) {
            NativeMemory.At channel = new NativeMemory.At(output + Float.BYTES * pixels * example);
            channel.get(z, 0, pixels);
            for (int i = 0; i < pixels; i++) {
                z[i] += bias;
            }
            function.apply(z, pixels);
            channel.put(z, 0, pixels);
        }
    }

    @Override
    public void backward(long input, long w, long output, long epsilon, long dw, long db, long dx) {
        backward.run(input, w, output, epsilon, dw, db, dx);
    }

    /** output = activation(output + bias) */
    private static final class AddBias {
        private final Tensor bias;
        private final Tensor output;
        private final Primitive add;

        AddBias(ConvolutionGeometry mirror, FusedOneDnnActivation activation) {
            bias = Tensor.external(OneDnn.plain(memory.format_tag.nchw, 1, mirror.inputs(), 1, 1));
            output = Tensor.external(ChannelsLast.description(mirror.inputShape()));
            primitive_attr attributes = OneDnn.ownScratchpad();
            activation.appendTo(attributes);
            binary.primitive_desc description = new binary.primitive_desc(
                    new binary.desc(
                            algorithm.binary_add, output.description(), bias.description(), output.description()),
                    attributes,
                    OneDnn.processor());
            add = new Primitive(new binary(description), description)
                    .with(DNNL_ARG_SRC_0, output)
                    .with(DNNL_ARG_SRC_1, bias)
                    .with(DNNL_ARG_DST, output);
        }

        void run(long b, long y) {
            bias.pointTo(b);
            output.pointTo(y);
            add.run();
        }
    }

    /** The gradients of the weights, and of the bias as a product: the sum over all pixels is ones · delta. */
    private static final class WeightGradient implements WeightGradientKernel {
        private final ConvolutionPrimitives.WeightGradient weights;
        private final Tensor pixels;
        private final Tensor biasGradient;
        private final Primitive sum;

        WeightGradient(ConvolutionPrimitives primitives, long[] shape) {
            weights = primitives.weightGradient();
            long count = shape[0] * shape[2] * shape[3];
            Tensor ones = Tensor.owned(OneDnn.plain(memory.format_tag.ab, 1, count));
            ones.fill(1f);
            pixels = Tensor.external(OneDnn.plain(memory.format_tag.ab, count, shape[1]));
            biasGradient = Tensor.owned(OneDnn.plain(memory.format_tag.ab, 1, shape[1]));
            matmul.primitive_desc product = new matmul.primitive_desc(
                    new matmul.desc(ones.description(), pixels.description(), biasGradient.description()),
                    OneDnn.ownScratchpad(),
                    OneDnn.processor());
            sum = new Primitive(new matmul(product), product)
                    .with(DNNL_ARG_SRC, ones)
                    .with(DNNL_ARG_WEIGHTS, pixels)
                    .with(DNNL_ARG_DST, biasGradient);
        }

        @Override
        public void run(long input, long delta, long dw, long db) {
            weights.run(delta, input, dw, 0);
            pixels.pointTo(delta);
            sum.run();
            biasGradient.copyTo(db);
        }
    }
}

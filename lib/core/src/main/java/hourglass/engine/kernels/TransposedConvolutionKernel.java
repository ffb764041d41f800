package hourglass.engine.kernels;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import hourglass.engine.onednn.ConvolutionDescriptors;
import hourglass.engine.onednn.ConvolutionGeometry;
import hourglass.engine.onednn.OneDnn;
import hourglass.engine.onednn.Primitive;
import hourglass.engine.onednn.Tensor;
import hourglass.runtime.NativeMemory;
import hourglass.runtime.ThreadLocalBuffers;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;

/**
 * A transposed convolution with its activation, forward and backward, for one shape of input.
 *
 * <p>It is made of the convolution that mirrors it, whose large side is the output here: forward is the gradient of that
 * convolution's input, the gradient of the input is that convolution, and Deeplearning4j keeps the weights in its order:
 * [channels in, channels out, height, width] are the mirrored convolution's [out, in, height, width].
 *
 * <p>Measured reason: oneDNN has an operation of this name, but it adds the bias and computes its gradient without vector
 * code, which takes up to thirty times as long as all the rest: 33 ms instead of 1 for 64 pictures of 64×7×7 to 64×14×14.
 */
public final class TransposedConvolutionKernel implements ConvolutionKernel {

    private final ConvolutionGeometry mirror;
    private final OneDnnActivation slope;
    private final memory.desc small;
    private final memory.desc large;
    private final ConvolutionDescriptors mirrored;

    private final Tensor x;
    private final Tensor y;
    private final Tensor weights;
    private final Tensor bias;
    private final Primitive arrangeWeights;
    private final Primitive forward;
    private final Primitive finish;

    private Gradients gradients;
    private InputGradient inputGradient;

    public TransposedConvolutionKernel(ConvolutionGeometry mirror, FusedActivation curve) {
        this.mirror = mirror;
        mirrored = new ConvolutionDescriptors(mirror);
        small = mirrored.out();
        large = mirrored.in();
        slope = new OneDnnActivation(curve, large);
        x = Tensor.elsewhere(small);
        y = Tensor.elsewhere(large);
        weights = Tensor.elsewhere(mirrored.weights());
        bias = Tensor.elsewhere(OneDnn.plain(memory.format_tag.nchw, 1, mirror.inputs(), 1, 1));
        convolution_backward_data.primitive_desc description = mirrored.inputGradient();
        Tensor arranged = Tensor.owned(description.weights_desc());
        arrangeWeights = Primitive.copy(weights, arranged);
        forward = new Primitive(new convolution_backward_data(description), description)
                .with(DNNL_ARG_DIFF_DST, x)
                .with(DNNL_ARG_WEIGHTS, arranged)
                .with(DNNL_ARG_DIFF_SRC, y);

        finish = mirror.inputs() == 1 ? null : finish();
    }

    private Primitive finish() {
        primitive_attr attributes = OneDnn.ownScratchpad();
        slope.appendTo(attributes);
        binary.primitive_desc add = new binary.primitive_desc(
                new binary.desc(algorithm.binary_add, large, bias.description(), large),
                attributes,
                OneDnn.processor());
        return new Primitive(new binary(add), add)
                .with(DNNL_ARG_SRC_0, y)
                .with(DNNL_ARG_SRC_1, bias)
                .with(DNNL_ARG_DST, y);
    }

    // oneDNN has no vector code for adding one number to all.
    private void finishOneChannel(long b, long output) {
        float shift = new NativeMemory.At(b).get();
        long[] shape = mirror.inputShape();
        int picture = (int) (shape[2] * shape[3]);
        float[] z = ThreadLocalBuffers.own().floats(0, picture);
        for (long i = 0; i < shape[0]; i++) {
            NativeMemory.At at = new NativeMemory.At(output + Float.BYTES * picture * i);
            at.get(z, 0, picture);
            for (int j = 0; j < picture; j++) {
                z[j] += shift;
            }
            slope.curve().apply(z, picture);
            at.put(z, 0, picture);
        }
    }

    @Override
    public long[] outputShape() {
        return mirror.inputShape();
    }

    @Override
    public void forward(long input, long w, long b, long output) {
        x.use(input);
        weights.use(w);
        bias.use(b);
        y.use(output);
        arrangeWeights.run();
        forward.run();
        if (finish != null) {
            finish.run();
        } else {
            finishOneChannel(b, output);
        }
    }

    @Override
    public void backward(long input, long w, long output, long epsilon, long dw, long db, long dx) {
        if (gradients == null) {
            gradients = new Gradients();
        }
        long delta = slope.times(epsilon, output);
        gradients.run(input, delta, dw, db);
        if (dx != 0) {
            if (inputGradient == null) {
                inputGradient = new InputGradient();
            }
            inputGradient.run(w, delta, dx);
        }
    }

    /** The gradient of weights and bias. */
    private final class Gradients {
        private final Tensor source = Tensor.elsewhere(small);
        private final Tensor delta = Tensor.elsewhere(large);
        private final Tensor pixels;
        private final Tensor weightGradient = Tensor.elsewhere(mirrored.weights());
        private final Tensor biasGradient;
        private final Primitive gradient;
        private final Primitive arrange;
        private final Primitive sum;

        Gradients() {
            convolution_backward_weights.primitive_desc description = mirrored.weightGradients();
            Tensor arranged = Tensor.owned(description.diff_weights_desc());
            gradient = new Primitive(new convolution_backward_weights(description), description)
                    .with(DNNL_ARG_SRC, delta)
                    .with(DNNL_ARG_DIFF_DST, source)
                    .with(DNNL_ARG_DIFF_WEIGHTS, arranged);
            arrange = Primitive.copy(arranged, weightGradient);

            // The bias' gradient is the sum over all pixels: ones · delta.
            long[] shape = mirror.inputShape();
            long count = shape[0] * shape[2] * shape[3];
            Tensor ones = Tensor.owned(OneDnn.plain(memory.format_tag.ab, 1, count));
            ones.fill(1f);
            pixels = Tensor.elsewhere(OneDnn.plain(memory.format_tag.ab, count, shape[1]));
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

        void run(long input, long d, long dw, long db) {
            source.use(input);
            delta.use(d);
            pixels.use(d);
            weightGradient.use(dw);
            gradient.run();
            arrange.run();
            sum.run();
            biasGradient.copyTo(db);
        }
    }

    /** The gradient of the input: the convolution that mirrors this one. */
    private final class InputGradient {
        private final Tensor delta = Tensor.elsewhere(large);
        private final Tensor gradient = Tensor.elsewhere(small);
        private final Tensor weights = Tensor.elsewhere(mirrored.weights());
        private final Primitive arrange;
        private final Primitive operation;

        InputGradient() {
            Tensor arranged = Tensor.owned(mirrored.forward().weights_desc());
            arrange = Primitive.copy(weights, arranged);
            operation = new Primitive(new convolution_forward(mirrored.forward()), mirrored.forward())
                    .with(DNNL_ARG_SRC, delta)
                    .with(DNNL_ARG_WEIGHTS, arranged)
                    .with(DNNL_ARG_DST, gradient);
        }

        void run(long w, long d, long dx) {
            weights.use(w);
            delta.use(d);
            gradient.use(dx);
            arrange.run();
            operation.run();
        }
    }
}

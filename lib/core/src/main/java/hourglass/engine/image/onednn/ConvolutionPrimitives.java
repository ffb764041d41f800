package hourglass.engine.image.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import hourglass.engine.image.ConvolutionGeometry;
import hourglass.engine.onednn.OneDnn;
import hourglass.engine.onednn.Primitive;
import hourglass.engine.onednn.Tensor;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;

/**
 * oneDNN's primitives of one convolution over arrays that lie channels-last: forward, and its gradients.
 *
 * <p>The primitives take addresses. Weights lie as Deeplearning4j keeps them, [outputs, inputs, height, width]; each
 * primitive arranges them as oneDNN wants them.
 */
public final class ConvolutionPrimitives {

    private final ConvolutionGeometry geometry;
    private final memory.desc input;
    private final memory.desc output;
    private final memory.desc plainWeights;
    private final memory.desc anyWeights;
    private final memory.desc bias;
    private final convolution_forward.primitive_desc forward;

    /** Describes a convolution without a bias. */
    public ConvolutionPrimitives(ConvolutionGeometry geometry) {
        this(geometry, new memory.desc(), OneDnn.ownScratchpad());
    }

    /**
     * Describes a convolution with a bias.
     *
     * @param attributes what oneDNN does with the output while it writes it
     */
    public ConvolutionPrimitives(ConvolutionGeometry geometry, primitive_attr attributes) {
        this(geometry, OneDnn.plain(memory.format_tag.x, geometry.outputs()), attributes);
    }

    private ConvolutionPrimitives(ConvolutionGeometry geometry, memory.desc bias, primitive_attr attributes) {
        this.geometry = geometry;
        this.bias = bias;
        input = ChannelsLast.description(geometry.inputShape());
        output = ChannelsLast.description(geometry.outputShape());
        plainWeights = OneDnn.plain(memory.format_tag.oihw, geometry.weightShape());
        anyWeights = OneDnn.plain(memory.format_tag.any, geometry.weightShape());
        forward = new convolution_forward.primitive_desc(
                new convolution_forward.desc(
                        prop_kind.forward_training,
                        algorithm.convolution_direct,
                        input,
                        anyWeights,
                        bias,
                        output,
                        geometry.strides(),
                        geometry.dilations(),
                        geometry.before(),
                        geometry.after()),
                attributes,
                OneDnn.processor());
    }

    /** Makes the convolution itself. */
    public Forward forward() {
        return new Forward();
    }

    /** Makes the gradient of its input, which is the transposed convolution. */
    public InputGradient inputGradient() {
        return new InputGradient();
    }

    /** Makes the gradients of its weights and, if it has one, its bias. */
    public WeightGradient weightGradient() {
        return new WeightGradient();
    }

    private boolean hasBias() {
        return !bias.is_zero();
    }

    /** Weights in Deeplearning4j's order, of which a primitive is given a copy in the order that it wants. */
    private final class ArrangedWeights {
        private final Tensor plain = Tensor.external(plainWeights);
        private final Tensor arranged;
        private final Primitive arrange;

        ArrangedWeights(memory.desc wanted) {
            arranged = Tensor.owned(wanted);
            arrange = Primitive.copy(plain, arranged);
        }

        void read(long weights) {
            plain.pointTo(weights);
            arrange.run();
        }
    }

    /** output = convolution(input) + bias, and what the attributes do with it. */
    public final class Forward {
        private final Tensor source = Tensor.external(input);
        private final Tensor target = Tensor.external(output);
        private final Tensor biases = hasBias() ? Tensor.external(bias) : null;
        private final ArrangedWeights weights = new ArrangedWeights(forward.weights_desc());
        private final Primitive primitive = new Primitive(new convolution_forward(forward), forward)
                .with(DNNL_ARG_SRC, source)
                .with(DNNL_ARG_WEIGHTS, weights.arranged)
                .with(DNNL_ARG_DST, target);

        private Forward() {
            if (biases != null) {
                primitive.with(DNNL_ARG_BIAS, biases);
            }
        }

        /** Runs it; {@code b} is not read when there is no bias. */
        public void run(long x, long w, long b, long y) {
            source.pointTo(x);
            target.pointTo(y);
            if (biases != null) {
                biases.pointTo(b);
            }
            weights.read(w);
            primitive.run();
        }
    }

    /** The gradient of the input from that of the output. */
    public final class InputGradient {
        private final Tensor source = Tensor.external(output);
        private final Tensor target = Tensor.external(input);
        private final ArrangedWeights weights;
        private final Primitive primitive;

        private InputGradient() {
            convolution_backward_data.primitive_desc description = new convolution_backward_data.primitive_desc(
                    new convolution_backward_data.desc(
                            algorithm.convolution_direct,
                            input,
                            anyWeights,
                            output,
                            geometry.strides(),
                            geometry.dilations(),
                            geometry.before(),
                            geometry.after()),
                    OneDnn.ownScratchpad(),
                    OneDnn.processor(),
                    forward);
            weights = new ArrangedWeights(description.weights_desc());
            primitive = new Primitive(new convolution_backward_data(description), description)
                    .with(DNNL_ARG_DIFF_DST, source)
                    .with(DNNL_ARG_WEIGHTS, weights.arranged)
                    .with(DNNL_ARG_DIFF_SRC, target);
        }

        /** Computes the gradient {@code dx} of the input from that of the output, {@code dy}. */
        public void run(long dy, long w, long dx) {
            source.pointTo(dy);
            target.pointTo(dx);
            weights.read(w);
            primitive.run();
        }
    }

    /** The gradients of weights and bias from the input and the gradient of the output. */
    public final class WeightGradient {
        private final Tensor source = Tensor.external(input);
        private final Tensor delta = Tensor.external(output);
        private final Tensor target = Tensor.external(plainWeights);
        private final Tensor biasGradient = hasBias() ? Tensor.owned(bias) : null;
        private final Primitive primitive;
        private final Primitive arrange;

        private WeightGradient() {
            convolution_backward_weights.primitive_desc description = new convolution_backward_weights.primitive_desc(
                    new convolution_backward_weights.desc(
                            algorithm.convolution_direct,
                            input,
                            anyWeights,
                            bias,
                            output,
                            geometry.strides(),
                            geometry.dilations(),
                            geometry.before(),
                            geometry.after()),
                    OneDnn.ownScratchpad(),
                    OneDnn.processor(),
                    forward);
            Tensor arranged = Tensor.owned(description.diff_weights_desc());
            primitive = new Primitive(new convolution_backward_weights(description), description)
                    .with(DNNL_ARG_SRC, source)
                    .with(DNNL_ARG_DIFF_DST, delta)
                    .with(DNNL_ARG_DIFF_WEIGHTS, arranged);
            if (biasGradient != null) {
                primitive.with(DNNL_ARG_DIFF_BIAS, biasGradient);
            }
            arrange = Primitive.copy(arranged, target);
        }

        /** Overwrites the gradients; {@code db} is left alone when there is no bias. */
        public void run(long x, long dy, long dw, long db) {
            source.pointTo(x);
            delta.pointTo(dy);
            target.pointTo(dw);
            primitive.run();
            arrange.run();
            if (biasGradient != null) {
                biasGradient.copyTo(db);
            }
        }
    }
}

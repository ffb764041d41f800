package hourglass.accelerate;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;

/** A convolution with its activation, forward and backward, for one shape of input. */
final class ConvolutionPlan implements FilterPlan {

    private final Geometry geometry;
    private final Slope slope;
    private final memory.desc in;
    private final memory.desc out;
    private final memory.desc anyWeights;
    private final memory.desc biasShape;
    private final convolution_forward.primitive_desc forwardDescription;

    private final Tensor x;
    private final Tensor y;
    private final Tensor weights;
    private final Tensor bias;
    private final Primitive arrangeWeights;
    private final Primitive forward;

    private WeightGradients gradients;
    private InputGradient inputGradient;

    ConvolutionPlan(Geometry geometry, Curve curve) {
        this.geometry = geometry;
        in = ChannelsLast.description(geometry.inputShape());
        out = ChannelsLast.description(geometry.outputShape());
        anyWeights = OneDnn.plain(memory.format_tag.any, geometry.weightShape());
        biasShape = OneDnn.plain(memory.format_tag.x, geometry.outputs());
        slope = new Slope(curve, out);
        x = Tensor.elsewhere(in);
        y = Tensor.elsewhere(out);
        weights = Tensor.elsewhere(OneDnn.plain(memory.format_tag.oihw, geometry.weightShape()));
        bias = Tensor.elsewhere(biasShape);

        primitive_attr attributes = OneDnn.ownScratchpad();
        slope.appendTo(attributes);
        forwardDescription = new convolution_forward.primitive_desc(
                new convolution_forward.desc(
                        prop_kind.forward_training,
                        algorithm.convolution_direct,
                        in,
                        anyWeights,
                        biasShape,
                        out,
                        geometry.strides(),
                        geometry.dilations(),
                        geometry.before(),
                        geometry.after()),
                attributes,
                OneDnn.processor());
        Tensor arranged = Tensor.owned(forwardDescription.weights_desc());
        arrangeWeights = OneDnn.copy(weights, arranged);
        forward = new Primitive(new convolution_forward(forwardDescription), forwardDescription)
                .with(DNNL_ARG_SRC, x)
                .with(DNNL_ARG_WEIGHTS, arranged)
                .with(DNNL_ARG_BIAS, bias)
                .with(DNNL_ARG_DST, y);
    }

    @Override
    public long[] outputShape() {
        return geometry.outputShape();
    }

    @Override
    public void forward(long input, long w, long b, long output) {
        x.use(input);
        weights.use(w);
        bias.use(b);
        y.use(output);
        arrangeWeights.run();
        forward.run();
    }

    @Override
    public void backward(long input, long w, long output, long epsilon, long dw, long db, long dx) {
        if (gradients == null) {
            gradients = SwappedGradients.suits(geometry) ? new SwappedGradients(geometry, in, out) : new Gradients();
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

    /** What computes the gradients of weights and bias. */
    interface WeightGradients {
        void run(long input, long delta, long dw, long db);
    }

    /** The gradients of weights and bias. */
    private final class Gradients implements WeightGradients {
        private final Tensor source = Tensor.elsewhere(in);
        private final Tensor delta = Tensor.elsewhere(out);
        private final Tensor weightGradient =
                Tensor.elsewhere(OneDnn.plain(memory.format_tag.oihw, geometry.weightShape()));
        private final Tensor biasGradient = Tensor.owned(biasShape);
        private final Primitive gradient;
        private final Primitive arrange;

        Gradients() {
            convolution_backward_weights.primitive_desc description = new convolution_backward_weights.primitive_desc(
                    new convolution_backward_weights.desc(
                            algorithm.convolution_direct,
                            in,
                            anyWeights,
                            biasShape,
                            out,
                            geometry.strides(),
                            geometry.dilations(),
                            geometry.before(),
                            geometry.after()),
                    OneDnn.ownScratchpad(),
                    OneDnn.processor(),
                    forwardDescription);
            Tensor arranged = Tensor.owned(description.diff_weights_desc());
            gradient = new Primitive(new convolution_backward_weights(description), description)
                    .with(DNNL_ARG_SRC, source)
                    .with(DNNL_ARG_DIFF_DST, delta)
                    .with(DNNL_ARG_DIFF_WEIGHTS, arranged)
                    .with(DNNL_ARG_DIFF_BIAS, biasGradient);
            arrange = OneDnn.copy(arranged, weightGradient);
        }

        @Override
        public void run(long input, long d, long dw, long db) {
            source.use(input);
            delta.use(d);
            weightGradient.use(dw);
            gradient.run();
            arrange.run();
            biasGradient.copyTo(db);
        }
    }

    /** The gradient of the input. */
    private final class InputGradient {
        private final Tensor delta = Tensor.elsewhere(out);
        private final Tensor gradient = Tensor.elsewhere(in);
        private final Tensor plainWeights =
                Tensor.elsewhere(OneDnn.plain(memory.format_tag.oihw, geometry.weightShape()));
        private final Primitive arrange;
        private final Primitive operation;

        InputGradient() {
            convolution_backward_data.primitive_desc description = new convolution_backward_data.primitive_desc(
                    new convolution_backward_data.desc(
                            algorithm.convolution_direct,
                            in,
                            anyWeights,
                            out,
                            geometry.strides(),
                            geometry.dilations(),
                            geometry.before(),
                            geometry.after()),
                    OneDnn.ownScratchpad(),
                    OneDnn.processor(),
                    forwardDescription);
            Tensor arranged = Tensor.owned(description.weights_desc());
            arrange = OneDnn.copy(plainWeights, arranged);
            operation = new Primitive(new convolution_backward_data(description), description)
                    .with(DNNL_ARG_DIFF_DST, delta)
                    .with(DNNL_ARG_WEIGHTS, arranged)
                    .with(DNNL_ARG_DIFF_SRC, gradient);
        }

        void run(long w, long d, long dx) {
            plainWeights.use(w);
            delta.use(d);
            gradient.use(dx);
            arrange.run();
            operation.run();
        }
    }
}

package hourglass.accelerate;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import org.bytedeco.dnnl.deconvolution_backward_data;
import org.bytedeco.dnnl.deconvolution_backward_weights;
import org.bytedeco.dnnl.deconvolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;

/** A transposed convolution with its activation, forward and backward, for one shape of input. */
final class TransposedConvolutionPlan implements FilterPlan {

    private final Geometry geometry;
    private final Slope slope;
    private final memory.desc in;
    private final memory.desc out;
    private final memory.desc anyWeights;
    private final memory.desc biasShape;
    private final deconvolution_forward.primitive_desc forwardDescription;

    private final Tensor x;
    private final Tensor y;
    private final Tensor weights;
    private final Tensor bias;
    private final Primitive arrangeWeights;
    private final Primitive forward;

    private Gradients gradients;
    private InputGradient inputGradient;

    /** Takes the geometry of the convolution that mirrors this one. */
    TransposedConvolutionPlan(Geometry geometry, Curve curve) {
        this.geometry = geometry;
        in = ChannelsLast.description(geometry.outputShape());
        out = ChannelsLast.description(geometry.inputShape());
        anyWeights = OneDnn.plain(memory.format_tag.any, weightShape());
        biasShape = OneDnn.plain(memory.format_tag.x, geometry.inputs());
        slope = new Slope(curve, out);
        x = Tensor.elsewhere(in);
        y = Tensor.elsewhere(out);
        weights = Tensor.elsewhere(plainWeights());
        bias = Tensor.elsewhere(biasShape);

        primitive_attr attributes = OneDnn.ownScratchpad();
        slope.appendTo(attributes);
        forwardDescription = new deconvolution_forward.primitive_desc(
                new deconvolution_forward.desc(
                        prop_kind.forward_training,
                        algorithm.deconvolution_direct,
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
        forward = new Primitive(new deconvolution_forward(forwardDescription), forwardDescription)
                .with(DNNL_ARG_SRC, x)
                .with(DNNL_ARG_WEIGHTS, arranged)
                .with(DNNL_ARG_BIAS, bias)
                .with(DNNL_ARG_DST, y);
    }

    /** oneDNN names the channels that come out first, whatever their order in memory. */
    private long[] weightShape() {
        return new long[] {geometry.inputs(), geometry.outputs(), geometry.kernel()[0], geometry.kernel()[1]};
    }

    /** Deeplearning4j keeps the weights as [channels in, channels out, height, width]. */
    private memory.desc plainWeights() {
        return OneDnn.plain(memory.format_tag.iohw, weightShape());
    }

    @Override
    public long[] outputShape() {
        return geometry.inputShape();
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
        private final Tensor source = Tensor.elsewhere(in);
        private final Tensor delta = Tensor.elsewhere(out);
        private final Tensor weightGradient = Tensor.elsewhere(plainWeights());
        private final Tensor biasGradient = Tensor.owned(biasShape);
        private final Primitive gradient;
        private final Primitive arrange;

        Gradients() {
            deconvolution_backward_weights.primitive_desc description =
                    new deconvolution_backward_weights.primitive_desc(
                            new deconvolution_backward_weights.desc(
                                    algorithm.deconvolution_direct,
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
            gradient = new Primitive(new deconvolution_backward_weights(description), description)
                    .with(DNNL_ARG_SRC, source)
                    .with(DNNL_ARG_DIFF_DST, delta)
                    .with(DNNL_ARG_DIFF_WEIGHTS, arranged)
                    .with(DNNL_ARG_DIFF_BIAS, biasGradient);
            arrange = OneDnn.copy(arranged, weightGradient);
        }

        void run(long input, long d, long dw, long db) {
            source.use(input);
            delta.use(d);
            weightGradient.use(dw);
            gradient.run();
            arrange.run();
            biasGradient.copyTo(db);
        }
    }

    /** The gradient of the input: the convolution that mirrors this one. */
    private final class InputGradient {
        private final Tensor delta = Tensor.elsewhere(out);
        private final Tensor gradient = Tensor.elsewhere(in);
        private final Tensor weights = Tensor.elsewhere(plainWeights());
        private final Primitive arrange;
        private final Primitive operation;

        InputGradient() {
            deconvolution_backward_data.primitive_desc description = new deconvolution_backward_data.primitive_desc(
                    new deconvolution_backward_data.desc(
                            algorithm.deconvolution_direct,
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
            arrange = OneDnn.copy(weights, arranged);
            operation = new Primitive(new deconvolution_backward_data(description), description)
                    .with(DNNL_ARG_DIFF_DST, delta)
                    .with(DNNL_ARG_WEIGHTS, arranged)
                    .with(DNNL_ARG_DIFF_SRC, gradient);
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

package hourglass.engine.kernels;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import hourglass.engine.onednn.ChannelsLast;
import hourglass.engine.onednn.ConvolutionDescriptors;
import hourglass.engine.onednn.ConvolutionGeometry;
import hourglass.engine.onednn.OneDnn;
import hourglass.engine.onednn.Primitive;
import hourglass.engine.onednn.Tensor;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;

/** A convolution with its activation, forward and backward, for one shape of input. */
public final class DirectConvolutionKernel implements ConvolutionKernel {

    private final ConvolutionGeometry geometry;
    private final OneDnnActivation slope;
    private final memory.desc biasShape;
    private final ConvolutionDescriptors descriptions;

    private final Tensor x;
    private final Tensor y;
    private final Tensor weights;
    private final Tensor bias;
    private final Primitive arrangeWeights;
    private final Primitive forward;
    private final SingleChannelConvolution toOneChannel;

    private WeightGradientKernel gradients;
    private InputGradient inputGradient;

    public DirectConvolutionKernel(ConvolutionGeometry geometry, FusedActivation curve) {
        this.geometry = geometry;
        biasShape = OneDnn.plain(memory.format_tag.x, geometry.outputs());
        slope = new OneDnnActivation(curve, ChannelsLast.description(geometry.outputShape()));
        primitive_attr attributes = OneDnn.ownScratchpad();
        slope.appendTo(attributes);
        descriptions = new ConvolutionDescriptors(geometry, biasShape, attributes);
        x = Tensor.elsewhere(descriptions.in());
        y = Tensor.elsewhere(descriptions.out());
        weights = Tensor.elsewhere(descriptions.weights());
        bias = Tensor.elsewhere(biasShape);
        Tensor arranged = Tensor.owned(descriptions.forward().weights_desc());
        arrangeWeights = Primitive.copy(weights, arranged);
        forward = new Primitive(new convolution_forward(descriptions.forward()), descriptions.forward())
                .with(DNNL_ARG_SRC, x)
                .with(DNNL_ARG_WEIGHTS, arranged)
                .with(DNNL_ARG_BIAS, bias)
                .with(DNNL_ARG_DST, y);
        toOneChannel = SingleChannelConvolution.suits(geometry) ? new SingleChannelConvolution(geometry, curve) : null;
    }

    @Override
    public long[] outputShape() {
        return geometry.outputShape();
    }

    @Override
    public void forward(long input, long w, long b, long output) {
        if (toOneChannel != null) {
            toOneChannel.run(input, w, b, output);
            return;
        }
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
            gradients = SingleChannelWeightGradient.suits(geometry)
                    ? new SingleChannelWeightGradient(geometry)
                    : new Gradients();
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

    /** The gradients of weights and bias. */
    private final class Gradients implements WeightGradientKernel {
        private final Tensor source = Tensor.elsewhere(descriptions.in());
        private final Tensor delta = Tensor.elsewhere(descriptions.out());
        private final Tensor weightGradient = Tensor.elsewhere(descriptions.weights());
        private final Tensor biasGradient = Tensor.owned(biasShape);
        private final Primitive gradient;
        private final Primitive arrange;

        Gradients() {
            convolution_backward_weights.primitive_desc description = descriptions.weightGradients();
            Tensor arranged = Tensor.owned(description.diff_weights_desc());
            gradient = new Primitive(new convolution_backward_weights(description), description)
                    .with(DNNL_ARG_SRC, source)
                    .with(DNNL_ARG_DIFF_DST, delta)
                    .with(DNNL_ARG_DIFF_WEIGHTS, arranged)
                    .with(DNNL_ARG_DIFF_BIAS, biasGradient);
            arrange = Primitive.copy(arranged, weightGradient);
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
        private final Tensor delta = Tensor.elsewhere(descriptions.out());
        private final Tensor gradient = Tensor.elsewhere(descriptions.in());
        private final Tensor plainWeights = Tensor.elsewhere(descriptions.weights());
        private final Primitive arrange;
        private final Primitive operation;

        InputGradient() {
            convolution_backward_data.primitive_desc description = descriptions.inputGradient();
            Tensor arranged = Tensor.owned(description.weights_desc());
            arrange = Primitive.copy(plainWeights, arranged);
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

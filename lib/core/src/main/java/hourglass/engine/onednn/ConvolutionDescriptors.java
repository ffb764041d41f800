package hourglass.engine.onednn;

import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;

/** oneDNN's descriptions of one convolution over arrays that lie channels-last: forward, and its gradients. */
public final class ConvolutionDescriptors {

    private final ConvolutionGeometry geometry;
    private final memory.desc in;
    private final memory.desc out;
    private final memory.desc anyWeights;
    private final memory.desc bias;
    private final convolution_forward.primitive_desc forward;

    /** Describes a convolution without a bias. */
    public ConvolutionDescriptors(ConvolutionGeometry geometry) {
        this(geometry, new memory.desc(), OneDnn.ownScratchpad());
    }

    /**
     * Describes a convolution.
     *
     * @param bias the layout of its bias, or an empty one
     * @param attributes what oneDNN does with the output while it writes it
     */
    public ConvolutionDescriptors(ConvolutionGeometry geometry, memory.desc bias, primitive_attr attributes) {
        this.geometry = geometry;
        this.bias = bias;
        in = ChannelsLast.description(geometry.inputShape());
        out = ChannelsLast.description(geometry.outputShape());
        anyWeights = OneDnn.plain(memory.format_tag.any, geometry.weightShape());
        forward = new convolution_forward.primitive_desc(
                new convolution_forward.desc(
                        prop_kind.forward_training,
                        algorithm.convolution_direct,
                        in,
                        anyWeights,
                        bias,
                        out,
                        geometry.strides(),
                        geometry.dilations(),
                        geometry.before(),
                        geometry.after()),
                attributes,
                OneDnn.processor());
    }

    /** The layout of the large side. */
    public memory.desc in() {
        return in;
    }

    /** The layout of the side with one number for each window and channel. */
    public memory.desc out() {
        return out;
    }

    /** The layout of the weights as Deeplearning4j keeps them, [outputs, inputs, height, width]. */
    public memory.desc weights() {
        return OneDnn.plain(memory.format_tag.oihw, geometry.weightShape());
    }

    public convolution_forward.primitive_desc forward() {
        return forward;
    }

    public convolution_backward_data.primitive_desc inputGradient() {
        return new convolution_backward_data.primitive_desc(
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
                forward);
    }

    public convolution_backward_weights.primitive_desc weightGradients() {
        return new convolution_backward_weights.primitive_desc(
                new convolution_backward_weights.desc(
                        algorithm.convolution_direct,
                        in,
                        anyWeights,
                        bias,
                        out,
                        geometry.strides(),
                        geometry.dilations(),
                        geometry.before(),
                        geometry.after()),
                OneDnn.ownScratchpad(),
                OneDnn.processor(),
                forward);
    }
}

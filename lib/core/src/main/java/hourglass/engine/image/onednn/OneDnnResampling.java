package hourglass.engine.image.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import hourglass.engine.image.ConvolutionGeometry;
import hourglass.engine.image.ResamplingKernel;
import hourglass.engine.onednn.OneDnn;
import hourglass.engine.onednn.Primitive;
import hourglass.engine.onednn.Tensor;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_v2_backward;
import org.bytedeco.dnnl.pooling_v2_forward;
import org.bytedeco.dnnl.resampling_backward;
import org.bytedeco.dnnl.resampling_forward;

/**
 * An operation without weights that changes height and width, forward and backward, for one shape of input: max-pooling, or
 * up-sampling by repetition. All arguments are addresses of arrays that lie channels-last.
 */
public final class OneDnnResampling implements ResamplingKernel {

    private final Tensor input;
    private final Tensor output;
    private final Tensor inputGradient;
    private final Tensor outputGradient;
    private Primitive forward;
    private Primitive backward;

    private OneDnnResampling(memory.desc in, memory.desc out) {
        input = Tensor.external(in);
        output = Tensor.external(out);
        inputGradient = Tensor.external(in);
        outputGradient = Tensor.external(out);
    }

    /**
     * Makes a max-pooling.
     *
     * @param training whether it remembers where each maximum was, for the backward pass, which there is only then
     */
    public static OneDnnResampling maxPooling(ConvolutionGeometry geometry, boolean training) {
        memory.desc in = ChannelsLast.description(geometry.inputShape());
        memory.desc out = ChannelsLast.description(geometry.outputShape());
        OneDnnResampling kernel = new OneDnnResampling(in, out);
        pooling_v2_forward.primitive_desc forward = new pooling_v2_forward.primitive_desc(
                new pooling_v2_forward.desc(
                        training ? prop_kind.forward_training : prop_kind.forward_inference,
                        algorithm.pooling_max,
                        in,
                        out,
                        geometry.strides(),
                        geometry.kernel(),
                        geometry.dilations(),
                        geometry.before(),
                        geometry.after()),
                OneDnn.ownScratchpad(),
                OneDnn.processor());
        kernel.bindForward(new Primitive(new pooling_v2_forward(forward), forward));
        if (training) {
            Tensor places = Tensor.owned(forward.workspace_desc());
            pooling_v2_backward.primitive_desc backward = new pooling_v2_backward.primitive_desc(
                    new pooling_v2_backward.desc(
                            algorithm.pooling_max,
                            in,
                            out,
                            geometry.strides(),
                            geometry.kernel(),
                            geometry.dilations(),
                            geometry.before(),
                            geometry.after()),
                    OneDnn.ownScratchpad(),
                    OneDnn.processor(),
                    forward);
            kernel.bindBackward(new Primitive(new pooling_v2_backward(backward), backward));
            kernel.forward.with(DNNL_ARG_WORKSPACE, places);
            kernel.backward.with(DNNL_ARG_WORKSPACE, places);
        }
        return kernel;
    }

    /**
     * Makes an up-sampling.
     *
     * @param shape [examples, channels, height, width] of the input
     * @param down how often each pixel is repeated downwards
     * @param across how often each pixel is repeated to the right
     */
    public static OneDnnResampling upsampling(long[] shape, int down, int across) {
        memory.desc in = ChannelsLast.description(shape);
        memory.desc out = ChannelsLast.description(shape[0], shape[1], shape[2] * down, shape[3] * across);
        OneDnnResampling kernel = new OneDnnResampling(in, out);
        resampling_forward.primitive_desc forward = new resampling_forward.primitive_desc(
                new resampling_forward.desc(prop_kind.forward_training, algorithm.resampling_nearest, in, out),
                OneDnn.ownScratchpad(),
                OneDnn.processor());
        kernel.bindForward(new Primitive(new resampling_forward(forward), forward));
        resampling_backward.primitive_desc backward = new resampling_backward.primitive_desc(
                new resampling_backward.desc(algorithm.resampling_nearest, in, out),
                OneDnn.ownScratchpad(),
                OneDnn.processor(),
                forward);
        kernel.bindBackward(new Primitive(new resampling_backward(backward), backward));
        return kernel;
    }

    private void bindForward(Primitive primitive) {
        forward = primitive.with(DNNL_ARG_SRC, input).with(DNNL_ARG_DST, output);
    }

    private void bindBackward(Primitive primitive) {
        backward = primitive.with(DNNL_ARG_DIFF_DST, outputGradient).with(DNNL_ARG_DIFF_SRC, inputGradient);
    }

    /** Computes the output {@code y} of the input {@code x}. */
    @Override
    public void forward(long x, long y) {
        input.pointTo(x);
        output.pointTo(y);
        forward.run();
    }

    /** Computes the gradient of the input; of a pooling, for the batch that was pooled last. */
    @Override
    public void backward(long dy, long dx) {
        outputGradient.pointTo(dy);
        inputGradient.pointTo(dx);
        backward.run();
    }
}

package hourglass.engine.kernels;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import hourglass.engine.onednn.ChannelsLast;
import hourglass.engine.onednn.ConvolutionGeometry;
import hourglass.engine.onednn.OneDnn;
import hourglass.engine.onednn.Primitive;
import hourglass.engine.onednn.Tensor;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_v2_backward;
import org.bytedeco.dnnl.pooling_v2_forward;

/** Max-pooling for one shape of input; when it was made for training, forward and backward. */
public final class PoolingKernel {

    private final Tensor x;
    private final Tensor y;
    private final Tensor epsilon;
    private final Tensor gradient;
    private final Primitive forward;
    private final Primitive backward;

    public PoolingKernel(ConvolutionGeometry geometry, boolean training) {
        memory.desc in = ChannelsLast.description(geometry.inputShape());
        memory.desc out = ChannelsLast.description(geometry.outputShape());
        x = Tensor.elsewhere(in);
        y = Tensor.elsewhere(out);
        epsilon = Tensor.elsewhere(out);
        gradient = Tensor.elsewhere(in);
        pooling_v2_forward.primitive_desc description = new pooling_v2_forward.primitive_desc(
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
        forward = new Primitive(new pooling_v2_forward(description), description)
                .with(DNNL_ARG_SRC, x)
                .with(DNNL_ARG_DST, y);
        if (!training) {
            backward = null;
            return;
        }
        Tensor places = Tensor.owned(description.workspace_desc());
        forward.with(DNNL_ARG_WORKSPACE, places);
        pooling_v2_backward.primitive_desc back = new pooling_v2_backward.primitive_desc(
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
                description);
        backward = new Primitive(new pooling_v2_backward(back), back)
                .with(DNNL_ARG_DIFF_DST, epsilon)
                .with(DNNL_ARG_DIFF_SRC, gradient)
                .with(DNNL_ARG_WORKSPACE, places);
    }

    public void forward(long input, long output) {
        x.use(input);
        y.use(output);
        forward.run();
    }

    public void backward(long epsilon, long next) {
        this.epsilon.use(epsilon);
        gradient.use(next);
        backward.run();
    }
}

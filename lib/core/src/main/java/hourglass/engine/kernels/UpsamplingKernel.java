package hourglass.engine.kernels;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import hourglass.engine.onednn.ChannelsLast;
import hourglass.engine.onednn.OneDnn;
import hourglass.engine.onednn.Primitive;
import hourglass.engine.onednn.Tensor;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.resampling_backward;
import org.bytedeco.dnnl.resampling_forward;

/** Up-sampling by repetition, forward and backward, for one shape of input. */
public final class UpsamplingKernel {

    private final Tensor x;
    private final Tensor y;
    private final Tensor epsilon;
    private final Tensor gradient;
    private final Primitive forward;
    private final Primitive backward;

    /** Repeats each of the pixels of [pictures, channels, height, width] so often down and across. */
    public UpsamplingKernel(long[] shape, int down, int across) {
        long[] outputShape = new long[] {shape[0], shape[1], shape[2] * down, shape[3] * across};
        memory.desc in = ChannelsLast.description(shape);
        memory.desc out = ChannelsLast.description(outputShape);
        x = Tensor.elsewhere(in);
        y = Tensor.elsewhere(out);
        epsilon = Tensor.elsewhere(out);
        gradient = Tensor.elsewhere(in);
        resampling_forward.primitive_desc description = new resampling_forward.primitive_desc(
                new resampling_forward.desc(prop_kind.forward_training, algorithm.resampling_nearest, in, out),
                OneDnn.ownScratchpad(),
                OneDnn.processor());
        forward = new Primitive(new resampling_forward(description), description)
                .with(DNNL_ARG_SRC, x)
                .with(DNNL_ARG_DST, y);
        resampling_backward.primitive_desc back = new resampling_backward.primitive_desc(
                new resampling_backward.desc(algorithm.resampling_nearest, in, out),
                OneDnn.ownScratchpad(),
                OneDnn.processor(),
                description);
        backward = new Primitive(new resampling_backward(back), back)
                .with(DNNL_ARG_DIFF_DST, epsilon)
                .with(DNNL_ARG_DIFF_SRC, gradient);
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

package hourglass.engine.kernels;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;

import hourglass.engine.onednn.OneDnn;
import hourglass.engine.onednn.Primitive;
import hourglass.engine.onednn.Tensor;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/**
 * An activation function that oneDNN computes while it writes the output of another operation, and its gradient, taken
 * from that output.
 */
final class OneDnnActivation {

    private final FusedActivation curve;
    private final memory.desc shape;
    private Tensor activation;
    private Tensor epsilon;
    private Tensor delta;
    private Primitive gradient;

    OneDnnActivation(FusedActivation curve, memory.desc shape) {
        this.curve = curve;
        this.shape = shape;
    }

    FusedActivation curve() {
        return curve;
    }

    /** Makes the operation with these attributes apply the function to its output. */
    void appendTo(primitive_attr attributes) {
        if (curve != FusedActivation.IDENTITY) {
            post_ops after = new post_ops();
            after.append_eltwise(1f, forwards(curve), 0f, 0f);
            attributes.set_post_ops(after);
        }
    }

    /** Where the gradient before the function lies, computed from the one behind it and the function's value. */
    long times(long behind, long value) {
        if (curve == FusedActivation.IDENTITY) {
            return behind;
        }
        if (gradient == null) {
            activation = Tensor.elsewhere(shape);
            epsilon = Tensor.elsewhere(shape);
            delta = Tensor.owned(shape);
            gradient = gradient(curve, activation, epsilon, delta);
        }
        activation.use(value);
        epsilon.use(behind);
        gradient.run();
        return delta.address();
    }

    static algorithm forwards(FusedActivation curve) {
        return switch (curve) {
            case RELU -> algorithm.eltwise_relu;
            case SIGMOID -> algorithm.eltwise_logistic;
            case TANH -> algorithm.eltwise_tanh;
            case IDENTITY -> algorithm.eltwise_linear;
        };
    }

    /** A primitive that multiplies a gradient by the function's slope where its value is the activation. */
    static Primitive gradient(FusedActivation curve, Tensor activation, Tensor epsilon, Tensor delta) {
        algorithm backwards =
                switch (curve) {
                    case RELU -> algorithm.eltwise_relu_use_dst_for_bwd;
                    case SIGMOID -> algorithm.eltwise_logistic_use_dst_for_bwd;
                    case TANH -> algorithm.eltwise_tanh_use_dst_for_bwd;
                    case IDENTITY -> algorithm.eltwise_linear;
                };
        memory.desc shape = activation.description();
        eltwise_forward.primitive_desc hint = new eltwise_forward.primitive_desc(
                new eltwise_forward.desc(prop_kind.forward_training, backwards, shape, 0f, 0f), OneDnn.processor());
        eltwise_backward.primitive_desc description = new eltwise_backward.primitive_desc(
                new eltwise_backward.desc(backwards, shape, shape, 0f, 0f),
                OneDnn.ownScratchpad(),
                OneDnn.processor(),
                hint);
        return new Primitive(new eltwise_backward(description), description)
                .with(DNNL_ARG_DST, activation)
                .with(DNNL_ARG_DIFF_DST, epsilon)
                .with(DNNL_ARG_DIFF_SRC, delta);
    }
}

package hourglass.engine.image.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;

import hourglass.engine.kernels.FusedActivation;
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
 * An activation function that oneDNN computes while it writes the output of another operation, and its gradient, computed
 * from that output.
 */
final class FusedOneDnnActivation {

    private final FusedActivation function;
    private final memory.desc shape;
    private Tensor activation;
    private Tensor epsilon;
    private Tensor delta;
    private Primitive gradient;

    FusedOneDnnActivation(FusedActivation function, memory.desc shape) {
        this.function = function;
        this.shape = shape;
    }

    /** Makes the operation with these attributes apply the function to its output. */
    void appendTo(primitive_attr attributes) {
        if (function != FusedActivation.IDENTITY) {
            post_ops after = new post_ops();
            after.append_eltwise(1f, forwardAlgorithm(function), 0f, 0f);
            attributes.set_post_ops(after);
        }
    }

    /**
     * Computes the gradient at the function's input.
     *
     * @param outputGradient the gradient at its output
     * @param value its output
     * @return the address of the result, which stays valid until the next call
     */
    long backward(long outputGradient, long value) {
        if (function == FusedActivation.IDENTITY) {
            return outputGradient;
        }
        if (gradient == null) {
            activation = Tensor.external(shape);
            epsilon = Tensor.external(shape);
            delta = Tensor.owned(shape);
            gradient = backward(function, activation, epsilon, delta);
        }
        activation.pointTo(value);
        epsilon.pointTo(outputGradient);
        gradient.run();
        return delta.address();
    }

    static algorithm forwardAlgorithm(FusedActivation function) {
        return switch (function) {
            case RELU -> algorithm.eltwise_relu;
            case SIGMOID -> algorithm.eltwise_logistic;
            case TANH -> algorithm.eltwise_tanh;
            case IDENTITY -> algorithm.eltwise_linear;
        };
    }

    /** Makes a primitive that multiplies a gradient by the function's derivative where its value is the activation. */
    static Primitive backward(FusedActivation function, Tensor activation, Tensor epsilon, Tensor delta) {
        algorithm backward =
                switch (function) {
                    case RELU -> algorithm.eltwise_relu_use_dst_for_bwd;
                    case SIGMOID -> algorithm.eltwise_logistic_use_dst_for_bwd;
                    case TANH -> algorithm.eltwise_tanh_use_dst_for_bwd;
                    case IDENTITY -> algorithm.eltwise_linear;
                };
        memory.desc shape = activation.description();
        eltwise_forward.primitive_desc hint = new eltwise_forward.primitive_desc(
                new eltwise_forward.desc(prop_kind.forward_training, backward, shape, 0f, 0f), OneDnn.processor());
        eltwise_backward.primitive_desc description = new eltwise_backward.primitive_desc(
                new eltwise_backward.desc(backward, shape, shape, 0f, 0f),
                OneDnn.ownScratchpad(),
                OneDnn.processor(),
                hint);
        return new Primitive(new eltwise_backward(description), description)
                .with(DNNL_ARG_DST, activation)
                .with(DNNL_ARG_DIFF_DST, epsilon)
                .with(DNNL_ARG_DIFF_SRC, delta);
    }
}

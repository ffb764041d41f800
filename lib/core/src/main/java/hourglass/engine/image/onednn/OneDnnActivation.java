package hourglass.engine.image.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import hourglass.engine.image.ActivationKernel;
import hourglass.engine.kernels.FusedActivation;
import hourglass.engine.onednn.OneDnn;
import hourglass.engine.onednn.Primitive;
import hourglass.engine.onednn.Tensor;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;

/** An activation function, forward and backward, for one shape of input; all arguments are addresses. */
public final class OneDnnActivation implements ActivationKernel {

    private final Tensor x;
    private final Tensor y;
    private final Tensor activation;
    private final Tensor epsilon;
    private final Tensor gradient;
    private final Primitive forward;
    private final Primitive backward;

    /**
     * Makes the primitives of both passes.
     *
     * @param shape [examples, channels, height, width] of the input, which lies channels-last
     */
    public OneDnnActivation(FusedActivation function, long[] shape) {
        memory.desc description = ChannelsLast.description(shape);
        x = Tensor.external(description);
        y = Tensor.external(description);
        activation = Tensor.external(description);
        epsilon = Tensor.external(description);
        gradient = Tensor.external(description);
        eltwise_forward.primitive_desc forwardDescription = new eltwise_forward.primitive_desc(
                new eltwise_forward.desc(
                        prop_kind.forward_training,
                        FusedOneDnnActivation.forwardAlgorithm(function),
                        description,
                        0f,
                        0f),
                OneDnn.ownScratchpad(),
                OneDnn.processor());
        forward = new Primitive(new eltwise_forward(forwardDescription), forwardDescription)
                .with(DNNL_ARG_SRC, x)
                .with(DNNL_ARG_DST, y);
        backward = FusedOneDnnActivation.backward(function, activation, epsilon, gradient);
    }

    /** Writes function(input) to the output. */
    @Override
    public void forward(long input, long output) {
        x.pointTo(input);
        y.pointTo(output);
        forward.run();
    }

    /** Writes the gradient of the input, from the gradient at the output and the output itself. */
    @Override
    public void backward(long epsilon, long output, long inputGradient) {
        this.epsilon.pointTo(epsilon);
        activation.pointTo(output);
        gradient.pointTo(inputGradient);
        backward.run();
    }
}

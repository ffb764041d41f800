package hourglass.engine.image;

/** An activation function, forward and backward, for one shape of input; all arguments are addresses. */
public interface ActivationKernel {

    /** Writes function(input) to the output. */
    void forward(long input, long output);

    /** Writes the gradient of the input, from the gradient at the output and the output itself. */
    void backward(long epsilon, long output, long inputGradient);
}

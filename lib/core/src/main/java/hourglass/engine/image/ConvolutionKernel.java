package hourglass.engine.image;

/**
 * A convolution or a transposed one with its activation, forward and backward, for one shape of input.
 *
 * <p>All arguments are addresses. Inputs and outputs lie channels-last, weights and biases in one piece.
 */
public interface ConvolutionKernel {

    /** Returns [examples, channels, height, width] of the output. */
    long[] outputShape();

    /** output = activation(convolution(input, w) + b) */
    void forward(long input, long w, long b, long output);

    /**
     * Computes the gradients of weights, bias and, unless {@code dx} is 0, the input.
     *
     * @param output what the forward pass returned
     * @param epsilon the gradient at the output, which is not changed
     */
    void backward(long input, long w, long output, long epsilon, long dw, long db, long dx);
}

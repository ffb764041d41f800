package hourglass.engine.kernels;

/**
 * A convolution or a transposed one with its activation, forward and backward, for one shape of input.
 *
 * <p>All arguments are addresses. Pictures lie channels-last, weights and biases in one piece.
 */
public interface ConvolutionKernel {

    /** [pictures, channels, height, width] of what comes out. */
    long[] outputShape();

    /** output = curve(filter(input) + b) */
    void forward(long input, long w, long b, long output);

    /**
     * Computes the gradients of weights, bias and, unless {@code dx} is 0, the input.
     *
     * @param output what the forward pass returned
     * @param epsilon the gradient at the output; it is not changed
     */
    void backward(long input, long w, long output, long epsilon, long dw, long db, long dx);
}

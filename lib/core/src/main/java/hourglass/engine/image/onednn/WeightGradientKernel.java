package hourglass.engine.image.onednn;

/** Computes the gradients of a convolution's weights and bias, for one shape of input; all arguments are addresses. */
interface WeightGradientKernel {

    /**
     * Overwrites the gradients.
     *
     * @param input what the forward pass was given, channels-last
     * @param delta the gradient at the pre-activation, channels-last
     * @param dw where the gradient of the weights goes
     * @param db where the gradient of the bias goes
     */
    void run(long input, long delta, long dw, long db);
}

package hourglass.engine.image;

/**
 * An operation without weights that changes height and width, forward and backward, for one shape of input: max-pooling, or
 * up-sampling by repetition. All arguments are addresses.
 */
public interface ResamplingKernel {

    /** Computes the output {@code y} of the input {@code x}. */
    void forward(long x, long y);

    /** Computes the gradient of the input; of a pooling, for the batch that was pooled last. */
    void backward(long dy, long dx);
}

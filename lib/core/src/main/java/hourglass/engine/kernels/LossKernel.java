package hourglass.engine.kernels;

/** A loss that is summed up over pieces of a batch, in one thread, together with its gradient. */
interface LossKernel {

    /** Adds the loss of the first n pre-activations z against the targets y, and replaces each by its gradient. */
    void add(float[] z, float[] y, int n);

    /** The sum of all losses added so far. */
    double sum();
}

package hourglass.engine.kernels;

/** A loss that is summed up over blocks of a batch, in one thread, together with its gradient. */
interface LossKernel {

    /** Adds the loss of the first n pre-activations z against the targets y, and replaces each by its gradient. */
    void accumulate(float[] z, float[] y, int n);

    /** Returns the sum of all losses so far. */
    double total();
}

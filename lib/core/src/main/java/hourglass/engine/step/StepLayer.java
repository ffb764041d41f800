package hourglass.engine.step;

import hourglass.engine.kernels.NativeMatrix;

/**
 * A dense layer in which no example of a batch depends on another, so that a worker computes its share of a batch by itself.
 *
 * <p>All methods run in the calling thread, and in several threads at once for different examples. Each row of a matrix is an
 * example.
 */
public sealed interface StepLayer permits StepHiddenLayer, StepOutputLayer {

    /** Returns whether the layer's settings and state let it be trained in this way; dropout, say, does not. */
    boolean joinsStep();

    /** Returns how many numbers an example of its input has. */
    int inputs();

    /** Returns how many numbers an example of its output has. */
    int outputs();

    /** y = f(x), without dropout. */
    void forward(NativeMatrix x, NativeMatrix y);
}

package hourglass.engine.step;

import hourglass.engine.kernels.NativeMatrix;

/** Any layer of a step but the last. */
public non-sealed interface StepHiddenLayer extends StepLayer {

    /**
     * Computes the gradients of some examples.
     *
     * @param x what {@link #forward} was given
     * @param y what it put out
     * @param e the gradient of y, which is overwritten
     * @param dx where the gradient of x goes, or null when nobody needs it
     * @param gradients the address where the parameters' gradients go, sums over the examples
     * @param add whether they are added to what is there
     */
    void backward(NativeMatrix x, NativeMatrix y, NativeMatrix e, NativeMatrix dx, long gradients, boolean add);
}

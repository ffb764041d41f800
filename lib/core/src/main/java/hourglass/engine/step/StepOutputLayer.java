package hourglass.engine.step;

import hourglass.engine.kernels.NativeMatrix;

/** The last layer of a step, which measures the loss. */
public non-sealed interface StepOutputLayer extends StepLayer {

    /**
     * Computes the loss of some examples and its gradients.
     *
     * @param targets one row for each example
     * @param d memory for as many numbers
     * @param dx where the gradient of x goes, or null when nobody needs it
     * @param gradients the address where the parameters' gradients go, sums over the examples
     * @param add whether they are added to what is there
     * @return the sum of the losses
     */
    double loss(NativeMatrix x, NativeMatrix targets, NativeMatrix d, NativeMatrix dx, long gradients, boolean add);
}

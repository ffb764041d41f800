/**
 * The arithmetic of the accelerated layers on whole batches: products, activations, losses, LSTM steps; internal.
 *
 * <pre>{@code DenseKernel.activate(x, weights, bias, FusedActivation.RELU, out); // out = relu(x · w + b)}</pre>
 */
package hourglass.engine.kernels;

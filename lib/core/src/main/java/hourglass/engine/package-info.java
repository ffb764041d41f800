/**
 * Lets ordinary Deeplearning4j networks train on a CPU as fast as Keras, PyTorch and JAX do, or faster; lib/PERFORMANCE.md has the
 * measurements.
 *
 * <p>A configuration goes in, and a network with the same parameters in the same layout comes out, in which every layer that
 * has an accelerated implementation is replaced by it. {@link hourglass.model.Autoencoder} does this by itself. The packages
 * below this one are internal: {@code layers} holds the accelerated layers, {@code step} computes those of a dense network all at
 * once, {@code kernels} is the arithmetic of dense and recurrent layers, {@code image} that of convolutions and other layers over
 * images, in oneDNN and in Java; {@code onednn} are the calls of oneDNN, {@code optimizer} is the update of the parameters.
 *
 * <pre>{@code
 * MultiLayerNetwork network = Accelerator.network(configuration);
 * network.init();
 * }</pre>
 */
package hourglass.engine;

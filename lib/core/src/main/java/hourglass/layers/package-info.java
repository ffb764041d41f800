/**
 * Layers and penalties that Deeplearning4j does not have: the Gaussian code of a variational autoencoder, activity penalties
 * for sparse ones, and teacher forcing for sequences.
 *
 * <pre>{@code
 * .layer(new DenseLayer.Builder().name("code").nIn(784).nOut(32).activation(Activation.RELU).build())
 * .layer(new L1Penalty(784 * 1e-4))
 * }</pre>
 */
package hourglass.layers;

/**
 * Measures what an autoencoder does: metrics of reconstructions, anomaly scores with thresholds and curves,
 * neighbours and probes of codes, projections to a plane.
 *
 * <pre>{@code double loss = Metrics.bernoulliCrossEntropy(test.pixels(), autoencoder.reconstruct(test.pixels()));}</pre>
 */
package hourglass.evaluate;

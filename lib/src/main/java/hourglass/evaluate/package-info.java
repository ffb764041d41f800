/**
 * Measures reconstructions, and the rivals without learning that an autoencoder must beat.
 *
 * <pre>{@code Errors.bernoulliCrossEntropy(test.pixels(), Pca.fit(train.pixels(), 32).reconstruct(test.pixels()))}</pre>
 */
package hourglass.evaluate;

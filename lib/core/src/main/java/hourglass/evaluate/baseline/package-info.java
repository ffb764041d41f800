/**
 * Methods without a network that an autoencoder is measured against: the mean, the nearest example, PCA, filters.
 *
 * <pre>{@code INDArray back = Pca.fit(train.pixels(), 32).reconstruct(test.pixels()); // [n, 784]}</pre>
 */
package hourglass.evaluate.baseline;

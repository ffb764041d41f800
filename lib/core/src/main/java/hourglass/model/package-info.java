/**
 * An autoencoder over a Deeplearning4j configuration in which one layer is named {@code code}.
 *
 * <pre>{@code
 * Autoencoder autoencoder = Autoencoder.of(configuration);
 * autoencoder.fit(train, test, Training.epochs(20).batchSize(256));
 * INDArray codes = autoencoder.encode(test.pixels()); // [n, 784] -> [n, 32]
 *}</pre>
 */
package hourglass.model;

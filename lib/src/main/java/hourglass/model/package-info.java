/**
 * An autoencoder over a Deeplearning4j configuration in which one layer is named {@code code}.
 *
 * <p>{@code INDArray codes = Autoencoder.of(configuration).encode(test.pixels());}
 */
package hourglass.model;

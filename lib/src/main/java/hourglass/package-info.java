/** Autoencoders on Deeplearning4j: an autoencoder is a configuration in which one layer is named {@code code}. */
package hourglass;

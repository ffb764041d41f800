/**
 * Autoencoders as ONNX files, which run in Python, .NET, a browser or on a phone without Java.
 *
 * <pre>{@code
 * OnnxFile.encoder(autoencoder).save(Path.of("encoder.onnx"));
 * }</pre>
 *
 * <p>{@link hourglass.onnx.OnnxFile} asks a {@code NetworkWriter} for the nodes of some of the layers; for each kind of layer,
 * {@code LayerWriters} names the method that writes it. The classes of the published schema, {@code onnx.Onnx}, come with ND4J.
 */
package hourglass.onnx;

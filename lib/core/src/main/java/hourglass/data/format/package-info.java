/**
 * Readers of the file formats in which datasets are published: IDX, MATLAB's MAT, and the text of the UCR archive.
 *
 * <pre>{@code INDArray pixels = IdxFile.read(Path.of("train-images-idx3-ubyte.gz")).pixels(); // [60000, 784]}</pre>
 */
package hourglass.data.format;

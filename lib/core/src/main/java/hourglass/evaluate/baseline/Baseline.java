package hourglass.evaluate.baseline;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A way to reconstruct examples without training a network: the baseline that a lesson's autoencoder must beat. */
public interface Baseline {

    /** Returns the name for tables and charts, such as "PCA, 32 components". */
    String name();

    /** Returns how many numbers stand for an example between encoding and decoding. */
    int codeSize();

    /**
     * Reconstructs examples from those numbers.
     *
     * @param examples [n, …] with as many numbers each as those of the training set
     * @return float32 [n, numbers]; values may leave [0, 1]
     * @throws IllegalArgumentException if the examples have another size or a number is not finite
     */
    INDArray reconstruct(INDArray examples);
}

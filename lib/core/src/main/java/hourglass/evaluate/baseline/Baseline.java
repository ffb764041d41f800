package hourglass.evaluate.baseline;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A way to reconstruct pictures without training a network: the baseline that a lesson's autoencoder must beat. */
public interface Baseline {

    /** Returns the name for tables and charts, such as "PCA, 32 components". */
    String name();

    /** Returns how many numbers stand for a picture between encoding and decoding. */
    int codeSize();

    /**
     * Reconstructs pictures from those numbers.
     *
     * @param pixels pictures [n, pixels]
     * @return float32 [n, pixels]; values may leave [0, 1]
     */
    INDArray reconstruct(INDArray pixels);
}

package hourglass.evaluate;

import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Scores how anomalous examples are: the larger its score, the less an example is like the normal ones. */
@FunctionalInterface
public interface AnomalyScore {

    /**
     * Returns one score for each example.
     *
     * @param examples [n, …]
     * @return n finite numbers
     */
    double[] of(INDArray examples);

    /**
     * Scores an example by the mean squared error of its reconstruction: a model that was trained on normal
     * examples alone reconstructs normal ones best.
     *
     * @param reconstruct takes examples [n, …] to their reconstructions, such as {@code autoencoder::reconstruct} or
     *     {@code pca::reconstruct}
     */
    static AnomalyScore errorOf(UnaryOperator<INDArray> reconstruct) {
        return examples -> Metrics.meanSquaredErrorPerExample(examples, reconstruct.apply(examples));
    }
}

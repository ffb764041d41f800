package hourglass.evaluate.baseline;

import hourglass.evaluate.linalg.Covariance;
import hourglass.evaluate.linalg.Eigen;
import hourglass.evaluate.linalg.Matrix;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The distance from the mean of the training examples, in standard deviations along each direction: the score of an anomaly if
 * normal examples are normally distributed.
 *
 * <pre>{@code
 * Mahalanobis mahalanobis = Mahalanobis.fit(normal);
 * double[] scores = mahalanobis.squaredDistances(examples); // (x − mean)ᵀ covariance⁻¹ (x − mean)
 * }</pre>
 *
 * <p>Of examples that are normally distributed with d numbers each, the squared distances have the mean d. The covariance is that
 * of the training examples, as it is: examples far from the others move it.
 *
 * <p>See P. C. Mahalanobis, "On the generalised distance in statistics", Proceedings of the National Institute of Sciences of India
 * 2, 1936.
 */
public final class Mahalanobis {

    // Along a direction without any variance the distance would be infinite, or what rounding leaves of 0 / 0.
    private static final double LEAST_SHARE = 1e-9;

    private final INDArray mean;
    private final INDArray whitening;

    private Mahalanobis(INDArray mean, INDArray whitening) {
        this.mean = mean;
        this.whitening = whitening;
    }

    /**
     * Computes mean and covariance.
     *
     * @param examples training examples [n, …], at least two, of at most 1,024 numbers each. A direction in which they do not vary
     *     counts as one with a billionth of the largest variance
     * @throws IllegalArgumentException if there are fewer examples or more numbers, all examples are equal, or a number is not
     *     finite
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public static Mahalanobis fit(INDArray examples) {
        Matrix matrix = Matrix.of("training set", examples);
        Covariance covariance = Covariance.of(matrix);
        Eigen eigen = Eigen.of(covariance.matrix());
        double largest = eigen.values().maxNumber().doubleValue();
        if (!(largest > 0)) {
            throw new IllegalArgumentException("The " + matrix.rows()
                    + " training examples do not vary, so that no distance can be measured by it: pass at least two"
                    + " that differ.");
        }
        double[] variances = eigen.values().toDoubleVector();
        double[] scales = new double[variances.length];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = 1 / Math.sqrt(Math.max(variances[i], LEAST_SHARE * largest));
        }
        return new Mahalanobis(
                covariance.mean(), eigen.vectors().mulRowVector(Nd4j.createFromArray(new double[][] {scales})));
    }

    /**
     * Returns the square of the distance of each example.
     *
     * @param examples [n, …] with as many numbers each as those of the training set
     * @return n numbers from 0 on
     * @throws IllegalArgumentException if the examples have another size or a number is not finite
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public double[] squaredDistances(INDArray examples) {
        return Matrix.of("array of examples", examples)
                .requireColumns("examples", (int) mean.length(), "numbers")
                .map(1, block -> {
                    INDArray whitened =
                            block.castTo(DataType.DOUBLE).subiRowVector(mean).mmul(whitening);
                    return whitened.muli(whitened).sum(true, 1);
                })
                .castTo(DataType.DOUBLE)
                .toDoubleVector();
    }
}

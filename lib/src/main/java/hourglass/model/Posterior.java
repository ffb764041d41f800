package hourglass.model;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What the encoder of a variational autoencoder says about examples: for each, a Gaussian q(z|x) with independent
 * dimensions.
 *
 * <pre>{@code
 * Posterior posterior = autoencoder.posterior(test.pixels());
 * INDArray z = posterior.draw(1);                        // [n, k], one draw for each picture
 * System.out.println(posterior.activeUnits() + " units are in use");
 * }</pre>
 *
 * @param means μ, [n, k]
 * @param logVariances log σ², [n, k], as {@link GaussianCode} uses them: within ±{@value GaussianCode#RANGE}
 */
public record Posterior(INDArray means, INDArray logVariances) {

    /** The variance over the examples that a unit's mean must exceed for the unit to count as active. */
    public static final double ACTIVE = 0.01;

    /**
     * Cuts the log-variances to the range that {@link GaussianCode} uses.
     *
     * @throws IllegalArgumentException if the arrays are no matrices of the same shape
     */
    public Posterior {
        if (means.rank() != 2 || !Arrays.equals(means.shape(), logVariances.shape())) {
            throw new IllegalArgumentException("The means have shape " + Arrays.toString(means.shape())
                    + " and the log-variances " + Arrays.toString(logVariances.shape()) + ": give two arrays [n, k].");
        }
        float[][] cut = logVariances.toFloatMatrix();
        for (float[] row : cut) {
            for (int j = 0; j < row.length; j++) {
                row[j] = (float) GaussianCode.cut(row[j]);
            }
        }
        logVariances = Nd4j.createFromArray(cut);
    }

    /** Returns k, the number of dimensions. */
    public int dimensions() {
        return (int) means.size(1);
    }

    /**
     * Returns the Kullback-Leibler divergence from the prior N(0, 1) in each dimension, ½ (μ² + σ² − log σ² − 1), a mean
     * over the examples, in nats. Their sum is the divergence of an example.
     */
    public double[] divergences() {
        float[][] mean = means.toFloatMatrix();
        float[][] logVariance = logVariances.toFloatMatrix();
        double[] sums = new double[dimensions()];
        for (int i = 0; i < mean.length; i++) {
            for (int j = 0; j < sums.length; j++) {
                sums[j] += GaussianCode.divergence(mean[i][j], logVariance[i][j]);
            }
        }
        return Arrays.stream(sums).map(sum -> sum / mean.length).toArray();
    }

    /**
     * Draws one z = μ + σ·ε for each example.
     *
     * @param seed the same seed draws the same ε on every machine
     * @return float32 [n, k]
     */
    public INDArray draw(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] z = means.toFloatMatrix();
        float[][] logVariance = logVariances.toFloatMatrix();
        for (int i = 0; i < z.length; i++) {
            for (int j = 0; j < z[i].length; j++) {
                z[i][j] += (float) (Math.exp(0.5 * logVariance[i][j]) * random.nextGaussian());
            }
        }
        return Nd4j.createFromArray(z);
    }

    /**
     * Returns how many dimensions tell examples apart: those whose mean has a variance over the examples of more than
     * {@value #ACTIVE}.
     *
     * <p>Y. Burda, R. Grosse, R. Salakhutdinov: <i>Importance Weighted Autoencoders</i>, ICLR 2016, section 5.
     */
    public int activeUnits() {
        float[][] mean = means.toFloatMatrix();
        int active = 0;
        for (int j = 0; j < dimensions(); j++) {
            int unit = j;
            double average =
                    Arrays.stream(mean).mapToDouble(row -> row[unit]).average().orElse(0);
            double variance = Arrays.stream(mean)
                    .mapToDouble(row -> (row[unit] - average) * (row[unit] - average))
                    .average()
                    .orElse(0);
            active += variance > ACTIVE ? 1 : 0;
        }
        return active;
    }
}

package hourglass.model;

import hourglass.layers.GaussianCode;
import hourglass.layers.GaussianDivergence;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What the encoder of a variational autoencoder says about examples: for each, a Gaussian q(z|x) with independent
 * dimensions.
 *
 * <pre>{@code
 * Posterior posterior = autoencoder.posterior(test.pixels());
 * INDArray z = posterior.draw(1);                        // [n, k], one draw for each example
 * System.out.println(posterior.activeUnits() + " units are in use");
 * }</pre>
 *
 * @param means μ, [n, k]
 * @param logVariances log σ², [n, k], as {@link GaussianCode} uses them: within ±{@value GaussianDivergence#RANGE}
 */
public record Posterior(INDArray means, INDArray logVariances) {

    /** The variance over the examples that a unit's mean must exceed for the unit to count as active. */
    public static final double ACTIVE = 0.01;

    /**
     * Clamps the log-variances to the range that {@link GaussianCode} uses.
     *
     * @throws IllegalArgumentException if the arrays are no matrices of the same shape
     */
    public Posterior {
        Objects.requireNonNull(means, "There are no means.");
        Objects.requireNonNull(logVariances, "There are no log-variances.");
        if (means.rank() != 2 || !Arrays.equals(means.shape(), logVariances.shape())) {
            throw new IllegalArgumentException("The means have shape " + Arrays.toString(means.shape())
                    + " and the log-variances " + Arrays.toString(logVariances.shape()) + ": give two arrays [n, k].");
        }
        float[] clamped = numbers(logVariances);
        for (int i = 0; i < clamped.length; i++) {
            clamped[i] = (float) GaussianDivergence.clamp(clamped[i]);
        }
        logVariances = Nd4j.createFromArray(clamped).reshape(means.shape());
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
        float[] mean = numbers(means);
        float[] logVariance = numbers(logVariances);
        double[] divergences = new double[dimensions()];
        for (int i = 0; i < mean.length; i++) {
            divergences[i % divergences.length] += GaussianDivergence.of(mean[i], logVariance[i]) / means.size(0);
        }
        return divergences;
    }

    /**
     * Draws one z = μ + σ·ε for each example.
     *
     * @param seed the same seed draws the same ε
     * @return float32 [n, k]
     */
    public INDArray draw(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] z = numbers(means);
        float[] logVariance = numbers(logVariances);
        for (int i = 0; i < z.length; i++) {
            z[i] += (float) (Math.exp(0.5 * logVariance[i]) * random.nextGaussian());
        }
        return Nd4j.createFromArray(z).reshape(means.shape());
    }

    /**
     * Returns how many dimensions tell examples apart: those whose mean has a variance over the examples of more than
     * {@value #ACTIVE}.
     *
     * <p>Y. Burda, R. Grosse, R. Salakhutdinov: <i>Importance Weighted Autoencoders</i>, ICLR 2016, section 5.
     */
    public int activeUnits() {
        float[] mean = numbers(means);
        int k = dimensions();
        int active = 0;
        for (int unit = 0; unit < k; unit++) {
            double sum = 0;
            double squares = 0;
            for (int i = unit; i < mean.length; i += k) {
                sum += mean[i];
                squares += (double) mean[i] * mean[i];
            }
            double average = sum / means.size(0);
            active += squares / means.size(0) - average * average > ACTIVE ? 1 : 0;
        }
        return active;
    }

    // Row by row; the loops over plain arrays cost less than as many array operations on a few columns.
    private static float[] numbers(INDArray matrix) {
        return matrix.dup('c').data().asFloat();
    }
}

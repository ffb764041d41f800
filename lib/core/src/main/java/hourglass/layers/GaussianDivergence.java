package hourglass.layers;

/**
 * The Kullback-Leibler divergence of a Gaussian with independent dimensions from the standard normal distribution; D. P.
 * Kingma, M. Welling: <i>Auto-Encoding Variational Bayes</i>, 2014, appendix B.
 */
public final class GaussianDivergence {

    /**
     * Log-variances are clamped to [−RANGE, RANGE], so that no variance overflows: σ then lies between e⁻⁵ ≈ 0.007 and e⁵ ≈
     * 148.
     */
    public static final double RANGE = 10;

    private GaussianDivergence() {}

    /** Returns a log-variance as it is used: clamped to the range. */
    public static double clamp(double logVariance) {
        return Math.max(-RANGE, Math.min(RANGE, logVariance));
    }

    /** Returns KL(N(mean, exp(logVariance)) ‖ N(0, 1)) of one dimension, in nats, at least 0. */
    public static double of(double mean, double logVariance) {
        return 0.5 * (mean * mean + Math.exp(logVariance) - logVariance - 1);
    }
}

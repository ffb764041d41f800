package hourglass.evaluate;

import hourglass.runtime.Interruption;

/**
 * How likely it is that points are neighbours: the probabilities of t-SNE among the given points (equations 1 and 10 of
 * van der Maaten and Hinton, 2008).
 */
final class TsneAffinities {

    private static final int MOST_HALVINGS = 100;

    private TsneAffinities() {}

    /**
     * Returns p(i, j) = (p(j|i) + p(i|j)) / 2n, row by row [n · n]: symmetric, 0 on the diagonal, 1 in sum.
     *
     * @param points [n][d]
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    static float[] joint(double[][] points, double perplexity) {
        int n = points.length;
        float[] joint = new float[n * n];
        Interruption.forEach(n, i -> {
            double[] row = conditional(squaredDistances(points, i), i, perplexity);
            for (int j = 0; j < n; j++) {
                joint[i * n + j] = (float) row[j];
            }
        });
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                float mean = (joint[i * n + j] + joint[j * n + i]) / (2 * n);
                joint[i * n + j] = mean;
                joint[j * n + i] = mean;
            }
        }
        return joint;
    }

    /**
     * Returns p(j|i): a Gaussian around point i, so wide that the distribution's perplexity, e to the power of its
     * entropy, is the one asked for.
     *
     * @param squaredDistances from point i to each point
     * @param self i itself, whose share is 0
     */
    static double[] conditional(double[] squaredDistances, int self, double perplexity) {
        int n = squaredDistances.length;
        double nearest = Double.POSITIVE_INFINITY;
        double sum = 0;
        for (int j = 0; j < n; j++) {
            if (j != self) {
                nearest = Math.min(nearest, squaredDistances[j]);
                sum += squaredDistances[j];
            }
        }
        double mean = sum / (n - 1) - nearest;
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        // One over twice the Gaussian's variance. Where all points are equally far, every value gives the same shares.
        double precision = mean > 0 ? 1 / mean : 1;
        double[] shares = new double[n];
        for (int halving = 0; halving < MOST_HALVINGS; halving++) {
            double total = 0;
            double weighted = 0;
            for (int j = 0; j < n; j++) {
                double distance = squaredDistances[j] - nearest; // keeps the largest exponential at 1
                shares[j] = j == self ? 0 : Math.exp(-precision * distance);
                total += shares[j];
                weighted += shares[j] * distance;
            }
            double entropy = Math.log(total) + precision * weighted / total;
            for (int j = 0; j < n; j++) {
                shares[j] /= total;
            }
            double excess = entropy - Math.log(perplexity);
            if (Math.abs(excess) < 1e-5) {
                break;
            }
            if (excess > 0) {
                low = precision;
                precision = high == Double.POSITIVE_INFINITY ? 2 * precision : (low + high) / 2;
            } else {
                high = precision;
                precision = (low + high) / 2;
            }
        }
        return shares;
    }

    private static double[] squaredDistances(double[][] points, int i) {
        double[] distances = new double[points.length];
        for (int j = 0; j < points.length; j++) {
            double sum = 0;
            for (int k = 0; k < points[i].length; k++) {
                double difference = points[i][k] - points[j][k];
                sum += difference * difference;
            }
            distances[j] = sum;
        }
        return distances;
    }
}

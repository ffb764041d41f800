package hourglass.evaluate;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The places of t-SNE's points in the plane and their way downhill: gradient descent with momentum and a gain for each
 * number (van der Maaten and Hinton, 2008, equation 5 and section 3.4).
 */
final class TsneOptimizer {

    /** Points that one task moves; sums depend on it, so it does not depend on the number of threads. */
    private static final int BLOCK = 256;

    private final int n;
    private final float[] joint;
    private final float[][] places;
    private final float[][] gradient;
    private final double[][] velocity;
    private final double[][] gain;

    /** Starts near the origin, as the article does: Gaussians with a deviation of 10⁻⁴. */
    TsneOptimizer(float[] joint, int n, long seed) {
        this.n = n;
        this.joint = joint;
        places = new float[2][n];
        gradient = new float[2][n];
        velocity = new double[2][n];
        gain = new double[2][n];
        Random random = new Random(seed);
        for (int axis = 0; axis < 2; axis++) {
            for (int i = 0; i < n; i++) {
                places[axis][i] = (float) (1e-4 * random.nextGaussian());
                gain[axis][i] = 1;
            }
        }
    }

    /** Returns the places [n][2]. */
    float[][] places() {
        float[][] rows = new float[n][2];
        for (int i = 0; i < n; i++) {
            rows[i][0] = places[0][i];
            rows[i][1] = places[1][i];
        }
        return rows;
    }

    void place(int point, int axis, double value) {
        places[axis][point] = (float) value;
    }

    /**
     * Goes one step.
     *
     * @param exaggeration by what the wish to be near is multiplied
     * @param length the learning rate
     * @param momentum the share of the last step that is gone again, from 0 to 1
     */
    void step(double exaggeration, double length, double momentum) {
        findGradient(exaggeration);
        for (int axis = 0; axis < 2; axis++) {
            double mean = 0;
            for (int i = 0; i < n; i++) {
                double slope = gradient[axis][i];
                boolean onward = slope > 0 != velocity[axis][i] > 0;
                gain[axis][i] = Math.max(0.01, onward ? gain[axis][i] + 0.2 : gain[axis][i] * 0.8);
                velocity[axis][i] = momentum * velocity[axis][i] - length * gain[axis][i] * slope;
                places[axis][i] += (float) velocity[axis][i];
                mean += places[axis][i];
            }
            float middle = (float) (mean / n);
            for (int i = 0; i < n; i++) {
                places[axis][i] -= middle;
            }
        }
    }

    /**
     * Returns the gradient [2][n] of {@link #divergence} if {@code exaggeration} is 1: for point j and w(i, j) =
     * 1 / (1 + |yᵢ − yⱼ|²), it is 4 Σᵢ (p(i, j) − w(i, j) / Σ w) w(i, j) (yⱼ − yᵢ).
     */
    float[][] findGradient(double exaggeration) {
        float[][] towards = new float[2][n];
        float[][] apart = new float[2][n];
        double[] weights = new double[(n + BLOCK - 1) / BLOCK];
        IntStream.range(0, weights.length)
                .parallel()
                .forEach(block -> weights[block] = forces(block * BLOCK, towards, apart));
        double total = -n; // each point's weight with itself is 1
        for (double weight : weights) {
            total += weight;
        }
        for (int axis = 0; axis < 2; axis++) {
            for (int j = 0; j < n; j++) {
                gradient[axis][j] = (float) (4 * (exaggeration * towards[axis][j] - apart[axis][j] / total));
            }
        }
        return gradient;
    }

    /**
     * Sums what all points do to one block of them. Each loop writes to one array, since the compiler makes vector code
     * of no other, and none sums up along a row for the same reason.
     */
    private double forces(int from, float[][] towards, float[][] apart) {
        int size = Math.min(BLOCK, n - from);
        float[] x = Arrays.copyOfRange(places[0], from, from + size);
        float[] y = Arrays.copyOfRange(places[1], from, from + size);
        float[] weight = new float[size];
        float[] weights = new float[size];
        float[] pull = new float[size];
        float[] towardsX = new float[size];
        float[] towardsY = new float[size];
        float[] apartX = new float[size];
        float[] apartY = new float[size];
        for (int i = 0; i < n; i++) {
            float atX = places[0][i];
            float atY = places[1][i];
            weigh(weight, x, y, atX, atY);
            add(weights, weight);
            pull(pull, joint, i * n + from, weight);
            add(towardsX, pull, x, atX);
            add(towardsY, pull, y, atY);
            square(pull, weight);
            add(apartX, pull, x, atX);
            add(apartY, pull, y, atY);
        }
        System.arraycopy(towardsX, 0, towards[0], from, size);
        System.arraycopy(towardsY, 0, towards[1], from, size);
        System.arraycopy(apartX, 0, apart[0], from, size);
        System.arraycopy(apartY, 0, apart[1], from, size);
        double sum = 0;
        for (float value : weights) {
            sum += value;
        }
        return sum;
    }

    private static void weigh(float[] weight, float[] x, float[] y, float atX, float atY) {
        for (int j = 0; j < weight.length; j++) {
            weight[j] = 1f / (1f + (x[j] - atX) * (x[j] - atX) + (y[j] - atY) * (y[j] - atY));
        }
    }

    private static void pull(float[] pull, float[] joint, int row, float[] weight) {
        for (int j = 0; j < pull.length; j++) {
            pull[j] = joint[row + j] * weight[j];
        }
    }

    private static void square(float[] squares, float[] weight) {
        for (int j = 0; j < squares.length; j++) {
            squares[j] = weight[j] * weight[j];
        }
    }

    private static void add(float[] sums, float[] weight) {
        for (int j = 0; j < sums.length; j++) {
            sums[j] += weight[j];
        }
    }

    private static void add(float[] sums, float[] strength, float[] places, float from) {
        for (int j = 0; j < sums.length; j++) {
            sums[j] += strength[j] * (places[j] - from);
        }
    }

    /** Returns what is minimised: Σ p ln(p / q) over all pairs, in nats, in double precision. */
    double divergence() {
        double total = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                total += i == j ? 0 : weight(i, j);
            }
        }
        double divergence = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double p = joint[i * n + j];
                divergence += p == 0 ? 0 : p * Math.log(p * total / weight(i, j));
            }
        }
        return divergence;
    }

    private double weight(int i, int j) {
        double x = (double) places[0][i] - places[0][j];
        double y = (double) places[1][i] - places[1][j];
        return 1 / (1 + x * x + y * y);
    }
}

package hourglass.evaluate;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The positions of t-SNE's points in the plane, and gradient descent on them with momentum and a gain for each
 * coordinate (van der Maaten and Hinton, 2008, equation 5 and section 3.4).
 */
final class TsneOptimizer {

    /** Points of one parallel task; sums depend on it, so it does not depend on the number of threads. */
    private static final int BLOCK = 256;

    private final int n;
    private final float[] joint;
    private final float[][] positions;
    private final float[][] gradient;
    private final double[][] velocity;
    private final double[][] gain;

    /** Draws initial positions near the origin, as the article does: Gaussians with a standard deviation of 10⁻⁴. */
    TsneOptimizer(float[] joint, int n, long seed) {
        this.n = n;
        this.joint = joint;
        positions = new float[2][n];
        gradient = new float[2][n];
        velocity = new double[2][n];
        gain = new double[2][n];
        Random random = new Random(seed);
        for (int axis = 0; axis < 2; axis++) {
            for (int i = 0; i < n; i++) {
                positions[axis][i] = (float) (1e-4 * random.nextGaussian());
                gain[axis][i] = 1;
            }
        }
    }

    /** Returns the positions [n][2]. */
    float[][] positions() {
        float[][] rows = new float[n][2];
        for (int i = 0; i < n; i++) {
            rows[i][0] = positions[0][i];
            rows[i][1] = positions[1][i];
        }
        return rows;
    }

    void position(int point, int axis, double value) {
        positions[axis][point] = (float) value;
    }

    /**
     * Makes one step.
     *
     * @param exaggeration the factor of the attractive forces, 1 or more
     * @param learningRate the factor of the gradient
     * @param momentum the share of the last step that is added, from 0 to 1
     */
    void step(double exaggeration, double learningRate, double momentum) {
        findGradient(exaggeration);
        for (int axis = 0; axis < 2; axis++) {
            double mean = 0;
            for (int i = 0; i < n; i++) {
                double slope = gradient[axis][i];
                boolean sameDirection = slope > 0 != velocity[axis][i] > 0;
                gain[axis][i] = Math.max(0.01, sameDirection ? gain[axis][i] + 0.2 : gain[axis][i] * 0.8);
                velocity[axis][i] = momentum * velocity[axis][i] - learningRate * gain[axis][i] * slope;
                positions[axis][i] += (float) velocity[axis][i];
                mean += positions[axis][i];
            }
            float middle = (float) (mean / n);
            for (int i = 0; i < n; i++) {
                positions[axis][i] -= middle;
            }
        }
    }

    /**
     * Returns the gradient [2][n] of {@link #divergence} if {@code exaggeration} is 1: for point j and w(i, j) =
     * 1 / (1 + |yᵢ − yⱼ|²), it is 4 Σᵢ (p(i, j) − w(i, j) / Σ w) w(i, j) (yⱼ − yᵢ).
     */
    float[][] findGradient(double exaggeration) {
        float[][] attraction = new float[2][n];
        float[][] repulsion = new float[2][n];
        double[] weights = new double[(n + BLOCK - 1) / BLOCK];
        IntStream.range(0, weights.length)
                .parallel()
                .forEach(block -> weights[block] = forces(block * BLOCK, attraction, repulsion));
        double total = -n; // each point's weight with itself is 1
        for (double weight : weights) {
            total += weight;
        }
        for (int axis = 0; axis < 2; axis++) {
            for (int j = 0; j < n; j++) {
                gradient[axis][j] = (float) (4 * (exaggeration * attraction[axis][j] - repulsion[axis][j] / total));
            }
        }
        return gradient;
    }

    /**
     * Sums the forces of all points on one block of them. Each loop writes to one array, since the compiler makes vector code
     * of no other, and none sums up along a row for the same reason.
     */
    private double forces(int from, float[][] attraction, float[][] repulsion) {
        int size = Math.min(BLOCK, n - from);
        float[] x = Arrays.copyOfRange(positions[0], from, from + size);
        float[] y = Arrays.copyOfRange(positions[1], from, from + size);
        float[] weight = new float[size];
        float[] weights = new float[size];
        float[] pull = new float[size];
        float[] attractionX = new float[size];
        float[] attractionY = new float[size];
        float[] repulsionX = new float[size];
        float[] repulsionY = new float[size];
        for (int i = 0; i < n; i++) {
            float atX = positions[0][i];
            float atY = positions[1][i];
            weigh(weight, x, y, atX, atY);
            add(weights, weight);
            pull(pull, joint, i * n + from, weight);
            add(attractionX, pull, x, atX);
            add(attractionY, pull, y, atY);
            square(pull, weight);
            add(repulsionX, pull, x, atX);
            add(repulsionY, pull, y, atY);
        }
        System.arraycopy(attractionX, 0, attraction[0], from, size);
        System.arraycopy(attractionY, 0, attraction[1], from, size);
        System.arraycopy(repulsionX, 0, repulsion[0], from, size);
        System.arraycopy(repulsionY, 0, repulsion[1], from, size);
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

    private static void add(float[] sums, float[] strength, float[] positions, float from) {
        for (int j = 0; j < sums.length; j++) {
            sums[j] += strength[j] * (positions[j] - from);
        }
    }

    /**
     * Returns the Kullback-Leibler divergence that is minimised: Σ p ln(p / q) over all pairs, in nats, in double precision.
     */
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
        double x = (double) positions[0][i] - positions[0][j];
        double y = (double) positions[1][i] - positions[1][j];
        return 1 / (1 + x * x + y * y);
    }
}

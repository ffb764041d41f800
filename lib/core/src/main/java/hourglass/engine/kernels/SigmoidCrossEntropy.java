package hourglass.engine.kernels;

import hourglass.runtime.ThreadLocalBuffers;
import java.util.Arrays;

/**
 * Sigmoid and binary cross-entropy from the logits, in one pass: the loss max(z, 0) − z·y + log(1 + e^−|z|), and its
 * gradient p − y.
 *
 * <p>Measured reason: more than half of a dense network's training time with Deeplearning4j is the sigmoid and its loss,
 * about eight passes over all outputs with a scalar exponential. Here it is one pass of vector code. As
 * log(1 + e^−|z|) = −log σ(|z|), and a product of sixty of those is no smaller than 2⁻⁶⁰, there is one logarithm for
 * several hundred outputs.
 *
 * <p>Deeplearning4j keeps probabilities between 10⁻⁵ and 1 − 10⁻⁵ when it computes this loss; from the logits that is not
 * needed, and the two agree wherever it is not reached.
 */
final class SigmoidCrossEntropy implements LossKernel {

    // A product of sixty factors of at least a half each is no smaller than 2⁻⁶⁰, which a float holds.
    private static final int BLOCKS_PER_LOGARITHM = 60;

    private final float[] linear;
    private final float[] product;
    private final float[] half;
    private final int length;
    private int blocks;
    private double sum;

    /** Uses buffers 4 to 6 for blocks of at most the given length. */
    SigmoidCrossEntropy(ThreadLocalBuffers buffers, int length) {
        this.length = length;
        linear = buffers.zeros(4, length);
        product = buffers.floats(5, length);
        half = buffers.floats(6, length);
        Arrays.fill(product, 0, length, 1f);
    }

    @Override
    public void accumulate(float[] z, float[] y, int n) {
        halfTangents(z, half, n);
        addLinear(z, y, linear, n);
        multiply(half, product, n);
        gradient(half, y, z, n);
        if (++blocks == BLOCKS_PER_LOGARITHM) {
            reduce();
        }
    }

    // One loop for each array that is written: the compiler makes no vector code of a loop that writes to several, and
    // one loop for all takes eight times as long as the four.
    private static void halfTangents(float[] z, float[] half, int n) {
        for (int i = 0; i < n; i++) {
            half[i] = 0.5f * Tanh.of(0.5f * z[i]);
        }
    }

    private static void addLinear(float[] z, float[] y, float[] linear, int n) {
        for (int i = 0; i < n; i++) {
            linear[i] += Math.max(z[i], 0f) - z[i] * y[i];
        }
    }

    private static void multiply(float[] half, float[] product, int n) {
        for (int i = 0; i < n; i++) {
            product[i] *= 0.5f + Math.abs(half[i]);
        }
    }

    private static void gradient(float[] half, float[] y, float[] z, int n) {
        for (int i = 0; i < n; i++) {
            z[i] = 0.5f + half[i] - y[i];
        }
    }

    /** Returns the sum of all losses so far, in nats. */
    @Override
    public double total() {
        reduce();
        return sum;
    }

    private void reduce() {
        double factors = 1;
        for (int i = 0; i < length; i++) {
            sum += linear[i];
            factors *= product[i];
            // Sixteen products of sixty factors of at least a half each are no smaller than 2⁻⁹⁶⁰.
            if ((i & 15) == 15) {
                sum -= Math.log(factors);
                factors = 1;
            }
        }
        sum -= Math.log(factors);
        Arrays.fill(linear, 0, length, 0f);
        Arrays.fill(product, 0, length, 1f);
        blocks = 0;
    }
}

package hourglass.evaluate;

import hourglass.evaluate.linalg.Matrix;
import hourglass.runtime.Interruption;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Distances between examples and their reconstructions.
 *
 * <p>Every method takes two arrays [n, …] of n examples with equally many numbers in the same order; [n, 784] and
 * [n, 1, 28, 28] may be compared. Sums are accumulated in double precision: 47 million pixels added up as floats lose
 * digits. A method named {@code …PerExample} returns n numbers, and the one without returns their mean over the examples.
 *
 * <p>All of them throw {@link IllegalArgumentException} when the shapes differ or a number is not finite, and {@link
 * java.util.concurrent.CancellationException} when the thread is interrupted.
 */
public final class Metrics {

    /** Probabilities are moved to at least this far from 0 and 1 before their logarithm is taken. */
    public static final double CLIP = 1e-7;

    /** The peak signal-to-noise ratio, in decibels, that an exact copy counts as, so that means stay finite. */
    public static final double PSNR_OF_EXACT_COPY = 100;

    private Metrics() {}

    /**
     * Returns the Bernoulli cross-entropy −[t ln p + (1 − t) ln(1 − p)], mean over all numbers and examples, in nats per
     * number, which is per pixel for pictures.
     *
     * <p>The numerical trap: ln 0 is minus infinity, and 0 · ln 0 is NaN in floating point although its limit is 0. So
     * p is clipped to [{@value #CLIP}, 1 − {@value #CLIP}], which bounds the loss of one number at 16.1 nats. The
     * clipping is done in double precision, because in single precision the numbers next to 1 are 6·10⁻⁸ apart, so
     * that 1 − 10⁻⁸ is 1 and a clip at 10⁻⁸ does nothing. A network avoids the trap altogether by computing the loss
     * from its logits. Predictions outside [0, 1], which a linear output may give, are clipped too.
     *
     * @param target examples [n, …] with values in [0, 1]
     * @param prediction their reconstructions, read as probabilities
     * @throws IllegalArgumentException if a target is outside [0, 1]
     */
    public static double bernoulliCrossEntropy(INDArray target, INDArray prediction) {
        return mean(bernoulliCrossEntropyPerExample(target, prediction));
    }

    /** Returns the {@linkplain #bernoulliCrossEntropy cross-entropy} of each example, in nats per number. */
    public static double[] bernoulliCrossEntropyPerExample(INDArray target, INDArray prediction) {
        Matrix targets = Matrix.of("target", target).requireUnitInterval("target", "Bernoulli cross-entropy needs");
        return perExample(targets, target, prediction, Metrics::crossEntropy);
    }

    /**
     * Returns the cross-entropy of examples with themselves, in nats per number: the least that any model can reach. It
     * is 0 only if every number is 0 or 1; a number of 0.5 costs ln 2 = 0.693 nats even when it is predicted
     * exactly.
     *
     * @param target examples [n, …] with values in [0, 1]
     * @throws IllegalArgumentException if a target is outside [0, 1]
     */
    public static double entropyFloor(INDArray target) {
        return bernoulliCrossEntropy(target, target);
    }

    /** Returns the mean of the squared differences over all numbers and examples. */
    public static double meanSquaredError(INDArray target, INDArray prediction) {
        return mean(meanSquaredErrorPerExample(target, prediction));
    }

    /** Returns the mean of the squared differences over the numbers of each example. */
    public static double[] meanSquaredErrorPerExample(INDArray target, INDArray prediction) {
        return perExample(
                Matrix.of("target", target),
                target,
                prediction,
                (t, p, from, to) -> squaredError(t, p, from, to) / (to - from));
    }

    /** Returns the sum of the squared differences within an example, mean over the examples. */
    public static double sumOfSquaredErrors(INDArray target, INDArray prediction) {
        return mean(sumOfSquaredErrorsPerExample(target, prediction));
    }

    /** Returns the sum of the squared differences within each example. */
    public static double[] sumOfSquaredErrorsPerExample(INDArray target, INDArray prediction) {
        return perExample(Matrix.of("target", target), target, prediction, Metrics::squaredError);
    }

    /**
     * Returns the peak signal-to-noise ratio in decibels, mean over the examples.
     *
     * @see #psnrPerExample
     */
    public static double psnr(INDArray target, INDArray prediction) {
        return mean(psnrPerExample(target, prediction));
    }

    /**
     * Returns the peak signal-to-noise ratio 10 log₁₀(1 / mean squared error) of each example, in decibels, for a peak
     * of 1. It is at most {@value #PSNR_OF_EXACT_COPY}, the value of an exact copy.
     *
     * @param target examples [n, …] with values in [0, 1]
     * @param prediction their reconstructions; values may leave [0, 1]
     * @throws IllegalArgumentException if a target is outside [0, 1]
     */
    public static double[] psnrPerExample(INDArray target, INDArray prediction) {
        Matrix.of("target", target).requireUnitInterval("target", "the peak signal-to-noise ratio is defined here for");
        double[] errors = meanSquaredErrorPerExample(target, prediction);
        return Arrays.stream(errors)
                .map(error -> Math.min(PSNR_OF_EXACT_COPY, -10 * Math.log10(error)))
                .toArray();
    }

    /**
     * Returns the structural similarity, mean over the pictures.
     *
     * @see #ssimPerExample
     */
    public static double ssim(INDArray target, INDArray prediction, int height, int width) {
        return mean(ssimPerExample(target, prediction, height, width));
    }

    /**
     * Returns the structural similarity (SSIM) of each picture: 1 for an exact copy, near 0 for unrelated ones, below 0 where
     * light and dark are exchanged. It compares mean, contrast and pattern in the neighbourhood of each pixel.
     *
     * <p>As in Z. Wang, A. Bovik, H. Sheikh, E. Simoncelli, <i>Image Quality Assessment: From Error Visibility to
     * Structural Similarity</i>, IEEE Transactions on Image Processing 13, 2004: neighbourhoods of 11 × 11 pixels under a
     * Gaussian of standard deviation 1.5, K₁ = 0.01, K₂ = 0.03, a range of 1, and the mean over all neighbourhoods that
     * lie inside the picture.
     *
     * @param target pictures [n, …] with values in [0, 1]
     * @param prediction their reconstructions; values may leave [0, 1]
     * @param height lines of a picture, at least 11
     * @param width pixels of a line, at least 11
     * @throws IllegalArgumentException if the pictures are smaller or have another number of pixels, or a target is
     *     outside [0, 1]
     */
    public static double[] ssimPerExample(INDArray target, INDArray prediction, int height, int width) {
        Ssim ssim = new Ssim(height, width);
        Matrix targets = Matrix.of("target", target)
                .requireColumns("targets", height * width, "pixels")
                .requireUnitInterval("target", "the structural similarity is defined here for");
        return perExample(targets, target, prediction, (t, p, from, to) -> ssim.of(t, p, from));
    }

    /** The error of one example, whose numbers stand from {@code from} to {@code to}. */
    private interface ExampleError {
        double of(float[] target, float[] prediction, int from, int to);
    }

    private static double crossEntropy(float[] target, float[] prediction, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            double t = target[i];
            double p = Math.max(CLIP, Math.min(1 - CLIP, (double) prediction[i]));
            sum -= t * Math.log(p) + (1 - t) * Math.log(1 - p);
        }
        return sum / (to - from);
    }

    private static double squaredError(float[] target, float[] prediction, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            double difference = (double) target[i] - prediction[i];
            sum += difference * difference;
        }
        return sum;
    }

    private static double[] perExample(Matrix targets, INDArray target, INDArray prediction, ExampleError error) {
        Matrix predictions = Matrix.of("prediction", prediction);
        if (targets.rows() != predictions.rows()
                || targets.columns() != predictions.columns()
                || !sameOrder(target.shape(), prediction.shape())) {
            throw new IllegalArgumentException("The target has shape " + Matrix.shape(target)
                    + " and the prediction has shape " + Matrix.shape(prediction)
                    + ": pass equally many examples with equally many numbers in the same order.");
        }
        int length = targets.columns();
        double[] errors = new double[targets.rows()];
        targets.forEachBlock((from, t) -> {
            int rows = t.length / length;
            float[] p = predictions.block(from, from + rows);
            Interruption.forEach(rows, row -> errors[from + row] = error.of(t, p, row * length, (row + 1) * length));
        });
        return errors;
    }

    /** Lines of 28 and lines of 40 pixels are in different orders; a flat array and dimensions of size 1 fit any. */
    private static boolean sameOrder(long[] one, long[] other) {
        long[] first = Arrays.stream(one).skip(1).filter(size -> size > 1).toArray();
        long[] second = Arrays.stream(other).skip(1).filter(size -> size > 1).toArray();
        return one.length == 2 || other.length == 2 || Arrays.equals(first, second);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }
}

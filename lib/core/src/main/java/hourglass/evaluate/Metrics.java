package hourglass.evaluate;

import hourglass.evaluate.linalg.Matrix;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Distances between pictures and their reconstructions.
 *
 * <p>Every method takes two arrays [n, ...] of n pictures with equally many pixels in the same order; [n, 784] and
 * [n, 1, 28, 28] may be compared. Sums are accumulated in double precision: 47 million pixels added up as floats lose
 * digits. A method named {@code ...PerExample} returns n numbers, and its twin returns their mean over the pictures.
 *
 * <p>All of them throw {@link IllegalArgumentException} when the shapes differ or a number is not finite.
 */
public final class Metrics {

    /** Probabilities are moved to at least this far from 0 and 1 before their logarithm is taken. */
    public static final double CLIP = 1e-7;

    /** The peak signal-to-noise ratio, in decibels, that an exact copy counts as, so that means stay finite. */
    public static final double PSNR_OF_EXACT_COPY = 100;

    private Metrics() {}

    /**
     * Returns the Bernoulli cross-entropy −[t ln p + (1 − t) ln(1 − p)], mean over all pixels and pictures, in nats per
     * pixel.
     *
     * <p>The numerical trap: ln 0 is minus infinity, and 0 · ln 0 is NaN in floating point although its limit is 0. So
     * p is clipped to [{@value #CLIP}, 1 − {@value #CLIP}], which bounds the loss of one pixel at 16.1 nats. The
     * clipping is done in double precision, because in single precision the numbers next to 1 are 6·10⁻⁸ apart, so
     * that 1 − 10⁻⁸ is 1 and a clip at 10⁻⁸ does nothing. A network avoids the trap altogether by computing the loss
     * from its logits. Predictions outside [0, 1], which a linear output may give, are clipped too.
     *
     * @param target pictures with values in [0, 1]
     * @param prediction their reconstructions, read as probabilities
     * @throws IllegalArgumentException if a target is outside [0, 1]
     */
    public static double bernoulliCrossEntropy(INDArray target, INDArray prediction) {
        return mean(bernoulliCrossEntropyPerExample(target, prediction));
    }

    /** Returns the {@linkplain #bernoulliCrossEntropy cross-entropy} of each picture, in nats per pixel. */
    public static double[] bernoulliCrossEntropyPerExample(INDArray target, INDArray prediction) {
        return perPicture(target, prediction, Metrics::crossEntropy);
    }

    /**
     * Returns the cross-entropy of pictures with themselves, in nats per pixel: the least that any model can reach. It
     * is 0 only if every pixel is black or white; a pixel of 0.5 costs ln 2 = 0.693 nats even when it is predicted
     * exactly.
     *
     * @param target pictures [n, ...] with values in [0, 1]
     * @throws IllegalArgumentException if a target is outside [0, 1]
     */
    public static double entropyFloor(INDArray target) {
        return bernoulliCrossEntropy(target, target);
    }

    /** Returns the mean of the squared differences over all pixels and pictures. */
    public static double meanSquaredError(INDArray target, INDArray prediction) {
        return mean(meanSquaredErrorPerExample(target, prediction));
    }

    /** Returns the mean of the squared differences over the pixels of each picture. */
    public static double[] meanSquaredErrorPerExample(INDArray target, INDArray prediction) {
        int pixels = Matrix.of("target", target).columns();
        double[] errors = sumOfSquaredErrorsPerExample(target, prediction);
        return Arrays.stream(errors).map(error -> error / pixels).toArray();
    }

    /** Returns the sum of the squared differences within a picture, mean over the pictures. */
    public static double sumOfSquaredErrors(INDArray target, INDArray prediction) {
        return mean(sumOfSquaredErrorsPerExample(target, prediction));
    }

    /** Returns the sum of the squared differences within each picture. */
    public static double[] sumOfSquaredErrorsPerExample(INDArray target, INDArray prediction) {
        return perPicture(target, prediction, Metrics::squaredError);
    }

    /**
     * Returns the peak signal-to-noise ratio in decibels, mean over the pictures.
     *
     * @see #psnrPerExample
     */
    public static double psnr(INDArray target, INDArray prediction) {
        return mean(psnrPerExample(target, prediction));
    }

    /**
     * Returns the peak signal-to-noise ratio 10 log₁₀(1 / mean squared error) of each picture, in decibels, for a peak
     * of 1. It is at most {@value #PSNR_OF_EXACT_COPY}, the value of an exact copy.
     */
    public static double[] psnrPerExample(INDArray target, INDArray prediction) {
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
     * Returns the structural similarity (SSIM) of each picture: 1 for an exact copy, near 0 for strangers, below 0 where
     * light and dark are exchanged. It compares mean, contrast and pattern in the neighbourhood of each pixel.
     *
     * <p>As in Z. Wang, A. Bovik, H. Sheikh, E. Simoncelli, <i>Image Quality Assessment: From Error Visibility to
     * Structural Similarity</i>, IEEE Transactions on Image Processing 13, 2004: neighbourhoods of 11 × 11 pixels under a
     * Gaussian of standard deviation 1.5, K₁ = 0.01, K₂ = 0.03, a range of 1, and the mean over all neighbourhoods that
     * lie inside the picture.
     *
     * @param height lines of a picture, at least 11
     * @param width pixels of a line, at least 11
     * @throws IllegalArgumentException if the pictures are smaller or have another number of pixels
     */
    public static double[] ssimPerExample(INDArray target, INDArray prediction, int height, int width) {
        Ssim ssim = new Ssim(height, width);
        Matrix.of("target", target).requireColumns("targets", height * width, "pixels");
        return perPicture(target, prediction, (t, p, from, to) -> ssim.of(t, p, from));
    }

    /** The error of one picture, whose pixels stand from {@code from} to {@code to}; NaN asks for a closer look. */
    private interface PictureError {
        double of(float[] target, float[] prediction, int from, int to);
    }

    private static double crossEntropy(float[] target, float[] prediction, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            double t = target[i];
            if (!(t >= 0 && t <= 1)) {
                return Double.NaN;
            }
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

    private static double[] perPicture(INDArray target, INDArray prediction, PictureError error) {
        Matrix targets = Matrix.of("target", target);
        Matrix predictions = Matrix.of("prediction", prediction);
        if (targets.rows() != predictions.rows() || targets.columns() != predictions.columns()) {
            throw new IllegalArgumentException("The target has shape " + Matrix.shape(target)
                    + " and the prediction has shape " + Matrix.shape(prediction)
                    + ": pass equally many pictures with equally many pixels.");
        }
        int pixels = targets.columns();
        double[] errors = new double[targets.rows()];
        for (int from = 0; from < errors.length; from += Matrix.BLOCK) {
            int start = from;
            float[] t = targets.block(from);
            float[] p = predictions.block(from);
            IntStream.range(0, t.length / pixels)
                    .parallel()
                    .forEach(row -> errors[start + row] = error.of(t, p, row * pixels, (row + 1) * pixels));
        }
        for (double value : errors) {
            if (!Double.isFinite(value)) {
                targets.requireFinite("target");
                predictions.requireFinite("prediction");
                throw outsideUnitInterval(targets);
            }
        }
        return errors;
    }

    private static IllegalArgumentException outsideUnitInterval(Matrix targets) {
        for (int from = 0; from < targets.rows(); from += Matrix.BLOCK) {
            float[] block = targets.block(from);
            for (int i = 0; i < block.length; i++) {
                if (block[i] < 0 || block[i] > 1) {
                    int picture = from + i / targets.columns();
                    return new IllegalArgumentException("The target holds " + block[i] + " in picture " + picture
                            + " at pixel " + i % targets.columns()
                            + ": Bernoulli cross-entropy needs values from 0 to 1, so scale the pictures or use the mean"
                            + " squared error.");
                }
            }
        }
        return new IllegalArgumentException(
                "The differences are too large for their squares: scale the pictures to values from 0 to 1.");
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }
}

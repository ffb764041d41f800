package hourglass.evaluate.baseline;

import hourglass.evaluate.linalg.Eigen;
import hourglass.evaluate.linalg.Matrix;
import hourglass.evaluate.linalg.PrincipalAxes;
import hourglass.runtime.MemoryErrors;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Principal component analysis: the linear autoencoder with the least squared error, in closed form.
 *
 * <p>The components are the eigenvectors of the sample covariance of the training examples with the largest
 * eigenvalues. The sign of an eigenvector is free; here the entry with the largest absolute value is positive, so that
 * two fits of the same examples agree. Examples are float32 [n, …] and count as [n, numbers], codes are float32 [n,
 * components].
 *
 * <p>Where examples or numbers are at most 1,024, one small matrix is decomposed; otherwise the leading components are
 * found step by step. Either way the fit ends soon after an interrupt.
 *
 * <p>See K. Pearson, "On lines and planes of closest fit to systems of points in space", 1901.
 */
public final class Pca implements Baseline {

    private final INDArray mean;
    private final INDArray components;
    private final double[] explainedVariance;
    private final double totalVariance;

    private Pca(INDArray mean, INDArray components, double[] explainedVariance, double totalVariance) {
        this.mean = mean;
        this.components = components;
        this.explainedVariance = explainedVariance;
        this.totalVariance = totalVariance;
    }

    /**
     * Finds the principal components of examples. To compare many code sizes, fit once with the largest and
     * {@linkplain #withComponents truncate}.
     *
     * @param examples training examples [n, …], at least two
     * @param k how many numbers stand for an example, from 1 to the numbers of an example and at most 1,024; at most
     *     512 if there are more than 1,024 examples of more than 1,024 numbers
     * @throws IllegalArgumentException if there are fewer than two examples, a number is not finite, or {@code k} is
     *     out of range
     * @throws OutOfMemoryError with the reason, if the examples are too many for the memory
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public static Pca fit(INDArray examples, int k) {
        Matrix matrix = Matrix.of("training set", examples);
        if (k < 1 || k > matrix.columns()) {
            throw new IllegalArgumentException("PCA cannot have " + k + " components for examples of "
                    + matrix.columns() + " numbers: choose from 1 to " + matrix.columns() + ".");
        }
        if (matrix.rows() < 2) {
            throw new IllegalArgumentException("PCA cannot be fitted to a single example: pass at least two.");
        }
        int most = PrincipalAxes.most(matrix);
        if (k > most) {
            throw new IllegalArgumentException("PCA of " + matrix.rows() + " examples of " + matrix.columns()
                    + " numbers finds at most " + most + " components, but " + k
                    + " are asked for: take fewer components, or at most " + Eigen.MOST + " examples or numbers.");
        }
        return MemoryErrors.explained("fitting PCA", () -> {
            PrincipalAxes axes = PrincipalAxes.of(matrix, k);
            float[][] components = new float[k][];
            for (int i = 0; i < k; i++) {
                components[i] = withPositivePeak(axes.axes().getRow(i).toDoubleVector());
            }
            return new Pca(
                    axes.mean().castTo(DataType.FLOAT),
                    Nd4j.createFromArray(components),
                    axes.variances(),
                    axes.totalVariance());
        });
    }

    /**
     * Returns the same decomposition cut to its first components.
     *
     * @param k how many to keep, from 1 to {@link #codeSize()}
     * @throws IllegalArgumentException if {@code k} is out of range
     */
    public Pca withComponents(int k) {
        if (k < 1 || k > codeSize()) {
            throw new IllegalArgumentException("This PCA cannot be cut to " + k + " components: it has " + codeSize()
                    + ", so choose from 1 to " + codeSize() + " or fit one with more.");
        }
        return new Pca(
                mean,
                components.get(NDArrayIndex.interval(0, k), NDArrayIndex.all()).dup('c'),
                Arrays.copyOf(explainedVariance, k),
                totalVariance);
    }

    /**
     * Projects examples onto the components.
     *
     * @param examples [n, …] with as many numbers each as those of the training set
     * @return float32 codes [n, components], with mean 0 on the training set
     * @throws IllegalArgumentException if the examples have another size or a number is not finite
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public INDArray encode(INDArray examples) {
        return Matrix.of("array of examples", examples)
                .requireColumns("examples", (int) mean.length(), "numbers")
                .map(codeSize(), block -> block.subRowVector(mean).mmul(components.transpose()));
    }

    /**
     * Returns the examples for which codes stand.
     *
     * @param codes [n, components]
     * @return float32 [n, numbers]; values may leave the range of the training set
     * @throws IllegalArgumentException if the codes have another size or a number is not finite
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public INDArray decode(INDArray codes) {
        return Matrix.of("array of codes", codes)
                .requireColumns("codes", codeSize(), "numbers")
                .map((int) mean.length(), block -> block.mmul(components).addiRowVector(mean));
    }

    @Override
    public INDArray reconstruct(INDArray examples) {
        return decode(encode(examples));
    }

    @Override
    public String name() {
        return codeSize() == 1 ? "PCA, 1 component" : "PCA, " + codeSize() + " components";
    }

    @Override
    public int codeSize() {
        return explainedVariance.length;
    }

    /** Returns the mean of the training examples, float32 [1, numbers]. */
    public INDArray mean() {
        return mean.dup();
    }

    /** Returns the components, float32 [components, numbers], orthonormal, the most variance first. */
    public INDArray components() {
        return components.dup();
    }

    /** Returns the variance of each number of the code over the training set (divisor n − 1), the largest first. */
    public double[] explainedVariance() {
        return explainedVariance.clone();
    }

    /** Returns the share of the whole variance that each number of the code explains, from 0 to 1. */
    public double[] explainedVarianceRatio() {
        return Arrays.stream(explainedVariance)
                .map(variance -> totalVariance == 0 ? 0 : variance / totalVariance)
                .toArray();
    }

    private static float[] withPositivePeak(double[] axis) {
        double peak = 0;
        for (double entry : axis) {
            // Of entries that are equal but for rounding the first decides.
            peak = Math.abs(entry) > Math.abs(peak) * (1 + 1e-9) ? entry : peak;
        }
        float[] signed = new float[axis.length];
        for (int i = 0; i < axis.length; i++) {
            signed[i] = (float) (peak < 0 ? -axis[i] : axis[i]);
        }
        return signed;
    }
}

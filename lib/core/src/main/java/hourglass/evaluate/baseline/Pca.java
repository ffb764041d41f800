package hourglass.evaluate.baseline;

import hourglass.evaluate.linalg.Covariance;
import hourglass.evaluate.linalg.Eigen;
import hourglass.evaluate.linalg.Matrix;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Principal component analysis: the linear autoencoder with the least squared error, in closed form.
 *
 * <p>The components are the eigenvectors of the sample covariance of the training pictures with the largest
 * eigenvalues. The sign of an eigenvector is free; here the entry with the largest absolute value is positive, so that
 * two fits of the same pictures agree. Pictures are float32 [n, pixels], codes float32 [n, components].
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
     * Finds the principal components of pictures. To compare many code sizes, fit once with the largest and
     * {@linkplain #withComponents truncate}.
     *
     * @param pixels training pictures [n, pixels], at least two
     * @param components how many numbers stand for a picture, from 1 to the number of pixels
     * @throws IllegalArgumentException if there are fewer than two pictures, a number is not finite, or
     *     {@code components} is out of range
     */
    public static Pca fit(INDArray pixels, int components) {
        Matrix matrix = Matrix.of("training set", pixels);
        if (components < 1 || components > matrix.columns()) {
            throw new IllegalArgumentException("PCA cannot have " + components + " components for pictures of "
                    + matrix.columns() + " pixels: choose from 1 to " + matrix.columns() + ".");
        }
        if (matrix.rows() < 2) {
            throw new IllegalArgumentException("PCA cannot be fitted to a single picture: pass at least two.");
        }
        matrix.requireFinite("training set");
        Covariance covariance = Covariance.of(matrix);
        Eigen eigen = Eigen.of(covariance.matrix());
        int pixelsPerPicture = matrix.columns();
        double[] ascending = eigen.values().toDoubleVector();
        float[][] rows = new float[components][];
        double[] variances = new double[components];
        for (int k = 0; k < components; k++) {
            int column = pixelsPerPicture - 1 - k;
            // Rounding leaves tiny negative eigenvalues where the data have no variance at all.
            variances[k] = Math.max(0, ascending[column]);
            rows[k] = withPositivePeak(eigen.vectors().getColumn(column).toDoubleVector());
        }
        return new Pca(
                covariance.mean().castTo(DataType.FLOAT),
                Nd4j.createFromArray(rows),
                variances,
                Arrays.stream(ascending).map(value -> Math.max(0, value)).sum());
    }

    /**
     * Returns the same decomposition cut to its first components.
     *
     * @param k how many to keep, from 1 to {@link #codeSize()}
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

    /** Projects pictures [n, pixels] onto the components: codes [n, components], with mean 0 on the training set. */
    public INDArray encode(INDArray pixels) {
        Matrix matrix = Matrix.of("pictures", pixels).requireColumns("pictures", (int) mean.length(), "pixels");
        return matrix.values().subRowVector(mean).mmul(components.transpose());
    }

    /** Returns the pictures [n, pixels] for which codes [n, components] stand; values may leave [0, 1]. */
    public INDArray decode(INDArray codes) {
        Matrix matrix = Matrix.of("codes", codes).requireColumns("codes", codeSize(), "numbers");
        return matrix.values().mmul(components).addiRowVector(mean);
    }

    @Override
    public INDArray reconstruct(INDArray pixels) {
        return decode(encode(pixels));
    }

    @Override
    public String name() {
        return codeSize() == 1 ? "PCA, 1 component" : "PCA, " + codeSize() + " components";
    }

    @Override
    public int codeSize() {
        return explainedVariance.length;
    }

    /** Returns the mean of the training pictures, float32 [1, pixels]. */
    public INDArray mean() {
        return mean.dup();
    }

    /** Returns the components as pictures, float32 [components, pixels], orthonormal, the most variance first. */
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

    private static float[] withPositivePeak(double[] vector) {
        double peak = 0;
        for (double entry : vector) {
            peak = Math.abs(entry) > Math.abs(peak) ? entry : peak;
        }
        float[] signed = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            signed[i] = (float) (peak < 0 ? -vector[i] : vector[i]);
        }
        return signed;
    }
}

package hourglass.evaluate.linalg;

import hourglass.runtime.ArrayViews;
import hourglass.runtime.Interruption;
import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The orthonormal directions in which the rows of a matrix [n, d] vary most, by the cheapest of three ways that keeps
 * every native call short:
 *
 * <ul>
 *   <li>the eigenvectors of the covariance [d, d];
 *   <li>for fewer rows than columns the eigenvectors of the Gram matrix [n, n], whose eigenvalues other than zero are the same (the
 *       "snapshot method" of L. Sirovich and M. Kirby, "Low-dimensional procedure for the characterization of human
 *       faces", 1987);
 *   <li>where both matrices are larger than LAPACK can decompose in a short call, the leading eigenvectors of the smaller one by
 *       {@link LeadingEigenvectors}, which needs only its products with vectors.
 * </ul>
 *
 * @param mean float64 [1, d]
 * @param axes float64 [k, d], the most variance first
 * @param variances the variance along each axis (divisor n − 1)
 * @param totalVariance along all d axes
 */
public record PrincipalAxes(INDArray mean, INDArray axes, double[] variances, double totalVariance) {

    // Below this share of the largest variance, rounding has turned the axes that the Gram matrix gives away from each
    // other by up to 1e-6, and below the second they are nothing but rounding.
    private static final double INEXACT = 1e-10;
    private static final double ROUNDING = 1e-14;

    // Products of 16 million numbers times 1,024 columns take a quarter of a second.
    private static final int CHUNK_LENGTH = 1 << 22;

    /** Returns the most axes that {@link #of} finds for a matrix. */
    public static int most(Matrix data) {
        boolean small = Math.min(data.rows(), data.columns()) <= Eigen.MOST;
        return Math.min(data.columns(), small ? Eigen.MOST : LeadingEigenvectors.MOST);
    }

    /**
     * Finds axes.
     *
     * @param data at least two rows
     * @param k how many axes, at most {@link #most}
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public static PrincipalAxes of(Matrix data, int k) {
        Centred centred = new Centred(data, Covariance.mean(data), data.rows() < data.columns());
        int size = Math.min(data.rows(), data.columns());
        int found = Math.min(k, size);
        double[] variances = new double[k];
        INDArray vectors;
        if (size <= Eigen.MOST) {
            Eigen eigen = Eigen.of(centred.products());
            vectors = Nd4j.zeros(DataType.DOUBLE, found, size);
            for (int i = 0; i < found; i++) {
                // Rounding leaves tiny negative eigenvalues where the data have no variance at all.
                variances[i] = Math.max(0, eigen.values().getDouble(size - 1 - i));
                vectors.putRow(i, eigen.vectors().getColumn(size - 1 - i));
            }
        } else {
            var leading = LeadingEigenvectors.of(centred::times, size, found);
            System.arraycopy(leading.values(), 0, variances, 0, found);
            vectors = leading.vectors();
        }
        INDArray axes = centred.gram ? withFullRank(centred.towardsColumns(vectors, k), variances) : vectors;
        return new PrincipalAxes(centred.mean, axes, variances, centred.variance());
    }

    /** The rows around their mean, cut along the longer side into chunks [r, size] so that no call takes long. */
    private record Centred(Matrix data, INDArray mean, boolean gram) {

        /** Does something with the chunk that begins at a row, or for the Gram matrix at a column. */
        private interface Chunk {
            void accept(int from, INDArray numbers);
        }

        void forEachChunk(Chunk work) {
            INDArray values = gram ? data.values().transpose() : data.values();
            int length = (int) values.size(0);
            int size = Math.max(1, CHUNK_LENGTH / (int) values.size(1));
            for (int from = 0; from < length; from += size) {
                Interruption.check();
                int to = Math.min(length, from + size);
                INDArray chunk =
                        ArrayViews.of(values, from, to).castTo(DataType.DOUBLE).dup('c');
                work.accept(
                        from,
                        gram
                                ? chunk.subiColumnVector(ArrayViews.of(mean.transpose(), from, to))
                                : chunk.subiRowVector(mean));
            }
        }

        /** The covariance [d, d], or the Gram matrix [n, n] with the same divisor. */
        INDArray products() {
            int size = Math.min(data.rows(), data.columns());
            INDArray sum = Nd4j.zeros(DataType.DOUBLE, size, size);
            forEachChunk((from, chunk) -> sum.addi(chunk.transpose().mmul(chunk)));
            return sum.divi(data.rows() - 1.0);
        }

        /** The products of that matrix with vectors, the rows of an array. */
        INDArray times(INDArray vectors) {
            INDArray sum = Nd4j.zeros(DataType.DOUBLE, vectors.shape());
            forEachChunk(
                    (from, chunk) -> sum.addi(vectors.mmul(chunk.transpose()).mmul(chunk)));
            return sum.divi(data.rows() - 1.0);
        }

        /** Takes eigenvectors of the Gram matrix to directions [k, d], the rows beyond them empty; not yet of length 1. */
        INDArray towardsColumns(INDArray vectors, int k) {
            INDArray axes = Nd4j.zeros(DataType.DOUBLE, k, data.columns());
            INDArray columns = ArrayViews.of(axes, 0, vectors.size(0)).transpose();
            forEachChunk((from, chunk) ->
                    ArrayViews.of(columns, from, from + chunk.size(0)).assign(chunk.mmul(vectors.transpose())));
            return axes;
        }

        double variance() {
            double[] sum = new double[1];
            forEachChunk((from, chunk) -> sum[0] += Math.pow(chunk.norm2Number().doubleValue(), 2));
            return sum[0] / (data.rows() - 1.0);
        }
    }

    /** Gives all axes the length 1, and makes those orthogonal that rounding has spoiled or that the data do not fix. */
    private static INDArray withFullRank(INDArray axes, double[] variances) {
        Random random = new Random(1);
        for (int i = 0; i < variances.length; i++) {
            Interruption.check();
            INDArray axis = ArrayViews.of(axes, i, i + 1);
            boolean free = variances[i] <= ROUNDING * variances[0];
            if (free) {
                variances[i] = 0;
                axis.assign(Orthogonal.random(random, 1, axis.length()));
            }
            axis.divi(axis.norm2Number());
            if (i > 0 && variances[i] < INEXACT * variances[0]) {
                Orthogonal.remove(ArrayViews.of(axes, 0, i), axis);
                axis.divi(axis.norm2Number());
            }
        }
        return axes;
    }
}

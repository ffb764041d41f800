package hourglass.evaluate.linalg;

import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import hourglass.runtime.ArrayViews;
import hourglass.runtime.Interruption;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The largest eigenvalues of a symmetric matrix that is known only by its products with vectors, and their eigenvectors.
 *
 * <p>This is the block Lanczos method with thick restarts (K. Wu, H. Simon, "Thick-restart Lanczos method for large
 * symmetric eigenvalue problems", SIAM Journal on Matrix Analysis and Applications 22, 2000) and full
 * orthogonalisation. A basis grows by the products of its last block until it is full; the eigenvectors of the matrix
 * within the basis, its Ritz vectors, approximate those wanted, and the best of them begin the next basis. It ends when
 * every residual is at most 10⁻¹⁰ of the largest eigenvalue. The power iterations of a randomised range finder get
 * there only where the eigenvalues fall fast.
 *
 * @param values the k largest, the largest first
 * @param vectors float64 [k, d], orthonormal
 */
record LeadingEigenvectors(double[] values, INDArray vectors) {

    /** The most vectors that can be found: the other half of the basis makes them converge. */
    static final int MOST = Eigen.MOST / 2;

    private static final double TOLERANCE = 1e-10;
    private static final int BLOCK = 32;
    private static final int MOST_RESTARTS = 300;

    /**
     * Finds them.
     *
     * @param times returns the products of vectors [b, d] with the matrix, [b, d]
     * @param d the size of the matrix, more than {@link Eigen#MOST}
     * @param k from 1 to {@link #MOST}
     * @throws ArithmeticException if the residuals stay large
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    static LeadingEigenvectors of(UnaryOperator<INDArray> times, int d, int k) {
        Random random = new Random(1);
        // At least six blocks beyond the vectors that are kept, which are those wanted and one block more.
        int kept = k + BLOCK;
        int capacity = Math.min(Math.min(d - BLOCK, Eigen.MOST), Math.max(256, 2 * kept));
        INDArray basis = Nd4j.zeros(DataType.DOUBLE, capacity + BLOCK, d);
        INDArray projected = Nd4j.zeros(DataType.DOUBLE, capacity, capacity);
        ArrayViews.of(basis, 0, BLOCK).assign(Orthogonal.random(random, BLOCK, d));
        orthonormalise(basis, 0, 0, random);
        int size = 0;
        for (int restart = 0; restart < MOST_RESTARTS; restart++) {
            INDArray remainder = null;
            for (; size + BLOCK <= capacity; size += BLOCK) {
                int next = size + BLOCK;
                INDArray products = times.apply(ArrayViews.of(basis, size, next));
                double scale = products.norm2Number().doubleValue();
                INDArray parts = Orthogonal.remove(ArrayViews.of(basis, 0, next), products);
                // The matrix within the basis; only its lower triangle is needed.
                projected.get(interval(size, next), interval(0, next)).assign(parts);
                ArrayViews.of(basis, next, next + BLOCK).assign(products);
                remainder = orthonormalise(basis, next, scale, random);
            }
            Eigen ritz = Eigen.of(projected.get(interval(0, size), interval(0, size)));
            double[] values = new double[kept];
            INDArray leading = Nd4j.zeros(DataType.DOUBLE, kept, size);
            for (int i = 0; i < kept; i++) {
                values[i] = ritz.values().getDouble(size - 1 - i);
                leading.putRow(i, ritz.vectors().getColumn(size - 1 - i));
            }
            double worst = leading.get(interval(0, k), interval(size - BLOCK, size))
                    .mmul(remainder)
                    .norm2(1)
                    .maxNumber()
                    .doubleValue();
            INDArray vectors = leading.mmul(ArrayViews.of(basis, 0, size));
            if (worst <= TOLERANCE * values[0]) {
                return new LeadingEigenvectors(
                        Arrays.copyOf(values, k), ArrayViews.of(vectors, 0, k).dup('c'));
            }
            INDArray next = ArrayViews.of(basis, size, size + BLOCK).dup();
            ArrayViews.of(basis, 0, kept).assign(vectors);
            ArrayViews.of(basis, kept, kept + BLOCK).assign(next);
            projected.assign(0);
            for (int i = 0; i < kept; i++) {
                projected.putScalar(i, i, values[i]);
            }
            size = kept;
        }
        throw new ArithmeticException("The " + k + " largest of " + d
                + " eigenvalues did not converge: take fewer components, or check the data for extreme values.");
    }

    /**
     * Makes the vectors from {@code first} on, one block, orthonormal; they are orthogonal to those before already.
     *
     * @param scale a vector much smaller than this is little but rounding
     * @return the lower triangular matrix that takes the new vectors to the given ones
     */
    private static INDArray orthonormalise(INDArray basis, int first, double scale, Random random) {
        INDArray factors = Nd4j.zeros(DataType.DOUBLE, BLOCK, BLOCK);
        for (int i = 0; i < BLOCK; i++) {
            Interruption.check();
            INDArray vector = ArrayViews.of(basis, first + i, first + i + 1);
            if (i > 0) {
                INDArray parts = Orthogonal.remove(ArrayViews.of(basis, first, first + i), vector);
                factors.get(interval(i, i + 1), interval(0, i)).assign(parts);
            }
            double norm = vector.norm2Number().doubleValue();
            boolean rounding = norm <= 1e-14 * scale;
            if (rounding) {
                // The basis holds all that the matrix makes of it: go on in a direction that it has not seen yet.
                vector.assign(Orthogonal.random(random, 1, vector.length()));
                norm = vector.norm2Number().doubleValue();
            } else {
                factors.putScalar(i, i, norm);
            }
            vector.divi(norm);
            if (first + i > 0 && (rounding || norm < 1e-6 * scale)) {
                Orthogonal.remove(ArrayViews.of(basis, 0, first + i), vector);
                vector.divi(vector.norm2Number());
            }
        }
        return factors;
    }
}

package hourglass.evaluate.linalg;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dsyevd;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The eigenvalues [d] of a symmetric matrix, smallest first, and its orthonormal eigenvectors, the columns of [d, d],
 * both float64.
 */
public record Eigen(INDArray values, INDArray vectors) {

    /**
     * The most rows of a matrix. LAPACK cannot be interrupted, and a JVM waits for it even when it is asked to end. Measured on
     * one core of a server: 0.25 s for 784 rows, 0.55 s for 1,024, 2.2 s for 1,500.
     */
    public static final int MOST = 1024;

    /**
     * Decomposes a matrix by divide and conquer. Measured reason for calling LAPACK directly: ND4J offers only the older
     * {@code syev}, which takes two to three times as long.
     *
     * @param symmetric [d, d] with d of at most {@value #MOST}; only its lower triangle is read
     * @throws IllegalArgumentException if it has more rows
     * @throws ArithmeticException if the computation does not converge
     */
    public static Eigen of(INDArray symmetric) {
        int n = symmetric.rows();
        requireSize(n);
        double[] vectors = symmetric.castTo(DataType.DOUBLE).dup('f').data().asDouble();
        double[] values = new double[n];
        int info = LAPACKE_dsyevd(LAPACK_COL_MAJOR, (byte) 'V', (byte) 'L', n, vectors, n, values);
        if (info != 0) {
            throw new ArithmeticException("The eigenvalues of a matrix of " + n
                    + " rows did not converge (LAPACK's syevd returned " + info
                    + "): check the data for extreme values.");
        }
        return new Eigen(
                Nd4j.createFromArray(values),
                Nd4j.createFromArray(vectors).reshape('c', n, n).transpose());
    }

    static void requireSize(int numbers) {
        if (numbers > MOST) {
            throw new IllegalArgumentException(
                    "There are " + numbers + " numbers per example, whose covariance would take"
                            + " too long without a way to stop it: reduce them to at most " + MOST
                            + " first, for instance with PCA.");
        }
    }
}

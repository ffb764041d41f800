package hourglass.evaluate.linalg;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The eigenvalues [d] of a symmetric matrix, smallest first, and its orthonormal eigenvectors, the columns of [d, d],
 * both float64.
 */
public record Eigen(INDArray values, INDArray vectors) {

    public static Eigen of(INDArray symmetric) {
        // ND4J's own Eigen class allocates single-precision eigenvalues, so LAPACK's routine is called directly.
        INDArray vectors = symmetric.castTo(DataType.DOUBLE).dup('f');
        INDArray values = Nd4j.create(DataType.DOUBLE, symmetric.rows());
        int info = Nd4j.getBlasWrapper().lapack().syev('V', 'L', vectors, values);
        if (info != 0) {
            throw new ArithmeticException("The eigenvalues of a matrix of " + symmetric.rows()
                    + " rows did not converge (LAPACK's syev returned " + info
                    + "): check the data for extreme values.");
        }
        return new Eigen(values, vectors);
    }
}

package hourglass.evaluate.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LeadingEigenvectorsTest {

    private static final int SIZE = 320;

    /** A symmetric matrix of low rank, or of eigenvalues as close together as those of noise are. */
    private static INDArray matrix(int rank) {
        INDArray factors = Orthogonal.random(new Random(rank), SIZE, rank);
        return factors.mmul(factors.transpose());
    }

    private static void requireLeading(INDArray matrix, int k) {
        var found = LeadingEigenvectors.of(vectors -> vectors.mmul(matrix), SIZE, k);
        Eigen all = Eigen.of(matrix);
        double largest = all.values().getDouble(SIZE - 1);
        for (int i = 0; i < k; i++) {
            assertThat(found.values()[i]).isCloseTo(all.values().getDouble(SIZE - 1 - i), within(1e-9 * largest));
        }
        INDArray vectors = found.vectors();
        assertThat(vectors.mmul(vectors.transpose())
                        .sub(Nd4j.eye(k).castTo(DataType.DOUBLE))
                        .amaxNumber()
                        .doubleValue())
                .isLessThan(1e-9);
        INDArray values = Nd4j.createFromArray(found.values()).reshape(k, 1);
        assertThat(vectors.mmul(matrix)
                        .sub(vectors.mulColumnVector(values))
                        .amaxNumber()
                        .doubleValue())
                .isLessThanOrEqualTo(1e-9 * largest);
    }

    @Test
    void areThoseThatLapackFinds() {
        requireLeading(matrix(2 * SIZE), 20);
    }

    @Test
    void goOnWhereTheMatrixHasNoMoreDirections() {
        requireLeading(matrix(5), 12);
        requireLeading(Nd4j.zeros(DataType.DOUBLE, SIZE, SIZE), 3);
    }

    @Test
    void endWhenTheThreadIsInterrupted() {
        INDArray matrix = matrix(2 * SIZE);
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> LeadingEigenvectors.of(vectors -> vectors.mmul(matrix), SIZE, 20));
        assertThat(Thread.interrupted()).isTrue();
    }
}

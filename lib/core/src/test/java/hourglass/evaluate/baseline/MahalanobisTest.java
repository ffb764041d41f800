package hourglass.evaluate.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class MahalanobisTest {

    /** Mean (1, 2), variances 2 and 0.5 (divisor n − 1 = 4), uncorrelated. */
    private final INDArray cross = Nd4j.createFromArray(new float[][] {{3, 2}, {-1, 2}, {1, 3}, {1, 1}, {1, 2}});

    @Test
    void countsStandardDeviationsAlongEachDirection() {
        INDArray examples = Nd4j.createFromArray(new float[][] {{1, 2}, {3, 2}, {1, 3}, {3, 3}});

        assertThat(Mahalanobis.fit(cross).squaredDistances(examples))
                .containsExactly(new double[] {0, 2, 2, 4}, within(1e-6));
    }

    @Test
    void isTheSameInEveryUnitAndEveryRotation() {
        Random random = new Random(1);
        float[][] rows = new float[300][3];
        for (float[] row : rows) {
            row[0] = (float) random.nextGaussian();
            row[1] = row[0] + 0.2f * (float) random.nextGaussian();
            row[2] = (float) random.nextGaussian() - row[1];
        }
        INDArray examples = Nd4j.createFromArray(rows);
        INDArray mixed = examples.mmul(Nd4j.createFromArray(new float[][] {{2, 0, 1}, {1, 30, 0}, {0, 0, -0.1f}}));

        double[] distances = Mahalanobis.fit(examples).squaredDistances(examples);

        assertThat(Mahalanobis.fit(mixed).squaredDistances(mixed)).containsExactly(distances, within(0.02));
        assertThat(Arrays.stream(distances).average().orElseThrow())
                .as("the mean over the training examples is d (n − 1) / n")
                .isCloseTo(3 * 299 / 300.0, within(1e-3));
    }

    /** What a correlation does: two rows equally far from the mean, of which one breaks it. */
    @Test
    void findsWhatBreaksACorrelation() {
        INDArray examples = Nd4j.createFromArray(new float[][] {{0, 0.1f}, {1, 0.9f}, {2, 2.1f}, {3, 2.9f}, {4, 4}});

        double[] both = Mahalanobis.fit(examples)
                .squaredDistances(Nd4j.createFromArray(new float[][] {{3.5f, 3.5f}, {3.5f, 0.5f}}));

        assertThat(both[0]).isLessThan(2);
        assertThat(both[1]).isGreaterThan(100);
    }

    @Test
    void aDirectionWithoutVarianceCountsAsATinyOne() {
        INDArray flat = Nd4j.createFromArray(new float[][] {{0, 5}, {1, 5}, {2, 5}});

        double[] distances =
                Mahalanobis.fit(flat).squaredDistances(Nd4j.createFromArray(new float[][] {{1, 5}, {1, 6}}));

        assertThat(distances[0]).isCloseTo(0, within(1e-6));
        assertThat(distances[1]).isGreaterThan(1e6).isFinite();
    }

    @Test
    void refusesWhatCannotBeMeasured() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mahalanobis.fit(cross).squaredDistances(Nd4j.zeros(3, 4)))
                .withMessage("The examples have 4 numbers each, but 2 are expected: pass an array [n, 2].");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mahalanobis.fit(Nd4j.ones(3, 2)))
                .withMessage("The 3 training examples do not vary, so that no distance can be measured by it: pass at"
                        + " least two that differ.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mahalanobis.fit(Nd4j.createFromArray(new float[][] {{1, Float.NaN}, {1, 2}})))
                .withMessageContaining("holds NaN in row 0, column 1");
    }
}

package hourglass.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class FrechetDistanceTest {

    private static INDArray cloud(long seed) {
        Random random = new Random(seed);
        double[][] points = new double[4000][4];
        for (double[] point : points) {
            double shared = random.nextGaussian();
            for (int j = 0; j < 4; j++) {
                point[j] = shared + (1 + j) * random.nextGaussian();
            }
        }
        return Nd4j.createFromArray(points).castTo(DataType.FLOAT);
    }

    @Test
    void isNearZeroForTheSameCloud() {
        assertThat(FrechetDistance.distance(cloud(1), cloud(1))).isCloseTo(0, within(1e-4));
        assertThat(FrechetDistance.distance(cloud(1), cloud(2))).isLessThan(0.1);
    }

    @Test
    void isTheSquareOfAShift() {
        INDArray shifted =
                cloud(1).addRowVector(Nd4j.createFromArray(1f, 2f, 0f, -2f).reshape(1, 4));

        assertThat(FrechetDistance.distance(cloud(1), shifted)).isCloseTo(9, within(1e-2));
        assertThat(FrechetDistance.distance(shifted, cloud(1))).isCloseTo(9, within(1e-2));
    }

    @Test
    void countsVarianceThatIsMissing() {
        INDArray cloud = cloud(1).subRowVector(cloud(1).mean(true, 0));
        double variance =
                cloud.norm2Number().doubleValue() * cloud.norm2Number().doubleValue() / 3999;

        // Of half the width: the deviations differ by a half of themselves in every direction.
        assertThat(FrechetDistance.distance(cloud, cloud.mul(0.5))).isCloseTo(variance / 4, within(1e-2));
        assertThat(FrechetDistance.distance(cloud, cloud.mul(0))).isCloseTo(variance, within(1e-2));
    }

    @Test
    void refusesWhatHasNoCovariance() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FrechetDistance.distance(Nd4j.rand(5, 3), Nd4j.rand(1, 3)))
                .withMessage("There are 5 and 1 examples, but a covariance needs at least 2 of each.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FrechetDistance.distance(Nd4j.rand(5, 3), Nd4j.rand(5, 2)))
                .withMessageStartingWith("The features of the second set have 2 numbers each, but 3 are expected");
    }
}

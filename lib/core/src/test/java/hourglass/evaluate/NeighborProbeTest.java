package hourglass.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NeighborProbeTest {

    /** Rings around each other: class 0 inside, class 1 around it, so that no line divides them. */
    private static INDArray rings(int n, long seed) {
        Random random = new Random(seed);
        double[][] points = new double[n][2];
        for (int i = 0; i < n; i++) {
            double angle = 2 * Math.PI * random.nextDouble();
            points[i] = new double[] {(1 + 2 * (i % 2)) * Math.cos(angle), (1 + 2 * (i % 2)) * Math.sin(angle)};
        }
        return Nd4j.createFromArray(points).castTo(DataType.FLOAT);
    }

    private static int[] labels(int n) {
        return IntStream.range(0, n).map(i -> i % 2).toArray();
    }

    @Test
    void seesWhatNoLineDivides() {
        INDArray train = rings(600, 1);
        INDArray test = rings(200, 2);
        assertThat(NeighborProbe.accuracy(train, labels(600), test, labels(200), 5))
                .isEqualTo(1);
        assertThat(LinearProbe.accuracy(train, labels(600), test, labels(200))).isLessThan(0.65);
    }

    @Test
    void guessesWhenFeaturesSayNothing() {
        INDArray noise =
                Nd4j.createFromArray(new Random(5).doubles(3000).toArray()).reshape(1000, 3);
        INDArray other =
                Nd4j.createFromArray(new Random(6).doubles(3000).toArray()).reshape(1000, 3);
        assertThat(NeighborProbe.accuracy(noise, labels(1000), other, labels(1000), 5))
                .isBetween(0.44, 0.56);
    }

    @Test
    void theMajorityOfTheNearestWins() {
        INDArray train = Nd4j.createFromArray(new float[][] {{0}, {1}, {1.1f}, {5}, {6}, {7}});
        INDArray test = Nd4j.createFromArray(new float[][] {{0.1f}});
        int[] labels = {0, 1, 1, 2, 2, 2};
        assertThat(NeighborProbe.accuracy(train, labels, test, new int[] {0}, 1))
                .isEqualTo(1);
        assertThat(NeighborProbe.accuracy(train, labels, test, new int[] {1}, 3))
                .isEqualTo(1);
        assertThat(NeighborProbe.accuracy(train, labels, test, new int[] {2}, 6))
                .isEqualTo(1);
    }

    @Test
    void refusesWhatDoesNotFit() {
        INDArray features = Nd4j.zeros(DataType.FLOAT, 3, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NeighborProbe.accuracy(features, new int[] {0, 1, 0}, features, new int[3], 4))
                .withMessage("4 neighbours cannot vote: choose from 1 to 3, the number of points.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NeighborProbe.accuracy(features, new int[2], features, new int[3], 1))
                .withMessage("There are 2 training labels for 3 rows of features: pass one label for each row.");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        NeighborProbe.accuracy(features, new int[3], Nd4j.zeros(DataType.FLOAT, 3, 4), new int[3], 1))
                .withMessage("The test features have 4 numbers each, but 2 are expected: pass an array [n, 2].");
    }
}

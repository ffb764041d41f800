package hourglass.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ClustersTest {

    @Test
    void findsHeapsThatLieApart() {
        Random random = new Random(1);
        float[][] points = new float[300][2];
        for (int i = 0; i < 300; i++) {
            points[i][0] = (float) (10 * (i % 3) + random.nextGaussian());
            points[i][1] = (float) (10 * (i % 3 == 1 ? 1 : 0) + random.nextGaussian());
        }
        INDArray array = Nd4j.createFromArray(points);
        int[] labels = IntStream.range(0, 300).map(i -> i % 3).toArray();

        Clusters clusters = Clusters.kMeans(array, 3, 42);

        assertThat(clusters.purity(labels)).isEqualTo(1);
        assertThat(clusters.mutualInformation(labels)).isCloseTo(1, within(1e-12));
        assertThat(Clusters.kMeans(array, 3, 42).of()).isEqualTo(clusters.of());
    }

    @Test
    void agreesWithNothingByChance() {
        Random random = new Random(2);
        Clusters clusters = new Clusters(random.ints(4000, 0, 5).toArray());
        int[] labels = random.ints(4000, 0, 4).toArray();

        assertThat(clusters.purity(labels)).isBetween(0.25, 0.31);
        assertThat(clusters.mutualInformation(labels)).isBetween(0.0, 0.01);
    }

    @Test
    void countsAsInTheBooks() {
        Clusters clusters = new Clusters(new int[] {0, 0, 0, 1, 1, 1});
        int[] labels = {0, 0, 1, 1, 1, 1};

        assertThat(clusters.purity(labels)).isCloseTo(5 / 6.0, within(1e-12));
        // I = ln 2 + H(2/6, 4/6) − H(2/6, 1/6, 3/6)
        assertThat(clusters.mutualInformation(labels))
                .isCloseTo(2 * (0.693147 + 0.636514 - 1.011404) / (0.693147 + 0.636514), within(1e-5));
    }

    @Test
    void refusesWhatItCannotGroup() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Clusters.kMeans(Nd4j.rand(4, 2), 5, 1))
                .withMessage("4 points cannot be divided into 5 clusters: choose from 1 to 4.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Clusters(new int[3]).purity(new int[2]))
                .withMessage("There are 2 labels for 3 points: pass one for each.");
    }

    @Test
    void countsLabelsOfAnySizeAndRefusesNegativeOnes() {
        Clusters clusters = new Clusters(new int[] {0, 0, Integer.MAX_VALUE});
        assertThat(clusters.purity(new int[] {2_000_000_000, 2_000_000_000, 5})).isEqualTo(1);
        assertThat(clusters.mutualInformation(new int[] {2_000_000_000, 2_000_000_000, 5}))
                .isCloseTo(1, within(1e-12));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> clusters.purity(new int[] {0, -1, 0}))
                .withMessage("The label of point 1 is -1: number them from 0.");
        assertThatIllegalArgumentException().isThrownBy(() -> new Clusters(new int[0]));
    }

    @Test
    void refusesMoreGroupsThanDifferentPoints() {
        INDArray points = Nd4j.createFromArray(new float[][] {{1, 2}, {1, 2}, {3, 4}, {1, 2}});
        assertThat(Clusters.kMeans(points, 2, 1).purity(new int[] {0, 0, 1, 0})).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Clusters.kMeans(points, 3, 1))
                .withMessage(
                        "There are only 2 different points, which cannot be divided into 3 clusters: choose at most 2.");
    }
}

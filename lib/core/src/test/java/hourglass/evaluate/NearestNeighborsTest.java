package hourglass.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NearestNeighborsTest {

    private static float[][] points(int n, int d, long seed) {
        Random random = new Random(seed);
        float[][] points = new float[n][d];
        for (float[] point : points) {
            for (int j = 0; j < d; j++) {
                point[j] = 5 + (float) random.nextGaussian();
            }
        }
        return points;
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += ((double) a[j] - b[j]) * ((double) a[j] - b[j]);
        }
        return Math.sqrt(sum);
    }

    @Test
    void areThoseThatComparingEveryPairFinds() {
        float[][] collection = points(9000, 7, 1);
        float[][] queries = points(1500, 7, 2);

        NearestNeighbors.Found found =
                NearestNeighbors.among(Nd4j.createFromArray(collection)).nearest(Nd4j.createFromArray(queries), 5);

        for (int i = 0; i < queries.length; i += 37) {
            float[] query = queries[i];
            int[] expected = IntStream.range(0, collection.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(j -> distance(query, collection[j])))
                    .limit(5)
                    .mapToInt(j -> j)
                    .toArray();
            assertThat(found.places()[i]).containsExactly(expected);
            for (int j = 0; j < 5; j++) {
                assertThat(found.distances()[i][j]).isCloseTo(distance(query, collection[expected[j]]), within(1e-3));
            }
        }
    }

    @Test
    void ofAMemberBeginWithItself() {
        INDArray collection = Nd4j.createFromArray(points(50, 3, 3));

        NearestNeighbors.Found found = NearestNeighbors.among(collection).nearest(collection, 50);

        for (int i = 0; i < 50; i++) {
            assertThat(found.places()[i][0]).isEqualTo(i);
            assertThat(found.places()[i]).doesNotHaveDuplicates();
        }
        assertThat(found.meanDistance()).isLessThan(2e-3);
    }

    @Test
    void countThoseOfTheirOwnClass() {
        INDArray collection = Nd4j.createFromArray(new float[][] {{0}, {1}, {10}, {11}});
        INDArray queries = Nd4j.createFromArray(new float[][] {{0.4f}, {9}});

        NearestNeighbors.Found found = NearestNeighbors.among(collection).nearest(queries, 2);

        assertThat(found.places()).isDeepEqualTo(new int[][] {{0, 1}, {2, 3}});
        assertThat(found.precision(new int[] {0, 1}, new int[] {0, 1, 1, 1})).isEqualTo(0.75);
        assertThat(found.meanDistance()).isCloseTo((0.4 + 1) / 2, within(1e-5));
    }

    @Test
    void refuseWhatCannotBeSearched() {
        NearestNeighbors neighbours = NearestNeighbors.among(Nd4j.rand(4, 3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> neighbours.nearest(Nd4j.rand(2, 3), 5))
                .withMessage("The 5 nearest of 4 cannot be found: choose from 1 to 4.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> neighbours.nearest(Nd4j.rand(2, 2), 1))
                .withMessageStartingWith("The queries have 2 numbers each, but 3 are expected");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> neighbours.nearest(Nd4j.rand(2, 3), 1).precision(new int[3], new int[4]))
                .withMessage("There are 3 labels for 2 queries: pass one label for each query.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NearestNeighbors.among(Nd4j.createFromArray(new float[][] {{1, Float.NaN}})))
                .withMessageStartingWith("The collection holds NaN");
    }

    @Test
    void refuseNumbersWhoseSquaresFloatsCannotHold() {
        INDArray collection = Nd4j.createFromArray(new float[][] {{1e30f, 0}, {-1e30f, 0}, {0, 1}});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NearestNeighbors.among(collection))
                .withMessage(
                        "The numbers in row 0 of the collection are too large for squares in float32: scale the data"
                                + " first.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NearestNeighbors.among(Nd4j.zeros(2, 2)).nearest(collection, 1))
                .withMessageStartingWith("The numbers in row 0 of the array of queries");
    }

    @Test
    void refuseLabelsThatAreFewerThanTheCollection() {
        NearestNeighbors.Found found = NearestNeighbors.among(Nd4j.eye(3)).nearest(Nd4j.eye(3), 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> found.precision(new int[3], new int[2]))
                .withMessage(
                        "There are 2 labels for the collection, but its member 2 was found: pass one label for each"
                                + " member.");
    }

    /** Squares of such a member swallow everything else in single precision. */
    @Test
    void oneMemberFarAwayChangesNothingForTheOthers() {
        float[][] collection = points(3000, 20, 5);
        float[][] queries = points(50, 20, 6);
        int[][] expected = NearestNeighbors.among(Nd4j.createFromArray(collection))
                .nearest(Nd4j.createFromArray(queries), 4)
                .places();
        collection[2999][3] = 1e17f;

        NearestNeighbors.Found found =
                NearestNeighbors.among(Nd4j.createFromArray(collection)).nearest(Nd4j.createFromArray(queries), 4);

        assertThat(found.places()).isDeepEqualTo(expected);
        assertThat(found.distances()[0][0]).isCloseTo(distance(queries[0], collection[expected[0][0]]), within(1e-5));
    }

    @Test
    void amongManyThatAreAlikeTheFirstComeFirst() {
        float[][] collection = new float[500][30];
        for (float[] each : collection) {
            java.util.Arrays.fill(each, 1e4f);
        }
        collection[400][7] = 1e4f + 0.001f;
        float[] query = collection[400].clone();

        NearestNeighbors.Found found = NearestNeighbors.among(Nd4j.createFromArray(collection))
                .nearest(Nd4j.createFromArray(new float[][] {query}), 3);

        assertThat(found.places()[0]).containsExactly(400, 0, 1);
        assertThat(found.distances()[0][0]).isZero();
    }
}

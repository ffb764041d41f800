package hourglass.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TsneTest {

    private static final int CLUSTERS = 4;

    /** Points around the corners of a simplex; {@code distance} 0 makes one cloud of them. */
    private static double[][] points(int n, int d, double distance, long seed) {
        Random random = new Random(seed);
        double[][] points = new double[n][d];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                points[i][j] = random.nextGaussian() + (j == i % CLUSTERS ? distance : 0);
            }
        }
        return points;
    }

    private static INDArray array(double[][] points) {
        return Nd4j.createFromArray(points).castTo(DataType.FLOAT);
    }

    private static int[] labels(int n) {
        return IntStream.range(0, n).map(i -> i % CLUSTERS).toArray();
    }

    @Test
    void clustersComeApart() {
        int n = 300;
        float[][] plane = Tsne.perplexity(20)
                .iterations(400)
                .map(array(points(n, 10, 12, 1)))
                .toFloatMatrix();
        double widest = 0;
        double gap = Double.POSITIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            double nearestFriend = Double.POSITIVE_INFINITY;
            for (int j = 0; j < n; j++) {
                double distance = Math.hypot(plane[i][0] - plane[j][0], plane[i][1] - plane[j][1]);
                if (i % CLUSTERS != j % CLUSTERS) {
                    gap = Math.min(gap, distance);
                } else if (i != j) {
                    nearestFriend = Math.min(nearestFriend, distance);
                }
            }
            widest = Math.max(widest, nearestFriend);
        }
        assertThat(gap).isGreaterThan(2 * widest);
    }

    @Test
    void inventsNoClustersWhereThereAreNone() {
        int n = 300;
        INDArray plane = Tsne.perplexity(20).iterations(400).map(array(points(n, 10, 0, 1)));
        INDArray half = plane.getRows(IntStream.range(0, n / 2).toArray());
        INDArray other = plane.getRows(IntStream.range(n / 2, n).toArray());
        assertThat(NeighborProbe.accuracy(half, labels(n / 2), other, labels(n / 2), 5))
                .isLessThan(0.4);
    }

    /** A line bent in ten dimensions stays a line: neighbours on it are neighbours in the plane. */
    @Test
    void neighboursStayNeighbours() {
        int n = 200;
        double[][] line = new double[n][10];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < 10; j++) {
                line[i][j] = Math.cos(i * (j + 1) * Math.PI / n);
            }
        }
        float[][] plane = Tsne.perplexity(10).map(array(line)).toFloatMatrix();
        int kept = 0;
        for (int i = 0; i < n; i++) {
            int at = i;
            int nearest = IntStream.range(0, n)
                    .filter(j -> j != at)
                    .boxed()
                    .min((a, b) -> Double.compare(
                            Math.hypot(plane[at][0] - plane[a][0], plane[at][1] - plane[a][1]),
                            Math.hypot(plane[at][0] - plane[b][0], plane[at][1] - plane[b][1])))
                    .orElseThrow();
            kept += Math.abs(nearest - i) <= 2 ? 1 : 0;
        }
        assertThat(kept).isGreaterThan(190);
    }

    @Test
    void everyPointHasThePerplexityAskedFor() {
        Random random = new Random(3);
        for (double perplexity : new double[] {2, 5, 30}) {
            for (double scale : new double[] {1e-8, 1, 1e8}) {
                double[] distances =
                        random.doubles(100).map(value -> scale * value).toArray();
                double[] shares = TsneAffinities.conditional(distances, 17, perplexity);
                double entropy = 0;
                double sum = 0;
                for (double share : shares) {
                    entropy -= share == 0 ? 0 : share * Math.log(share);
                    sum += share;
                }
                assertThat(shares[17]).isZero();
                assertThat(sum).isCloseTo(1, within(1e-12));
                assertThat(Math.exp(entropy)).isCloseTo(perplexity, within(1e-3));
            }
        }
    }

    @Test
    void nearerPointsGetLargerShares() {
        double[] shares = TsneAffinities.conditional(new double[] {0, 1, 4, 9}, 0, 1.5);
        assertThat(shares[1]).isGreaterThan(shares[2]);
        assertThat(shares[2]).isGreaterThan(shares[3]);
        // ln of two shares is linear in the squared distances.
        assertThat(Math.log(shares[1] / shares[2]) / 3).isCloseTo(Math.log(shares[2] / shares[3]) / 5, within(1e-9));
    }

    @Test
    void jointProbabilitiesAreSymmetricAndSumToOne() {
        int n = 50;
        float[] joint = TsneAffinities.joint(points(n, 5, 3, 4), 7);
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double row = 0;
            for (int j = 0; j < n; j++) {
                assertThat(joint[i * n + j]).isEqualTo(joint[j * n + i]);
                row += joint[i * n + j];
            }
            assertThat(joint[i * n + i]).isZero();
            // The symmetric form lets every point count, outliers too.
            assertThat(row).isGreaterThan(1 / (2.0 * n) - 1e-7);
            sum += row;
        }
        assertThat(sum).isCloseTo(1, within(1e-5));
    }

    @Test
    void theGradientAgreesWithFiniteDifferences() {
        int n = 300; // more than one block
        TsneOptimizer optimizer = new TsneOptimizer(TsneAffinities.joint(points(n, 6, 4, 5), 10), n, 1);
        Random random = new Random(6);
        double[][] places = new double[2][n];
        for (int axis = 0; axis < 2; axis++) {
            for (int i = 0; i < n; i++) {
                places[axis][i] = (float) random.nextGaussian();
                optimizer.position(i, axis, places[axis][i]);
            }
        }
        float[][] gradient = optimizer.findGradient(1);
        double step = 1.0 / 128;
        for (int i = 0; i < n; i += 23) {
            for (int axis = 0; axis < 2; axis++) {
                float up = (float) (places[axis][i] + step);
                float down = (float) (places[axis][i] - step);
                optimizer.position(i, axis, up);
                double above = optimizer.divergence();
                optimizer.position(i, axis, down);
                double below = optimizer.divergence();
                optimizer.position(i, axis, places[axis][i]);
                double slope = (above - below) / ((double) up - down);
                assertThat((double) gradient[axis][i])
                        .as("point %d, axis %d", i, axis)
                        .isCloseTo(slope, within(1e-6 + 1e-3 * Math.abs(slope)));
            }
        }
    }

    @Test
    void goesDownhill() {
        int n = 200;
        TsneOptimizer optimizer = new TsneOptimizer(TsneAffinities.joint(points(n, 6, 4, 5), 10), n, 1);
        double start = optimizer.divergence();
        for (int i = 0; i < 300; i++) {
            optimizer.step(1, 50, 0.5);
        }
        double middle = optimizer.divergence();
        for (int i = 0; i < 300; i++) {
            optimizer.step(1, 50, 0.8);
        }
        assertThat(middle).isLessThan(0.6 * start);
        assertThat(optimizer.divergence()).isLessThan(middle);
    }

    @Test
    void theSameSeedGivesTheSameMapAndAnotherSeedAnother() {
        INDArray points = array(points(100, 5, 5, 7));
        Tsne settings = Tsne.perplexity(10).iterations(60);
        INDArray map = settings.map(points);
        assertThat(map.shape()).containsExactly(100, 2);
        assertThat(settings.map(points).toFloatMatrix()).isDeepEqualTo(map.toFloatMatrix());
        assertThat(settings.seed(1).map(points)).isNotEqualTo(map);
        assertThat(map.mean(0).amaxNumber().doubleValue())
                .isLessThan(1e-3 * map.amaxNumber().doubleValue());
    }

    @Test
    void pointsThatLieOnEachOtherDoNoHarm() {
        double[][] points = points(60, 3, 5, 8);
        for (int i = 0; i < 20; i++) {
            points[i] = points[0];
        }
        for (INDArray map : List.of(
                Tsne.perplexity(5).map(array(points)), Tsne.perplexity(5).map(Nd4j.ones(DataType.FLOAT, 30, 4)))) {
            for (float number : map.data().asFloat()) {
                assertThat(number).isFinite();
            }
        }
    }

    @Test
    void anInterruptEndsTheDescentAndIsKept() {
        INDArray points = array(points(100, 5, 5, 7));
        Thread caller = Thread.currentThread();
        CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS).execute(caller::interrupt);
        INDArray map = Tsne.perplexity(10).iterations(1_000_000_000).map(points);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(map.shape()).containsExactly(100, 2);
        assertThat(map.amaxNumber().doubleValue()).isBetween(1e-5, 1e6);
    }

    @Test
    void anInterruptBeforeTheFirstStepLeavesNoMap() {
        INDArray points = array(points(100, 5, 5, 7));
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> Tsne.perplexity(10).map(points));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whatCannotBeMappedIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tsne.perplexity(30).map(Nd4j.zeros(DataType.FLOAT, 2001, 3)))
                .withMessage("t-SNE takes at most 2000 points, since its time grows with their square, but there are"
                        + " 2001: pass a sample of them.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tsne.perplexity(30).map(Nd4j.zeros(DataType.FLOAT, 90, 3)))
                .withMessage(
                        "A perplexity of 30.0 needs at least 91 points, but there are 90: pass more points or choose"
                                + " a smaller perplexity.");
        INDArray broken = array(points(100, 5, 5, 7));
        broken.putScalar(3, 4, Float.NaN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tsne.perplexity(30).map(broken))
                .withMessage(
                        "The set of points holds NaN in row 3, column 4: if it comes from a network, its training has"
                                + " diverged, so train again with a lower learning rate; otherwise leave the example out.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tsne.perplexity(0.5))
                .withMessage("The perplexity is 0.5: choose at least 1; 5 to 50 are usual.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tsne.perplexity(Double.NaN))
                .withMessageStartingWith("The perplexity is NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tsne.perplexity(30).iterations(0))
                .withMessage("t-SNE has 0 iterations: give at least 1.");
    }
}

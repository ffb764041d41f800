package hourglass.evaluate.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import hourglass.evaluate.Metrics;
import hourglass.evaluate.linalg.Matrix;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PcaTest {

    /** Correlated data: n rows of d numbers that mix {@code rank} independent ones. */
    private static double[][] data(int n, int d, int rank, long seed) {
        Random random = new Random(seed);
        double[][] mixing = new double[rank][d];
        for (double[] row : mixing) {
            for (int j = 0; j < d; j++) {
                row[j] = random.nextGaussian();
            }
        }
        double[][] data = new double[n][d];
        for (double[] row : data) {
            for (int k = 0; k < rank; k++) {
                double amount = random.nextGaussian() / (1 + k);
                for (int j = 0; j < d; j++) {
                    row[j] += amount * mixing[k][j] + (k == 0 ? 0.5 + j : 0);
                }
            }
        }
        return data;
    }

    private static INDArray floats(double[][] data) {
        return Nd4j.createFromArray(data).castTo(DataType.FLOAT);
    }

    private static void assertClose(INDArray actual, INDArray expected, double tolerance) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(tolerance);
    }

    @Test
    void findsTheAxesOfAKnownCovariance() {
        // Mean (1, 2); along (3, 4)/5 the sample variance is 2·25/3, across it 2·(5/2)²/3.
        INDArray pixels = Nd4j.createFromArray(new float[][] {{4, 6}, {-2, -2}, {-1, 3.5f}, {3, 0.5f}});
        Pca pca = Pca.fit(pixels, 2);
        assertThat(pca.mean().toFloatVector()).containsExactly(1, 2);
        assertThat(pca.explainedVariance()).containsExactly(new double[] {50.0 / 3, 12.5 / 3}, within(1e-9));
        assertThat(pca.explainedVarianceRatio()).containsExactly(new double[] {0.8, 0.2}, within(1e-9));
        assertClose(pca.components(), Nd4j.createFromArray(new float[][] {{0.6f, 0.8f}, {0.8f, -0.6f}}), 1e-6);
        assertClose(
                pca.encode(pixels), Nd4j.createFromArray(new float[][] {{5, 0}, {-5, 0}, {0, -2.5f}, {0, 2.5f}}), 1e-5);
    }

    @Test
    void agreesWithTheSingularValueDecomposition() {
        double[][] data = data(40, 6, 6, 1);
        Pca pca = Pca.fit(floats(data), 3);
        double[] mean = new double[6];
        for (double[] row : data) {
            for (int j = 0; j < 6; j++) {
                mean[j] += row[j] / 40;
            }
        }
        double[][] centred = new double[40][6];
        for (int i = 0; i < 40; i++) {
            for (int j = 0; j < 6; j++) {
                centred[i][j] = data[i][j] - mean[j];
            }
        }
        var svd = new SingularValueDecomposition(MatrixUtils.createRealMatrix(centred));
        double[][] best = svd.getU()
                .getSubMatrix(0, 39, 0, 2)
                .multiply(svd.getS().getSubMatrix(0, 2, 0, 2))
                .multiply(svd.getVT().getSubMatrix(0, 2, 0, 5))
                .getData();
        for (int k = 0; k < 3; k++) {
            assertThat(pca.explainedVariance()[k])
                    .isCloseTo(Math.pow(svd.getSingularValues()[k], 2) / 39, within(1e-4));
        }
        INDArray expected = floats(best).addRowVector(floats(new double[][] {mean}));
        assertClose(pca.reconstruct(floats(data)), expected, 1e-4);
    }

    @Test
    void componentsAreOrthonormal() {
        INDArray components = Pca.fit(floats(data(100, 20, 20, 2)), 7).components();
        assertClose(components.mmul(components.transpose()), Nd4j.eye(7).castTo(DataType.FLOAT), 1e-5);
    }

    @Test
    void allComponentsGiveThePicturesBack() {
        INDArray pixels = floats(data(50, 12, 12, 3));
        assertClose(Pca.fit(pixels, 12).reconstruct(pixels), pixels, 1e-4);
    }

    @Test
    void picturesBeyondOneBlockCountAsMuch() {
        double[][] data = data(Matrix.BLOCK + 500, 5, 5, 9);
        Pca all = Pca.fit(floats(data), 5);
        double total = 0;
        for (int j = 0; j < 5; j++) {
            int column = j;
            double[] values = IntStream.range(0, data.length)
                    .mapToDouble(i -> data[i][column])
                    .toArray();
            total += org.apache.commons.math3.stat.StatUtils.variance(values);
        }
        assertThat(IntStream.range(0, 5)
                        .mapToDouble(k -> all.explainedVariance()[k])
                        .sum())
                .isCloseTo(total, within(1e-3));
    }

    @Test
    void moreComponentsNeverMakeTheErrorLarger() {
        INDArray pixels = floats(data(80, 10, 10, 4));
        Pca all = Pca.fit(pixels, 10);
        double last = Metrics.meanSquaredError(pixels, MeanBaseline.fit(pixels).reconstruct(pixels));
        for (int k = 1; k <= 10; k++) {
            double error =
                    Metrics.meanSquaredError(pixels, all.withComponents(k).reconstruct(pixels));
            assertThat(error).isLessThan(last);
            last = error;
        }
    }

    @Test
    void variancesFallAndAreThoseOfTheCodes() {
        INDArray pixels = floats(data(200, 8, 8, 5));
        Pca pca = Pca.fit(pixels, 8);
        double[] variances = pca.explainedVariance();
        INDArray codes = pca.encode(pixels);
        for (int k = 0; k < 8; k++) {
            assertThat(codes.getColumn(k).varNumber().doubleValue())
                    .isCloseTo(variances[k], within(1e-4 * variances[0]));
            assertThat(k == 0 || variances[k] <= variances[k - 1]).isTrue();
        }
    }

    @Test
    void dataOfLowRankNeedNoMoreComponentsThanTheirRank() {
        INDArray pixels = floats(data(60, 10, 3, 6));
        Pca pca = Pca.fit(pixels, 10);
        assertThat(pca.explainedVariance()[2]).isGreaterThan(1e-3);
        for (int k = 3; k < 10; k++) {
            assertThat(pca.explainedVariance()[k]).isBetween(0.0, 1e-9);
        }
        assertClose(pca.withComponents(3).reconstruct(pixels), pixels, 1e-4);
    }

    @Test
    void cuttingEqualsFittingFewer() {
        INDArray pixels = floats(data(60, 9, 9, 7));
        Pca cut = Pca.fit(pixels, 9).withComponents(4);
        Pca fitted = Pca.fit(pixels, 4);
        assertThat(cut.components()).isEqualTo(fitted.components());
        assertThat(cut.explainedVarianceRatio()).isEqualTo(fitted.explainedVarianceRatio());
        assertThat(cut.name()).isEqualTo("PCA, 4 components");
        assertThat(cut.codeSize()).isEqualTo(4);
    }

    @Test
    void fewerPicturesThanPixelsAreEnough() {
        INDArray pixels = floats(data(4, 30, 10, 8));
        assertClose(Pca.fit(pixels, 3).reconstruct(pixels), pixels, 1e-4);
    }

    @Test
    void encodingLeavesThePicturesAlone() {
        INDArray pixels = floats(data(10, 5, 5, 11));
        INDArray before = pixels.dup();
        Pca pca = Pca.fit(pixels, 2);
        pca.reconstruct(pixels);
        pca.components().assign(0);
        assertThat(pixels).isEqualTo(before);
        assertThat(pca.components().norm2Number().doubleValue()).isGreaterThan(1);
    }

    @Test
    void impossibleNumbersOfComponentsAreRefused() {
        INDArray pixels = floats(data(10, 5, 5, 10));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pca.fit(pixels, 0))
                .withMessage("PCA cannot have 0 components for pictures of 5 pixels: choose from 1 to 5.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pca.fit(pixels, 6))
                .withMessage("PCA cannot have 6 components for pictures of 5 pixels: choose from 1 to 5.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pca.fit(pixels, 3).withComponents(4))
                .withMessage("This PCA cannot be cut to 4 components: it has 3, so choose from 1 to 3 or fit one with"
                        + " more.");
    }

    @Test
    void picturesOfAnotherSizeAreRefused() {
        Pca pca = Pca.fit(floats(data(10, 5, 5, 10)), 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pca.encode(Nd4j.zeros(3, 6)))
                .withMessage("The pictures have 6 pixels each, but 5 are expected: pass an array [n, 5].");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pca.decode(Nd4j.zeros(3, 5)))
                .withMessage("The codes have 5 numbers each, but 2 are expected: pass an array [n, 2].");
    }

    @Test
    void oneOrUnfinishedPicturesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pca.fit(Nd4j.zeros(1, 5), 2))
                .withMessage("PCA cannot be fitted to a single picture: pass at least two.");
        INDArray broken = Nd4j.zeros(DataType.FLOAT, 3, 5);
        broken.putScalar(1, 4, Float.POSITIVE_INFINITY);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pca.fit(broken, 2))
                .withMessageStartingWith("The training set holds Infinity in picture 1 at pixel 4");
    }
}

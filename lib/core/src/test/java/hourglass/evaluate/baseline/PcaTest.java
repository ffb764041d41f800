package hourglass.evaluate.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import hourglass.evaluate.Metrics;
import hourglass.evaluate.linalg.Matrix;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

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
        INDArray examples = Nd4j.createFromArray(new float[][] {{4, 6}, {-2, -2}, {-1, 3.5f}, {3, 0.5f}});
        Pca pca = Pca.fit(examples, 2);
        assertThat(pca.mean().toFloatVector()).containsExactly(1, 2);
        assertThat(pca.explainedVariance()).containsExactly(new double[] {50.0 / 3, 12.5 / 3}, within(1e-9));
        assertThat(pca.explainedVarianceRatio()).containsExactly(new double[] {0.8, 0.2}, within(1e-9));
        assertClose(pca.components(), Nd4j.createFromArray(new float[][] {{0.6f, 0.8f}, {0.8f, -0.6f}}), 1e-6);
        assertClose(
                pca.encode(examples),
                Nd4j.createFromArray(new float[][] {{5, 0}, {-5, 0}, {0, -2.5f}, {0, 2.5f}}),
                1e-5);
    }

    @Test
    void agreesWithTheSingularValueDecomposition() {
        double[][] data = data(40, 6, 6, 1);
        Pca pca = Pca.fit(floats(data), 3);
        requireEqual(pca, data, bySvd(data));
    }

    @Test
    void ofFewExamplesAgreesWithTheSingularValueDecomposition() {
        double[][] data = data(12, 40, 12, 12);
        Pca pca = Pca.fit(floats(data), 5);
        requireEqual(pca, data, bySvd(data));
    }

    @Test
    void ofManyExamplesOfManyNumbersAgreesWithAKnownBasis() {
        // Along the first axes the deviations are 8, 4 and 2, across them 0.1; 1,100 and 1,050 are more than LAPACK
        // gets.
        Random random = new Random(13);
        double[][] data = new double[1_100][1_050];
        for (double[] row : data) {
            for (int j = 0; j < row.length; j++) {
                row[j] = random.nextGaussian() * (j < 3 ? 8 >> j : 0.1);
            }
        }
        INDArray examples = floats(data);
        Pca few = Pca.fit(examples, 3);
        Pca exact = Pca.fit(examples.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 3)), 3);
        for (int k = 0; k < 3; k++) {
            assertThat(few.explainedVariance()[k])
                    .isCloseTo(exact.explainedVariance()[k], within(0.02 * exact.explainedVariance()[k]));
            assertThat(few.components().getDouble(k, k)).isGreaterThan(0.99);
        }
        double whole = Arrays.stream(data)
                        .flatMapToDouble(Arrays::stream)
                        .map(x -> x * x)
                        .sum()
                / 1_099;
        assertThat(few.explainedVariance()[0] / few.explainedVarianceRatio()[0]).isCloseTo(whole, within(0.01 * whole));
    }

    @Test
    void moreComponentsThanExamplesAreOrthonormal() {
        INDArray examples = floats(data(6, 30, 6, 14));
        Pca pca = Pca.fit(examples, 30);
        INDArray components = pca.components();
        assertClose(components.mmul(components.transpose()), Nd4j.eye(30).castTo(DataType.FLOAT), 1e-5);
        assertThat(Arrays.stream(pca.explainedVariance()).skip(5)).allMatch(variance -> variance == 0);
        assertClose(pca.reconstruct(examples), examples, 1e-4);
    }

    /** The singular value decomposition of the rows around their mean. */
    private static SingularValueDecomposition bySvd(double[][] data) {
        var matrix = MatrixUtils.createRealMatrix(data);
        for (int j = 0; j < data[0].length; j++) {
            double[] column = matrix.getColumn(j);
            double mean = StatUtils.mean(column);
            matrix.setColumn(j, Arrays.stream(column).map(x -> x - mean).toArray());
        }
        return new SingularValueDecomposition(matrix);
    }

    private static void requireEqual(Pca pca, double[][] data, SingularValueDecomposition svd) {
        int k = pca.codeSize();
        double[] singular = svd.getSingularValues();
        double sum = Arrays.stream(singular).map(x -> x * x).sum();
        for (int i = 0; i < k; i++) {
            double square = singular[i] * singular[i];
            assertThat(pca.explainedVariance()[i]).isCloseTo(square / (data.length - 1), within(1e-4));
            assertThat(pca.explainedVarianceRatio()[i]).isCloseTo(square / sum, within(1e-6));
        }
        double[][] centred = svd.getU()
                .getSubMatrix(0, data.length - 1, 0, k - 1)
                .multiply(svd.getS().getSubMatrix(0, k - 1, 0, k - 1))
                .multiply(svd.getVT().getSubMatrix(0, k - 1, 0, data[0].length - 1))
                .getData();
        assertClose(pca.reconstruct(floats(data)), floats(centred).addRowVector(pca.mean()), 1e-4);
    }

    @Test
    void componentsAreOrthonormal() {
        INDArray components = Pca.fit(floats(data(100, 20, 20, 2)), 7).components();
        assertClose(components.mmul(components.transpose()), Nd4j.eye(7).castTo(DataType.FLOAT), 1e-5);
    }

    @Test
    void allComponentsGiveTheExamplesBack() {
        INDArray examples = floats(data(50, 12, 12, 3));
        assertClose(Pca.fit(examples, 12).reconstruct(examples), examples, 1e-4);
    }

    @Test
    void examplesBeyondOneBlockCountAsMuch() {
        double[][] data = data(Matrix.BLOCK + 500, 5, 5, 9);
        Pca all = Pca.fit(floats(data), 5);
        double total = 0;
        for (int j = 0; j < 5; j++) {
            int column = j;
            double[] values = IntStream.range(0, data.length)
                    .mapToDouble(i -> data[i][column])
                    .toArray();
            total += StatUtils.variance(values);
        }
        assertThat(IntStream.range(0, 5)
                        .mapToDouble(k -> all.explainedVariance()[k])
                        .sum())
                .isCloseTo(total, within(1e-3));
    }

    @Test
    void moreComponentsNeverMakeTheErrorLarger() {
        INDArray examples = floats(data(80, 10, 10, 4));
        Pca all = Pca.fit(examples, 10);
        double last =
                Metrics.meanSquaredError(examples, MeanBaseline.fit(examples).reconstruct(examples));
        for (int k = 1; k <= 10; k++) {
            double error =
                    Metrics.meanSquaredError(examples, all.withComponents(k).reconstruct(examples));
            assertThat(error).isLessThan(last);
            last = error;
        }
    }

    @Test
    void variancesFallAndAreThoseOfTheCodes() {
        INDArray examples = floats(data(200, 8, 8, 5));
        Pca pca = Pca.fit(examples, 8);
        double[] variances = pca.explainedVariance();
        INDArray codes = pca.encode(examples);
        for (int k = 0; k < 8; k++) {
            assertThat(codes.getColumn(k).varNumber().doubleValue())
                    .isCloseTo(variances[k], within(1e-4 * variances[0]));
            assertThat(k == 0 || variances[k] <= variances[k - 1]).isTrue();
        }
    }

    @Test
    void dataOfLowRankNeedNoMoreComponentsThanTheirRank() {
        INDArray examples = floats(data(60, 10, 3, 6));
        Pca pca = Pca.fit(examples, 10);
        assertThat(pca.explainedVariance()[2]).isGreaterThan(1e-3);
        for (int k = 3; k < 10; k++) {
            assertThat(pca.explainedVariance()[k]).isBetween(0.0, 1e-9);
        }
        assertClose(pca.withComponents(3).reconstruct(examples), examples, 1e-4);
    }

    @Test
    void cuttingEqualsFittingFewer() {
        INDArray examples = floats(data(60, 9, 9, 7));
        Pca cut = Pca.fit(examples, 9).withComponents(4);
        Pca fitted = Pca.fit(examples, 4);
        assertThat(cut.components()).isEqualTo(fitted.components());
        assertThat(cut.explainedVarianceRatio()).isEqualTo(fitted.explainedVarianceRatio());
        assertThat(cut.name()).isEqualTo("PCA, 4 components");
        assertThat(cut.codeSize()).isEqualTo(4);
    }

    @Test
    void fewerExamplesThanNumbersAreEnough() {
        INDArray examples = floats(data(4, 30, 10, 8));
        assertClose(Pca.fit(examples, 3).reconstruct(examples), examples, 1e-4);
    }

    @Test
    void encodingLeavesTheExamplesAlone() {
        INDArray examples = floats(data(10, 5, 5, 11));
        INDArray before = examples.dup();
        Pca pca = Pca.fit(examples, 2);
        pca.reconstruct(examples);
        pca.components().assign(0);
        assertThat(examples).isEqualTo(before);
        assertThat(pca.components().norm2Number().doubleValue()).isGreaterThan(1);
    }

    @Test
    void impossibleNumbersOfComponentsAreRefused() {
        INDArray examples = floats(data(10, 5, 5, 10));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pca.fit(examples, 0))
                .withMessage("PCA cannot have 0 components for examples of 5 numbers: choose from 1 to 5.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pca.fit(examples, 6))
                .withMessage("PCA cannot have 6 components for examples of 5 numbers: choose from 1 to 5.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pca.fit(examples, 3).withComponents(4))
                .withMessage("This PCA cannot be cut to 4 components: it has 3, so choose from 1 to 3 or fit one with"
                        + " more.");
    }

    @Test
    void componentsThatWouldTakeTooLongAreRefused() {
        INDArray many = Nd4j.zeros(DataType.FLOAT, 1_025, 1_025);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pca.fit(many, 513))
                .withMessage(
                        "PCA of 1025 examples of 1025 numbers finds at most 512 components, but 513 are asked for: take"
                                + " fewer components, or at most 1024 examples or numbers.");
    }

    @Test
    void examplesOfAnotherSizeAreRefused() {
        Pca pca = Pca.fit(floats(data(10, 5, 5, 10)), 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pca.encode(Nd4j.zeros(3, 6)))
                .withMessage("The examples have 6 numbers each, but 5 are expected: pass an array [n, 5].");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pca.decode(Nd4j.zeros(3, 5)))
                .withMessage("The codes have 5 numbers each, but 2 are expected: pass an array [n, 2].");
    }

    @Test
    void aSingleExampleAndInfinityAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pca.fit(Nd4j.zeros(1, 5), 2))
                .withMessage("PCA cannot be fitted to a single example: pass at least two.");
        INDArray broken = Nd4j.zeros(DataType.FLOAT, 3, 5);
        broken.putScalar(1, 4, Float.POSITIVE_INFINITY);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pca.fit(broken, 2))
                .withMessageStartingWith("The training set holds Infinity in row 1, column 4");
    }
}

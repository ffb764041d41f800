package hourglass.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import hourglass.evaluate.linalg.Matrix;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class MetricsTest {

    private static INDArray pictures(float[]... rows) {
        return Nd4j.createFromArray(rows);
    }

    @Test
    void crossEntropyIsTheFormulaByHand() {
        INDArray target = pictures(new float[] {1, 0}, new float[] {0.5f, 0.25f});
        INDArray prediction = pictures(new float[] {0.5f, 0.25f}, new float[] {0.5f, 0.75f});
        // −ln 0.5, −ln 0.75 | ln 2, −0.25 ln 0.75 − 0.75 ln 0.25
        double first = (0.6931471806 + 0.2876820724) / 2;
        double second = (0.6931471806 + 0.25 * 0.2876820724 + 0.75 * 1.3862943611) / 2;
        assertThat(Metrics.bernoulliCrossEntropyPerExample(target, prediction))
                .containsExactly(new double[] {first, second}, within(1e-9));
        assertThat(Metrics.bernoulliCrossEntropy(target, prediction)).isCloseTo((first + second) / 2, within(1e-9));
    }

    @Test
    void aCertainlyWrongPixelCostsAFiniteLoss() {
        double loss = Metrics.bernoulliCrossEntropy(pictures(new float[] {1, 0}), pictures(new float[] {0, 1}));
        assertThat(loss).isCloseTo(-Math.log(1e-7), within(1e-9));
    }

    @Test
    void aCertainlyRightPixelCostsNothing() {
        double loss = Metrics.bernoulliCrossEntropy(pictures(new float[] {1, 0}), pictures(new float[] {1, 0}));
        assertThat(loss).isBetween(0.0, 2e-7);
    }

    @Test
    void noPredictionOfGreyPixelsIsBelowTheEntropyFloor() {
        INDArray target = Nd4j.rand(DataType.FLOAT, 20, 30);
        double floor = Metrics.entropyFloor(target);
        assertThat(Metrics.entropyFloor(pictures(new float[] {0.5f, 0.5f}))).isCloseTo(Math.log(2), within(1e-9));
        assertThat(floor).isPositive();
        for (double shift : new double[] {-0.01, 0.01}) {
            assertThat(Metrics.bernoulliCrossEntropy(target, target.add(shift))).isGreaterThan(floor);
        }
    }

    @Test
    void squaredErrorsAreTheFormulaByHand() {
        INDArray target = pictures(new float[] {0, 1, 0.5f, 0}, new float[] {0, 0, 0, 0});
        INDArray prediction = pictures(new float[] {0.5f, 1, 0, 1}, new float[] {0, 0, 0, 0.5f});
        assertThat(Metrics.sumOfSquaredErrorsPerExample(target, prediction)).containsExactly(1.5, 0.25);
        assertThat(Metrics.sumOfSquaredErrors(target, prediction)).isEqualTo(0.875);
        assertThat(Metrics.meanSquaredErrorPerExample(target, prediction)).containsExactly(0.375, 0.0625);
        assertThat(Metrics.meanSquaredError(target, prediction)).isEqualTo(0.21875);
    }

    @Test
    void psnrIsTenDecibelsPerPowerOfTenOfTheMeanSquaredError() {
        INDArray target = Nd4j.zeros(DataType.FLOAT, 3, 4);
        INDArray prediction =
                pictures(new float[] {1, 1, 1, 1}, new float[] {0.1f, 0.1f, 0.1f, 0.1f}, new float[] {0, 0, 0, 0});
        assertThat(Metrics.psnrPerExample(target, prediction))
                .containsExactly(new double[] {0, 20, Metrics.PSNR_OF_EXACT_COPY}, within(1e-6));
        assertThat(Metrics.psnr(target, prediction)).isCloseTo(40, within(1e-6));
    }

    @Test
    void picturesBeyondOneBlockAreAllMeasuredInOrder() {
        int n = 2 * Matrix.BLOCK + 3;
        INDArray target = Nd4j.zeros(DataType.FLOAT, n, 2);
        INDArray prediction = Nd4j.zeros(DataType.FLOAT, n, 2);
        prediction.putScalar(n - 1, 1, 1);
        prediction.putScalar(Matrix.BLOCK, 0, 0.5);
        double[] errors = Metrics.sumOfSquaredErrorsPerExample(target, prediction);
        assertThat(errors).hasSize(n);
        assertThat(errors[n - 1]).isEqualTo(1);
        assertThat(errors[Matrix.BLOCK]).isEqualTo(0.25);
        assertThat(errors[Matrix.BLOCK - 1]).isZero();
    }

    @Test
    void aMillionEqualErrorsLoseNoDigits() {
        INDArray target = Nd4j.zeros(DataType.FLOAT, 4096, 4096);
        // The square of 0.1f; a running sum of floats is wrong in the third digit after 16 million of them.
        assertThat(Metrics.meanSquaredError(target, target.add(0.1f))).isCloseTo((double) 0.1f * 0.1f, within(1e-15));
    }

    @Test
    void channelsRowsAndViewsAreReadAsTheSamePictures() {
        INDArray target = Nd4j.rand(DataType.FLOAT, 5, 12);
        INDArray prediction = Nd4j.rand(DataType.FLOAT, 5, 12);
        double expected = Metrics.meanSquaredError(target, prediction);
        assertThat(Metrics.meanSquaredError(target.reshape('c', 5, 1, 3, 4), prediction))
                .isEqualTo(expected);
        assertThat(Metrics.meanSquaredError(target.dup('f'), prediction.castTo(DataType.DOUBLE)))
                .isEqualTo(expected);
    }

    @Test
    void shapesThatDifferAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metrics.meanSquaredError(Nd4j.zeros(2, 4), Nd4j.zeros(2, 5)))
                .withMessage(
                        "The target has shape [2, 4] and the prediction has shape [2, 5]: pass equally many examples"
                                + " with equally many numbers in the same order.");
    }

    @Test
    void aSinglePictureWithoutItsDimensionIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metrics.entropyFloor(Nd4j.zeros(4)))
                .withMessage("The target has shape [4]: pass at least one example as [n, numbers per example].");
    }

    @Test
    void aPredictionThatIsNotANumberIsFound() {
        INDArray prediction = Nd4j.zeros(DataType.FLOAT, 3, 4);
        prediction.putScalar(2, 1, Float.NaN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metrics.bernoulliCrossEntropy(Nd4j.zeros(DataType.FLOAT, 3, 4), prediction))
                .withMessageStartingWith("The prediction holds NaN in row 2, column 1:");
    }

    @Test
    void aTargetThatIsNoProbabilityIsRefusedByCrossEntropyAlone() {
        INDArray target = pictures(new float[] {0, 0}, new float[] {0, 1.5f});
        assertThat(Metrics.meanSquaredError(target, target)).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metrics.entropyFloor(target))
                .withMessage("The target holds 1.5 in row 1, column 1: Bernoulli cross-entropy needs values from 0"
                        + " to 1, so scale the data first.");
    }

    @Test
    void ratiosForAPeakOfOneRefuseGreyLevelsUpTo255() {
        INDArray target = Nd4j.createFromArray(new float[][] {{0, 255}});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metrics.psnr(target, target))
                .withMessage(
                        "The target holds 255.0 in row 0, column 1: the peak signal-to-noise ratio is defined here for"
                                + " values from 0 to 1, so scale the data first.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metrics.ssim(Nd4j.ones(1, 121).mul(255), Nd4j.ones(1, 121), 11, 11))
                .withMessageContaining("holds 255.0 in row 0, column 0");
    }

    @Test
    void anInfinitePredictionIsNoCertainty() {
        INDArray prediction = Nd4j.createFromArray(new float[][] {{0, Float.POSITIVE_INFINITY}});
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Metrics.bernoulliCrossEntropy(Nd4j.createFromArray(new float[][] {{0, 1}}), prediction))
                .withMessageStartingWith("The prediction holds Infinity in row 0, column 1");
    }

    @Test
    void picturesOfOtherProportionsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metrics.meanSquaredError(Nd4j.zeros(2, 1, 20, 40), Nd4j.zeros(2, 1, 40, 20)))
                .withMessageStartingWith(
                        "The target has shape [2, 1, 20, 40] and the prediction has shape [2, 1, 40, 20]");
        assertThat(Metrics.meanSquaredError(Nd4j.zeros(2, 20, 40), Nd4j.ones(2, 20, 40, 1)))
                .isEqualTo(1);
        assertThat(Metrics.meanSquaredError(Nd4j.zeros(2, 1, 20, 40), Nd4j.ones(2, 20, 40)))
                .isEqualTo(1);
    }
}

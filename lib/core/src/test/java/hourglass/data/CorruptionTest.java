package hourglass.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class CorruptionTest {
    private static final int N = 300;
    private static final int WIDTH = 784;
    private static final double PIXELS = N * WIDTH;

    private static INDArray grey(double level) {
        return Nd4j.valueArrayOf(new long[] {N, WIDTH}, level, DataType.FLOAT);
    }

    private static double[] noise(Corruption corruption, double level) {
        double[] noisy = corruption.corrupt(grey(level), 1).data().asDouble();
        return Arrays.stream(noisy).map(value -> value - (float) level).toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double deviation(double[] values) {
        double mean = mean(values);
        return Math.sqrt(Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow());
    }

    private static double share(double[] values, DoublePredicate predicate) {
        return Arrays.stream(values).filter(predicate).count() / (double) values.length;
    }

    @Test
    void gaussianNoiseIsNormalWithTheGivenDeviation() {
        double[] noise = noise(Corruption.gaussian(0.1), 0.5);

        double error = 0.1 / Math.sqrt(PIXELS);
        assertThat(mean(noise)).isCloseTo(0, within(4 * error));
        assertThat(deviation(noise)).isCloseTo(0.1, within(4 * error / Math.sqrt(2)));
        assertThat(share(noise, value -> Math.abs(value) > 0.1)).isCloseTo(0.3173, within(0.004));
        assertThat(share(noise, value -> Math.abs(value) > 0.3)).isCloseTo(0.0027, within(0.0005));
    }

    @Test
    void pixelsGetNoiseOfTheirOwn() {
        double[] noise = noise(Corruption.gaussian(0.1), 0.5);

        for (int distance : new int[] {1, 28, WIDTH}) {
            double product = 0;
            for (int i = distance; i < noise.length; i++) {
                product += noise[i] * noise[i - distance];
            }
            double correlation = product / (noise.length - distance) / 0.01;
            assertThat(correlation).isCloseTo(0, within(4 / Math.sqrt(PIXELS)));
        }
    }

    @Test
    void whatLeavesTheRangeIsClippedSoStrongNoiseBrightensBlack() {
        double[] noise = noise(Corruption.gaussian(0.5), 0);

        assertThat(share(noise, value -> value >= 0 && value <= 1)).isEqualTo(1);
        assertThat(share(noise, value -> value == 0)).isCloseTo(0.5, within(0.005));
        assertThat(share(noise, value -> value == 1)).isCloseTo(0.0228, within(0.002));
        // σ (φ(0) − φ(2)) + 1 − Φ(2) for σ = 1/2
        assertThat(mean(noise)).isCloseTo(0.1952, within(0.003));
    }

    @Test
    void heteroscedasticNoiseGrowsWithTheLight() {
        Corruption noise = Corruption.heteroscedastic(0.02, 0.12);

        assertThat(deviation(noise(noise, 0.3))).isCloseTo(0.05, within(0.001));
        assertThat(deviation(noise(noise, 0.5))).isCloseTo(0.07, within(0.001));
        assertThat(Corruption.heteroscedastic(0.5, 0.5)).isEqualTo(Corruption.gaussian(0.5));
    }

    @Test
    void saltAndPepperHitAShareAndLeaveTheRest() {
        double[] noisy =
                Corruption.saltAndPepper(0.3).corrupt(grey(0.4), 1).data().asDouble();

        assertThat(share(noisy, value -> value == 0)).isCloseTo(0.15, within(0.004));
        assertThat(share(noisy, value -> value == 1)).isCloseTo(0.15, within(0.004));
        assertThat(share(noisy, value -> value == 0.4f)).isCloseTo(0.7, within(0.005));
        assertThat(share(noisy, value -> value == 0 || value == 1 || value == 0.4f))
                .isEqualTo(1);
    }

    @Test
    void theDropoutMaskBlackensAShareAndLeavesTheRest() {
        double[] noisy =
                Corruption.dropoutMask(0.25).corrupt(grey(0.4), 1).data().asDouble();

        assertThat(share(noisy, value -> value == 0)).isCloseTo(0.25, within(0.005));
        assertThat(share(noisy, value -> value == 0 || value == 0.4f)).isEqualTo(1);
    }

    @Test
    void sharesOfNothingAndOfAllAreExact() {
        INDArray pictures = grey(0.4);

        assertThat(Corruption.saltAndPepper(0).corrupt(pictures, 1)).isEqualTo(pictures);
        assertThat(Corruption.gaussian(0).corrupt(pictures, 1)).isEqualTo(pictures);
        assertThat(Corruption.none().corrupt(pictures, 1)).isEqualTo(pictures);
        assertThat(Corruption.dropoutMask(1).corrupt(pictures, 1).sumNumber().doubleValue())
                .isZero();
    }

    @Test
    void theSeedDecidesAndTheInputStaysAsItWas() {
        INDArray pictures = grey(0.5);
        Corruption noise = Corruption.gaussian(0.2);

        INDArray noisy = noise.corrupt(pictures, 7);

        assertThat(noise.corrupt(pictures, 7)).isEqualTo(noisy);
        assertThat(noise.corrupt(pictures, 8)).isNotEqualTo(noisy);
        assertThat(pictures).isEqualTo(grey(0.5));
        assertThat(noise.corrupt(pictures.reshape('c', N, 1, 28, 28), 7).shape())
                .containsExactly(N, 1, 28, 28);
        assertThat(noise.corrupt(pictures.dup('f'), 7)).isEqualTo(noisy);
        assertThat(noise.corrupt(pictures.castTo(DataType.DOUBLE), 7)).isEqualTo(noisy);
    }

    private static INDArray batch(Corruption noise, int[] numbers, int epoch) {
        INDArray clean = Nd4j.valueArrayOf(new long[] {numbers.length, WIDTH}, 0.5, DataType.FLOAT);
        INDArray into = Nd4j.create(DataType.FLOAT, numbers.length, WIDTH);
        noise.corrupt(clean, numbers, 7, epoch, into);
        return into;
    }

    @Test
    void anExampleGetsTheSameNoiseInWhateverBatchItComes() {
        Corruption noise = Corruption.gaussian(0.2);

        INDArray some = batch(noise, new int[] {3, 1, 2}, 5);
        INDArray others = batch(noise, new int[] {1, 3}, 5);

        assertThat(some.getRow(0)).isEqualTo(others.getRow(1)).isNotEqualTo(some.getRow(1));
        assertThat(some.getRow(1)).isEqualTo(others.getRow(0));
    }

    @Test
    void eachEpochDrawsAnewUnlessDrawnOnce() {
        int[] numbers = {0, 1, 2};
        Corruption fresh = Corruption.gaussian(0.2);
        Corruption fixed = fresh.once();

        assertThat(batch(fresh, numbers, 1)).isNotEqualTo(batch(fresh, numbers, 0));
        assertThat(batch(fixed, numbers, 1)).isEqualTo(batch(fixed, numbers, 0));
        assertThat(fixed).isNotEqualTo(fresh).isEqualTo(Corruption.gaussian(0.2).once());
    }

    /** Standardised signals: mean 0, deviation 1. */
    private static INDArray signals() {
        return Nd4j.randn(DataType.FLOAT, N, WIDTH);
    }

    @Test
    void dataThatAreNoPicturesAreNotClipped() {
        INDArray signals = signals();

        assertThat(Corruption.gaussian(0).corrupt(signals, 1)).isEqualTo(signals);
        double[] noise =
                Corruption.gaussian(0.2).corrupt(signals, 1).sub(signals).data().asDouble();
        assertThat(deviation(noise)).isCloseTo(0.2, within(0.002));
        assertThat(Corruption.dropoutMask(0).corrupt(signals, 1)).isEqualTo(signals);
    }

    @Test
    void aBatchOfSignalsIsTreatedAsTheWholeTrainingSet() {
        INDArray signals = signals();
        signals.getRow(0).assign(0.9);
        Corruption noise = Corruption.gaussian(0.5).fittedTo(signals);
        INDArray batch = signals.getRow(0, true).dup('c');

        noise.corrupt(batch, new int[] {0}, 7, 0, batch);

        assertThat(batch.maxNumber().doubleValue()).isGreaterThan(1.5);
        INDArray asAPicture = grey(0.9);
        assertThat(noise.corrupt(asAPicture, 1).maxNumber().doubleValue()).isGreaterThan(1.5);
        assertThat(Corruption.gaussian(0.5).withoutClipping().corrupt(asAPicture, 1))
                .isEqualTo(noise.corrupt(asAPicture, 1));
        assertThat(Corruption.gaussian(0.5).fittedTo(asAPicture).corrupt(asAPicture, 1))
                .isEqualTo(Corruption.gaussian(0.5).corrupt(asAPicture, 1));
    }

    @Test
    void everyFloatingPointTypeAndEveryOrderInMemoryIsCorruptedAsAWhole() {
        int[] numbers = {0, 1, 2};
        INDArray expected = batch(Corruption.gaussian(0.2), numbers, 0);
        INDArray wide = Nd4j.create(DataType.FLOAT, 3, 2 * WIDTH);
        for (INDArray into : new INDArray[] {
            Nd4j.create(DataType.DOUBLE, 3, WIDTH),
            Nd4j.create(DataType.FLOAT, WIDTH, 3).transpose(),
            wide.get(NDArrayIndex.all(), NDArrayIndex.interval(0, WIDTH)),
            Nd4j.create(DataType.FLOAT, 6, WIDTH).get(NDArrayIndex.interval(3, 6), NDArrayIndex.all())
        }) {
            into.assign(0.5);
            Corruption.gaussian(0.2).corrupt(into, numbers, 7, 0, into);
            assertThat(into.castTo(DataType.FLOAT).dup('c')).isEqualTo(expected);
        }
        assertThat(wide.get(NDArrayIndex.all(), NDArrayIndex.interval(WIDTH, 2 * WIDTH))
                        .sumNumber()
                        .doubleValue())
                .isZero();
    }

    @Test
    void whatCannotBeCorruptedIsNamedWithItsPlace() {
        INDArray holed = grey(0.5);
        holed.putScalar(3, 5, Float.NaN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Corruption.gaussian(0.1).corrupt(holed, 1))
                .withMessage("Value 5 of example 3 is NaN, which cannot be corrupted: repair the value, or leave the"
                        + " example out.");
        INDArray signals = grey(0.5);
        signals.putScalar(2, 7, -1.5f);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Corruption.saltAndPepper(0.3).corrupt(signals, 1))
                .withMessage("Value 7 of example 2 is -1.5, but 'salt and pepper, 30 %' is noise for pictures, whose"
                        + " values lie in [0, 1]: scale all data to [0, 1], or take Gaussian noise or a dropout mask"
                        + " without clipping.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Corruption.heteroscedastic(0.1, 0.2).corrupt(signals, 1))
                .withMessageStartingWith(
                        "Value 7 of example 2 is -1.5, but 'Gaussian, σ 0.1 at black to 0.2 at white'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Corruption.gaussian(0.1).fittedTo(grey(0.5)).corrupt(signals, 1))
                .withMessageStartingWith("Value 7 of example 2 is -1.5, but this corruption was fitted to pictures");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Corruption.gaussian(0.1)
                        .corrupt(grey(0.5), new int[N], 1, 0, Nd4j.create(DataType.FLOAT, N, 1)))
                .withMessage("Examples of shape [300, 784] with 300 numbers cannot be corrupted into an array of shape"
                        + " [300, 1] and type FLOAT: give one number for each example and a floating-point array of"
                        + " the same shape.");
    }

    @Test
    void levelsOutOfRangeAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Corruption.gaussian(-0.1))
                .withMessage("The standard deviation of the noise is -0.1: give a number from 0 to 10, where 1 is the"
                        + " range from black to white.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Corruption.heteroscedastic(0.1, Double.NaN))
                .withMessageStartingWith("The standard deviation of the noise is NaN:");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Corruption.gaussian(25))
                .withMessageStartingWith("The standard deviation of the noise is 25.0:");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Corruption.saltAndPepper(30))
                .withMessage("The share of corrupted values is 30.0: give a number from 0 to 1.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Corruption.dropoutMask(Double.NaN))
                .withMessageStartingWith("The share of corrupted values is NaN:");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Corruption.gaussian(0.1).corrupt(Nd4j.zeros(784), 1))
                .withMessage("The examples have shape [784]: pass at least one example as [examples, values].");
    }

    @Test
    void saysWhatItIs() {
        assertThat(Corruption.gaussian(0.5)).hasToString("Gaussian, σ 0.5");
        assertThat(Corruption.heteroscedastic(0.1, 1)).hasToString("Gaussian, σ 0.1 at black to 1 at white");
        assertThat(Corruption.saltAndPepper(0.3).once()).hasToString("salt and pepper, 30 %, drawn once");
        assertThat(Corruption.dropoutMask(0.125)).hasToString("dropout mask, 12.5 %");
        assertThat(Corruption.none()).hasToString("no noise");
    }

    @Test
    void arraysThatWereClosedAreRefused() {
        INDArray closed = Nd4j.rand(3, 4);
        closed.close();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Corruption.gaussian(0.1).corrupt(closed, 1))
                .withMessageContaining("was closed");
    }
}

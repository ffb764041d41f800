package hourglass.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import hourglass.data.AnomalySplit;
import hourglass.data.Signals;
import hourglass.evaluate.baseline.NearestNeighborBaseline;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ThresholdTest {

    /** The score is the value itself: normal signals hold 1 … 100, abnormal ones what is given. */
    private static final AnomalyScore VALUE =
            examples -> examples.reshape(examples.size(0)).toDoubleVector();

    private static AnomalySplit split(double abnormal) {
        float[] values = new float[150];
        int[] labels = new int[150];
        for (int i = 0; i < 150; i++) {
            labels[i] = i < 100 ? 0 : 1;
            values[i] = i < 100 ? i + 1 : (float) abnormal + i;
        }
        INDArray array = Nd4j.createFromArray(values).reshape(150, 1);
        return AnomalySplit.of(new Signals("ramp", array, labels, List.of("normal", "odd"), "a test", ""), 3);
    }

    @Test
    void raisesAtMostTheAllowedShareOfAlarmsOnValidationNormals() {
        AnomalySplit split = split(500);
        double[] scores = VALUE.of(split.validation().sequences());
        for (double share : new double[] {0, 0.05, 0.1, 0.149, 0.5, 0.99}) {
            Threshold threshold = Threshold.allowing(share, VALUE, split);
            long alarms =
                    Arrays.stream(scores).filter(s -> s > threshold.value()).count();
            assertThat(alarms).isEqualTo((long) Math.floor(share * scores.length));
        }
    }

    @Test
    void isChosenWithoutATestScore() {
        List<INDArray> asked = new ArrayList<>();
        AnomalySplit split = split(500);
        AnomalyScore spy = examples -> {
            asked.add(examples);
            return VALUE.of(examples);
        };

        Threshold.allowing(0.1, spy, split);

        assertThat(asked).hasSize(1);
        assertThat(asked.get(0)).isEqualTo(split.validation().sequences());
    }

    @Test
    void isTheSameWhateverTheTestHolds() {
        double threshold = Threshold.allowing(0.1, VALUE, split(500)).value();

        for (double abnormal : new double[] {-1000, 0, 20, 50, 1e6}) {
            assertThat(Threshold.allowing(0.1, VALUE, split(abnormal)).value()).isEqualTo(threshold);
        }
    }

    /** Scores of any origin cannot be made a threshold: there is one public way in, and it takes no numbers but the share. */
    @Test
    void canBeMadeInNoOtherWay() {
        assertThat(Threshold.class.getDeclaredConstructors())
                .allMatch(constructor -> Modifier.isPrivate(constructor.getModifiers()));
        assertThat(AnomalySplit.class.getDeclaredConstructors())
                .extracting(Constructor::getModifiers)
                .allMatch(Modifier::isPrivate);
        assertThat(Arrays.stream(Threshold.class.getMethods())
                        .filter(method -> method.getReturnType() == Threshold.class)
                        .toList())
                .singleElement()
                .extracting(Method::getParameterTypes)
                .isEqualTo(new Class<?>[] {double.class, AnomalyScore.class, AnomalySplit.class});
    }

    @Test
    void judgesTheTest() {
        AnomalySplit split = split(500);
        Threshold threshold = Threshold.allowing(0.1, VALUE, split);

        ConfusionMatrix confusion = threshold.judge(split);

        assertThat(threshold).hasToString(String.format(Locale.ROOT, "alarm above %.4f", threshold.value()));
        assertThat(confusion.truePositives()).isEqualTo(50);
        assertThat(confusion.falseNegatives()).isZero();
        double[] scores = VALUE.of(split.test().sequences());
        long normalAbove = IntStream.range(0, scores.length)
                .filter(i -> !split.abnormal()[i] && scores[i] > threshold.value())
                .count();
        assertThat(confusion.falsePositives()).isEqualTo((int) normalAbove);
        assertThat(confusion).isEqualTo(Roc.of(VALUE, split).at(threshold.value()));
    }

    @Test
    void refusesWhatIsNoShareAndScoresThatAreNoNumbers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Threshold.allowing(1, VALUE, split(0)))
                .withMessage("A share of 1.0 of false alarms cannot be allowed: give one from 0 to less than 1.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Threshold.allowing(0, x -> nan(x.size(0)), split(0)))
                .withMessageContaining("The score of example 0 is NaN");
    }

    @Test
    void confusionCountsAndPrices() {
        ConfusionMatrix confusion = ConfusionMatrix.of(
                new boolean[] {true, true, true, false, false, false, false},
                new boolean[] {true, true, false, true, false, false, false});

        assertThat(confusion).isEqualTo(new ConfusionMatrix(2, 1, 1, 3));
        assertThat(confusion.recall()).isEqualTo(2 / 3.0);
        assertThat(confusion.precision()).isEqualTo(2 / 3.0);
        assertThat(confusion.falsePositiveRate()).isEqualTo(0.25);
        assertThat(confusion.accuracy()).isEqualTo(5 / 7.0);
        assertThat(confusion.cost(10, 3)).isEqualTo(13);
        assertThat(confusion.cost(0, 3)).as("an error may cost nothing").isEqualTo(3);
    }

    @Test
    void nearestExampleIsTheNearest() {
        Random random = new Random(1);
        INDArray train = Nd4j.rand(DataType.FLOAT, 70, 1, 9);
        INDArray test = Nd4j.rand(DataType.FLOAT, 2100, 1, 9);
        INDArray nearest = NearestNeighborBaseline.fit(train).reconstruct(test);

        for (int k = 0; k < 20; k++) {
            int i = k == 0 ? 2099 : random.nextInt(2100);
            INDArray one = test.tensorAlongDimension(i, 1, 2).reshape(9);
            double least = IntStream.range(0, 70)
                    .mapToDouble(
                            j -> train.tensorAlongDimension(j, 1, 2).reshape(9).squaredDistance(one))
                    .min()
                    .orElseThrow();
            assertThat(nearest.getRow(i).squaredDistance(one)).isCloseTo(least, within(1e-6));
        }
        assertThat(AnomalyScore.errorOf(NearestNeighborBaseline.fit(train)::reconstruct)
                        .of(train))
                .containsOnly(0);
    }

    private static double[] nan(long count) {
        double[] scores = new double[(int) count];
        Arrays.fill(scores, Double.NaN);
        return scores;
    }

    @Test
    void allowsAShareThatFloatingPointHasNoExactNumberFor() {
        float[] values = new float[501];
        int[] labels = new int[501];
        for (int i = 0; i < 501; i++) {
            values[i] = i;
            labels[i] = i < 500 ? 0 : 1;
        }
        INDArray array = Nd4j.createFromArray(values).reshape(501, 1);
        AnomalySplit split =
                AnomalySplit.of(new Signals("ramp", array, labels, List.of("normal", "odd"), "a test", ""), 3);
        double[] scores = VALUE.of(split.validation().sequences());
        assertThat(scores).hasSize(100);
        double threshold = Threshold.allowing(0.29, VALUE, split).value();
        assertThat(Arrays.stream(scores).filter(s -> s > threshold).count()).isEqualTo(29);
    }

    @Test
    void leavesTheArrayOfTheScoreAlone() {
        double[] kept = VALUE.of(split(500).validation().sequences());
        double[] before = kept.clone();
        Threshold.allowing(0.1, examples -> kept, split(500));
        assertThat(kept).isEqualTo(before);
    }

    @Test
    void refusesScoresThatAreNotAsManyAsTheExamples() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Threshold.allowing(0.1, examples -> new double[3], split(500)))
                .withMessage(
                        "The anomaly score returned 3 numbers for 20 examples: let it return one number for each.");
        Threshold threshold = Threshold.allowing(0.1, VALUE, split(500));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> threshold.alarms(Nd4j.createFromArray(new float[][] {{1}, {Float.NaN}})))
                .withMessageStartingWith("The score of example 1 is NaN");
    }

    @Test
    void confusionRefusesNegativeCountsAndPrices() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConfusionMatrix(1, -1, 0, 0))
                .withMessageEndingWith("no count can be negative.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConfusionMatrix(1, 1, 0, 0).cost(Double.NaN, 1))
                .withMessage("A wrong decision cannot cost NaN: give 0 or more.");
        int many = Integer.MAX_VALUE;
        assertThat(new ConfusionMatrix(many, many, many, many).accuracy()).isEqualTo(0.5);
    }
}

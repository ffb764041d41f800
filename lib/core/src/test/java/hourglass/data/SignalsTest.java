package hourglass.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SignalsTest {

    /** Signal i holds i at both steps; every third one is abnormal. */
    static Signals numbered(int n) {
        INDArray values =
                Nd4j.arange(n).castTo(DataType.FLOAT).reshape(n, 1).repeat(1, 2).dup('c');
        int[] labels = IntStream.range(0, n).map(i -> i % 3 == 2 ? 1 : 0).toArray();
        return new Signals("numbers", values, labels, List.of("normal", "odd"), "a test", "");
    }

    private static Set<Float> numbers(Signals part) {
        Set<Float> numbers = new HashSet<>();
        for (int i = 0; i < part.size(); i++) {
            numbers.add(part.values().getFloat(i, 1));
        }
        return numbers;
    }

    @Test
    void arePickedByClass() {
        assertThat(numbers(numbered(9).withClasses(1))).containsExactlyInAnyOrder(2f, 5f, 8f);
        assertThat(numbered(9).first(4).labels()).containsExactly(0, 0, 1, 0);
    }

    @Test
    void areCheckedWithOneSentence() {
        INDArray holed = Nd4j.create(new float[] {1, Float.NaN}, new int[] {1, 2});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Signals("x", holed, new int[1], List.of("normal"), "a test", ""))
                .withMessage(
                        "The values of 'x' are not all finite: signal 0 has NaN at step 1; leave the signals out in"
                                + " which a value is missing.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Signals("x", Nd4j.zeros(3, 1, 2), new int[3], List.of("normal"), "a test", ""))
                .withMessageContaining("must be [n, steps]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Signals(
                        "x", Nd4j.zeros(DataType.FLOAT, 1, 2), new int[] {1}, List.of("normal"), "a test", ""))
                .withMessage("Signal 0 of 'x' has the label 1, but there are 1 classes: labels go from 0 to 0.");
    }

    @Test
    void mayHoldAnyFiniteNumber() {
        INDArray large = Nd4j.create(new float[] {3e38f, 3e38f, -3e38f, 3e38f}, new int[] {2, 2});

        assertThat(new Signals("x", large, new int[2], List.of("normal"), "a test", "").size())
                .isEqualTo(2);
    }

    @Test
    void areEqualOnlyWhenEverythingIs() {
        Signals one = numbered(4);
        INDArray values = one.values();
        int[] labels = one.labels();
        List<String> classes = one.classes();

        assertThat(numbered(4)).isEqualTo(one).hasSameHashCodeAs(one);
        assertThat(new Signals("others", values, labels, classes, "a test", "")).isNotEqualTo(one);
        assertThat(new Signals("numbers", values.add(1), labels, classes, "a test", ""))
                .isNotEqualTo(one);
        assertThat(new Signals("numbers", values, new int[4], classes, "a test", ""))
                .isNotEqualTo(one);
        assertThat(new Signals("numbers", values, labels, List.of("normal", "rare"), "a test", ""))
                .isNotEqualTo(one);
        assertThat(new Signals("numbers", values, labels, classes, "elsewhere", ""))
                .isNotEqualTo(one);
        assertThat(new Signals("numbers", values, labels, classes, "a test", "A note."))
                .isNotEqualTo(one);
    }

    @Test
    void knowWhetherTheyWereDrawn() {
        Signals recorded = numbered(4);

        assertThat(recorded.drawn()).isFalse();
        assertThat(new Signals("x", recorded.values(), recorded.labels(), recorded.classes(), Dataset.DRAWN, "")
                        .drawn())
                .isTrue();
    }

    @Test
    void haveNoMoreThanTheyHave() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> numbered(9).first(10))
                .withMessageContaining("the first 10 cannot be taken");
    }

    @Test
    void haveNoClassesThatNobodyNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> numbered(9).withClasses(1, 2))
                .withMessage("'numbers' has no class 2: its labels go from 0 to 1.");
    }

    @Test
    void areSplitSoThatNoSignalIsInTwoPartsAndNoAbnormalOneOutsideTheTest() {
        AnomalySplit split = AnomalySplit.of(numbered(300), 5);

        assertThat(split.train().size()).isEqualTo(120);
        assertThat(split.validation().size()).isEqualTo(40);
        assertThat(split.test().size()).isEqualTo(140);
        assertThat(split.train().count(0) + split.validation().count(0)).isEqualTo(160);
        Set<Float> all = numbers(split.train());
        all.addAll(numbers(split.validation()));
        all.addAll(numbers(split.test()));
        assertThat(all).hasSize(300);
        assertThat(split)
                .hasToString(
                        "120 normal signals to train on, 40 to validate on; 40 normal and 100 abnormal ones for the test");
        boolean[] abnormal = split.abnormal();
        for (int i = 0; i < abnormal.length; i++) {
            assertThat(abnormal[i]).isEqualTo(split.test().values().getFloat(i, 0) % 3 == 2);
        }
    }

    @Test
    void areSplitTheSameForTheSameSeedOnly() {
        assertThat(AnomalySplit.of(numbered(90), 1).train())
                .isEqualTo(AnomalySplit.of(numbered(90), 1).train());
        assertThat(numbers(AnomalySplit.of(numbered(90), 1).train()))
                .isNotEqualTo(numbers(AnomalySplit.of(numbered(90), 2).train()));
        assertThat(Arrays.stream(AnomalySplit.of(numbered(90), 1).test().labels())
                        .sum())
                .isEqualTo(30);
    }

    @Test
    void canBeSplitWhenThereAreFiveNormalOnesAndOneOther() {
        AnomalySplit split = AnomalySplit.of(numbered(9).pick(new int[] {0, 1, 2, 3, 4, 6}), 1);

        assertThat(split.train().size()).isEqualTo(3);
        assertThat(split.validation().size()).isEqualTo(1);
        assertThat(split.abnormal()).containsExactly(false, true);
    }

    @Test
    void cannotBeSplitWithoutBothKinds() {
        Signals normal = numbered(9).withClasses(0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnomalySplit.of(normal, 1))
                .withMessage(
                        "'numbers' has 6 normal and 0 abnormal signals: give at least 5 normal ones and 1 abnormal one.");
    }
}

package hourglass.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class SequencesTest {
    private static final double GAP = Double.NaN;

    private final double[][] first = {{1, 2, 3}, {4, 5, 6}};
    private final double[][] second = {{GAP, 7}, {8, GAP}};
    private final Sequences sequences = Sequences.of(first, second);

    @Test
    void keepsWhatItWasGiven() {
        assertThat(sequences.size()).isEqualTo(2);
        assertThat(sequences.channels()).isEqualTo(2);
        assertThat(sequences.time()).isEqualTo(3);
        assertThat(sequences.length(1)).isEqualTo(2);
        assertThat(sequences.count()).isEqualTo(8);
        assertThat(Arrays.deepEquals(sequences.get(0), first)).isTrue();
        assertThat(Arrays.deepEquals(sequences.get(1), second)).isTrue();
        assertThat(sequences).hasToString("2 sequences of 2 channels and 2 to 3 steps, 20 % of the values missing");
    }

    @Test
    void carriesTheLastValueThroughGapsAndIsSilentAfterTheEnd() {
        assertThat(sequences.values().slice(1)).isEqualTo(Nd4j.createFromArray(new float[][] {{0, 7, 0}, {8, 8, 0}}));
        assertThat(sequences.known().slice(1)).isEqualTo(Nd4j.createFromArray(new float[][] {{0, 1, 0}, {1, 0, 0}}));
        assertThat(sequences.steps()).isEqualTo(Nd4j.createFromArray(new float[][] {{1, 1, 1}, {1, 1, 0}}));
    }

    @Test
    void isCompleteWithoutGapsAndWithOneLength() {
        assertThat(Sequences.of(first, first).complete()).isTrue();
        assertThat(sequences.complete()).isFalse();
        assertThat(Sequences.of(first, new double[][] {{1}, {2}}).complete()).isFalse();
        assertThat(Sequences.of(first, new double[][] {{1}, {2}}).hasGaps()).isFalse();
        assertThat(Sequences.of(first).padded(4).complete()).isFalse();
    }

    @Test
    void roomIsAddedAtTheEnd() {
        Sequences roomy = sequences.padded(5);

        assertThat(roomy.values().shape()).containsExactly(2, 2, 5);
        assertThat(Arrays.deepEquals(roomy.get(1), second)).isTrue();
        assertThat(roomy.padded(3).values()).isEqualTo(sequences.values());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sequences.padded(2))
                .withMessage(
                        "The longest sequence has 3 steps, and there is room for 2: cut it, or divide it into several.");
    }

    @Test
    void otherValuesHaveTheSameLengths() {
        Sequences ones = sequences.withValues(Nd4j.ones(2, 3, 3));

        assertThat(ones.channels()).isEqualTo(3);
        assertThat(Arrays.deepEquals(ones.get(1), new double[][] {{1, 1}, {1, 1}, {1, 1}}))
                .isTrue();
        assertThat(ones.values().getDouble(1, 0, 2)).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sequences.withValues(Nd4j.ones(2, 3, 4)))
                .withMessageContaining("give [2, channels, 3]");
    }

    @Test
    void refusesWhatIsNoSequence() {
        assertThatNullPointerException()
                .isThrownBy(() -> Sequences.of((List<double[][]>) null))
                .withMessageContaining("no sequences");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sequences.of(List.of()))
                .withMessageContaining("empty");
        refused(new double[][] {{1, 2}}, "Sequence 1, counted from 0, has 1 channels, and the first one has 2");
        refused(new double[][] {{1, 2}, {1}}, "Channel 1 of sequence 1, both counted from 0, has 1 steps");
        refused(new double[][] {{}, {}}, "Channel 0 of sequence 1, both counted from 0, has 0 steps");
        refused(new double[][] {{GAP}, {GAP}}, "Nothing of sequence 1, counted from 0, is known");
        refused(
                new double[][] {{0, 1e300}, {0, 0}},
                "Step 1 of channel 0 of sequence 1, all counted from 0, is 1.0E300, which is no finite number of 32 bits");
    }

    private void refused(double[][] wrong, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sequences.of(first, wrong))
                .withMessageContaining(message);
    }
}

package hourglass.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private final History history = new History(
            List.of(
                    new History.Epoch(1, 0.5, 0.4, 2, 10),
                    new History.Epoch(2, 0.3, 0.2, 3, 10),
                    new History.Epoch(3, 0.2, 0.3, 4, 10)),
            false);

    @Test
    void knowsItsBestEpochByValidationLoss() {
        assertThat(history.best().number()).isEqualTo(2);
        assertThat(history.last().number()).isEqualTo(3);
    }

    @Test
    void tellsTheSecondsToATarget() {
        assertThat(history.secondsTo(0.25)).isEqualTo(5);
        assertThat(history.secondsTo(0.1)).isNaN();
        assertThat(history.seconds()).isEqualTo(9);
    }

    @Test
    void readsAsOneLine() {
        assertThat(history).hasToString("3 epochs · loss 0.2000 · validation loss 0.3000 · 9.0 s");
    }

    @Test
    void hasNoLastEpochWhenInterruptedInTheFirst() {
        assertThatIllegalStateException()
                .isThrownBy(new History(List.of(), true)::last)
                .withMessageContaining("call fit again");
    }
}

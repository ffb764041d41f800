package hourglass.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

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
    void tellsTheTermsBesideTheLoss() {
        History.Term l1 = new History.Term("L1", 30, 0.003);
        History.Term kl = new History.Term("KL", 2, 0.001);
        History penalised = new History(List.of(new History.Epoch(1, 0.3, 0.2, 1, 10, List.of(l1, kl))), false);

        assertThat(penalised.terms()).containsExactly("L1", "KL");
        assertThat(penalised.values("KL")).containsExactly(2);
        assertThat(penalised.penalties("L1")).containsExactly(0.003);
        assertThat(penalised.last().penalty()).isCloseTo(0.004, within(1e-15));
        assertThat(penalised.secondsTo(0.2)).isEqualTo(1);
        assertThat(history.terms()).isEmpty();
        assertThat(history.last().penalty()).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> penalised.values("L2"))
                .withMessage("The history has no term \"L2\": name one of [L1, KL].");
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

    @Test
    void theBestIsAmongTheEpochsThatWereValidated() {
        History history = new History(
                List.of(
                        new History.Epoch(1, 0.5, 0.6, 1, 10),
                        new History.Epoch(2, 0.4, 0.45, 1, 10),
                        new History.Epoch(3, 0.1, Double.NaN, 1, 10)),
                true);

        assertThat(history.best().number()).isEqualTo(2);
    }

    @Test
    void smallLossesKeepTheirDigits() {
        assertThat(new History(List.of(new History.Epoch(1, 4.31e-5, 3.2e-6, 1, 10)), false))
                .hasToString("1 epoch · loss 4.310e-05 · validation loss 3.200e-06 · 1.0 s");
    }
}

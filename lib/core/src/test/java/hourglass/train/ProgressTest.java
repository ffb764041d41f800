package hourglass.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicLong nanos = new AtomicLong();
    private final Progress progress =
            new Progress(0, 2, 1000, new PrintStream(bytes, true, StandardCharsets.UTF_8), nanos::get);

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void showsEpochBarLossRateAndTimeLeft() {
        nanos.set(2_000_000_000L);
        progress.batch(500, 0.25);

        assertThat(text()).isEqualTo("\repoch 1/2 ██████████░░░░░░░░░░ loss 0.2500 · 250 examples/s · 0:06 left");
    }

    @Test
    void knowsTheTimeLeftWhenTheFirstEpochHasToldHowManyExamplesThereAre() {
        Progress unknown = new Progress(0, 2, -1, new PrintStream(bytes, true, StandardCharsets.UTF_8), nanos::get);
        nanos.set(2_000_000_000L);
        unknown.batch(500, 0.25);
        assertThat(text()).isEqualTo("\repoch 1/2 loss 0.2500 · 250 examples/s");

        unknown.epoch(1000, 0.125);
        nanos.set(6_000_000_000L);
        unknown.batch(500, 0.2);
        assertThat(text())
                .endsWith(
                        "\repoch 2/2 ██████████░░░░░░░░░░ loss 0.2000 · validation 0.1250 · 250 examples/s · 0:02 left");
    }

    @Test
    void showsTheValidationLossOfTheEpochBefore() {
        progress.epoch(1000, 0.125);
        nanos.set(4_000_000_000L);
        progress.batch(250, 0.2);

        assertThat(text()).contains("epoch 2/2").contains("loss 0.2000 · validation 0.1250");
    }

    @Test
    void writesAtMostOnceASecond() {
        for (int i = 1; i <= 1000; i++) {
            nanos.addAndGet(2_500_000);
            progress.batch(i, 0.5);
        }

        assertThat(text().chars().filter(c -> c == '\r').count()).isEqualTo(3);
    }

    @Test
    void endsAsOneCleanLine() {
        nanos.set(2_000_000_000L);
        progress.batch(1000, 0.5);
        progress.epoch(1000, 0.25);
        progress.batch(1000, 0.4);
        progress.epoch(1000, 0.2);
        progress.end(new History(List.of(new History.Epoch(1, 0.5, 0.2, 2, 1000)), false));

        String shown = text().substring(text().lastIndexOf('\r') + 1);
        assertThat(shown.strip())
                .isEqualTo("1 epoch · loss 0.5000 · validation loss 0.2000 · 2.0 s · 1,000 examples/s");
        assertThat(shown).endsWith("\n");
        // It covers the whole of the longer line before it.
        assertThat(shown.length()).isGreaterThan("epoch 1/2 ██████████░░░░░░░░░░ loss 0.5000".length());
    }

    @Test
    void isSilentWhenTheTrainingIsQuiet() {
        PrintStream console = System.out;
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            History history = new History(List.of(new History.Epoch(1, 0.5, 0.2, 2, 1000)), false);
            Training.epochs(1).quietly().progress(1000).end(history);
            assertThat(text()).isEmpty();

            Training.epochs(1).progress(1000).end(history);
            assertThat(text()).contains("1 epoch · loss 0.5000");
        } finally {
            System.setOut(console);
        }
    }

    @Test
    void refusesNumbersWithWhichNothingCanBeTrained() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Training.epochs(0))
                .withMessage("Training has 0 epochs: give at least 1.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Training.epochs(1).batchSize(-3))
                .withMessage("Training has a batch size of -3: give at least 1.");
    }
}

package hourglass.train;

import hourglass.runtime.NumberText;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * One line that shows a training while it runs and is rewritten in place: epoch, bar, loss, validation loss, examples
 * per second and time left. It is written at most once a second, because a notebook's front end falls behind at more, and
 * it ends as a single clean line.
 */
public final class Progress {
    private static final long SECOND = 1_000_000_000L;
    private static final int CELLS = 20;

    private final int before;
    private final int epochs;
    private long examplesPerEpoch; // −1 while nobody knows it.
    private final PrintStream out;
    private final LongSupplier clock;
    private final long started;
    private long written;
    private int width;
    private int epoch = 1;
    private long seen;
    private double validationLoss = Double.NaN;

    /**
     * Starts the line.
     *
     * @param before the epochs that the network has behind it, which are counted with those of this training
     * @param epochs how many follow
     * @param examplesPerEpoch −1 if the first epoch has to tell it
     */
    Progress(int before, int epochs, long examplesPerEpoch, PrintStream out, LongSupplier clock) {
        this.before = before;
        this.epochs = epochs;
        this.examplesPerEpoch = examplesPerEpoch;
        this.out = out;
        this.clock = clock;
        this.started = clock.getAsLong();
        // The first line appears with the first batch, not a second later.
        this.written = started - SECOND;
    }

    /**
     * Shows that a batch was learned, at most once a second.
     *
     * @param inEpoch examples seen in the current epoch so far
     * @param loss mean loss per output value of the current epoch so far
     */
    public void batch(long inEpoch, double loss) {
        seen = (epoch - 1L) * Math.max(0, examplesPerEpoch) + inEpoch;
        long now = clock.getAsLong();
        if (now - written >= SECOND) {
            written = now;
            rewrite(running(inEpoch, loss, now));
        }
    }

    /**
     * Notes that an epoch is over.
     *
     * @param examples how many examples it had
     * @param validation what it reached on the validation set; NaN if there is none
     */
    public void epoch(long examples, double validation) {
        epoch++;
        examplesPerEpoch = examples;
        validationLoss = validation;
    }

    /** Writes the last state, the run in one sentence, and ends the line. */
    public void end(History history) {
        double seconds = (clock.getAsLong() - started) / (double) SECOND;
        String rate = seconds > 0 ? String.format(Locale.ROOT, " · %,.0f examples/s", seen / seconds) : "";
        rewrite(history + rate);
        write(System.lineSeparator());
    }

    private String running(long inEpoch, double loss, long now) {
        if (examplesPerEpoch < 0) {
            return String.format(
                    Locale.ROOT,
                    "epoch %d/%d loss %s · %,.0f examples/s",
                    before + epoch,
                    before + epochs,
                    NumberText.of(loss),
                    seen / Math.max(1e-9, (now - started) / (double) SECOND));
        }
        int filled = (int) (CELLS * Math.min(inEpoch, examplesPerEpoch) / Math.max(1, examplesPerEpoch));
        double seconds = Math.max(1e-9, (now - started) / (double) SECOND);
        long left = Math.round((epochs * examplesPerEpoch - seen) * seconds / Math.max(1, seen));
        String validation = Double.isNaN(validationLoss) ? "" : " · validation " + NumberText.of(validationLoss);
        return String.format(
                Locale.ROOT,
                "epoch %d/%d %s%s loss %s%s · %,.0f examples/s · %d:%02d left",
                before + epoch,
                before + epochs,
                "█".repeat(filled),
                "░".repeat(CELLS - filled),
                NumberText.of(loss),
                validation,
                seen / seconds,
                left / 60,
                left % 60);
    }

    // Blanks cover what a longer line left behind, because a carriage return alone does not erase.
    private void rewrite(String line) {
        write("\r" + line + " ".repeat(Math.max(0, width - line.length())));
        width = line.length();
    }

    private void write(String text) {
        try {
            out.print(text);
            out.flush();
        } catch (RuntimeException e) {
            // A kernel refuses the output of a cell that was stopped; the training must not end with an error for that.
            return;
        }
    }
}

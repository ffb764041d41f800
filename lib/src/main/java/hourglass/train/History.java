package hourglass.train;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The course of one call of {@code fit}: one record for each finished epoch.
 *
 * @param epochs the epochs in order; empty if the training was interrupted before the first one ended
 * @param interrupted whether the thread was interrupted before the last epoch ended
 */
public record History(List<Epoch> epochs, boolean interrupted) {

    /**
     * One pass over the training set.
     *
     * @param number 1 for the first
     * @param loss mean loss per pixel over the epoch's batches, each measured before its own update; in nats for
     *     cross-entropy
     * @param validationLoss mean loss per pixel on the validation set after the epoch, or NaN without a validation set
     * @param seconds wall time of the epoch, without its validation
     * @param pictures number of pictures that the epoch trained on
     */
    public record Epoch(int number, double loss, double validationLoss, double seconds, long pictures) {}

    public History {
        epochs = List.copyOf(epochs);
    }

    /** Returns the training loss of each epoch. */
    public double[] losses() {
        return epochs.stream().mapToDouble(Epoch::loss).toArray();
    }

    /** Returns the validation loss of each epoch; NaN where there was no validation set. */
    public double[] validationLosses() {
        return epochs.stream().mapToDouble(Epoch::validationLoss).toArray();
    }

    /** Returns the seconds spent on training, validation not counted. */
    public double seconds() {
        return epochs.stream().mapToDouble(Epoch::seconds).sum();
    }

    /**
     * Returns the last finished epoch.
     *
     * @throws IllegalStateException if no epoch was finished
     */
    public Epoch last() {
        requireEpochs();
        return epochs.get(epochs.size() - 1);
    }

    /**
     * Returns the epoch of the lowest validation loss, or of the lowest training loss where nothing was validated.
     *
     * @throws IllegalStateException if no epoch was finished
     */
    public Epoch best() {
        requireEpochs();
        return epochs.stream()
                .min(Comparator.comparingDouble(e -> Double.isNaN(e.validationLoss()) ? e.loss() : e.validationLoss()))
                .orElseThrow();
    }

    /**
     * Returns the seconds of training after which the validation loss was at or below {@code target} for the first
     * time, or NaN if it never was.
     */
    public double secondsTo(double target) {
        double seconds = 0;
        for (Epoch epoch : epochs) {
            seconds += epoch.seconds();
            if (epoch.validationLoss() <= target) {
                return seconds;
            }
        }
        return Double.NaN;
    }

    /** Describes the run in one line. */
    @Override
    public String toString() {
        if (epochs.isEmpty()) {
            return "interrupted before the end of the first epoch";
        }
        String validation = Double.isNaN(last().validationLoss())
                ? ""
                : String.format(Locale.ROOT, " · validation loss %.4f", last().validationLoss());
        return String.format(
                Locale.ROOT,
                "%d %s%s · loss %.4f%s · %.1f s",
                epochs.size(),
                epochs.size() == 1 ? "epoch" : "epochs",
                interrupted ? ", then interrupted" : "",
                last().loss(),
                validation,
                seconds());
    }

    private void requireEpochs() {
        if (epochs.isEmpty()) {
            throw new IllegalStateException(
                    "The training was interrupted before its first epoch ended: call fit again for a history.");
        }
    }
}

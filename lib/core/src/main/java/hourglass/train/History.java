package hourglass.train;

import hourglass.runtime.NumberText;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

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
     * @param number 1 for the first of the network; a training that goes on counts on
     * @param loss mean loss per output value, that is per pixel of a picture, over the epoch's batches, each measured before
     *     its own update; in nats for cross-entropy
     * @param validationLoss the same mean on the validation set after the epoch; NaN without a validation set, and
     *     where an interrupt broke the validation off
     * @param seconds wall time of the epoch, without its validation
     * @param examples number of examples that the epoch trained on
     * @param terms what training minimised beside the loss, which does not contain it; empty for most networks
     */
    public record Epoch(
            int number, double loss, double validationLoss, double seconds, long examples, List<Term> terms) {

        /** Keeps a copy of the terms. */
        public Epoch {
            Objects.requireNonNull(
                    terms, "There are no terms: give List.of() for a network that minimised the loss alone.");
            terms = List.copyOf(terms);
        }

        /** Creates the record of an epoch that minimised the loss alone. */
        public Epoch(int number, double loss, double validationLoss, double seconds, long examples) {
            this(number, loss, validationLoss, seconds, examples, List.of());
        }

        /** Returns the sum of all terms with their weights, in the unit of the loss. */
        public double penalty() {
            return terms.stream().mapToDouble(Term::penalty).sum();
        }
    }

    /**
     * One term that training minimised beside the loss, such as a sparsity penalty: a mean over the epoch's batches.
     *
     * @param name its name, such as "L1"
     * @param value the term for one example, before its weight
     * @param penalty weight × value in the unit of the loss, that is per pixel; loss + penalty is what training minimised
     */
    public record Term(String name, double value, double penalty) {}

    /** Keeps a copy of the epochs. */
    public History {
        Objects.requireNonNull(epochs, "There are no epochs: give List.of() if none was finished.");
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

    /** Returns the names of the terms that training minimised beside the loss; empty for most networks. */
    public List<String> terms() {
        return epochs.isEmpty()
                ? List.of()
                : last().terms().stream().map(Term::name).toList();
    }

    /**
     * Returns a term's value in each epoch, before its weight.
     *
     * @throws IllegalArgumentException if there was no term of this name
     */
    public double[] values(String term) {
        return epochs.stream().mapToDouble(epoch -> term(epoch, term).value()).toArray();
    }

    /**
     * Returns a term's share of what training minimised in each epoch, weight × value in the unit of the loss.
     *
     * @throws IllegalArgumentException if there was no term of this name
     */
    public double[] penalties(String term) {
        return epochs.stream().mapToDouble(epoch -> term(epoch, term).penalty()).toArray();
    }

    private static Term term(Epoch epoch, String name) {
        return epoch.terms().stream()
                .filter(term -> term.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The history has no term \"" + name + "\": name one of "
                        + epoch.terms().stream().map(Term::name).toList() + "."));
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
        // The last epoch of a training that was interrupted may be without the validation loss that the others have.
        return epochs.stream()
                .filter(epoch -> !Double.isNaN(epoch.validationLoss()))
                .min(Comparator.comparingDouble(Epoch::validationLoss))
                .orElseGet(() -> epochs.stream()
                        .min(Comparator.comparingDouble(Epoch::loss))
                        .orElseThrow());
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
                : " · validation loss " + NumberText.of(last().validationLoss());
        return String.format(
                Locale.ROOT,
                "%d %s%s · loss %s%s · %.1f s",
                epochs.size(),
                epochs.size() == 1 ? "epoch" : "epochs",
                interrupted ? ", then interrupted" : "",
                NumberText.of(last().loss()),
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

package hourglass.train;

import hourglass.data.Corruption;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The settings of a training run; each method with an argument returns a copy with one setting changed.
 *
 * <pre>{@code
 * Training.epochs(100).batchSize(256).seed(42).patience(5).restoreBest()
 * }</pre>
 */
public final class Training {
    private int epochs;
    private int batchSize = 128;
    private long seed = 42;
    private boolean shuffled = true;
    private boolean quiet;
    private Corruption corruption = Corruption.none();
    private OptionalDouble learningRate = OptionalDouble.empty();
    private int patience = Integer.MAX_VALUE;
    private boolean restoresBest;
    private Path best;
    private Path checkpoint;
    private int epochsPerCheckpoint;
    private List<Listener> listeners = List.of();

    /**
     * Hears of a training while it goes on, in the thread that trains. What a listener throws ends the training; the network
     * then has the weights of that moment.
     */
    public interface Listener {

        /**
         * Called after each update.
         *
         * @param epoch the number of the epoch, 1 for the network's first
         * @param examples how many examples the epoch has seen so far
         * @param loss the mean loss per output value of the epoch so far
         */
        default void batch(int epoch, long examples, double loss) {}

        /** Called after each finished epoch, and after its validation. */
        default void epoch(History.Epoch epoch) {}

        /** Called once, when the training is over or was interrupted, but not when it fails. */
        default void end(History history) {}
    }

    private Training(int epochs) {
        if (epochs < 1) {
            throw new IllegalArgumentException("Training has " + epochs + " epochs: give at least 1.");
        }
        this.epochs = epochs;
    }

    private Training(Training other) {
        epochs = other.epochs;
        batchSize = other.batchSize;
        seed = other.seed;
        shuffled = other.shuffled;
        quiet = other.quiet;
        corruption = other.corruption;
        learningRate = other.learningRate;
        patience = other.patience;
        restoresBest = other.restoresBest;
        best = other.best;
        checkpoint = other.checkpoint;
        epochsPerCheckpoint = other.epochsPerCheckpoint;
        listeners = other.listeners;
    }

    /**
     * Returns settings for a number of epochs, that is, of passes over the training set: batches of 128, seed 42, shuffled,
     * progress shown, clean input.
     *
     * @throws IllegalArgumentException if {@code epochs} is below 1
     */
    public static Training epochs(int epochs) {
        return new Training(epochs);
    }

    /**
     * Returns these settings with another number of examples per update; the last batch of an epoch may be shorter.
     *
     * @throws IllegalArgumentException if {@code examples} is below 1
     */
    public Training batchSize(int examples) {
        if (examples < 1) {
            throw new IllegalArgumentException("Training has a batch size of " + examples + ": give at least 1.");
        }
        Training copy = new Training(this);
        copy.batchSize = examples;
        return copy;
    }

    /** Returns these settings with another seed for the order in which the examples are drawn, and for their noise. */
    public Training seed(long value) {
        Training copy = new Training(this);
        copy.seed = value;
        return copy;
    }

    /** Returns these settings with the examples always in the order of the data set. */
    public Training inOrder() {
        Training copy = new Training(this);
        copy.shuffled = false;
        return copy;
    }

    /** Returns these settings without a progress line. */
    public Training quietly() {
        Training copy = new Training(this);
        copy.quiet = true;
        return copy;
    }

    /**
     * Returns these settings with corrupted input: the network learns to give back the clean example from a corrupted
     * one. Validation measures the same on validation examples that are corrupted once, before the first epoch.
     */
    public Training corruption(Corruption noise) {
        Training copy = new Training(this);
        copy.corruption =
                Objects.requireNonNull(noise, "Training needs a corruption: give Corruption.none() for clean input.");
        return copy;
    }

    /**
     * Returns these settings with a learning rate that takes the place of the configuration's, and of its schedule. The
     * network keeps it after this training, and so does its file.
     *
     * @throws IllegalArgumentException if it is not a finite number above 0
     */
    public Training learningRate(double rate) {
        if (!(rate > 0) || Double.isInfinite(rate)) {
            throw new IllegalArgumentException(
                    "The learning rate is " + rate + ": give a finite number above 0, such as 0.001.");
        }
        Training copy = new Training(this);
        copy.learningRate = OptionalDouble.of(rate);
        return copy;
    }

    /**
     * Returns these settings with a training that ends early: after so many epochs in a row whose validation loss was not
     * below the lowest before.
     *
     * @throws IllegalArgumentException if {@code epochsWithoutGain} is below 1
     */
    public Training patience(int epochsWithoutGain) {
        if (epochsWithoutGain < 1) {
            throw new IllegalArgumentException(
                    "The patience is " + epochsWithoutGain + " epochs: give at least 1, or leave it out.");
        }
        Training copy = new Training(this);
        copy.patience = epochsWithoutGain;
        return copy;
    }

    /**
     * Returns these settings with the best epoch's network at the end: the network in memory goes back to the weights, the
     * optimiser's state and the number of epochs that it had after the epoch of the lowest validation loss.
     */
    public Training restoreBest() {
        Training copy = new Training(this);
        copy.restoresBest = true;
        return copy;
    }

    /**
     * Returns these settings with the best model kept: after each epoch whose validation loss is the lowest of this
     * training so far, the model is written to the file, in the place of the one before. {@link History#best()} says which
     * epoch it was; the network in memory goes on to the last one.
     *
     * @param file a path in a folder that can be written; the folder is made if it is missing
     */
    public Training keepBest(Path file) {
        Training copy = new Training(this);
        copy.best = Objects.requireNonNull(file, "file");
        return copy;
    }

    /**
     * Returns these settings with the model written to a file after every few epochs, in the place of the one before. A
     * training that was broken off goes on from there: load the model, and call {@code fit} with the same settings for the
     * epochs that are left. Order, noise, optimiser and the epochs' numbers are then those of one training.
     *
     * @param epochs how many epochs there are between two files, at least 1; they are counted over the life of the network
     * @param file a path in a folder that can be written; the folder is made if it is missing
     * @throws IllegalArgumentException if {@code epochs} is below 1
     */
    public Training checkpointEvery(int epochs, Path file) {
        if (epochs < 1) {
            throw new IllegalArgumentException("A checkpoint is wanted every " + epochs + " epochs: give at least 1.");
        }
        Training copy = new Training(this);
        copy.epochsPerCheckpoint = epochs;
        copy.checkpoint = Objects.requireNonNull(file, "file");
        return copy;
    }

    /** Returns these settings with one more listener; listeners are called in the order in which they were added. */
    public Training listener(Listener listener) {
        Training copy = new Training(this);
        copy.listeners = Stream.concat(listeners.stream(), Stream.of(listener)).toList();
        return copy;
    }

    /** Returns the number of passes over the training set. */
    public int epochs() {
        return epochs;
    }

    /** Returns the number of examples per update. */
    public int batchSize() {
        return batchSize;
    }

    /** Returns what decides the order in which the examples are drawn, and their noise. */
    public long seed() {
        return seed;
    }

    /** Returns whether each epoch draws the examples in a new order. */
    public boolean shuffled() {
        return shuffled;
    }

    /** Returns whether nothing is printed. */
    public boolean quiet() {
        return quiet;
    }

    /** Returns what is done to the input of the network; its target stays clean. */
    public Corruption corruption() {
        return corruption;
    }

    /** Returns the learning rate that takes the place of the configuration's, if there is one. */
    public OptionalDouble learningRate() {
        return learningRate;
    }

    /** Returns the file that gets the model of the lowest validation loss, or null to keep none. */
    public Path best() {
        return best;
    }

    /** Returns whether the end of the training depends on the validation loss. */
    public boolean needsValidation() {
        return restoresBest || patience < Integer.MAX_VALUE;
    }

    int patience() {
        return patience;
    }

    boolean restoresBest() {
        return restoresBest;
    }

    Path checkpoint() {
        return checkpoint;
    }

    int epochsPerCheckpoint() {
        return epochsPerCheckpoint;
    }

    List<Listener> listeners() {
        return listeners;
    }

    /** Starts the progress line of a run with these settings on {@code examples} examples an epoch. */
    public Progress progress(long examples) {
        return progress(0, examples);
    }

    /** As {@link #progress(long)}, for a network that was trained for some epochs before. */
    Progress progress(int before, long examples) {
        PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
        return new Progress(before, epochs, examples, quiet ? nowhere : System.out, System::nanoTime);
    }
}

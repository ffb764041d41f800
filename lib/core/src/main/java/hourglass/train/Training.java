package hourglass.train;

import hourglass.data.Corruption;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The settings of a training run; each method returns a copy with one setting changed.
 *
 * <p>{@code Training.epochs(20).batchSize(256).seed(42)}
 *
 * @param epochs passes over the training set, at least 1
 * @param batchSize examples per update, at least 1; the last batch of an epoch may be shorter
 * @param seed decides the order in which the examples are drawn, and their noise
 * @param shuffled whether each epoch draws the examples in a new order
 * @param quiet whether nothing is printed
 * @param best the file that gets the model of the lowest validation loss, or null to keep none
 * @param corruption what is done to the input of the network; its target stays clean
 */
public record Training(
        int epochs, int batchSize, long seed, boolean shuffled, boolean quiet, Path best, Corruption corruption) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if {@code epochs} or {@code batchSize} is below 1
     */
    public Training {
        if (epochs < 1) {
            throw new IllegalArgumentException("Training has " + epochs + " epochs: give at least 1.");
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException("Training has a batch size of " + batchSize + ": give at least 1.");
        }
        Objects.requireNonNull(corruption, "Training needs a corruption: give Corruption.none() for clean input.");
    }

    /** Returns settings for a number of epochs: batches of 128, seed 42, shuffled, progress shown, clean input. */
    public static Training epochs(int epochs) {
        return new Training(epochs, 128, 42, true, false, null, Corruption.none());
    }

    /** Returns these settings with another number of examples per update. */
    public Training batchSize(int examples) {
        return new Training(epochs, examples, seed, shuffled, quiet, best, corruption);
    }

    /** Returns these settings with another seed for the order of the examples and their noise. */
    public Training seed(long value) {
        return new Training(epochs, batchSize, value, shuffled, quiet, best, corruption);
    }

    /** Returns these settings with the examples always in the order of the data set. */
    public Training inOrder() {
        return new Training(epochs, batchSize, seed, false, quiet, best, corruption);
    }

    /** Returns these settings without a progress line. */
    public Training quietly() {
        return new Training(epochs, batchSize, seed, shuffled, true, best, corruption);
    }

    /**
     * Returns these settings with the best model kept: after each epoch whose validation loss is the lowest of this
     * training so far, the model is written to the file, in the place of the one before. {@link History#best()} says which
     * epoch it was; the network in memory goes on to the last one.
     *
     * @param file a path in a folder that can be written; the folder is made if it is missing
     */
    public Training keepBest(Path file) {
        return new Training(epochs, batchSize, seed, shuffled, quiet, file, corruption);
    }

    /**
     * Returns these settings with corrupted input: the network learns to give back the clean example from a corrupted
     * one. Validation measures the same on validation examples that are corrupted once, before the first epoch.
     */
    public Training corruption(Corruption noise) {
        return new Training(epochs, batchSize, seed, shuffled, quiet, best, noise);
    }

    /** Starts the progress line of a run with these settings on {@code examples} examples an epoch. */
    public Progress progress(long examples) {
        PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
        return new Progress(epochs, examples, quiet ? nowhere : System.out, System::nanoTime);
    }
}

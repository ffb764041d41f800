package hourglass.train;

import hourglass.network.Network;
import hourglass.runtime.IoErrors;
import hourglass.serialization.ModelFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Writes the model of the epoch with the lowest validation loss of one training to a file; without a file it does nothing. */
public final class Checkpoint {
    private final Supplier<ModelFile.Snapshot> snapshots;
    private final Network network;
    private final NetworkAccess access;
    private final Path file;
    private double lowest = Double.POSITIVE_INFINITY;
    private int best;
    // The best model while its file could not be written: a full disk may have room again later.
    private ModelFile.Snapshot unsaved;

    /**
     * Prepares the checkpoint of one training.
     *
     * @param snapshots copies the network as it is, while access to it is held
     * @param access held while the network is copied
     * @param file what gets the best epoch's model, or null for none
     */
    public Checkpoint(Supplier<ModelFile.Snapshot> snapshots, Network network, NetworkAccess access, Path file) {
        this.snapshots = snapshots;
        this.network = network;
        this.access = access;
        this.file = file;
    }

    /**
     * Finds out before the training whether the file can be written; one that is there stays as it is.
     *
     * @param validated whether there is a validation set
     * @throws IllegalArgumentException if there is none, so that no epoch can be judged
     * @throws UncheckedIOException if the file cannot be written
     */
    public void prepare(boolean validated) {
        if (file == null) {
            return;
        }
        if (!validated) {
            throw new IllegalArgumentException("The best model is to be kept in " + file
                    + ", but there is no validation set to judge by: give fit one, or leave keepBest out.");
        }
        try {
            ModelFile.requireWritable(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** Writes the model if the epoch is the best so far; a failure is held back, since the training matters more. */
    void epoch(int number, double validationLoss) {
        if (file == null || !(validationLoss < lowest)) {
            return;
        }
        lowest = validationLoss;
        best = number;
        access.acquire();
        try {
            unsaved = snapshots.get();
        } finally {
            access.release();
        }
        try {
            write();
        } catch (IOException e) {
            return; // finish tries once more, and throws if that fails too.
        }
    }

    /**
     * Tries once more to write what could not be written.
     *
     * @throws UnsavedModelException if that fails too; the network then has the weights of the best epoch
     * @throws IllegalStateException if no validation loss was a number, so that there is no best model
     */
    void finish(History history) {
        if (file != null && best == 0 && !history.epochs().isEmpty() && !history.interrupted()) {
            throw new IllegalStateException("No epoch's validation loss was a number, so no model was written to "
                    + file + ": look for values that are no numbers in the validation set.");
        }
        if (unsaved == null) {
            return;
        }
        try {
            write();
        } catch (IOException e) {
            access.acquire();
            try {
                ModelFile.copy(unsaved, network);
            } finally {
                access.release();
            }
            throw new UnsavedModelException(
                    "The best model, of epoch " + best + ", could not be written to " + file + " ("
                            + (e.getCause() instanceof IOException cause ? IoErrors.reason(cause) : e.getMessage())
                            + "): the training is done and the network has that epoch's weights, so save it in another"
                            + " folder.",
                    e,
                    history);
        }
    }

    private void write() throws IOException {
        ModelFile.write(unsaved, file);
        unsaved = null;
    }
}

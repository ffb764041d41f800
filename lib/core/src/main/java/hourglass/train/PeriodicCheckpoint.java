package hourglass.train;

import hourglass.network.Network;
import hourglass.runtime.IoErrors;
import hourglass.serialization.ModelFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/** The file that gets the model after every few epochs of one training; without a file it does nothing. */
public final class PeriodicCheckpoint {
    private final Supplier<ModelFile.Snapshot> snapshots;
    private final Network network;
    private final NetworkAccess access;
    private final Training settings;
    private int number;
    // The model while its file could not be written: a full disk may have room again later.
    private ModelFile.Snapshot unsaved;

    /**
     * Prepares the checkpoints of one training.
     *
     * @param snapshots copies the network as it is, while access to it is held
     * @param access held while the network is copied
     * @param settings how often the model is written, and where
     */
    public PeriodicCheckpoint(
            Supplier<ModelFile.Snapshot> snapshots, Network network, NetworkAccess access, Training settings) {
        this.snapshots = snapshots;
        this.network = network;
        this.access = access;
        this.settings = settings;
    }

    /**
     * Finds out before the training whether the file can be written; one that is there stays as it is.
     *
     * @throws IllegalArgumentException if the best model is to be kept in the same file
     * @throws UncheckedIOException if the file cannot be written
     */
    public void prepare() {
        Path file = settings.checkpoint();
        if (file == null) {
            return;
        }
        if (settings.best() != null
                && file.toAbsolutePath()
                        .normalize()
                        .equals(settings.best().toAbsolutePath().normalize())) {
            throw new IllegalArgumentException("keepBest and checkpointEvery both write to " + file
                    + ": give each a file of its own, since the last model need not be the best.");
        }
        try {
            ModelFile.requireWritable(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** Writes the model if it is this epoch's turn; a failure is held back, since the training matters more. */
    void epoch(int epoch) {
        if (settings.checkpoint() == null || epoch % settings.epochsPerCheckpoint() != 0) {
            return;
        }
        number = epoch;
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
     * @throws UnsavedModelException if that fails too; the network has the weights of the training's end
     */
    void finish(History history) {
        if (unsaved == null) {
            return;
        }
        try {
            write();
        } catch (IOException e) {
            throw new UnsavedModelException(
                    "The checkpoint of epoch " + number + " could not be written to " + settings.checkpoint() + " ("
                            + (e.getCause() instanceof IOException cause ? IoErrors.reason(cause) : e.getMessage())
                            + "): the training is done and the network has its last weights, so save it in another folder.",
                    e,
                    history);
        }
    }

    private void write() throws IOException {
        ModelFile.write(unsaved, settings.checkpoint());
        unsaved = null;
    }
}

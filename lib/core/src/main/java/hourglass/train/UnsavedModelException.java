package hourglass.train;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The best model of a training could not be written although the training itself went well. Nothing is lost:
 * the network has the best epoch's weights and can be saved elsewhere, and this exception holds the history.
 */
public final class UnsavedModelException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    private final transient History history;

    UnsavedModelException(String message, IOException cause, History history) {
        super(message, cause);
        this.history = history;
    }

    /** Returns the course of the training, which {@code fit} would have returned. */
    public History history() {
        return history;
    }
}

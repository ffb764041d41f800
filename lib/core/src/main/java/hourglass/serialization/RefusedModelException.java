package hourglass.serialization;

import java.io.IOException;

/** A model file is not to be loaded; the message is the end of a sentence that begins with the file's name. */
final class RefusedModelException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedModelException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The end of a sentence that begins with the file's name. */
    static String damaged(String how) {
        return " is not a model that can be loaded: " + how + "; save it again or take another copy.";
    }
}

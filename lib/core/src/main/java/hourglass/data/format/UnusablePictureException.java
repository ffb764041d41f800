package hourglass.data.format;

import java.io.IOException;

/** A picture cannot be used; the message is the end of a sentence that begins with the file's name. */
final class UnusablePictureException extends IOException {
    private static final long serialVersionUID = 1L;

    UnusablePictureException(String message) {
        super(message);
    }
}

package hourglass.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Why a file could not be read or written, in words that fit into a sentence which names the file itself. */
public final class IoErrors {

    private IoErrors() {}

    /**
     * Returns an error with one sentence that names a file which cannot be read, to be thrown.
     *
     * @param cause what the file system said
     */
    public static UncheckedIOException unreadable(Path path, IOException cause) {
        return new UncheckedIOException(
                cause instanceof NoSuchFileException
                        ? "There is no file " + path + ": check the path."
                        : path + " cannot be read (" + reason(cause)
                                + "): check that it is a file and that you may read it.",
                cause);
    }

    /** Returns the reason, as the file system gave it where it gave one: "No space left on device". */
    public static String reason(IOException fault) {
        if (fault instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (fault instanceof FileAlreadyExistsException) {
            return "a file lies where its folder should be";
        }
        String said = fault instanceof FileSystemException known ? known.getReason() : fault.getMessage();
        return said == null ? fault.toString() : said;
    }
}

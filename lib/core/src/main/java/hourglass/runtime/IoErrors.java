package hourglass.runtime;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;

/** Why a file could not be read or written, in words that fit into a sentence which names the file itself. */
public final class IoErrors {

    private IoErrors() {}

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

package hourglass.runtime;

import java.io.File;
import java.io.IOException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;

/** The folder into which JavaCPP unpacks the native libraries, and what may be wrong with it. */
final class NativeCache {
    private static final String PROPERTY = "org.bytedeco.javacpp.cachedir";
    private static final String NEED = ": set the system property " + PROPERTY + " to a folder that can be written, has"
            + " 550 MB of room and is not mounted noexec, for example -D" + PROPERTY + "=/var/tmp/javacpp.";
    // On Linux with an x86-64 processor 502 MB are unpacked: 360 of them are ND4J's library with oneDNN, 85 OpenBLAS,
    // 57 oneDNN.
    private static final long ROOM = 550L << 20;

    private NativeCache() {}

    /**
     * Finds out whether native libraries can be unpacked and loaded, by means of the smallest of them.
     *
     * @throws UnsatisfiedLinkError if not, in one sentence with the remedy; it is an error, because an exception in a static
     *     initialiser would arrive without its message
     */
    static void requireUsable() {
        File folder;
        try {
            folder = Loader.getCacheDir();
        } catch (IOException | RuntimeException e) {
            throw unusable("No folder can be written into which the native libraries could be unpacked", e);
        }
        String[] unpacked = folder.list((parent, name) -> name.startsWith("nd4j-native"));
        if ((unpacked == null || unpacked.length == 0) && folder.getUsableSpace() < ROOM) {
            throw unusable(
                    "The folder " + folder + ", into which the native libraries are unpacked, has "
                            + (folder.getUsableSpace() >> 20) + " MB left",
                    null);
        }
        try {
            Loader.load(Pointer.class); // Pointer itself passes over a failure when it loads.
        } catch (LinkageError e) {
            throw unusable(
                    "The native libraries could not be unpacked into " + folder + " or loaded from it (" + reason(e)
                            + ")",
                    e);
        }
    }

    private static String reason(Throwable error) {
        Throwable first = error;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        return first.getMessage() == null ? first.getClass().getSimpleName() : first.getMessage();
    }

    private static UnsatisfiedLinkError unusable(String what, Throwable cause) {
        UnsatisfiedLinkError error = new UnsatisfiedLinkError(what + NEED);
        error.initCause(cause);
        return error;
    }
}

package hourglass.testing;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that a stranger may have written, for fuzz tests: holds what every reader promises of such a file. It is read, or it
 * is refused by the one documented exception with one sentence that names it; and reading takes no more memory than a file of
 * its length can account for, whatever sizes are written in it.
 */
public final class ForeignBytes {
    /** How many bytes of memory a byte of a file may account for where it is not compressed: buffers that grow, and the result. */
    public static final int PLAIN = 40;

    /** How many bytes deflate makes of one at most. */
    public static final int MOST_INFLATED = 1032;

    /** How many bytes of memory a byte of a compressed file may account for: what is made of it is held three times. */
    public static final int COMPRESSED = 3 * MOST_INFLATED;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    // Buffers, the text of a message, and in a process that looks for more the counters of Jazzer.
    private static final long ANY_FILE = 8 << 20;
    private static final int LONGEST_SENTENCE = 500;

    private final Path file;
    private final Class<? extends Exception> refusal;

    private ForeignBytes(Path file, Class<? extends Exception> refusal) {
        this.file = file;
        this.refusal = refusal;
    }

    /** Reads a file, and throws what its reader documents. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(Path file) throws Exception;
    }

    /**
     * A file of a name, in a new folder.
     *
     * @param refusal what its reader documents, and neither a class above nor one below it
     */
    public static ForeignBytes named(String name, Class<? extends Exception> refusal) {
        try {
            Path folder = Files.createTempDirectory("foreign");
            Path file = folder.resolve(name);
            folder.toFile().deleteOnExit();
            file.toFile().deleteOnExit(); // Deleted before the folder: the last one named goes first.
            return new ForeignBytes(file, refusal);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads the file with these bytes in it.
     *
     * @param perByte how many bytes of memory each may account for
     * @return what was read, or nothing if it was refused as documented
     * @throws AssertionError if it was refused otherwise or took more memory
     */
    public <T> Optional<T> read(byte[] bytes, int perByte, Reader<T> reader) {
        try {
            Files.deleteIfExists(file); // What is written over, some file systems bring to the disk at once.
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long room = ANY_FILE + (long) perByte * bytes.length;
        long before = allocated();
        Optional<T> result = attempt(reader);
        if (allocated() - before > room) {
            // The first reading of all loads classes, which takes memory too.
            before = allocated();
            result = attempt(reader);
            long taken = allocated() - before;
            if (taken > room) {
                throw new AssertionError("Reading " + bytes.length + " bytes took " + taken + " bytes of memory.");
            }
        }
        return result;
    }

    private <T> Optional<T> attempt(Reader<T> reader) {
        try {
            return Optional.of(reader.read(file));
        } catch (Exception e) {
            if (e.getClass() != refusal) {
                throw new AssertionError("Refused by " + e + " in place of " + refusal.getName(), e);
            }
            requireSentence(e);
            return Optional.empty();
        }
    }

    private void requireSentence(Exception e) {
        String message = String.valueOf(e.getMessage());
        if (!message.contains(file.getFileName().toString())
                || !message.endsWith(".")
                || message.length() > LONGEST_SENTENCE
                || message.chars().anyMatch(Character::isISOControl)) {
            throw new AssertionError(
                    "No sentence about the file, of at most " + LONGEST_SENTENCE + " letters on one line: " + message,
                    e);
        }
    }

    private static long allocated() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}

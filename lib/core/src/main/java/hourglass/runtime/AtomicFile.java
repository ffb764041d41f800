package hourglass.runtime;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file that appears whole or not at all: it is written under another name beside its own, which it gets in one step.
 *
 * <p>A new file has the rights that the umask leaves, and an existing one keeps its own. A symbolic link stays one: the file
 * that it leads to is written. What a killed process leaves behind, a file of the same name with digits and ".part" at its
 * end, does no harm, and a later call removes it.
 */
public final class AtomicFile {
    private static final String UNFINISHED = ".part";
    // No model or page takes an hour to write, so whoever began an older file was killed.
    private static final Duration ABANDONED = Duration.ofHours(1);
    private static final int MOST_LINKS = 40; // as many as Linux follows

    private AtomicFile() {}

    /** Writes what a file is to hold. */
    @FunctionalInterface
    public interface Content {
        /** Writes everything; the stream is buffered, and is closed by the caller. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a file, whose folder is made if it is missing.
     *
     * @throws IOException if it cannot be written; a file that is there is then as it was
     */
    public static void write(Path file, Content content) throws IOException {
        Path target = target(file);
        Path temporary = temporary(target);
        try {
            try (OutputStream out =
                    new BufferedOutputStream(Files.newOutputStream(temporary, StandardOpenOption.WRITE))) {
                content.writeTo(out);
            }
            keepRights(target, temporary);
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary); // It has its name by now if all went well.
        }
        removeAbandoned(target);
    }

    /**
     * Finds out whether a file can be written, without touching one that is there.
     *
     * @throws IOException if it cannot
     */
    public static void requireWritable(Path file) throws IOException {
        Files.delete(temporary(target(file)));
    }

    /** The file itself, behind all symbolic links, whether it exists yet or not. */
    private static Path target(Path file) throws IOException {
        Path target = file.toAbsolutePath();
        for (int links = 0; Files.isSymbolicLink(target); links++) {
            if (links == MOST_LINKS) {
                throw new FileSystemException(file.toString(), null, "its symbolic links lead in a circle");
            }
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            throw new FileSystemException(file.toString(), null, "it is no regular file");
        }
        return target;
    }

    // Files.createTempFile would give rights to the owner alone, whatever the umask.
    private static Path temporary(Path target) throws IOException {
        if (!Files.isDirectory(target.getParent())) { // Before JDK 20 the next call refuses a link to a folder.
            Files.createDirectories(target.getParent());
        }
        while (true) {
            long digits = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
            try {
                return Files.createFile(
                        target.resolveSibling(target.getFileName().toString() + digits + UNFINISHED));
            } catch (FileAlreadyExistsException e) {
                continue; // Another process chose the same digits.
            }
        }
    }

    private static void keepRights(Path target, Path temporary) throws IOException {
        if (Files.exists(target) && Files.getFileAttributeView(target, PosixFileAttributeView.class) != null) {
            Files.setPosixFilePermissions(temporary, Files.getPosixFilePermissions(target));
        }
    }

    /** Removes what a killed process left of earlier attempts to write this file; failing to do so does no harm. */
    private static void removeAbandoned(Path target) {
        Instant before = Instant.now().minus(ABANDONED);
        try (DirectoryStream<Path> beside =
                Files.newDirectoryStream(target.getParent(), found -> isUnfinished(found, target.getFileName()))) {
            for (Path found : beside) {
                if (Files.getLastModifiedTime(found).toInstant().isBefore(before)) {
                    Files.deleteIfExists(found);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return; // The file itself is written.
        }
    }

    private static boolean isUnfinished(Path found, Path name) {
        String text = found.getFileName().toString();
        return text.startsWith(name.toString())
                && text.endsWith(UNFINISHED)
                && text.substring(name.toString().length(), text.length() - UNFINISHED.length())
                        .matches("\\d+");
    }
}

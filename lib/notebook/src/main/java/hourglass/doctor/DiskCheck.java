package hourglass.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * Checks whether a folder can be written and has enough free space.
 *
 * @param name what it is for a reader: "the project's folder"
 * @param folder its path; it need not exist yet
 * @param needed how many bytes should be free there
 */
public record DiskCheck(String name, Path folder, long needed) {

    /** Tells how many bytes this process may still write to the file system of a path. */
    @FunctionalInterface
    interface FreeSpace {
        /** Returns the number of bytes. */
        long at(Path path) throws IOException;
    }

    private static final String ABOUT = "Disk";
    private static final long MB = 1 << 20;

    /** Asks the file system. */
    public List<Finding> check() {
        return check(path -> Files.getFileStore(path).getUsableSpace(), Files::isWritable);
    }

    /** Asks functions for the free space and for the right to write. */
    List<Finding> check(FreeSpace space, Predicate<Path> writable) {
        Path existing = folder.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            return List.of(Finding.wrong(
                    ABOUT,
                    title() + ", " + folder + ", cannot be made, since " + existing + " is no folder",
                    "move that file away"));
        }
        if (!writable.test(existing)) {
            return List.of(Finding.wrong(
                    ABOUT,
                    title() + ", " + folder + ", cannot be written"
                            + (existing.equals(folder) ? "" : ", since " + existing + " is read-only"),
                    "give yourself the right to write there, or work in another folder"));
        }
        long free;
        try {
            free = space.at(existing);
        } catch (IOException e) {
            return List.of(Finding.warning(
                    ABOUT,
                    title() + ", " + folder + ", is on a file system that does not tell its free space ("
                            + ErrorMessages.reason(e) + ")",
                    "make sure that " + mb(needed) + " are free"));
        }
        if (free < needed) {
            return List.of(Finding.wrong(
                    ABOUT,
                    title() + ", " + folder + ", has room for " + mb(free) + ", and " + mb(needed)
                            + " may be needed there",
                    "delete what you do not need on that disk"));
        }
        if (free < 2 * needed) {
            return List.of(Finding.warning(
                    ABOUT,
                    title() + ", " + folder + ", has room for " + mb(free) + ", which is little more than the "
                            + mb(needed) + " that may be needed there",
                    "delete what you do not need on that disk"));
        }
        return List.of(Finding.fine(ABOUT, mb(free) + " are free in " + name + ", " + folder));
    }

    private String title() {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static String mb(long bytes) {
        return bytes / MB + " MB";
    }
}

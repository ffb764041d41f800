package hourglass.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Replaces files in one step, so that nobody reads half of one and an interruption leaves the old one. */
final class FileReplacement {
    private FileReplacement() {}

    /**
     * Writes a file beside the old one and then puts it in its place.
     *
     * @throws IOException when there is no room or no right to write; the old file is as it was
     */
    static void write(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.write(part, content);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}

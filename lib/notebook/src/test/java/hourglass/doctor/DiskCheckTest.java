package hourglass.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.doctor.Finding.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskCheckTest {

    private static final long MB = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void roomIsLookedForInTheNearestFolderThatExists() {
        DiskCheck cache = new DiskCheck("the cache", folder.resolve("not/made/yet"), 100 * MB);

        assertThat(cache.check(path -> path.equals(folder) ? 500 * MB : 0, path -> true))
                .containsExactly(
                        Finding.fine("Disk", "500 MB are free in the cache, " + folder.resolve("not/made/yet")));
    }

    @Test
    void aFullDiskIsWrongAndAnAlmostFullOneAWarning() {
        DiskCheck temporary = new DiskCheck("the folder of temporary files", folder, 100 * MB);

        assertThat(temporary.check(path -> 3 * MB, path -> true))
                .containsExactly(Finding.wrong(
                        "Disk",
                        "The folder of temporary files, " + folder
                                + ", has room for 3 MB, and 100 MB may be needed there",
                        "delete what you do not need on that disk"));
        assertThat(temporary.check(path -> 150 * MB, path -> true))
                .extracting(Finding::level)
                .containsExactly(Level.WARNING);
        assertThat(temporary.check(path -> 200 * MB, path -> true))
                .extracting(Finding::level)
                .containsExactly(Level.FINE);
    }

    @Test
    void aFileInTheWayIsWrong() throws IOException {
        Path file = Files.createFile(folder.resolve("cache"));

        assertThat(new DiskCheck("the cache", file.resolve("hourglass"), MB).check())
                .containsExactly(Finding.wrong(
                        "Disk",
                        "The cache, " + file.resolve("hourglass") + ", cannot be made, since " + file + " is no folder",
                        "move that file away"));
    }

    @Test
    void aFolderThatCannotBeWrittenIsWrong() {
        String remedy = ": give yourself the right to write there, or work in another folder.";

        assertThat(new DiskCheck("the cache", folder, MB).check(path -> MB * MB, path -> false))
                .extracting(Finding::sentence)
                .containsExactly("The cache, " + folder + ", cannot be written" + remedy);
        assertThat(new DiskCheck("the cache", folder.resolve("hourglass"), MB).check(path -> MB * MB, path -> false))
                .extracting(Finding::sentence)
                .containsExactly("The cache, " + folder.resolve("hourglass") + ", cannot be written, since " + folder
                        + " is read-only" + remedy);
    }

    @Test
    void aFileSystemThatDoesNotAnswerIsAWarning() {
        assertThat(new DiskCheck("the cache", folder, 7 * MB)
                        .check(
                                path -> {
                                    throw new IOException("Stale file handle");
                                },
                                path -> true))
                .containsExactly(Finding.warning(
                        "Disk",
                        "The cache, " + folder
                                + ", is on a file system that does not tell its free space (Stale file handle)",
                        "make sure that 7 MB are free"));
    }
}

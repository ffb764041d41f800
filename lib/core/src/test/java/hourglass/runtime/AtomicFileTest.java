package hourglass.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("file.txt");
    }

    private static void write(Path file, String text) throws IOException {
        AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void givesANewFileTheRightsThatTheUmaskLeaves() throws IOException, InterruptedException {
        // In a process of its own, since Java cannot set the umask, and the user's own may leave only the owner's
        // rights.
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "umask 027 && exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        InAnotherProcess.class.getName(),
                        file.toString())
                .inheritIO()
                .start();

        assertThat(process.waitFor()).isZero();
        assertThat(file).hasContent("new");
        assertThat(rights(file)).isEqualTo("rw-r-----");
    }

    /** Writes the file that the first argument names. */
    static final class InAnotherProcess {
        private InAnotherProcess() {}

        public static void main(String[] arguments) throws IOException {
            write(Path.of(arguments[0]), "new");
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void keepsTheRightsOfAnExistingFile() throws IOException {
        Files.writeString(file, "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r-x"));

        write(file, "new");

        assertThat(file).hasContent("new");
        assertThat(rights(file)).isEqualTo("rw-rw-r-x");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void writesTheFileToWhichALinkLeads() throws IOException {
        Path real = Files.createDirectory(folder.resolve("elsewhere")).resolve("real.txt");
        Files.createSymbolicLink(file, Path.of("between"));
        Files.createSymbolicLink(folder.resolve("between"), Path.of("elsewhere/real.txt"));

        write(file, "first");
        write(file, "second");

        assertThat(file).isSymbolicLink();
        assertThat(real).isRegularFile().hasContent("second");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void writesIntoAFolderToWhichALinkLeads() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);

        write(link.resolve("file.txt"), "new");

        assertThat(link).isSymbolicLink();
        assertThat(real.resolve("file.txt")).hasContent("new");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void refusesLinksInACircle() throws IOException {
        Files.createSymbolicLink(file, Path.of("other"));
        Files.createSymbolicLink(folder.resolve("other"), Path.of("file.txt"));

        assertThatIOException()
                .isThrownBy(() -> write(file, "new"))
                .withMessageContaining("its symbolic links lead in a circle");
    }

    @Test
    void makesTheFolderThatIsMissing() throws IOException {
        Path deep = folder.resolve("models").resolve("best").resolve("file.txt");

        write(deep, "new");

        assertThat(deep).hasContent("new");
    }

    @Test
    void refusesToReplaceAFolder() throws IOException {
        Files.createDirectory(file);

        assertThatIOException().isThrownBy(() -> write(file, "new")).withMessageContaining("it is no regular file");
        assertThatIOException()
                .isThrownBy(() -> AtomicFile.requireWritable(file))
                .withMessageContaining("it is no regular file");
    }

    @Test
    void removesOnlyWhatAKilledProcessLeftOfThisFileLongAgo() throws IOException {
        Instant longAgo = Instant.now().minus(Duration.ofHours(2));
        Path abandoned = Files.writeString(folder.resolve("file.txt123.part"), "half");
        Path beingWritten = Files.writeString(folder.resolve("file.txt456.part"), "half");
        Path ofAnother = Files.writeString(folder.resolve("other.txt123.part"), "half");
        Path ofALongerName = Files.writeString(folder.resolve("file.txt-copy123.part"), "half");
        Path ofTheUser = Files.writeString(folder.resolve("file.txt123.partial"), "whole");
        for (Path old : List.of(abandoned, ofAnother, ofALongerName, ofTheUser)) {
            Files.setLastModifiedTime(old, FileTime.from(longAgo));
        }

        write(file, "new");

        assertThat(abandoned).doesNotExist();
        assertThat(List.of(file, beingWritten, ofAnother, ofALongerName, ofTheUser))
                .allSatisfy(kept -> assertThat(kept).exists());
    }

    @Test
    void asksWhetherAFileCanBeWrittenWithoutLeavingATrace() throws IOException {
        AtomicFile.requireWritable(file);
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }

        Path belowAFile = Files.writeString(file, "old").resolve("model.zip");
        assertThatIOException().isThrownBy(() -> AtomicFile.requireWritable(belowAFile));
        assertThat(file).hasContent("old");
    }

    @Test
    void leavesTheOldFileWhenTheContentFails() throws IOException {
        write(file, "old");

        assertThatIOException()
                .isThrownBy(() -> AtomicFile.write(file, out -> {
                    out.write(1);
                    throw new IOException("no more");
                }))
                .withMessage("no more");

        assertThat(file).hasContent("old");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }
}

package hourglass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class NativeCacheTest {

    /** In a process of its own, since JavaCPP looks for its folder once. */
    @Test
    void aFolderThatCannotBeUsedIsExplained(@TempDir Path folder) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("no-folder"), "");
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dorg.bytedeco.javacpp.cachedir=" + file.resolve("cache"),
                        // Where JavaCPP goes on to look.
                        "-Duser.home=" + file.resolve("home"),
                        "-Djava.io.tmpdir=" + file.resolve("tmp"),
                        Prepare.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();

        assertThat(process.exitValue()).isNotZero();
        assertThat(Files.readString(output, StandardCharsets.UTF_8))
                .contains(
                        "set the system property org.bytedeco.javacpp.cachedir to a folder that can be written, has 550 MB"
                                + " of room and is not mounted noexec");
    }

    /** What an application does first. */
    static final class Prepare {
        private Prepare() {}

        public static void main(String[] arguments) {
            NativeBackend.prepare();
        }
    }
}

package hourglass.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A kernel has libraries of its own, which stand on the class path before those of the lessons. IJava 1.3.0 brings Gson 2.8.5
 * and Commons Lang 3.8.1; with these in front, what the lessons call must still work.
 */
class KernelLibrariesTest {

    private static final Path KERNEL_JARS = Path.of("target", "kernel-jars");

    @Test
    void theLibraryRunsWithTheLibrariesOfAnOlderKernelInFront(@TempDir Path folder) throws Exception {
        List<String> jars;
        try (Stream<Path> files = Files.list(KERNEL_JARS)) {
            jars = files.map(file -> file.toAbsolutePath().toString()).toList();
        }
        assertThat(jars).as("what Maven copied to " + KERNEL_JARS).hasSize(2);
        Path output = folder.resolve("output");
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "-Xmx1g",
                "-cp",
                String.join(File.pathSeparator, jars) + File.pathSeparator + System.getProperty("java.class.path"),
                KernelLibraries.class.getName());
        java.environment()
                .put(LessonChecks.VARIABLE, folder.resolve("results.json").toString());
        Process process =
                java.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ends").isTrue();
        } finally {
            process.destroyForcibly();
        }

        String printed = Files.readString(output);
        assertThat(printed)
                .containsPattern("Gson: .*gson-2\\.8\\.5\\.jar")
                .containsPattern("Lang: .*commons-lang3-3\\.8\\.1\\.jar")
                .contains("parseString: false")
                .contains("All checks passed: 1 claims, 2 results recorded.")
                .contains("PSNR 19.5")
                .contains("All calls returned.")
                .doesNotContain("Exception");
        assertThat(process.exitValue()).isZero();
    }
}

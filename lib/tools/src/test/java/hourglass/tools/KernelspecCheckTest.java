package hourglass.tools;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.doctor.Finding;
import hourglass.doctor.Finding.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelspecCheckTest {
    private static final String JJAVA =
            """
            {"argv": ["java", "-jar", "{resource_dir}/launcher.jar", "{connection_file}"], "display_name": "Java (jjava)"}
            """;
    private static final Map<String, String> OURS =
            Map.of("PATH", Path.of(System.getProperty("java.home"), "bin").toString());

    @TempDir
    Path folder;

    private Path spec;
    private KernelspecCheck check;

    @BeforeEach
    void layOutAKernelspec() throws IOException {
        Path kernels = folder.resolve(".venv/share/jupyter/kernels");
        spec = write(kernels.resolve("java/kernel.json"), JJAVA);
        write(kernels.resolve("java/launcher.jar"), "");
        check = new KernelspecCheck(kernels, folder.resolve("home"), "Linux");
    }

    @Test
    void theKernelThatIsThereIsFine() {
        assertThat(check.check(OURS, Map.of())).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Level.FINE);
            assertThat(finding.what()).startsWith("kernelspec java in " + spec.getParent() + ", started with ");
        });
    }

    @Test
    void aKernelspecThatIsMissingOrDamagedIsWrong() throws IOException {
        for (String damaged : List.of("{\"argv\": [\"ja", "[]", "{}", "{\"argv\": 3}", "{\"argv\": [{}]}")) {
            Files.writeString(spec, damaged);
            assertThat(problem().what()).as(damaged).isEqualTo(spec + " is no kernelspec with a list \"argv\"");
        }
        Files.writeString(spec, "{\"argv\": []}");
        assertThat(problem().what()).isEqualTo(spec + " names no program");

        Files.delete(spec);
        assertThat(problem())
                .isEqualTo(Finding.wrong(
                        "Kernel",
                        "The environment has no Java kernel, since " + spec + " cannot be read",
                        "delete the folder .venv and run mvn -Plab, which makes it anew"));
    }

    @Test
    void aKernelspecThatPointsToNowhereIsWrong() throws IOException {
        Path gone = folder.resolve("jdk-gone/bin/java");
        Files.writeString(spec, JJAVA.replace("\"java\"", "\"" + gone.toString().replace('\\', '/') + "\""));
        assertThat(problem().what()).endsWith("java, which is not there").contains("jdk-gone");

        Files.writeString(spec, JJAVA);
        assertThat(check.check(Map.of("PATH", folder.toString()), Map.of())
                        .get(0)
                        .what())
                .isEqualTo(spec + " starts java, which is not on the PATH");

        Files.delete(spec.resolveSibling("launcher.jar"));
        assertThat(problem().what()).isEqualTo(spec + " names {resource_dir}/launcher.jar, which is not there");
    }

    @Test
    void anotherKernelOfTheSameNameThatHidesOursIsAWarning() throws IOException {
        Path user = write(folder.resolve("home/.local/share/jupyter/kernels/java/kernel.json"), JJAVA)
                .getParent();
        Path named =
                write(folder.resolve("named/kernels/java/kernel.json"), JJAVA).getParent();

        List<Finding> findings =
                check.check(OURS, Map.of("JUPYTER_PATH", folder.resolve("named").toString()));

        assertThat(findings.subList(1, 3)).containsExactly(hiding(named), hiding(user));
        assertThat(check.check(
                        OURS, Map.of("XDG_DATA_HOME", folder.resolve("named").toString())))
                .as("the user's folder is elsewhere")
                .hasSize(1);
        assertThat(check.check(
                        OURS,
                        Map.of(
                                "JUPYTER_PATH",
                                folder.resolve(".venv/share/jupyter").toString(),
                                "XDG_DATA_HOME",
                                "/none")))
                .as("our own kernel, named")
                .hasSize(1);
    }

    @Test
    void everySystemHasItsOwnFolderForAUsersKernels() throws IOException {
        Path mac = write(folder.resolve("home/Library/Jupyter/kernels/java/kernel.json"), JJAVA)
                .getParent();
        Path windows = write(folder.resolve("roaming/jupyter/kernels/java/kernel.json"), JJAVA)
                .getParent();
        Path given =
                write(folder.resolve("given/kernels/java/kernel.json"), JJAVA).getParent();

        assertThat(on("Mac OS X", Map.of())).containsExactly(hiding(mac));
        assertThat(on("Windows 11", Map.of("APPDATA", folder.resolve("roaming").toString())))
                .containsExactly(hiding(windows));
        assertThat(on(
                        "Linux",
                        Map.of("JUPYTER_DATA_DIR", folder.resolve("given").toString())))
                .containsExactly(hiding(given));
    }

    private List<Finding> on(String system, Map<String, String> environment) {
        List<Finding> findings = new KernelspecCheck(check.kernels(), check.home(), system).check(OURS, environment);
        return findings.subList(1, findings.size());
    }

    private static Finding hiding(Path kernel) {
        return Finding.warning(
                "Kernel",
                "Another kernel named java, in " + kernel
                        + ", is taken instead of ours by a Jupyter that mvn -Plab did not start",
                "open the lessons with mvn -Plab, or remove that folder");
    }

    private Finding problem() {
        Finding finding = check.check(OURS, Map.of()).get(0);
        assertThat(finding.level()).isEqualTo(Level.WRONG);
        return finding;
    }

    private static Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}

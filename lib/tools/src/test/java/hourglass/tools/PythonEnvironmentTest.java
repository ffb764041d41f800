package hourglass.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Tries the environment with programs that only play Python, so that every failure can be had. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-ins for Python are shell scripts")
class PythonEnvironmentTest {
    /** Answers like Python 3.11 and, when asked for an environment, makes one whose Python is this script again. */
    private static final String WORKING =
            """
            case "$*" in
              --version) echo "Python 3.11.4" ;;
              "-m venv --help" | "-m ensurepip --version") ;;
              "-m venv "*)
                echo venv >> "$(dirname "$3")/calls"
                mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
              "-m pip install "*)
                echo pip >> "$(dirname "$0")/../../calls"
                %s ;;
              *) echo "unexpected: $*"; exit 9 ;;
            esac
            """;

    /** Plays uv: its last argument is the folder of the environment, whose Python is the stand-in beside this script. */
    private static final String UV =
            """
            for last; do :; done
            calls="$(dirname "$last")/calls"
            case "$*" in
              "venv "*)
                echo "uv venv" >> "$calls"
                mkdir -p "$last/bin" && cp "$(dirname "$0")/python3" "$last/bin/python" ;;
              "pip install "*)
                echo "uv pip" >> "${calls%%/lib/tools/calls}/calls"
                %s ;;
              *) echo "unexpected: $*"; exit 9 ;;
            esac
            """;

    @TempDir
    Path root;

    @TempDir
    Path bin;

    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private Project project;

    @BeforeEach
    void layOutAProject() throws IOException {
        project = Project.at(root);
        Files.createDirectories(project.requirements().getParent());
        Files.writeString(project.requirements(), "jupyterlab==1\n");
    }

    @Test
    void isMadeOnce() throws IOException {
        program("python3", WORKING.formatted("true"));

        environment().ready();
        environment().ready();

        assertThat(calls()).containsExactly("venv", "pip");
        assertThat(environment().python()).isExecutable();
        assertThat(said)
                .containsExactly("Making the Python environment with JupyterLab and the Java kernel in .venv (once;"
                        + " about a minute).");
    }

    @Test
    void isMadeAnewForOtherRequirements() throws IOException {
        program("python3", WORKING.formatted("true"));
        environment().ready();
        Path leftover = Files.createFile(project.environment().resolve("leftover"));

        Files.writeString(project.requirements(), "jupyterlab==2\n");
        environment().ready();

        assertThat(calls()).containsExactly("venv", "pip", "venv", "pip");
        assertThat(leftover).doesNotExist();
    }

    @Test
    void takesMorePackagesOnceAndAgainAfterItWasMadeAnew() throws IOException {
        program("python3", WORKING.formatted("true"));
        Path more = project.requirements().resolveSibling("requirements-more.txt");
        Files.writeString(more, "playwright==1\n");

        environment().ready().with(more).with(more);
        assertThat(calls()).containsExactly("venv", "pip", "pip");
        assertThat(said)
                .last()
                .isEqualTo("Installing the packages of lib/tools/requirements-more.txt in .venv (once).");

        Files.writeString(more, "playwright==2\n");
        environment().ready().with(more);
        assertThat(calls()).containsExactly("venv", "pip", "pip", "pip");

        Files.writeString(project.requirements(), "jupyterlab==2\n");
        environment().ready().with(more);
        assertThat(calls()).containsExactly("venv", "pip", "pip", "pip", "venv", "pip", "pip");
    }

    @Test
    void saysWhichFurtherPackagesCannotBeInstalled() throws IOException {
        program("python3", WORKING.formatted("true"));
        environment().ready();
        write(environment().python(), WORKING.formatted("echo 'ERROR: No matching distribution'; exit 1"));
        Path more = project.requirements().resolveSibling("requirements-more.txt");
        Files.writeString(more, "playwright==1\n");

        assertThatThrownBy(() -> environment().with(more))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageStartingWith(
                        "The packages of lib/tools/requirements-more.txt could not be installed (No matching"
                                + " distribution): ");
    }

    @Test
    void isMadeAnewAfterAnInterruptedInstallation() throws IOException {
        program("python3", WORKING.formatted("echo 'ERROR: Operation cancelled by user'; exit 1"));
        assertThatThrownBy(() -> environment().ready()).isInstanceOf(EnvironmentException.class);

        program("python3", WORKING.formatted("true"));
        environment().ready();

        assertThat(calls()).containsExactly("venv", "pip", "venv", "pip");
    }

    @Test
    void isMadeAnewWhenItsPythonHasGoneOrChanged() throws IOException {
        program("python3", WORKING.formatted("true"));
        environment().ready();
        Files.delete(environment().python());
        environment().ready();
        write(environment().python(), WORKING.formatted("true").replace("3.11.4", "3.12.0"));
        environment().ready();

        assertThat(calls()).containsExactly("venv", "pip", "venv", "pip", "venv", "pip");
    }

    @Test
    void isMadeByUvWhereThatIsOnThePath() throws IOException {
        // It needs no module of Python's own, which Debian keeps in a package apart.
        program("python3", WORKING.formatted("true").replace("\"-m venv --help\"", "\"-m nothing\""));
        program("uv", UV.formatted("true"));
        Path more = project.requirements().resolveSibling("requirements-more.txt");
        Files.writeString(more, "playwright==1\n");

        environment().ready().with(more);
        environment().ready().with(more);

        assertThat(calls()).containsExactly("uv venv", "uv pip", "uv pip");
        assertThat(environment().foundPython())
                .isEqualTo("Python 3.11.4 in " + bin.resolve("python3") + ", with uv in " + bin.resolve("uv"));
    }

    @Test
    void isMadeByVenvAndPipWhenUvFails() throws IOException {
        program("python3", WORKING.formatted("true"));
        program("uv", UV.formatted("exit 2"));

        environment().ready();

        assertThat(calls()).containsExactly("uv venv", "uv pip", "venv", "pip");
    }

    @Test
    void saysTheSameWithUvWhenTheNetworkIsMissing() throws IOException {
        program("python3", WORKING.formatted("echo 'ERROR: No matching distribution found for jupyterlab==1'; exit 1"));
        program("uv", UV.formatted("echo 'error: Request failed after 3 retries'; exit 2"));

        assertSentence(
                "The packages of lib/tools/requirements.txt could not be installed (No matching distribution found"
                        + " for jupyterlab==1): the first build needs the network, so check the connection or the proxy and"
                        + " run the command again.");
    }

    @Test
    void isMadeByOneOfTwoThreadsAtOnce() throws Exception {
        program("python3", WORKING.formatted("true"));
        var builds = new ArrayList<Callable<PythonEnvironment>>();
        builds.add(() -> environment().ready());
        builds.add(() -> environment().ready());

        var threads = Executors.newFixedThreadPool(2);
        for (Future<PythonEnvironment> build : threads.invokeAll(builds)) {
            build.get();
        }
        threads.shutdown();

        assertThat(calls()).containsExactly("venv", "pip");
    }

    @Test
    void isMadeByOneOfTwoProcessesAtOnce() throws Exception {
        program("python3", WORKING.formatted("sleep 1"));
        var processes = new ArrayList<Process>();
        for (int i = 0; i < 2; i++) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            InAnotherProcess.class.getName(),
                            root.toString(),
                            bin.toString())
                    .inheritIO()
                    .start());
        }
        for (Process process : processes) {
            assertThat(process.waitFor()).isZero();
        }

        assertThat(calls()).containsExactly("venv", "pip");
    }

    /** Makes the environment of the project that the first argument names, with the programs of the second. */
    static final class InAnotherProcess {
        private InAnotherProcess() {}

        public static void main(String[] arguments) {
            PythonEnvironment.withSearchPath(Project.at(Path.of(arguments[0])), arguments[1], sentence -> {})
                    .ready();
        }
    }

    @Test
    void takesTheFirstPythonThatIsNewEnough() throws IOException {
        program("python3", "echo 'Python 3.9.18'");
        program("python3.12", WORKING.formatted("true"));

        environment().ready();

        assertThat(calls()).containsExactly("venv", "pip");
    }

    @Test
    void saysThatPythonIsMissing() {
        assertSentence(
                "JupyterLab needs Python 3.10 or newer, but no python3 or python is on the PATH: install it (Debian and"
                        + " Ubuntu: apt install python3 python3-venv; macOS: brew install python) and run the command"
                        + " again.");
    }

    @Test
    void saysThatPythonIsTooOld() throws IOException {
        program("python3", "echo 'Python 3.9.18'");
        program("python", "echo 'Python 2.7.18' >&2");

        assertSentence("JupyterLab needs Python 3.10 or newer, but the newest on the PATH is Python 3.9.18: install it"
                + " (Debian and Ubuntu: apt install python3 python3-venv; macOS: brew install python) and run the"
                + " command again.");
    }

    @Test
    void saysThatTheModuleForEnvironmentsIsMissing() throws IOException {
        Path python = program(
                "python3",
                """
                case "$*" in
                  --version) echo "Python 3.11.2" ;;
                  "-m venv --help") ;;
                  *) echo "$0: No module named ensurepip" >&2; exit 1 ;;
                esac
                """);

        assertSentence("The Python at " + python + " lacks the module ensurepip, which makes environments: install it"
                + " (Debian and Ubuntu: apt install python3-venv) and run the command again.");
        assertThat(calls()).isEmpty();
    }

    @Test
    void saysThatTheNetworkIsMissing() throws IOException {
        program(
                "python3",
                WORKING.formatted("echo 'WARNING: Retrying'; echo 'ERROR: No matching distribution found for"
                        + " jupyterlab==1' >&2; exit 1"));

        assertSentence(
                "The packages of lib/tools/requirements.txt could not be installed (No matching distribution found"
                        + " for jupyterlab==1): the first build needs the network, so check the connection or the proxy and"
                        + " run the command again.");
    }

    @Test
    void shortensWhatPipSays() throws IOException {
        program("python3", WORKING.formatted("echo 'ERROR: " + "x".repeat(999) + "'; exit 1"));

        assertThatThrownBy(() -> environment().ready()).hasMessageContaining("(" + "x".repeat(160) + "…)");
    }

    @Test
    void startsItsOwnPythonWithTheKernelsOfTheEnvironmentFirst() {
        ProcessBuilder command = environment().command("-m", "jupyterlab");

        assertThat(command.command()).containsExactly(environment().python().toString(), "-m", "jupyterlab");
        assertThat(command.environment()).containsEntry("JUPYTER_PREFER_ENV_PATH", "1");
    }

    @Test
    void takesOutOfAnEnvironmentWhatLeadsToOtherPackagesAndKernels() {
        var variables = new HashMap<String, String>();
        for (String unwanted :
                List.of("PYTHONHOME", "PYTHONPATH", "pythonpath", "VIRTUAL_ENV", "JUPYTER_PATH", "JJAVA_CLASSPATH")) {
            variables.put(unwanted, "/elsewhere");
        }
        variables.put("HOME", "/home/ada");

        environment().settle(variables);

        assertThat(variables).containsEntry("HOME", "/home/ada").doesNotContainValue("/elsewhere");
    }

    @Test
    void readsARelativeFolderOfDataFromTheProjectsRoot() {
        var variables = new HashMap<>(Map.of("HOURGLASS_DATA", "my/data"));
        environment().settle(variables);
        assertThat(variables)
                .containsEntry("HOURGLASS_DATA", root.resolve("my/data").toString());

        variables.put("HOURGLASS_DATA", root.resolve("elsewhere").toString());
        environment().settle(variables);
        assertThat(variables)
                .containsEntry("HOURGLASS_DATA", root.resolve("elsewhere").toString());
    }

    private void assertSentence(String sentence) {
        assertThatThrownBy(() -> environment().ready())
                .isInstanceOf(EnvironmentException.class)
                .hasMessage(sentence);
    }

    private PythonEnvironment environment() {
        return PythonEnvironment.withSearchPath(project, bin.toString(), said::add);
    }

    private Path program(String name, String body) throws IOException {
        return write(bin.resolve(name), body);
    }

    private static Path write(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** What the stand-in was asked to make, in order. */
    private List<String> calls() throws IOException {
        Path calls = root.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }
}

package hourglass.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import hourglass.tools.Project;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads the definitions for Binder, a development container and docker. No image is built: that needs a daemon and a
 * network, which a test cannot count on.
 */
class OpeningElsewhereTest {
    private static final Path ROOT = Project.ofThisBuild().root();
    private static final Path DOCKERFILE = ROOT.resolve(".binder").resolve("Dockerfile");
    private static final Path DEVCONTAINER = ROOT.resolve(".devcontainer").resolve("devcontainer.json");
    private static final Path PREPARE = ROOT.resolve(".devcontainer").resolve("prepare");
    private static final Set<String> INSTRUCTIONS =
            Set.of("FROM", "RUN", "ARG", "ENV", "USER", "WORKDIR", "COPY", "EXPOSE", "CMD");
    private static final Pattern IMAGE = Pattern.compile("[a-z-]+:[a-z0-9.-]+");

    private record Instruction(String name, String text) {}

    @Test
    void theDockerfileHasKnownInstructionsAndAPinnedImageOfAShortName() throws IOException {
        List<Instruction> file = dockerfile();

        assertThat(file).extracting(Instruction::name).isSubsetOf(INSTRUCTIONS).containsOnlyOnce("FROM", "CMD");
        assertThat(file.get(0).name()).isEqualTo("FROM");
        assertThat(file.get(0).text()).matches(IMAGE).doesNotEndWith(":latest");
    }

    @Test
    void theDockerfileDoesWhatBinderAsksFor() throws IOException {
        List<Instruction> file = dockerfile();

        assertThat(texts(file, "ARG")).containsExactly("NB_USER=jovyan", "NB_UID=1000");
        int user = place(file, "USER");
        assertThat(file.get(user).text()).isEqualTo("${NB_USER}");
        assertThat(place(file, "COPY")).as("copied by the user").isGreaterThan(user);
        assertThat(file.get(place(file, "COPY")).text()).startsWith("--chown=${NB_UID} ");
        assertThat(texts(file, "EXPOSE")).containsExactly("8888");
        assertThat(Files.readString(ROOT.resolve(".binder/requirements.txt")))
                .containsPattern("(?m)^notebook==[\\d.]+$");
        assertThat(texts(file, "RUN").get(2))
                .startsWith("mvn -B -q -Plab -Dlab.open=false")
                .contains("-r .binder/requirements.txt");
    }

    @Test
    void theDockerfileOpensJupyterLabAtTheLessonsWithItsToken() throws IOException {
        List<Instruction> file = dockerfile();
        List<String> command = new ArrayList<>();
        JsonParser.parseString(texts(file, "CMD").get(0))
                .getAsJsonArray()
                .forEach(word -> command.add(word.getAsString()));

        assertThat(command)
                .startsWith("jupyter", "lab")
                .contains("--ServerApp.ip=0.0.0.0", "--ServerApp.port=8888", "--ServerApp.root_dir=notebooks");
        assertThat(command).noneMatch(word -> word.contains("token") || word.contains("password"));
        assertThat(Files.readString(DOCKERFILE)).contains("-p 127.0.0.1:8888:8888", "Not run");
    }

    @Test
    void theJdkAndPythonAreNewEnough() throws IOException {
        String packages = texts(dockerfile(), "RUN").get(0);
        String release = Pom.read(ROOT.resolve("pom.xml")).text("/project/properties/maven.compiler.release");

        assertThat(packages)
                .contains("openjdk-" + release + "-jdk", " maven ", " python3-venv", "fontconfig", "fonts-");
    }

    @Test
    void whatIsCopiedIsThereAndWhatABuildMakesIsNot() throws IOException {
        List<PathMatcher> ignored = Files.readAllLines(ROOT.resolve(".dockerignore")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> FileSystems.getDefault().getPathMatcher("glob:" + line))
                .toList();

        for (String needed : List.of(
                "pom.xml",
                "lib/core/pom.xml",
                "lib/core/src/main/java",
                "lib/notebook/pom.xml",
                "lib/spark/pom.xml",
                "lib/tools/pom.xml",
                "lib/tools/requirements.txt",
                "tests/pom.xml",
                ".binder/requirements.txt",
                "notebooks/00_start_here.ipynb")) {
            assertThat(ROOT.resolve(needed)).exists();
            assertThat(ignored).noneMatch(pattern -> pattern.matches(Path.of(needed)));
        }
        for (String made : List.of(
                "lib/core/target", "lib/notebook/target", "lib/spark/target", "tests/target", ".venv", ".git")) {
            assertThat(ignored).as(made).anyMatch(pattern -> pattern.matches(Path.of(made)));
        }
    }

    @Test
    void theDevelopmentContainerIsTheSameImage() throws IOException {
        JsonObject json = JsonParser.parseString(Files.readString(DEVCONTAINER)).getAsJsonObject();
        JsonObject build = json.getAsJsonObject("build");

        assertThat(json.keySet())
                .isSubsetOf(
                        "name",
                        "build",
                        "remoteUser",
                        "hostRequirements",
                        "containerEnv",
                        "postCreateCommand",
                        "forwardPorts",
                        "portsAttributes",
                        "customizations");
        assertThat(DEVCONTAINER
                        .resolveSibling(build.get("dockerfile").getAsString())
                        .normalize())
                .isEqualTo(DOCKERFILE);
        assertThat(DEVCONTAINER
                        .resolveSibling(build.get("context").getAsString())
                        .normalize())
                .isEqualTo(ROOT);
        assertThat(texts(dockerfile(), "ARG"))
                .contains("NB_USER=" + json.get("remoteUser").getAsString());
        assertThat(ROOT.resolve(json.get("postCreateCommand").getAsString())).isEqualTo(PREPARE);
        assertThat(json.getAsJsonArray("forwardPorts").get(0).getAsInt()).isEqualTo(8888);
        json.getAsJsonObject("customizations")
                .getAsJsonObject("vscode")
                .getAsJsonArray("extensions")
                .forEach(name -> assertThat(name.getAsString()).matches("[a-z-]+\\.[a-z-]+"));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script is for the container")
    void preparingCopiesTheJarsOfTheImage(@TempDir Path folder) throws IOException, InterruptedException {
        assertThat(PREPARE).isExecutable();
        Path image = folder.resolve("image");
        Path opened = folder.resolve("opened");
        for (String module : List.of("notebook", "spark")) {
            Path jars =
                    Files.createDirectories(image.resolve("lib").resolve(module).resolve("target/jars"));
            Files.writeString(jars.resolve(module + "-2.jar"), module);
        }
        Path old = Files.createDirectories(opened.resolve("lib/notebook/target/jars"))
                .resolve("notebook-1.jar");
        Files.writeString(old, "old");
        Path script = Files.createDirectories(opened.resolve(".devcontainer")).resolve("prepare");
        Files.copy(PREPARE, script);

        assertThat(run("bash", "-n", script.toString())).isZero();
        assertThat(run("bash", script.toString(), image.toString())).isZero();
        assertThat(opened.resolve("lib/notebook/target/jars/notebook-2.jar")).hasContent("notebook");
        assertThat(opened.resolve("lib/spark/target/jars/spark-2.jar")).hasContent("spark");
        assertThat(old).doesNotExist();
    }

    @Test
    void noFileNamesTheHostOfARegistry() throws IOException {
        for (Path file : List.of(
                DOCKERFILE,
                DEVCONTAINER,
                PREPARE,
                ROOT.resolve(".dockerignore"),
                ROOT.resolve(".binder/requirements.txt"))) {
            assertThat(Files.readString(file)).doesNotContainPattern("https?://|index-url|\\.io/|\\.com/|\\.org/");
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private static int place(List<Instruction> file, String name) {
        return file.stream().map(Instruction::name).toList().indexOf(name);
    }

    private static List<String> texts(List<Instruction> file, String name) {
        return file.stream()
                .filter(instruction -> instruction.name().equals(name))
                .map(Instruction::text)
                .toList();
    }

    /** Joins continued lines and leaves comments out. */
    private static List<Instruction> dockerfile() throws IOException {
        try (Stream<String> lines = Files.lines(DOCKERFILE)) {
            String text = lines.filter(line -> !line.strip().startsWith("#"))
                    .reduce("", (before, line) -> before + line + "\n")
                    .replaceAll("\\\\\n\\s*", " ");
            return text.lines()
                    .filter(line -> !line.isBlank())
                    .map(line -> line.split(" ", 2))
                    .map(parts -> new Instruction(
                            parts[0], parts[1].replaceAll(" +", " ").strip()))
                    .toList();
        }
    }
}

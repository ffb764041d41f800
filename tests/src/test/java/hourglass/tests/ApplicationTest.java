package hourglass.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import hourglass.data.Rows;
import hourglass.data.format.CsvFile;
import hourglass.tools.Project;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.DoubleBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Builds projects that depend on the installed artifacts and know nothing else of this build. */
@Tag("jupyter") // It takes jars and poms, which the phase "test" does not make.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Maven is a batch file there, and a symbolic link needs a privilege")
class ApplicationTest {
    private static final Path ROOT = Project.ofThisBuild().root();
    private static final Path RESOURCES = ROOT.resolve("tests/src/test/resources");
    private static final Path PAGE = ROOT.resolve("docs/application.md");
    private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final String VERSION_OF_PROJECTS = "0.1.0-SNAPSHOT";
    private static final String VERSION = version();

    /** Of charts, tables, JSON and Unicode data an application that encodes needs none; and it chooses its own logging. */
    private static final List<String> NOT_FOR_APPLICATIONS = List.of(
            "xchart",
            "tablesaw",
            ":gson:",
            "icu4j",
            "fastutil",
            "slf4j-nop",
            "slf4j-simple",
            "log4j",
            "onnxruntime",
            "oshi");

    @TempDir
    private static Path folder;

    private static String version() {
        try {
            return Pom.read(ROOT.resolve("pom.xml")).text("/project/version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path repository;

    @BeforeAll
    static void install() throws IOException {
        repository = repositoryWithArtifacts(folder.resolve("repository"));
    }

    /** Every example of the page, from one jar that has all; Deeplearning4j's log goes where the application's goes. */
    @Test
    void runsTheExamplesFromOneJar() throws IOException, InterruptedException {
        Path application = copy("application");
        Path tree = folder.resolve("tree.txt");

        List<String> jars = built(application, tree, "package");

        assertThat(jars)
                .anyMatch(jar -> jar.contains("hourglass:hourglass-core:"))
                .anyMatch(jar -> jar.contains("deeplearning4j-nn"))
                .noneMatch(jar -> NOT_FOR_APPLICATIONS.stream().anyMatch(jar::contains));
        assertThat(jarsOfTheNotebooks())
                .as("the versions that this build chose")
                .containsAll(files(jars));
        List<String> lines = run(
                "-jar",
                application.resolve("target/application-1.jar").toString(),
                Files.createDirectory(folder.resolve("data")).toString());
        assertThat(lines)
                .contains(
                        "The application has ended.",
                        "logback WARN Application good/broken.png is no PNG, JPEG, GIF, BMP or TIFF file.")
                .anyMatch(line -> line.startsWith("logback INFO MultiLayerNetwork Starting"))
                .anyMatch(line -> line.startsWith("logback INFO Application Example 17 scores")
                        && line.contains("amount is 950.0 where"))
                .noneMatch(line -> line.startsWith("SLF4J"));
        assertThat(lines)
                .as("the program of lesson 12")
                .filteredOn(line -> line.startsWith("Example ") && line.contains("suction_bar is "))
                .hasSizeGreaterThan(10);
        onnxRuntimeComputesTheSame(folder.resolve("data"));
    }

    /** What the application wrote, computed by ONNX Runtime from the same rows, in the units of the columns and with gaps. */
    private static void onnxRuntimeComputesTheSame(Path data) throws IOException {
        Rows rows = CsvFile.read(data.resolve("pump-rows.csv"));
        Rows expected = CsvFile.read(data.resolve("pump-expected.csv"));
        int columns = rows.columns().size();
        double[] values = IntStream.range(0, rows.size())
                .mapToObj(rows::row)
                .flatMapToDouble(Arrays::stream)
                .toArray();
        double[] wanted = IntStream.range(0, rows.size())
                .mapToObj(expected::row)
                .flatMapToDouble(Arrays::stream)
                .toArray();
        assertThat(rows.gaps()).isPositive();
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session =
                        environment.createSession(data.resolve("pump.onnx").toString());
                OnnxTensor given = OnnxTensor.createTensor(
                        environment, DoubleBuffer.wrap(values), new long[] {rows.size(), columns});
                OrtSession.Result result = session.run(Map.of("examples", given))) {
            double[] found = new double[wanted.length];
            ((OnnxTensor) result.get("reconstructions").orElseThrow())
                    .getDoubleBuffer()
                    .get(found);
            for (int i = 0; i < found.length; i++) {
                assertThat(found[i]).isCloseTo(wanted[i], within(1e-5 * Math.max(1, Math.abs(wanted[i]))));
            }
        } catch (OrtException e) {
            throw new AssertionError(e);
        }
    }

    /** Lesson 12 shows the program as a reader would write it. */
    @Test
    void theProgramOfLesson12IsTheOneThatRuns() throws IOException {
        String program = Files.readString(RESOURCES.resolve("application/src/main/java/application/PumpWatch.java"));
        String lesson = Files.readString(ROOT.resolve("notebooks/12_tables.ipynb"));

        String main = program.substring(program.indexOf("    public static void main"), program.lastIndexOf('}'));
        assertThat(main.lines().map(String::strip).filter(line -> !line.isEmpty()))
                .allSatisfy(line -> assertThat(lesson).contains(line.replace("\"", "\\\"")));
    }

    @Test
    void queriesTablesAndKeepsItsOwnLoggingWithTheNotebookModule() throws IOException, InterruptedException {
        Path application = copy("application-with-tables");
        Path tree = folder.resolve("tables-tree.txt");
        Path classPath = folder.resolve("class-path.txt");

        List<String> jars =
                built(application, tree, "compile", "dependency:build-classpath", "-Dmdep.outputFile=" + classPath);

        assertThat(jars)
                .anyMatch(jar -> jar.contains("tablesaw-core"))
                .noneMatch(jar -> jar.contains("slf4j-nop") || jar.contains("slf4j-simple"));
        Set<String> files = files(jars);
        files.removeIf(name -> name.startsWith("hourglass-notebook"));
        assertThat(files).as("the versions that this build chose").isEqualTo(jarsOfTheNotebooks());
        List<String> lines = run(
                "-Djava.awt.headless=true",
                "-cp",
                application.resolve("target/classes") + File.pathSeparator + Files.readString(classPath),
                "application.Tables");
        assertThat(lines)
                .contains("Rows of the query: 1")
                .anyMatch(line -> line.startsWith("Chart: "))
                .anyMatch(line -> line.startsWith("logback INFO MultiLayerNetwork Starting"));
    }

    @Test
    void theExamplesOfThePageAreThoseThatRun() throws IOException {
        String application = unindented(
                Files.readString(RESOURCES.resolve("application/src/main/java/application/Application.java")));

        List<String> examples = CODE.matcher(Files.readString(PAGE))
                .results()
                .map(found -> unindented(found.group(1)))
                .filter(code -> !code.startsWith("Autoencoder.load(App"))
                .toList();

        assertThat(examples).hasSizeGreaterThanOrEqualTo(8).allSatisfy(code -> assertThat(application)
                .contains(code));
    }

    private static String unindented(String code) {
        return code.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }

    /** What a public repository asks of a pom, and natives of every platform for Maven to choose from. */
    @Test
    void theInstalledPomsStandAlone() throws IOException {
        for (String module : List.of("core", "notebook", "spark")) {
            String text = Files.readString(ROOT.resolve("lib/" + module + "/target/flattened-pom.xml"));
            Pom pom = Pom.read(ROOT.resolve("lib/" + module + "/target/flattened-pom.xml"));

            assertThat(text).doesNotContain("${", "<parent>", "<dependencyManagement>");
            for (String element : List.of(
                    "name",
                    "description",
                    "url",
                    "licenses/license/name",
                    "scm/connection",
                    "developers/developer/name")) {
                assertThat(pom.text("/project/" + element))
                        .as(module + " " + element)
                        .isNotBlank();
            }
        }
        Pom spark = Pom.read(ROOT.resolve("lib/spark/target/flattened-pom.xml"));
        for (String artifact : List.of("netty-handler", "jackson-databind", "log4j-core")) {
            assertThat(spark.text("/project/dependencies/dependency[artifactId='" + artifact + "']/version"))
                    .as("older in what Spark asks for")
                    .isNotBlank();
        }
        Pom core = Pom.read(ROOT.resolve("lib/core/target/flattened-pom.xml"));
        for (String platform :
                List.of("linux-x86_64", "linux-arm64", "macosx-x86_64", "macosx-arm64", "windows-x86_64")) {
            String natives = "/project/profiles/profile[id='native-" + platform + "']/dependencies/dependency";
            assertThat(core.text(natives + "[artifactId='nd4j-native']/classifier"))
                    .startsWith(platform);
            assertThat(core.text(natives + "[artifactId='openblas']/classifier"))
                    .isEqualTo(platform);
        }
    }

    /** Gradle reads no profiles of a pom; it was tried by hand, and what is left to watch are the versions. */
    @Test
    void theBlockForGradleNamesTheVersionsOfThePom() throws IOException {
        String page = Files.readString(PAGE);
        Pom core = Pom.read(ROOT.resolve("lib/core/target/flattened-pom.xml"));
        String profile = "/project/profiles/profile[id='native-linux-x86_64']/dependencies/dependency";

        for (String artifact : List.of("nd4j-native", "openblas", "javacpp", "dnnl", "opencl")) {
            String version = core.text(profile + "[artifactId='" + artifact + "']/version");
            assertThat(page).contains(":" + artifact + ":" + version + ":$platform");
        }
        assertThat(page).contains("implementation 'hourglass:hourglass-core:" + VERSION + "'");
    }

    @Test
    void theJarsNameTheirModules() throws IOException {
        for (String module : List.of("core", "notebook", "spark")) {
            Path jar = ROOT.resolve("lib/" + module + "/target/hourglass-" + module + "-" + VERSION + ".jar");
            try (JarFile file = new JarFile(jar.toFile())) {
                assertThat(file.getManifest().getMainAttributes().getValue("Automatic-Module-Name"))
                        .isEqualTo("hourglass." + module);
            }
        }
    }

    /** Runs Maven, which fails if versions contradict each other; returns the jars that the application runs with. */
    private static List<String> built(Path application, Path tree, String... goals)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(goals));
        arguments.addAll(List.of("dependency:tree", "-DoutputFile=" + tree));
        Maven.Ended ended = Maven.run(
                application, Path.of(System.getProperty("java.home")), repository, arguments.toArray(String[]::new));
        assertThat(ended.code()).as(String.join("\n", ended.lines())).isZero();
        return Files.readAllLines(tree).stream()
                .filter(line -> line.endsWith(":compile") || line.endsWith(":runtime"))
                .toList();
    }

    private static List<String> run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g"));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "run", ".log");
        int code = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start()
                .waitFor();
        List<String> lines = Files.readAllLines(out);
        assertThat(code).as(String.join("\n", lines)).isZero();
        return lines;
    }

    /** The file names of the jars of a tree, without what the application asks for itself. */
    private static Set<String> files(List<String> tree) {
        return tree.stream()
                .map(line -> line.replaceFirst("^[^a-z]*", "").split(":"))
                .filter(parts -> !parts[0].equals("ch.qos.logback") && !parts[1].equals("slf4j-api"))
                .map(parts -> parts.length == 6
                        ? parts[1] + "-" + parts[4] + "-" + parts[3] + ".jar"
                        : parts[1] + "-" + parts[3] + ".jar")
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The jars that the lessons run with, without the logging that they do not do. */
    private static Set<String> jarsOfTheNotebooks() throws IOException {
        try (Stream<Path> jars = Files.list(ROOT.resolve("lib/notebook/target/jars"))) {
            return jars.map(jar -> jar.getFileName().toString())
                    .filter(name -> !name.startsWith("slf4j-") && !name.startsWith("hourglass-notebook"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** A local repository with the artifacts of this build in it, and links to whatever else this build has downloaded. */
    private static Path repositoryWithArtifacts(Path repository) throws IOException {
        Files.createDirectories(repository);
        // Of groups that this build does not need itself, so that they are downloaded once.
        Files.createDirectories(Maven.repository().resolve("ch"));
        try (DirectoryStream<Path> groups = Files.newDirectoryStream(Maven.repository())) {
            for (Path group : groups) {
                if (!group.endsWith("hourglass")) {
                    Files.createSymbolicLink(repository.resolve(group.getFileName()), group);
                }
            }
        }
        for (String module : List.of("core", "notebook")) {
            String artifact = "hourglass-" + module;
            Path target = ROOT.resolve("lib/" + module + "/target");
            Path folder = Files.createDirectories(repository.resolve(Path.of("hourglass", artifact, VERSION)));
            String name = artifact + "-" + VERSION;
            Files.copy(target.resolve(name + ".jar"), folder.resolve(name + ".jar"));
            Files.copy(target.resolve("flattened-pom.xml"), folder.resolve(name + ".pom"));
        }
        return repository;
    }

    private static Path copy(String name) throws IOException {
        Path from = RESOURCES.resolve(name);
        Path to = folder.resolve(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file));
                Files.createDirectories(copy.getParent());
                if (file.endsWith("pom.xml")) {
                    Files.writeString(copy, Files.readString(file).replace(VERSION_OF_PROJECTS, VERSION));
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        return to;
    }
}

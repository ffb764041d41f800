package hourglass.tests;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.tools.Project;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Builds a project of three files that depends on the core module and knows nothing else of this build. */
@Tag("jupyter") // It takes the jar and the pom of the core module, which the phase "test" does not make.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Maven is a batch file there, and a symbolic link needs a privilege")
class ApplicationTest {
    private static final Path ROOT = Project.ofThisBuild().root();
    private static final Path APPLICATION = ROOT.resolve("tests/src/test/resources/application");
    private static final Path CORE = ROOT.resolve("lib/core/target");
    private static final String ARTIFACT = "hourglass-core";

    /** Of charts, tables, JSON and Unicode data an application that encodes needs none; and it chooses its own logging. */
    private static final List<String> NOT_FOR_APPLICATIONS = List.of(
            "xchart", "tablesaw", ":gson:", "icu4j", "fastutil", "slf4j-nop", "slf4j-simple", "logback", "log4j", "oshi");

    @Test
    void encodesWithTheCoreModuleAlone(@TempDir Path folder) throws IOException, InterruptedException {
        Path application = folder.resolve("application");
        copy(APPLICATION, application);
        Path repository = repositoryWithCore(folder.resolve("repository"));
        Path tree = folder.resolve("tree.txt");

        Maven.Ended ended = Maven.run(
                application,
                Path.of(System.getProperty("java.home")),
                repository,
                "test",
                "dependency:tree",
                "-DoutputFile=" + tree);

        assertThat(ended.code()).as(String.join("\n", ended.lines())).isZero();
        assertThat(ended.lines()).anyMatch(line -> line.contains("Tests run: 1, Failures: 0, Errors: 0, Skipped: 0"));
        List<String> jars = Files.readAllLines(tree).stream()
                .filter(line -> line.endsWith(":compile") || line.endsWith(":runtime"))
                .toList();
        assertThat(jars)
                .anyMatch(jar -> jar.contains("hourglass:hourglass-core:"))
                .anyMatch(jar -> jar.contains("deeplearning4j-nn"))
                .noneMatch(jar -> NOT_FOR_APPLICATIONS.stream().anyMatch(jar::contains));
        for (String artifact : List.of("commons-net", "commons-io", "commons-compress", "commons-lang3")) {
            String wanted = ":" + artifact + ":jar:" + managedVersion(artifact) + ":";
            assertThat(jars).as("the version that this build chose").anyMatch(jar -> jar.contains(wanted));
        }
    }

    private static String managedVersion(String artifact) throws IOException {
        return Pom.read(ROOT.resolve("pom.xml"))
                .text("/project/dependencyManagement/dependencies/dependency[artifactId='" + artifact + "']/version");
    }

    /** A local repository with the artifact of this build in it, and links to whatever else this build has downloaded. */
    private static Path repositoryWithCore(Path repository) throws IOException {
        Files.createDirectories(repository);
        try (DirectoryStream<Path> groups = Files.newDirectoryStream(Maven.repository())) {
            for (Path group : groups) {
                if (!group.endsWith("hourglass")) {
                    Files.createSymbolicLink(repository.resolve(group.getFileName()), group);
                }
            }
        }
        String version =
                Pom.read(APPLICATION.resolve("pom.xml")).text("//dependency[artifactId='" + ARTIFACT + "']/version");
        Path folder = Files.createDirectories(repository.resolve(Path.of("hourglass", ARTIFACT, version)));
        String name = ARTIFACT + "-" + version;
        Files.copy(CORE.resolve(name + ".jar"), folder.resolve(name + ".jar"));
        Files.copy(CORE.resolve("flattened-pom.xml"), folder.resolve(name + ".pom"));
        return repository;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }
}

package hourglass.tests;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hourglass.tools.JdkCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs Maven as a user does, in a process of its own. */
final class Maven {
    private Maven() {}

    /**
     * What Maven did.
     *
     * @param code its exit code
     * @param lines what it wrote, errors included
     */
    record Ended(int code, List<String> lines) {}

    /** Runs Maven in a folder on the given Java; the test is skipped where there is no Maven on the PATH. */
    static Ended run(Path folder, Path javaHome, Path repository, String... arguments)
            throws IOException, InterruptedException {
        Optional<Path> maven = JdkCheck.onPath(System.getenv(), "mvn");
        assumeTrue(maven.isPresent(), "There is no mvn on the PATH.");
        var command = new ArrayList<>(List.of(maven.get().toString(), "-B", "-Dmaven.repo.local=" + repository));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", javaHome.toString());
        builder.environment()
                .keySet()
                .removeIf(List.of("MAVEN_OPTS", "JAVA_TOOL_OPTIONS", "MAVEN_PROJECTBASEDIR")::contains);
        Path out = Files.createTempFile("maven", ".log");
        try {
            int code = builder.redirectOutput(out.toFile()).start().waitFor();
            return new Ended(code, Files.readAllLines(out));
        } finally {
            Files.delete(out);
        }
    }

    /** Returns the local repository of this build, which Surefire names. */
    static Path repository() {
        String named = System.getProperty("localRepository");
        return named == null ? Path.of(System.getProperty("user.home"), ".m2", "repository") : Path.of(named);
    }
}

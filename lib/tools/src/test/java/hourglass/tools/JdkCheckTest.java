package hourglass.tools;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.doctor.Finding;
import hourglass.doctor.Finding.Level;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Breaks the JDK and the search path with programs that only play {@code java}. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-ins for java are shell scripts")
class JdkCheckTest {
    private static final Path HOME = Path.of(System.getProperty("java.home"));
    private static final JdkCheck BUILD = JdkCheck.ofThisBuild();
    private static final String LAB =
            "put " + HOME.resolve("bin") + " first on the PATH, or open the lessons with mvn -Plab, which does so";

    @TempDir
    Path folder;

    @Test
    void theJdkOfTheBuildIsFineWithItsOwnJavaOnThePath() {
        assertThat(BUILD.check(Map.of("PATH", HOME.resolve("bin").toString(), "JAVA_HOME", HOME.toString())))
                .containsExactly(
                        Finding.fine("JDK", System.getProperty("java.version") + " in " + HOME + ", with JShell"),
                        Finding.fine("JDK", "the java on the PATH is this one"));
    }

    @Test
    void aJdkThatIsTooOldIsWrong() {
        Finding finding = own(new JdkCheck(folder, "1.8.0_392", ModuleFinder.ofSystem()));

        assertThat(finding.level()).isEqualTo(Level.WRONG);
        assertThat(finding.sentence())
                .isEqualTo("Hourglass needs JDK 17 or newer, and this is Java 1.8.0_392 in " + folder
                        + ": install a JDK 17 or newer (Debian and Ubuntu: apt install openjdk-17-jdk) and point JAVA_HOME at"
                        + " it.");
    }

    @Test
    void aRuntimeWithoutJShellIsWrong() {
        Finding finding = own(new JdkCheck(folder, "17.0.1", ModuleFinder.of()));

        assertThat(finding.level()).isEqualTo(Level.WRONG);
        assertThat(finding.what())
                .isEqualTo("The Java kernel needs a full JDK, but " + folder
                        + " is a runtime without the module jdk.jshell");
    }

    @Test
    void aHomeWithoutTheToolJShellIsAWarning() throws IOException {
        program("jdk/bin/java", "");

        assertThat(own(new JdkCheck(folder.resolve("jdk"), "17.0.1", ModuleFinder.ofSystem()))
                        .sentence())
                .startsWith(folder.resolve("jdk") + " has the module jdk.jshell, but not the tool bin/jshell");
    }

    @Test
    void anOldJavaOnThePathIsAWarningSinceAnotherJupyterWouldTakeIt() throws IOException {
        program("bin/java", settings("11.0.21", folder.resolve("jdk-11")));

        assertThat(onPath(folder.resolve("bin")))
                .isEqualTo(Finding.warning(
                        "JDK",
                        "The java on the PATH is 11.0.21 in " + folder.resolve("jdk-11") + ", too old for a kernel",
                        LAB));
    }

    @Test
    void anotherJavaOnThePathIsAWarningAndSoIsOneWithoutJShell() throws IOException {
        Path java = program("bin/java", settings("25.0.1", folder.resolve("jdk-25")) + "\necho jdk.jshell@25.0.1");

        assertThat(onPath(folder.resolve("bin")).what())
                .isEqualTo("The java on the PATH is 25.0.1 in " + folder.resolve("jdk-25")
                        + ", not the JDK of Maven, and a Jupyter that mvn -Plab did not start runs kernels on it");

        Files.writeString(java, Files.readString(java).replace("echo jdk.jshell@25.0.1", "echo java.base@25.0.1"));
        assertThat(onPath(folder.resolve("bin")).what()).endsWith(", a runtime without JShell");
    }

    @Test
    void aPathWithoutAJavaOrWithOneThatSaysNothingIsAWarning() throws IOException {
        assertThat(onPath(folder).what())
                .isEqualTo("There is no java on the PATH, so a Jupyter that mvn -Plab did not start finds no kernel");

        Path java = program("bin/java", "echo 'please install a JDK'; exit 2");
        assertThat(onPath(folder.resolve("bin")).what())
                .isEqualTo("The java on the PATH, " + java + ", does not say its version");
    }

    @Test
    void aJavaHomeThatMavenDoesNotRunOnIsAWarning() throws IOException {
        program("other/bin/java", "");
        String path = HOME.resolve("bin").toString();

        assertThat(BUILD.check(Map.of(
                        "PATH", path, "JAVA_HOME", folder.resolve("other").toString())))
                .contains(Finding.warning(
                        "JDK",
                        "JAVA_HOME is " + folder.resolve("other") + ", but Maven runs on " + HOME,
                        "set it to the JDK that you want, or unset it; .mavenrc may set it too"));
        assertThat(BUILD.check(Map.of("PATH", path, "JAVA_HOME", "/nowhere")))
                .extracting(Finding::what)
                .contains("JAVA_HOME is /nowhere, where there is no bin/java");
    }

    private static String settings(String version, Path home) {
        return """
                echo "Property settings:
                    java.home = %s
                    java.version = %s
                    java.vm.version = 1" >&2"""
                .formatted(home, version);
    }

    private static Finding own(JdkCheck check) {
        return check.check(Map.of()).get(0);
    }

    private static Finding onPath(Path bin) {
        return BUILD.check(Map.of("PATH", bin.toString())).get(1);
    }

    private Path program(String name, String body) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}

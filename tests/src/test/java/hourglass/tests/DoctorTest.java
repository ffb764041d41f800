package hourglass.tests;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.doctor.Diagnostics;
import hourglass.doctor.Finding;
import hourglass.doctor.Finding.Level;
import hourglass.tools.Doctor;
import hourglass.tools.KernelDiagnostics;
import hourglass.tools.KernelProcess;
import hourglass.tools.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final Project PROJECT = Project.ofThisBuild();

    @TempDir
    Path folder;

    /** The real command, which needs the jars of the lessons. */
    @Test
    @Tag("jupyter")
    void saysWhatIsWrongWithABrokenMachineAndFails() throws IOException, InterruptedException {
        Path none = Files.writeString(
                folder.resolve("fonts.conf"),
                "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig></fontconfig>");
        Ended doctor = doctor(Map.of(
                "HOURGLASS_BUDGET",
                "ful",
                "HOURGLASS_BUGDET",
                "quick",
                "HOURGLASS_DATA",
                folder.resolve("none").toString(),
                "FONTCONFIG_FILE",
                none.toString(),
                "JAVA_HOME",
                "/nowhere",
                "JJAVA_JVM_OPTS",
                "-Xmx128m -Djava.awt.headless=true -Dsun.java2d.fontpath=" + folder.resolve("none")
                        // Java keeps what it knows of fonts in the home folder, JavaCPP its libraries.
                        + " -Duser.home=" + folder + " -Dorg.bytedeco.javacpp.cachedir="
                        + Path.of(System.getProperty("user.home"), ".javacpp", "cache")));

        assertThat(doctor.code()).isEqualTo(1);
        assertThat(doctor.lines())
                .allMatch(line -> line.matches("(fine    |warning |wrong   ).+: .+\\.|\\d+ faults, \\d+ warnings?\\."))
                .contains(
                        "wrong   Environment: HOURGLASS_BUDGET is 'ful': set it to quick, standard or full, or leave it unset"
                                + " for standard.",
                        "warning JDK: JAVA_HOME is /nowhere, where there is no bin/java: set it to the JDK that you want, or"
                                + " unset it; .mavenrc may set it too.")
                .anyMatch(
                        line -> line.startsWith("warning Environment: HOURGLASS_BUGDET is set, which nothing reads: "))
                .anyMatch(line -> line.startsWith("wrong   Memory: The heap may take 128 MB"))
                .anyMatch(line -> line.startsWith("wrong   Data: HOURGLASS_DATA is set to"));
        if (System.getProperty("os.name").startsWith("Linux")) {
            assertThat(doctor.lines())
                    .anyMatch(line -> line.startsWith("wrong   Fonts: No chart can be drawn for lack of fonts ("));
        }
    }

    @Test
    void saysThatTheKernelsOptionsKeepJavaFromStarting() throws IOException, InterruptedException {
        List<Finding> findings = process(Map.of("JJAVA_JVM_OPTS", "-Xmx9z"), KernelDiagnostics.class)
                .findings();

        assertThat(findings)
                .containsExactly(Finding.wrong(
                        "Kernel",
                        "A process like the kernel's ended with code 1 (Invalid maximum heap size: -Xmx9z)",
                        "correct JJAVA_JVM_OPTS, which is '-Xmx9z', or unset it"));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no signal there that ends a process")
    void keepsWhatWasFoundBeforeTheProcessWasKilled() throws IOException, InterruptedException {
        List<Finding> findings = process(Map.of(), Killed.class).findings();

        assertThat(findings)
                .containsExactly(
                        Finding.fine("Memory", "enough"),
                        Finding.wrong(
                                "Kernel",
                                "A process like the kernel's ended with code 137",
                                "give the machine or the container more memory, since the system killed it"));
    }

    /** Says one thing and a half, and then ends as a process does that the system kills. */
    static final class Killed {
        private Killed() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            System.out.println("{\"level\":\"FINE\",\"about\":\"Memory\",\"what\":\"enough\",\"remedy\":\"\"}");
            System.out.print("{\"level\":\"FINE\",\"abo");
            System.out.flush();
            new ProcessBuilder(
                            "kill",
                            "-KILL",
                            Long.toString(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
            Thread.sleep(60_000);
        }
    }

    @Test
    void mavenMustBeNewEnough() {
        assertThat(Doctor.maven("3.9.9")).isEqualTo(Finding.fine("Maven", "3.9.9"));
        assertThat(Doctor.maven("4.0.0-rc-3").level()).isEqualTo(Level.FINE);
        assertThat(Doctor.maven("3.6.3"))
                .isEqualTo(Finding.wrong(
                        "Maven", "Hourglass needs Maven 3.8 or newer, and this is 3.6.3", "install a newer one"));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the sentence about Python is another one there")
    void saysThatPythonIsMissingAndThatTheEnvironmentIsNotMade() throws IOException, InterruptedException {
        var environment = new HashMap<>(Map.of("PATH", folder.toString()));
        var findings = new ArrayList<Finding>();

        Doctor.examine(Project.at(folder), environment, findings::add);

        assertThat(findings)
                .extracting(Finding::sentence)
                .contains(
                        "JupyterLab needs Python 3.10 or newer, but no python3 or python is on the PATH: install it (Debian and"
                                + " Ubuntu: apt install python3 python3-venv; macOS: brew install python) and run the command"
                                + " again.",
                        "the Python environment is not made yet, and mvn -Plab makes it.")
                .anyMatch(sentence -> sentence.startsWith("The jars of the lessons are not built"));
        assertThat(folder.resolve(".venv")).as("the doctor changes nothing").doesNotExist();
    }

    @Test
    void everyVariableThatTheProjectReadsIsKnown() throws IOException {
        var names = new TreeSet<String>();
        for (String sources : List.of(
                "lib/core/src/main",
                "lib/notebook/src/main",
                "lib/spark/src/main",
                "lib/tools/src/main",
                ".ci",
                ".github",
                "README.md")) {
            try (Stream<Path> files = Files.walk(PROJECT.root().resolve(sources))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Pattern.compile("HOURGLASS_[A-Z]\\w*")
                            .matcher(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .results()
                            .forEach(name -> names.add(name.group()));
                }
            }
        }
        assertThat(names).contains("HOURGLASS_BUDGET", "HOURGLASS_DATA");

        var environment = new HashMap<String, String>();
        names.forEach(name -> environment.put(name, ""));

        assertThat(Diagnostics.brief(environment))
                .extracting(Finding::what)
                .noneMatch(what -> what.endsWith("which nothing reads"));
    }

    private record Ended(int code, List<String> lines) {}

    private Ended doctor(Map<String, String> variables) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        ProcessBuilder builder = new ProcessBuilder(
                JAVA.toString(),
                "-Dhourglass.root=" + PROJECT.root(),
                "-cp",
                System.getProperty("java.class.path"),
                Doctor.class.getName());
        builder.environment().keySet().removeIf(name -> name.startsWith("HOURGLASS_"));
        builder.environment().putAll(variables);
        Process process =
                builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
        return new Ended(process.waitFor(), Files.readAllLines(out));
    }

    private KernelProcess process(Map<String, String> variables, Class<?> main) {
        var environment = new HashMap<>(System.getenv());
        environment.putAll(variables);
        return new KernelProcess(System.getProperty("java.class.path"), environment, main.getName());
    }
}

package hourglass.tools;

import hourglass.doctor.DiskCheck;
import hourglass.doctor.Finding;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Says what was found on this machine and what is wrong, each with its remedy: {@code mvn -Pdoctor}. It changes nothing.
 *
 * <p>Maven, Python and the kernelspecs are examined in this process. What only a running Java can tell, such as its memory,
 * its fonts and the native library, is examined in a process like the kernel's; see {@link KernelProcess}.
 */
public final class Doctor {
    private static final int[] OLDEST_MAVEN = {3, 8};
    private static final long MB = 1 << 20;

    // The Python environment takes 250 MB on disk; all lessons together write a few more.
    private static final long ROOM_WITHOUT_ENVIRONMENT = 300 * MB;
    private static final long ROOM_WITH_ENVIRONMENT = 50 * MB;

    private Doctor() {}

    /** Prints the findings; the exit code is 1 when something is wrong, and 0 when there are warnings at most. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Project project = Project.ofThisBuild();
        var findings = new ArrayList<Finding>();
        examine(project, System.getenv(), finding -> {
            findings.add(finding);
            System.out.println(line(finding));
        });
        System.out.println(summary(findings));
        System.out.flush();
        if (findings.stream().anyMatch(finding -> finding.level() == Finding.Level.WRONG)) {
            System.exit(1);
        }
    }

    /**
     * Examines a project on this machine.
     *
     * @param environment the user's variables, as a terminal has them
     * @param found is given each finding as soon as it is there
     * @throws IOException when a temporary file cannot be written or a process cannot be started
     * @throws InterruptedException when the thread is interrupted while it waits for a process
     */
    public static void examine(Project project, Map<String, String> environment, Consumer<Finding> found)
            throws IOException, InterruptedException {
        PythonEnvironment python = PythonEnvironment.withSearchPath(
                project, environment.getOrDefault("PATH", environment.getOrDefault("Path", "")), sentence -> {});
        var kernels = new HashMap<>(environment);
        python.settle(kernels);

        JdkCheck.ofThisBuild().check(environment).forEach(found);
        found.accept(maven(System.getProperty("maven.version", "")));
        found.accept(python(python));
        boolean made = python.isMade();
        if (made) {
            KernelspecCheck.of(project).check(kernels, environment).forEach(found);
        } else {
            found.accept(Finding.fine(
                    "Kernel",
                    Files.exists(project.environment())
                            ? "the Python environment in .venv is incomplete or out of date, and mvn -Plab makes it anew"
                            : "the Python environment is not made yet, and mvn -Plab makes it"));
        }
        new DiskCheck("the project's folder", project.root(), made ? ROOM_WITH_ENVIRONMENT : ROOM_WITHOUT_ENVIRONMENT)
                .check()
                .forEach(found);
        if (hasJars(project)) {
            KernelProcess.of(project, kernels).findings().forEach(found);
        } else {
            found.accept(Finding.wrong(
                    "Kernel",
                    "The jars of the lessons are not built, so nothing that needs a running Java was examined",
                    "run mvn package, or mvn -Pdoctor, which builds them"));
        }
    }

    private static boolean hasJars(Project project) throws IOException {
        if (!Files.isDirectory(project.jars())) {
            return false;
        }
        try (DirectoryStream<Path> ours = Files.newDirectoryStream(project.jars(), "hourglass-*.jar")) {
            return ours.iterator().hasNext();
        }
    }

    /**
     * Judges Maven's version.
     *
     * @param version such as "3.9.9"; empty where the doctor was not started by Maven
     */
    public static Finding maven(String version) {
        String[] numbers = version.split("[.-]");
        if (version.isEmpty()) {
            return Finding.fine("Maven", "not examined, since the doctor was started without it");
        }
        int major = Integer.parseInt(numbers[0]);
        int minor = numbers.length > 1 ? Integer.parseInt(numbers[1]) : 0;
        return major > OLDEST_MAVEN[0] || major == OLDEST_MAVEN[0] && minor >= OLDEST_MAVEN[1]
                ? Finding.fine("Maven", version)
                : Finding.wrong(
                        "Maven", "Hourglass needs Maven 3.8 or newer, and this is " + version, "install a newer one");
    }

    private static Finding python(PythonEnvironment python) {
        try {
            return Finding.fine("Python", python.foundPython());
        } catch (EnvironmentException e) {
            return Finding.wrong("Python", e.getMessage());
        }
    }

    /** Returns a finding as a line of the terminal: its level, what it is about, and its sentence. */
    static String line(Finding finding) {
        return String.format(
                Locale.ROOT,
                "%-7s %s: %s",
                finding.level().name().toLowerCase(Locale.ROOT),
                finding.about(),
                finding.sentence());
    }

    private static String summary(List<Finding> findings) {
        long wrong = findings.stream()
                .filter(finding -> finding.level() == Finding.Level.WRONG)
                .count();
        long warnings = findings.stream()
                .filter(finding -> finding.level() == Finding.Level.WARNING)
                .count();
        if (wrong + warnings == 0) {
            return "All is well.";
        }
        return wrong == 0
                ? "Nothing is wrong; " + count(warnings, "warning") + "."
                : count(wrong, "fault") + ", " + count(warnings, "warning") + ".";
    }

    private static String count(long number, String what) {
        return (number == 0 ? "no" : Long.toString(number)) + " " + what + (number == 1 ? "" : "s");
    }
}

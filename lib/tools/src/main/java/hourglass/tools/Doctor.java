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
 * <p>Maven and the Python side are looked at here; what Java sees from inside, in a process like the kernel's.
 */
public final class Doctor {
    private static final int[] OLDEST_MAVEN = {3, 8};
    private static final long MB = 1 << 20;

    /** The environment takes 250 MB, what a run of all lessons writes a few. */
    private static final long WITHOUT_ENVIRONMENT = 300 * MB;

    private static final long WITH_ENVIRONMENT = 50 * MB;

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

    /** Examines a project on this machine; the environment is the user's, as a terminal has it. */
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
                            ? "the Python environment in .venv is not whole or not up to date, and mvn -Plab makes it anew"
                            : "the Python environment is not made yet, and mvn -Plab makes it"));
        }
        new DiskCheck("the project's folder", project.root(), made ? WITH_ENVIRONMENT : WITHOUT_ENVIRONMENT)
                .check()
                .forEach(found);
        if (hasJars(project)) {
            KernelProcess.of(project, kernels).findings().forEach(found);
        } else {
            found.accept(Finding.wrong(
                    "Kernel",
                    "The jars of the lessons are not built, so nothing was looked at from inside of Java",
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

    /** Judges Maven's version; none is given where Maven did not start this. */
    public static Finding maven(String version) {
        String[] numbers = version.split("[.-]");
        if (version.isEmpty()) {
            return Finding.fine("Maven", "not asked, since this was started without it");
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

    /** Returns a finding as a line. */
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

package hourglass.tools;

import hourglass.doctor.Finding;
import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The JDK of the build, and the {@code java} of the search path, which a Jupyter that {@code mvn -Plab} did not start takes
 * for the kernel, whatever JAVA_HOME says.
 *
 * @param home the JDK of the build
 * @param version its version, "17.0.15"
 * @param modules those of that JDK
 */
public record JdkCheck(Path home, String version, ModuleFinder modules) {
    private static final String ABOUT = "JDK";
    private static final int OLDEST = 17; // as the README promises
    private static final boolean WINDOWS = File.separatorChar == '\\';
    private static final String INSTALL =
            "install a JDK 17 or newer (Debian and Ubuntu: apt install openjdk-17-jdk) and point JAVA_HOME at it";
    // Java answers at once; a script of that name on the PATH may wait for input that never comes.
    private static final long SECONDS = 20;

    /** Another Java, by what its {@code java} says of itself. */
    record Other(Path home, String version) {
        private static final Pattern PROPERTY = Pattern.compile("(?m)^ *(java\\.home|java\\.version) = (.*?)\\s*$");

        /** Reads the output of {@code java -XshowSettings:properties -version}. */
        static Optional<Other> of(String settings) {
            String home = null;
            String version = null;
            Matcher property = PROPERTY.matcher(settings);
            while (property.find()) {
                if (property.group(1).equals("java.home")) {
                    home = property.group(2);
                } else {
                    version = property.group(2);
                }
            }
            try {
                return home == null || version == null
                        ? Optional.empty()
                        : Optional.of(new Other(Path.of(home), version));
            } catch (InvalidPathException e) {
                return Optional.empty();
            }
        }

        /** The first number of the version; 1.8 is 8. */
        int feature() {
            Matcher numbers = Pattern.compile("(?:1\\.)?(\\d+)").matcher(version);
            return numbers.lookingAt() ? Integer.parseInt(numbers.group(1)) : 0;
        }
    }

    /** The check of the JDK that runs this. */
    static JdkCheck ofThisBuild() {
        return new JdkCheck(JavaRuntime.home(), System.getProperty("java.version"), ModuleFinder.ofSystem());
    }

    /** Examines the JDK, JAVA_HOME, and the {@code java} on the search path, the two of which the environment names. */
    List<Finding> check(Map<String, String> environment) {
        var findings = new ArrayList<Finding>();
        findings.add(own());
        javaHome(environment.getOrDefault("JAVA_HOME", "")).ifPresent(findings::add);
        findings.add(onPath(environment));
        return findings;
    }

    private Finding own() {
        int feature = new Other(home, version).feature();
        if (feature < OLDEST) {
            return Finding.wrong(
                    ABOUT, "Hourglass needs JDK 17 or newer, and this is Java " + version + " in " + home, INSTALL);
        }
        try {
            JavaRuntime.check(home, modules);
        } catch (EnvironmentException e) {
            return Finding.wrong(ABOUT, e.getMessage());
        }
        if (!Files.isExecutable(home.resolve("bin").resolve(WINDOWS ? "jshell.exe" : "jshell"))) {
            return Finding.warning(
                    ABOUT,
                    home + " has the module jdk.jshell, but not the tool bin/jshell, so the JDK is not whole",
                    "install it anew (Debian and Ubuntu: apt install openjdk-17-jdk)");
        }
        return Finding.fine(ABOUT, version + " in " + home + ", with JShell");
    }

    private Optional<Finding> javaHome(String value) {
        if (value.isBlank() || isHome(Path.of(value))) {
            return Optional.empty();
        }
        String what = Files.isExecutable(Path.of(value).resolve("bin").resolve(WINDOWS ? "java.exe" : "java"))
                ? ", but Maven runs on " + home
                : ", where there is no bin/java";
        return Optional.of(Finding.warning(
                ABOUT,
                "JAVA_HOME is " + value + what,
                "set it to the JDK that you want, or unset it; .mavenrc may set it too"));
    }

    private Finding onPath(Map<String, String> environment) {
        Optional<Path> java = onPath(environment, WINDOWS ? "java.exe" : "java");
        if (java.isEmpty()) {
            return elsewhere("There is no java on the PATH, so a Jupyter that mvn -Plab did not start finds no kernel");
        }
        Optional<Other> other = Other.of(output(java.get(), "-XshowSettings:properties", "-version"));
        if (other.isEmpty()) {
            return elsewhere("The java on the PATH, " + java.get() + ", does not say its version");
        }
        Other found = other.get();
        if (isHome(found.home())) {
            return Finding.fine(ABOUT, "the java on the PATH is this one");
        }
        String name = "The java on the PATH is " + found.version() + " in " + found.home();
        if (found.feature() < OLDEST) {
            return elsewhere(name + ", too old for a kernel");
        }
        if (!output(java.get(), "--list-modules").contains("jdk.jshell")) {
            return elsewhere(name + ", a runtime without JShell");
        }
        return elsewhere(
                name + ", not the JDK of Maven, and a Jupyter that mvn -Plab did not start runs kernels on it");
    }

    private Finding elsewhere(String what) {
        return Finding.warning(
                ABOUT,
                what,
                "put " + home.resolve("bin") + " first on the PATH, or open the lessons with mvn -Plab, which does so");
    }

    private boolean isHome(Path other) {
        try {
            return Files.isSameFile(home, other);
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the first program of this name on an environment's search path. */
    public static Optional<Path> onPath(Map<String, String> environment, String program) {
        String path = environment.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase("PATH"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
        return Stream.of(path.split(Pattern.quote(File.pathSeparator)))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder.replace("\"", "")).resolve(program))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    private static String output(Path java, String... arguments) {
        var command = new ArrayList<>(List.of(java.toString()));
        command.addAll(List.of(arguments));
        try {
            Path said = Files.createTempFile("hourglass-java", ".txt");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
                process.getOutputStream().close();
                if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
                return new String(
                        Files.readAllBytes(said), StandardCharsets.ISO_8859_1); // In this encoding no byte is an error.
            } finally {
                Files.deleteIfExists(said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        } catch (IOException e) {
            return "";
        }
    }
}

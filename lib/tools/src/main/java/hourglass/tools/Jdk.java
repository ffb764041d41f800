package hourglass.tools;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JDK on this machine; its text is "JDK 17".
 *
 * @param home its folder, as JAVA_HOME names it
 * @param feature the first number of its version
 * @param finished whether it is a release, not an early-access build
 */
public record Jdk(Path home, int feature, boolean finished) {
    private static final Pattern FEATURE = Pattern.compile("(\\d+)\\b.*");

    /** Returns the JDK of this process. */
    public static Jdk ofThisBuild() {
        Runtime.Version version = Runtime.version();
        return new Jdk(
                Path.of(System.getProperty("java.home")),
                version.feature(),
                version.pre().isEmpty());
    }

    /**
     * Looks into a folder, without starting anything: its file {@code release} tells the version, and JShell's own program that
     * it is a JDK and no runtime.
     *
     * @return nothing unless there is a whole JDK for this machine's processor
     */
    static Optional<Jdk> at(Path home) {
        var release = new Properties();
        try (Reader reader = Files.newBufferedReader(home.resolve("release"))) {
            release.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
        Matcher version = FEATURE.matcher(value(release, "JAVA_VERSION"));
        if (!version.matches() || !has(home, "java") || !has(home, "jshell") || !runsHere(release)) {
            return Optional.empty();
        }
        boolean finished = !value(release, "JAVA_RUNTIME_VERSION").matches(".*-(ea|internal|beta)\\b.*");
        return Optional.of(new Jdk(home, Integer.parseInt(version.group(1)), finished));
    }

    /** As {@link #at(Path)}, for a path that a user wrote; nothing where the text is no path. */
    static Optional<Jdk> at(String home) {
        try {
            return at(Path.of(home));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** An installation for another processor can lie beside the right one, and its Java could not load ND4J. */
    private static boolean runsHere(Properties release) {
        String architecture = value(release, "OS_ARCH");
        return architecture.isEmpty() || normal(architecture).equals(normal(System.getProperty("os.arch")));
    }

    private static String normal(String architecture) {
        return architecture.replace("x86_64", "amd64").replace("arm64", "aarch64");
    }

    private static boolean has(Path home, String program) {
        Path bin = home.resolve("bin");
        return Files.isRegularFile(bin.resolve(program)) || Files.isRegularFile(bin.resolve(program + ".exe"));
    }

    private static String value(Properties release, String name) {
        return release.getProperty(name, "").replace("\"", "");
    }

    /** Returns whether a version such as "17.0.15+6" is one of this JDK's feature version. */
    boolean isVersion(String version) {
        Matcher matcher = FEATURE.matcher(version);
        return matcher.matches() && Integer.parseInt(matcher.group(1)) == feature;
    }

    /** Puts this JDK first on the search path and into JAVA_HOME: a kernelspec starts {@code java} without a path. */
    void putFirst(Map<String, String> environment) {
        // Windows spells the variable "Path", and knows no difference between the spellings.
        String name = environment.keySet().stream()
                .filter(key -> key.equalsIgnoreCase("PATH"))
                .findFirst()
                .orElse("PATH");
        String path = environment.get(name);
        String bin = home.resolve("bin").toString();
        environment.put(name, path == null || path.isEmpty() ? bin : bin + File.pathSeparator + path);
        if (Files.isDirectory(home)) {
            environment.put("JAVA_HOME", home.toString());
        }
    }

    @Override
    public String toString() {
        return "JDK " + feature;
    }
}

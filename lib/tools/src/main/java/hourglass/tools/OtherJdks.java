package hourglass.tools;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The JDKs of this machine beside the one that runs the build, one of each feature version, the oldest first.
 *
 * <p>They are named by the system property {@code jdks} (folders, divided by commas or as in a search path), or else found in
 * the environment's variables (JAVA_HOME, and JAVA_HOME_21_X64 as build servers name it) and in the folders where packages,
 * SDKMAN and IntelliJ install them.
 */
public final class OtherJdks {
    private static final int OLDEST = 17; // as the README promises
    private static final Pattern VARIABLE = Pattern.compile("JAVA_HOME(_\\d+_\\w+)?|JDK_?\\d+(_HOME)?");
    private static final Pattern SEPARATOR = Pattern.compile(",|" + Pattern.quote(File.pathSeparator));
    private static final List<String> IN_HOME =
            List.of(".sdkman/candidates/java", ".jdks", ".local/share/mise/installs/java");
    private static final List<Path> FOLDERS = List.of(
            Path.of("/usr/lib/jvm"),
            Path.of("/usr/java"),
            Path.of("/opt/java"),
            Path.of("/Library/Java/JavaVirtualMachines"),
            Path.of("C:/Program Files/Eclipse Adoptium"),
            Path.of("C:/Program Files/Java"),
            Path.of("C:/Program Files/Microsoft"),
            Path.of("C:/Program Files/Zulu"));

    private OtherJdks() {}

    /**
     * Returns the JDKs that were named, or else those that are found.
     *
     * @throws EnvironmentException when a folder was named that holds no JDK that can run the kernel
     */
    public static List<Jdk> ofThisMachine() {
        String named = System.getProperty("jdks", "");
        Jdk own = Jdk.ofThisBuild();
        return named.isBlank() ? found(own, System.getenv(), folders()) : named(own, named);
    }

    static List<Jdk> named(Jdk own, String folders) {
        var jdks = new ArrayList<Jdk>();
        for (String folder : SEPARATOR.split(folders)) {
            if (!folder.isBlank()) {
                jdks.add(Jdk.at(folder.strip())
                        .filter(jdk -> jdk.feature() >= OLDEST)
                        .orElseThrow(() -> new EnvironmentException("There is no JDK " + OLDEST
                                + " or newer for this machine in " + folder.strip()
                                + ", which -Djdks names: give the folder that has bin/java, bin/jshell and release.")));
            }
        }
        return oneOfEach(own, jdks.stream());
    }

    /**
     * Returns the finished JDKs that variables name or folders hold. Early-access builds are left out: {@code -Djdks} may name
     * one, but no build should fail because an unfinished JDK happens to lie on the machine.
     */
    static List<Jdk> found(Jdk own, Map<String, String> environment, List<Path> folders) {
        Stream<Jdk> fromVariables = new TreeMap<>(environment)
                .entrySet().stream()
                        .filter(entry -> VARIABLE.matcher(entry.getKey()).matches())
                        .flatMap(entry -> Jdk.at(entry.getValue()).stream());
        Stream<Jdk> fromFolders = folders.stream()
                .flatMap(folder -> entries(folder).stream())
                .flatMap(entry -> Stream.of(entry, entry.resolve("Contents").resolve("Home")))
                .flatMap(entry -> Jdk.at(entry).stream());
        return oneOfEach(
                own,
                Stream.concat(fromVariables, fromFolders).filter(Jdk::finished).filter(jdk -> jdk.feature() >= OLDEST));
    }

    /** Returns the newest of the JDKs, in which most has changed since the oldest that the project supports; nothing of none. */
    public static Optional<Jdk> newest(List<Jdk> jdks) {
        return jdks.stream().max(Comparator.comparingInt(Jdk::feature));
    }

    private static List<Jdk> oneOfEach(Jdk own, Stream<Jdk> jdks) {
        var byFeature = new LinkedHashMap<Integer, Jdk>();
        jdks.filter(jdk -> jdk.feature() != own.feature()).forEach(jdk -> byFeature.putIfAbsent(jdk.feature(), jdk));
        return byFeature.values().stream()
                .sorted(Comparator.comparingInt(Jdk::feature))
                .toList();
    }

    private static List<Path> folders() {
        Path home = Path.of(System.getProperty("user.home"));
        return Stream.concat(FOLDERS.stream(), IN_HOME.stream().map(home::resolve))
                .toList();
    }

    private static List<Path> entries(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            var entries = new ArrayList<Path>();
            stream.forEach(entries::add);
            entries.sort(Comparator.naturalOrder());
            return entries;
        } catch (DirectoryIteratorException | IOException | UncheckedIOException e) {
            return List.of(); // A folder that may not be read has nothing for us.
        }
    }
}

package hourglass.data.source;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folders in which datasets are looked for, and whether they may be downloaded.
 *
 * @param data what HOURGLASS_DATA names, if it is set
 * @param cache the user's cache, where downloads go; it need not exist
 * @param system the operating system's folder of datasets; it need not exist
 * @param offline whether HOURGLASS_OFFLINE forbids downloads
 */
record DatasetPaths(Optional<Path> data, Path cache, Path system, boolean offline) {

    /** How a reader is told where a dataset was found. */
    static final String GIVEN = "HOURGLASS_DATA";

    static final String CACHE = "the cache";
    static final String SYSTEM = "the system's package";

    /** Those of this process. */
    static DatasetPaths standard() {
        return of(System.getenv());
    }

    /** Those of this machine and user with another environment; see the other method of this name. */
    static DatasetPaths of(Map<String, String> environment) {
        return of(environment, System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
    }

    /**
     * Those that follow from an environment.
     *
     * @throws IllegalArgumentException if HOURGLASS_DATA is set, but not to a folder
     */
    static DatasetPaths of(Map<String, String> environment, String system, Path home) {
        String offline = environment.getOrDefault("HOURGLASS_OFFLINE", "").strip();
        return new DatasetPaths(
                data(environment.getOrDefault("HOURGLASS_DATA", "")),
                cache(environment, system, home),
                Path.of("/usr/share/datasets"),
                !offline.isEmpty() && !offline.equals("0"));
    }

    private static Optional<Path> data(String value) {
        if (value.isBlank()) {
            return Optional.empty();
        }
        try {
            Path folder = Path.of(value);
            if (Files.isDirectory(folder)) {
                return Optional.of(folder);
            }
        } catch (InvalidPathException e) {
            // The same sentence serves: a path that cannot be written down here is no folder here.
        }
        throw new IllegalArgumentException("HOURGLASS_DATA is set to '" + value + "', which is not a folder"
                + (value.chars().allMatch(c -> c < 128) ? "" : " (or whose letters this locale cannot write)")
                + ": set it to the folder that contains fashion-mnist/ and mnist/, or unset it.");
    }

    /** Where a folder of all datasets has one of them; it may also be that one's folder itself. */
    static Path inside(Path folder, String dataset) {
        Path inside = folder.resolve(dataset);
        return !Files.isDirectory(inside) && folder.endsWith(dataset) ? folder : inside;
    }

    /** The folders in which a dataset may lie: what HOURGLASS_DATA leads to, if it is set, and then the others. */
    Stream<DatasetFolder> folders(String dataset) {
        return Stream.concat(
                data.stream().map(folder -> new DatasetFolder(inside(folder, dataset), GIVEN)), others(dataset));
    }

    /** The folders in which a dataset may lie without being named: in the cache, then in the system's package. */
    Stream<DatasetFolder> others(String dataset) {
        return Stream.of(
                new DatasetFolder(cache.resolve(dataset), CACHE), new DatasetFolder(system.resolve(dataset), SYSTEM));
    }

    /** The cache that follows from an environment, on this machine. */
    static Path cache(Map<String, String> environment) {
        return cache(environment, System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
    }

    private static Path cache(Map<String, String> environment, String system, Path home) {
        return caches(environment, system.toLowerCase(Locale.ROOT), home).resolve("hourglass");
    }

    private static Path caches(Map<String, String> environment, String system, Path home) {
        if (system.startsWith("mac")) {
            return home.resolve("Library").resolve("Caches");
        }
        if (system.startsWith("windows")) {
            return absolute(
                    environment.get("LOCALAPPDATA"), home.resolve("AppData").resolve("Local"));
        }
        return absolute(environment.get("XDG_CACHE_HOME"), home.resolve(".cache"));
    }

    /** A relative path in such a variable is to be ignored, says the XDG specification. */
    private static Path absolute(String value, Path otherwise) {
        try {
            return value != null && Path.of(value).isAbsolute() ? Path.of(value) : otherwise;
        } catch (InvalidPathException e) {
            return otherwise;
        }
    }
}

package hourglass.doctor;

import hourglass.data.source.DatasetLocation;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/** Checks the machine and the process for what stops the lessons or makes them slow. */
public final class Diagnostics {

    private static final long MB = 1 << 20;
    private static final long TEMPORARY = 100 * MB;

    /** The datasets that are downloaded take less than 50 MB, compressed. */
    private static final long DATASETS = 100 * MB;

    /** What JavaCPP unpacks at the first use takes 502 MB on Linux. */
    private static final long NATIVE = 550 * MB;

    private static final long NATIVE_UNPACKED = 10 * MB;

    private Diagnostics() {}

    /**
     * Runs all checks: environment variables, memory, disks, fonts, datasets with their checksums, and last the native library,
     * which it loads. Each check runs when the stream reaches it; together they take a few seconds.
     */
    public static Stream<Finding> complete() {
        return complete(System.getenv());
    }

    static Stream<Finding> complete(Map<String, String> environment) {
        return inTurn(
                () -> VariableCheck.check(environment),
                () -> MemoryCheck.here().check(),
                () -> disks(environment),
                FontCheck::check,
                () -> DataFolderCheck.check(environment, true),
                NativeLibraryCheck::check);
    }

    /**
     * Runs the checks that take no more than a moment, and returns only the problems: environment variables, memory, disks,
     * fonts, and whether HOURGLASS_DATA leads to datasets. A missing dataset is not a problem here, since the lesson that needs
     * it says so.
     */
    public static List<Finding> brief() {
        return brief(System.getenv());
    }

    /** Runs the same checks as {@link #brief()} for the environment variables that another process would have. */
    public static List<Finding> brief(Map<String, String> environment) {
        return inTurn(
                        () -> VariableCheck.check(environment),
                        () -> MemoryCheck.here().check(),
                        () -> disks(environment),
                        FontCheck::check,
                        () -> DataFolderCheck.check(environment, false).stream()
                                .filter(finding -> finding.level() == Finding.Level.WRONG)
                                .toList())
                .filter(Finding::isProblem)
                .toList();
    }

    @SafeVarargs
    private static Stream<Finding> inTurn(Supplier<List<Finding>>... parts) {
        return Stream.of(parts).flatMap(part -> part.get().stream());
    }

    private static List<Finding> disks(Map<String, String> environment) {
        List<Finding> findings = new ArrayList<>(
                new DiskCheck("the folder of temporary files", Path.of(System.getProperty("java.io.tmpdir")), TEMPORARY)
                        .check());
        // Without downloads nothing is written to the cache, which an image may well keep read-only.
        if (!VariableCheck.isOffline(environment)
                && environment.getOrDefault(VariableCheck.DATA, "").isBlank()) {
            findings.addAll(
                    new DiskCheck("the cache of datasets", DatasetLocation.cache(environment), DATASETS).check());
        }
        findings.addAll(nativeCache());
        return findings;
    }

    private static List<Finding> nativeCache() {
        try {
            File folder = Loader.getCacheDir();
            return new DiskCheck(
                            "the cache of native libraries",
                            folder.toPath(),
                            isUnpacked(folder.toPath()) ? NATIVE_UNPACKED : NATIVE)
                    .check();
        } catch (IOException e) {
            return List.of(Finding.wrong(
                    "Disk",
                    "JavaCPP finds no folder for native libraries (" + ErrorMessages.reason(e) + ")",
                    "make your home folder writable, or name another one with"
                            + " JJAVA_JVM_OPTS=-Dorg.bytedeco.javacpp.cachedir=FOLDER"));
        }
    }

    private static boolean isUnpacked(Path folder) throws IOException {
        try (DirectoryStream<Path> libraries = Files.newDirectoryStream(folder, "nd4j-native-*")) {
            return libraries.iterator().hasNext();
        }
    }
}

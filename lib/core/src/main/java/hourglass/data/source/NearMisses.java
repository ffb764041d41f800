package hourglass.data.source;

import hourglass.data.format.IdxFile;
import hourglass.runtime.IoErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Looks for what was probably meant to be a file of a dataset but cannot be read as one. It is named in an error, so that no
 * other pictures silently take its place.
 */
final class NearMisses {

    /** The forms in which the same datasets are offered elsewhere. */
    private static final Set<String> OTHER_FORMS =
            Set.of("csv", "arff", "ts", "npy", "npz", "pkl", "parquet", "h5", "mat", "zip", "tar", "tgz", "7z", "rar");

    /** The folders of all datasets, each of which HOURGLASS_DATA may name itself. */
    private static final Set<String> DATASETS = Set.of("fashion-mnist", "mnist", "olivetti-faces", "ecg5000", "tables");

    private NearMisses() {}

    /** A folder in this one whose name differs from another only in capitals and signs, as "FashionMNIST" does. */
    private static Optional<Path> folder(Path folder, String name) {
        return first(
                folder, path -> Files.isDirectory(path) && letters(path).equals(letters(name)) && !path.endsWith(name));
    }

    /** Something with nearly the name of a file: a folder of that name, other signs, another ending, or none. */
    static Optional<Path> file(Path folder, String name) {
        String stem = letters(name.replaceFirst("[-.](idx|mat).*", ""));
        return first(
                folder,
                path -> IdxFile.names(name).contains(path.getFileName().toString())
                        ? Files.isDirectory(path)
                        : letters(path).startsWith(stem));
    }

    /** What a folder has in place of some files: one with nearly the name of one of them, or a file in another form. */
    static Optional<Path> files(Path folder, List<String> names) {
        return names.stream()
                .flatMap(name -> file(folder, name).stream())
                .findFirst()
                .or(() -> first(folder, path -> Files.isRegularFile(path) && OTHER_FORMS.contains(ending(path))));
    }

    /** Names what was found, for the middle of a sentence. */
    static String described(Path found) {
        return "'" + found.getFileName() + "', which is "
                + (Files.isDirectory(found) ? "a folder" : "of another name or form");
    }

    /**
     * Refuses a folder of all datasets that has the files of one where they are not found.
     *
     * @param name the folder in which they would be found
     * @param beginsIn whether a folder has some of the files
     */
    static void requireNoOther(Path folder, String name, Predicate<Path> beginsIn) {
        Path inside = folder.resolve(name);
        first(inside, path -> Files.isDirectory(path) && beginsIn.test(path)).ifPresent(deeper -> {
            throw new IllegalArgumentException(
                    deeper + " has files that are looked for in " + inside + ": move them there.");
        });
        folder(folder, name).ifPresent(other -> {
            throw new IllegalArgumentException(
                    other + " is not found, since the folder has to be called '" + name + "': rename it.");
        });
        if (!DATASETS.contains(String.valueOf(folder.getFileName())) && beginsIn.test(folder)) {
            throw new IllegalArgumentException(
                    folder + ", which HOURGLASS_DATA names, has files of a dataset in itself:"
                            + " put them into a folder '" + name + "' in it, if they are that dataset.");
        }
    }

    private static Optional<Path> first(Path folder, Predicate<Path> wanted) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> content = Files.list(folder)) {
            return content.filter(path -> !path.getFileName().toString().startsWith("."))
                    .filter(wanted)
                    .min(Path::compareTo);
        } catch (IOException e) {
            throw IoErrors.unreadable(folder, e);
        }
    }

    private static String letters(Path path) {
        return letters(path.getFileName().toString());
    }

    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    private static String ending(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|bz2|xz)$", "");
        return name.substring(name.lastIndexOf('.') + 1);
    }
}

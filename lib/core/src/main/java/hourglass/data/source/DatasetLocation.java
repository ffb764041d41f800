package hourglass.data.source;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Where a dataset of the lessons lies on this machine, found as {@link Datasets} finds it, but without a download and
 * without keeping its pictures in memory.
 *
 * @param dataset the dataset's name for a reader, such as "Fashion-MNIST"
 * @param folder the folder that holds it; empty if no folder on this machine holds all of it
 * @param source what {@link hourglass.data.Dataset#source()} would say, such as "HOURGLASS_DATA"; empty without a folder
 * @param downloaded whether {@link Datasets} downloads it where no folder holds it
 * @param fault the sentence with which loading it would fail; empty if it would not
 */
public record DatasetLocation(String dataset, Optional<Path> folder, String source, boolean downloaded, String fault) {

    /**
     * Looks for all datasets of the lessons.
     *
     * @param environment the environment variables, {@code System.getenv()} as a rule
     * @param reading whether the files are read and their checksums verified, which takes a second or two, or only looked for
     * @throws IllegalArgumentException if HOURGLASS_DATA is set, but not to a folder
     */
    public static List<DatasetLocation> of(Map<String, String> environment, boolean reading) {
        return of(DatasetPaths.of(environment), reading);
    }

    /** The user's cache, where downloads go; it need not exist. */
    public static Path cache(Map<String, String> environment) {
        return DatasetPaths.cache(environment);
    }

    static List<DatasetLocation> of(DatasetPaths locations, boolean reading) {
        List<DatasetLocation> all = new ArrayList<>();
        for (PublishedDataset dataset :
                List.of(IdxDataset.FASHION_MNIST, IdxDataset.MNIST, OlivettiFaces.published(OlivettiFaces.SEED))) {
            all.add(of(
                    dataset.name(),
                    true,
                    () -> Datasets.place(dataset, locations),
                    reading ? place -> dataset.check(place.folder()) : place -> {}));
        }
        all.add(of(
                Ecg5000.NAME,
                false,
                () -> Ecg5000.place(locations),
                reading ? place -> Ecg5000.read(place, Ecg5000.PUBLISHED) : place -> {}));
        return all;
    }

    private static DatasetLocation of(
            String dataset,
            boolean downloaded,
            Supplier<Optional<DatasetFolder>> search,
            Consumer<DatasetFolder> reading) {
        try {
            Optional<DatasetFolder> place = search.get();
            place.ifPresent(reading);
            return new DatasetLocation(
                    dataset,
                    place.map(DatasetFolder::folder),
                    place.map(DatasetFolder::source).orElse(""),
                    downloaded,
                    "");
        } catch (IllegalArgumentException | UncheckedIOException e) {
            return new DatasetLocation(dataset, Optional.empty(), "", downloaded, e.getMessage());
        }
    }
}

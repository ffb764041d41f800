package hourglass.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetLocationTest {

    @TempDir
    Path root;

    @Test
    void aDatasetIsFoundInTheFirstOfItsPlaces() throws IOException {
        Path data = Files.createDirectory(root.resolve("data"));
        Path cache = Files.createDirectory(root.resolve("cache"));
        Path system = Files.createDirectory(root.resolve("system"));
        DatasetPaths places = new DatasetPaths(Optional.of(data), cache, system, true);
        for (Path place : List.of(cache, system)) {
            file(place, "mnist/train-images-idx3-ubyte.gz");
            file(place, "mnist/train-labels-idx1-ubyte");
            file(place, "mnist/t10k-images-idx3-ubyte");
            file(place, "mnist/t10k-labels-idx1-ubyte");
        }
        file(data, "olivetti-faces/olivettifaces.mat");
        file(system, "ecg5000/ecg.csv");

        List<DatasetLocation> found = DatasetLocation.of(places, false);

        assertThat(found)
                .containsExactly(
                        new DatasetLocation("Fashion-MNIST", Optional.empty(), "", true, ""),
                        new DatasetLocation("MNIST", Optional.of(cache.resolve("mnist")), "the cache", true, ""),
                        new DatasetLocation(
                                "Olivetti faces",
                                Optional.of(data.resolve("olivetti-faces")),
                                "HOURGLASS_DATA",
                                true,
                                ""),
                        new DatasetLocation(
                                "ECG5000", Optional.of(system.resolve("ecg5000")), "the system's package", false, ""));
    }

    @Test
    void whatLoadingWouldSayIsSaid() throws IOException {
        Path data = Files.createDirectory(root.resolve("data"));
        file(data, "olivetti-faces/olivettifaces.mat");
        file(data, "ecg5000/ECG5000_TRAIN.txt");
        DatasetPaths places = new DatasetPaths(Optional.of(data), root.resolve("cache"), root.resolve("system"), true);

        List<DatasetLocation> read = DatasetLocation.of(places, true);

        assertThat(read.get(2).fault()).contains("olivettifaces.mat").endsWith(".");
        assertThat(read.get(2).folder()).isEmpty();
        assertThat(read.get(3).fault()).contains("ECG5000_TRAIN.txt").endsWith(".");
    }

    @Test
    void theCacheIsTheOneThatDownloadsGoTo() {
        Map<String, String> environment = Map.of("XDG_CACHE_HOME", root.toString(), "LOCALAPPDATA", root.toString());

        assertThat(DatasetLocation.cache(environment))
                .isEqualTo(DatasetPaths.of(environment).cache());
    }

    private static void file(Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.createFile(file);
    }
}

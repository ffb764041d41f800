package hourglass.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.data.source.DatasetLocation;
import hourglass.doctor.Finding.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderCheckTest {

    private static final List<String> FILES = List.of(
            "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte");

    @TempDir
    Path data;

    @Test
    void aVariableThatLeadsNowhereIsWrong() {
        assertThat(check(data.resolve("none"), false)).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Level.WRONG);
            assertThat(finding.sentence())
                    .startsWith("HOURGLASS_DATA is set to '" + data.resolve("none")
                            + "', which is not a folder: set it to");
        });
    }

    @Test
    void aFolderWithoutAnyDatasetIsWrong() {
        assertThat(check(data, false).get(0))
                .isEqualTo(Finding.wrong(
                        "Data",
                        "HOURGLASS_DATA is set to '" + data + "', a folder without any of the datasets",
                        "set it to the folder that contains fashion-mnist/, mnist/, olivetti-faces/ or ecg5000/, or unset"
                                + " it"));
    }

    @Test
    void aFileThatIsMissingIsWrongAndTheOtherDatasetsAreJudgedOnTheirOwn() throws IOException {
        lay("mnist", FILES);
        lay("fashion-mnist", FILES.subList(0, 3));

        List<Finding> findings = check(data, false);

        assertThat(findings)
                .filteredOn(finding -> finding.level() == Level.WRONG)
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence())
                        .isEqualTo(data.resolve("fashion-mnist")
                                + ", to which HOURGLASS_DATA leads, lacks t10k-labels-idx1-ubyte (or"
                                + " the same with .gz): add what is missing, or unset HOURGLASS_DATA."));
        assertThat(findings).contains(Finding.fine("Data", "MNIST found in HOURGLASS_DATA, " + data.resolve("mnist")));
    }

    @Test
    void aDamagedFileIsFoundByReading() throws IOException {
        lay("mnist", FILES);

        assertThat(check(data, false)).noneMatch(finding -> finding.level() == Level.WRONG);
        assertThat(check(data, true))
                .filteredOn(finding -> finding.level() == Level.WRONG)
                .extracting(Finding::sentence)
                .containsExactly(
                        data.resolve("mnist/train-images-idx3-ubyte") + " is empty: copy or download it again.");
    }

    @Test
    void aDatasetThatMayNotBeDownloadedIsAWarning() {
        List<DatasetLocation> nothing = List.of(
                new DatasetLocation("MNIST", Optional.empty(), "", true, ""),
                new DatasetLocation("ECG5000", Optional.empty(), "", false, ""));

        assertThat(DataFolderCheck.check(nothing, "", true))
                .containsExactly(
                        Finding.warning(
                                "Data",
                                "MNIST is not here, and HOURGLASS_OFFLINE forbids its download, so that drawn pictures stand"
                                        + " in for it",
                                "unset that, or set HOURGLASS_DATA to a folder that has it"),
                        Finding.fine("Data", "ECG5000 is not here, and a drawn set stands in for it"));
        assertThat(DataFolderCheck.check(nothing, "", false)).noneMatch(Finding::isProblem);
    }

    private void lay(String dataset, List<String> names) throws IOException {
        Path folder = Files.createDirectories(data.resolve(dataset));
        for (String name : names) {
            Files.createFile(folder.resolve(name));
        }
    }

    private List<Finding> check(Path given, boolean reading) {
        Map<String, String> environment = new HashMap<>();
        environment.put("HOURGLASS_DATA", given.toString());
        environment.put("XDG_CACHE_HOME", data.resolve("cache").toString());
        environment.put("LOCALAPPDATA", data.resolve("cache").toString());
        return DataFolderCheck.check(environment, reading);
    }
}

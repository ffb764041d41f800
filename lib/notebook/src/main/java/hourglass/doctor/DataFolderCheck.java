package hourglass.doctor;

import hourglass.data.source.DatasetLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks where the datasets of the lessons are, and whether HOURGLASS_DATA leads to any of them. */
final class DataFolderCheck {

    private static final String ABOUT = "Data";

    private DataFolderCheck() {}

    /**
     * Looks for the datasets with the library's own search.
     *
     * @param reading true to read the files and verify their checksums, false to look only for their names
     */
    static List<Finding> check(Map<String, String> environment, boolean reading) {
        List<DatasetLocation> datasets;
        try {
            datasets = DatasetLocation.of(environment, reading);
        } catch (IllegalArgumentException e) {
            return List.of(Finding.wrong(ABOUT, e.getMessage()));
        }
        return check(datasets, environment.getOrDefault(VariableCheck.DATA, ""), VariableCheck.isOffline(environment));
    }

    /**
     * Judges what was found.
     *
     * @param dataVariable the value of HOURGLASS_DATA, empty if it is not set
     * @param offline whether downloads are forbidden
     */
    static List<Finding> check(List<DatasetLocation> datasets, String dataVariable, boolean offline) {
        List<Finding> findings = new ArrayList<>();
        boolean foundThere = datasets.stream()
                .anyMatch(dataset -> dataset.source().equals(VariableCheck.DATA)
                        || !dataset.fault().isEmpty());
        if (!dataVariable.isBlank() && !foundThere) {
            findings.add(
                    Finding.wrong(
                            ABOUT,
                            VariableCheck.DATA + " is set to '" + dataVariable
                                    + "', a folder without any of the datasets",
                            "set it to the folder that contains fashion-mnist/, mnist/, olivetti-faces/ or ecg5000/, or unset it"));
        }
        for (DatasetLocation dataset : datasets) {
            findings.add(finding(dataset, offline));
        }
        return findings;
    }

    private static Finding finding(DatasetLocation dataset, boolean offline) {
        String name = dataset.dataset();
        if (!dataset.fault().isEmpty()) {
            return Finding.wrong(ABOUT, dataset.fault());
        }
        if (dataset.folder().isPresent()) {
            return Finding.fine(
                    ABOUT,
                    name + " found in " + dataset.source() + ", "
                            + dataset.folder().get());
        }
        if (!dataset.downloaded()) {
            return Finding.fine(ABOUT, name + " is not here, and a drawn set stands in for it");
        }
        return offline
                ? Finding.warning(
                        ABOUT,
                        name + " is not here, and " + VariableCheck.OFFLINE
                                + " forbids its download, so that drawn pictures stand in for it",
                        "unset that, or set " + VariableCheck.DATA + " to a folder that has it")
                : Finding.fine(ABOUT, name + " is not here, and the first lesson that needs it downloads it");
    }
}

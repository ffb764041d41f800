package hourglass.data.source;

import hourglass.data.Rows;
import hourglass.runtime.IoErrors;
import hourglass.runtime.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The table "Breast Cancer Wisconsin (Diagnostic)": thirty measures of the nuclei of cells in a picture of a sample, and the
 * diagnosis.
 *
 * @param rows the measures, without gaps
 * @param malignant of each row, whether the diagnosis was "malignant"
 * @param source where the file was found, such as "HOURGLASS_DATA"
 */
public record BreastCancer(Rows rows, boolean[] malignant, String source) {

    static final String FOLDER = "tables";

    /** The checksum of each form, by its file: with names in the first line and words in the last column, or as scikit-learn's. */
    static final Map<String, String> PUBLISHED = Map.of(
            "breast_cancer_wisconsin.csv", "75b8021d12b47399e50ab6ca4fbc11a8435f91540ecb6bb2434de557a5049510",
            "breast_cancer.csv", "fed3eb72d0575ef6192293f5093c6e801b1476b577d0386bf4455504522172ed");

    private static final List<String> MEASURES = List.of(
            "radius",
            "texture",
            "perimeter",
            "area",
            "smoothness",
            "compactness",
            "concavity",
            "concave_points",
            "symmetry",
            "fractal_dimension");
    static final List<String> COLUMNS = Stream.of("mean", "se", "worst")
            .flatMap(of -> MEASURES.stream().map(measure -> measure + "_" + of))
            .toList();

    /** Keeps a copy of the diagnoses. */
    public BreastCancer {
        malignant = malignant.clone();
    }

    /** Of each row, whether the diagnosis was "malignant"; a copy. */
    @Override
    public boolean[] malignant() {
        return malignant.clone();
    }

    /** Looks where datasets are looked for; nothing stands in for what is not found. */
    static Optional<BreastCancer> find(DatasetPaths locations, Map<String, String> published) {
        return locations
                .folders(FOLDER)
                .flatMap(place -> published.keySet().stream()
                        .sorted()
                        .map(place.folder()::resolve)
                        .filter(Files::isRegularFile)
                        .map(file -> read(file, published.get(file.getFileName().toString()), place.source())))
                .findFirst();
    }

    private static BreastCancer read(Path file, String sha256, String source) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw IoErrors.unreadable(file, e);
        }
        String found = Sha256.of(bytes);
        if (!found.equals(sha256)) {
            throw new IllegalArgumentException(file + " is not the published table (its SHA-256 begins with "
                    + found.substring(0, 12) + " instead of " + sha256.substring(0, 12)
                    + "): put the published file in its place, or take it away.");
        }
        List<String[]> lines = new String(bytes, StandardCharsets.US_ASCII)
                .lines()
                .skip(1)
                .map(line -> line.split(","))
                .toList();
        double[][] values = new double[lines.size()][COLUMNS.size()];
        boolean[] malignant = new boolean[values.length];
        for (int row = 0; row < values.length; row++) {
            for (int column = 0; column < COLUMNS.size(); column++) {
                values[row][column] = Double.parseDouble(lines.get(row)[column]);
            }
            // In scikit-learn's form 0 is the first of the classes "malignant" and "benign".
            malignant[row] = List.of("malignant", "0").contains(lines.get(row)[COLUMNS.size()]);
        }
        return new BreastCancer(Rows.of(COLUMNS, values), malignant, source);
    }

    /** One line: "Breast Cancer Wisconsin: 569 rows of 30 columns, 212 of them malignant, from HOURGLASS_DATA". */
    @Override
    public String toString() {
        int count = 0;
        for (boolean each : malignant) {
            count += each ? 1 : 0;
        }
        return String.format(
                Locale.ROOT,
                "Breast Cancer Wisconsin: %,d rows of %d columns, %,d of them malignant, from %s",
                rows.size(),
                rows.columns().size(),
                count,
                source);
    }
}

package hourglass.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hourglass.train.Budget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

class RecordedResultsTest {
    private static final String RECORD =
            """
            {"lesson": "%s", "model": "%s", "data": "mnist", "metric": "%s", "value": %s, "budget": "%s", \
            "epochs": 20, "seconds": 3.2, "seed": 42}""";

    @TempDir
    Path folder;

    @Test
    void haveALineForEachModelAtItsLargestBudget() throws IOException {
        Path file = write(
                RECORD.formatted("01", "dense", "test-bce-per-pixel", "0.3", "standard"),
                RECORD.formatted("01", "dense", "test-bce-per-pixel", "0.2", "full"),
                RECORD.formatted("01", "dense", "test-psnr", "19.5", "full"),
                RECORD.formatted("01", "dense", "parameters", "50992", "full"),
                RECORD.formatted("02", "scratch", "test-mse-per-pixel", "0.01", "quick"),
                RECORD.formatted("04", "probe", "linear-probe-accuracy", "0.8", "full"),
                RECORD.formatted("10", "late", "test-psnr", "20", "full"));

        Table table = RecordedResults.read(file).before("10").table();

        assertThat(table.rowCount()).isEqualTo(2);
        assertThat(table.stringColumn("model").asList()).containsExactly("dense", "scratch");
        assertThat(table.stringColumn("budget").asList()).containsExactly("full", "quick");
        assertThat(table.doubleColumn("loss").asDoubleArray()).containsExactly(0.2, 0.01);
        assertThat(table.doubleColumn("PSNR, dB").get(0)).isEqualTo(19.5);
        assertThat(table.doubleColumn("PSNR, dB").isMissing(1)).isTrue();
        assertThat(table.intColumn("parameters").get(0)).isEqualTo(50_992);
        assertThat(table.intColumn("parameters").isMissing(1)).isTrue();
        assertThat(table.intColumn("parameters").getString(0)).isEqualTo("50,992");
        assertThat(table.doubleColumn("loss").getString(0)).isEqualTo("0.2000");
        assertThat(table.doubleColumn("PSNR, dB").getString(1)).isEmpty();
    }

    @Test
    void keepThoseOfOneBudget() throws IOException {
        Path file = write(
                RECORD.formatted("01", "dense", "test-bce-per-pixel", "0.3", "standard"),
                RECORD.formatted("01", "dense", "test-bce-per-pixel", "0.2", "full"),
                RECORD.formatted("01", "dense", "test-psnr", "19.5", "full"),
                RECORD.formatted("09", "vae", "test-negative-elbo-per-picture", "263", "standard"));

        Table table = RecordedResults.read(file).at(Budget.STANDARD).table();

        assertThat(table.doubleColumn("loss").asDoubleArray()).containsExactly(0.3, 263);
        assertThat(table.doubleColumn("PSNR, dB").isMissing(0)).isTrue();
        assertThat(table.stringColumn("which loss").get(1)).isEqualTo("negative ELBO per picture");
    }

    @Test
    void sayWhatIsWrongWithTheirFile() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\"a\": ");
        Path partial = Files.writeString(folder.resolve("partial.json"), "[{\"lesson\": \"01\"}]");
        Path empty = Files.writeString(folder.resolve("empty.json"), "");

        assertThatThrownBy(() -> RecordedResults.read(folder.resolve("none.json")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "There is no file none.json in this folder: open the notebook in the project's folder notebooks,"
                                + " where the lessons keep their results.");
        assertThatThrownBy(() -> RecordedResults.read(broken))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("broken.json is no list of results: take the file from the repository again.");
        assertThatThrownBy(() -> RecordedResults.read(partial))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("partial.json holds a result that is not complete");
        assertThatThrownBy(() -> RecordedResults.read(empty)).hasMessageStartingWith("empty.json is empty");
    }

    private Path write(String... records) throws IOException {
        return Files.writeString(folder.resolve("results.json"), "[" + String.join(",\n", records) + "]");
    }
}

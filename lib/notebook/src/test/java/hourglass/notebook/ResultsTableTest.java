package hourglass.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.evaluate.baseline.MeanBaseline;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import tech.tablesaw.api.Table;

class ResultsTableTest {

    @Test
    void printsEachFigureWithItsDecimals() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            Table table = ResultsTable.titled("Clothes")
                    .row("784-32-784", 32, 50992, 5.26, 0.28, 19.876)
                    .row("copy", 784, 0, Double.NaN, Double.NaN, 100)
                    .table();
            assertThat(table.name()).isEqualTo("Clothes");
            assertThat(table.columnNames())
                    .containsExactly(
                            "model",
                            "numbers in the code",
                            "parameters",
                            "seconds",
                            "cross-entropy, nats per pixel",
                            "PSNR, dB");
            assertThat(cells(table, 0)).containsExactly("784-32-784", "32", "50,992", "5.3", "0.2800", "19.88");
            assertThat(cells(table, 1)).containsExactly("copy", "784", "0", "", "", "100.00");
            assertThat(table.doubleColumn("seconds").isMissing(1)).isTrue();
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void measuresARivalOnTheGivenPictures() {
        INDArray train = Nd4j.createFromArray(new float[][] {{0, 1}, {1, 1}});
        INDArray test = Nd4j.createFromArray(new float[][] {{1, 1}});
        Table table = ResultsTable.titled("Two pixels", "loss")
                .row(MeanBaseline.fit(train), test)
                .table();
        // The prediction is (0.5, 1): (ln 2 + 0) / 2 nats, and a mean squared error of 1/8, which is 9.03 dB.
        assertThat(cells(table, 0)).containsExactly("training mean", "0", "0", "", "0.3466", "9.03");
    }

    @Test
    void showsStructuralSimilarityWhereItIsAskedForAndPicturesAreGiven() {
        INDArray pictures = Nd4j.rand(2, 144);
        Table table = ResultsTable.titled("Copies")
                .withSsim(12, 12)
                .row("copy", 144, 0, 0, pictures, pictures)
                .row("unseen", 0, 0, 0, 1, 1)
                .table();
        assertThat(table.column("SSIM").getString(0)).isEqualTo("1.000");
        assertThat(table.column("SSIM").getString(1)).isEmpty();
    }

    @Test
    void aTableThatWasReturnedDoesNotGrow() {
        ResultsTable results = ResultsTable.titled("A").row("first", 1, 1, 1, 1, 1);
        Table table = results.table();
        results.row("second", 1, 1, 1, 1, 1);
        assertThat(table.rowCount()).isEqualTo(1);
        assertThat(results.table().rowCount()).isEqualTo(2);
    }

    private static Object[] cells(Table table, int row) {
        return table.columns().stream().map(column -> column.getString(row)).toArray();
    }
}

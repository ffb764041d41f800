package hourglass.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class RowsTest {
    private static final double GAP = Double.NaN;

    private final Rows rows = Rows.of(
            List.of("seconds", "amount", "same"),
            new double[][] {{1.7e9, 1, 5}, {1.7e9 + 2, GAP, 5}, {1.7e9 + 4, 3, 5}, {1.7e9 + 6, 11, GAP}});

    @Test
    void areFoundByTheNamesOfTheirColumns() {
        assertThat(rows.get(2, "amount")).isEqualTo(3);
        assertThat(rows.column("amount")).containsExactly(1, GAP, 3, 11);
        assertThat(rows.select(List.of("same", "amount")).row(0)).containsExactly(5, 1);
        assertThat(rows.without("seconds").columns()).containsExactly("amount", "same");
        assertThat(rows.gaps()).isEqualTo(2);
        assertThat(rows).hasToString("4 rows of 3 columns, 17 % of the values missing: seconds, amount, same");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rows.select(List.of("amount", "hour")))
                .withMessageContaining("no column \"hour\" among seconds, amount, same");
    }

    @Test
    void nobodyChangesThemAfterwards() {
        double[][] values = {{1, 2}};
        Rows taken = Rows.of(List.of("a", "b"), values);
        values[0][0] = 9;
        taken.row(0)[0] = 9;
        taken.column("a")[0] = 9;

        assertThat(taken.get(0, "a")).isEqualTo(1);
    }

    @Test
    void aSplitHasEachRowOnce() {
        List<Rows> parts = rows.split(0.5, 1);

        assertThat(parts.get(0).size()).isEqualTo(2);
        assertThat(Nd4j.createFromArray(parts.get(0).column("seconds"))
                                .sumNumber()
                                .doubleValue()
                        + Nd4j.createFromArray(parts.get(1).column("seconds"))
                                .sumNumber()
                                .doubleValue())
                .isEqualTo(4 * 1.7e9 + 12);
        assertThat(rows.split(0.5, 1)).isEqualTo(parts);
        assertThat(rows.split(0.001, 1).get(0).size()).isEqualTo(1);
    }

    @Test
    void standardColumnsHaveMeanZeroAndDeviationOne() {
        RowScaler scaler = RowScaler.standard(rows);
        INDArray scaled = scaler.transform(rows);

        assertThat(scaled.getColumn(0).toFloatVector())
                .containsExactly(new float[] {-1.3416407f, -0.4472136f, 0.4472136f, 1.3416407f}, within(1e-5f));
        double deviation = Math.sqrt((16.0 + 4 + 36) / 3);
        assertThat(scaled.getDouble(3, 1)).isCloseTo(6 / deviation, within(1e-6));
        assertThat(scaled.getDouble(1, 1)).as("the median, 3").isCloseTo(-2 / deviation, within(1e-6));
        assertThat(scaled.getColumn(2).toFloatVector()).containsExactly(0, 0, 0, 0);
        assertThat(scaler.known(rows).getColumn(1).toFloatVector()).containsExactly(1, 0, 1, 1);
    }

    @Test
    void minMaxColumnsReachFromZeroToOneAndOtherRowsBeyond() {
        RowScaler scaler = RowScaler.minMax(rows);

        assertThat(scaler.transform(rows).getColumn(0).toFloatVector())
                .containsExactly(new float[] {0, 1 / 3f, 2 / 3f, 1}, within(1e-6f));
        Rows beyond = Rows.of(List.of("amount", "same", "more", "seconds"), new double[][] {{21, 7, 1, 1.7e9 - 6}});
        assertThat(scaler.transform(beyond).toFloatVector()).containsExactly(-1, 2, 2);
    }

    @Test
    void comesBackInTheUnitsOfTheColumns() {
        for (RowScaler scaler : List.of(RowScaler.standard(rows), RowScaler.minMax(rows))) {
            Rows back = scaler.inverse(scaler.transform(rows));

            assertThat(back.columns()).isEqualTo(rows.columns());
            assertThat(back.get(3, "seconds")).isCloseTo(1.7e9 + 6, within(1e-5));
            assertThat(back.get(1, "amount")).isCloseTo(3, within(1e-5));
            assertThat(back.get(0, "same")).isEqualTo(5);
        }
    }

    @Test
    void hugeAndTinyColumnsAreScaled() {
        Rows extreme =
                Rows.of(List.of("huge", "tiny"), new double[][] {{-1e300, 1e-300}, {1e300, 3e-300}, {0, 2e-300}});

        INDArray scaled = RowScaler.minMax(extreme).transform(extreme);

        assertThat(scaled.getRow(2).toFloatVector()).containsExactly(new float[] {0.5f, 0.5f}, within(1e-6f));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RowScaler.standard(extreme))
                .withMessageStartingWith("Column \"huge\" reaches from -1.0E300 to 1.0E300, which cannot be scaled");
    }

    @Test
    void refusesWhatCannotBeScaled() {
        refused(
                () -> Rows.of(List.of("a"), new double[][] {{1, 2}}),
                "Row 0, counted from 0, has 2 values for 1 columns");
        refused(() -> Rows.of(List.of("a"), new double[][] {{Double.POSITIVE_INFINITY}}), "Column \"a\" of row 0");
        refused(() -> Rows.of(List.of("a", "a"), new double[][] {{1, 2}}), "Two columns are named \"a\"");
        refused(() -> Rows.of(List.of("a", " "), new double[][] {{1, 2}}), "Column 1, counted from 0, has no name");
        refused(() -> Rows.of(List.of("a"), new double[0][]), "There is no row");
        refused(
                () -> RowScaler.standard(Rows.of(List.of("a"), new double[][] {{GAP}, {GAP}})),
                "Column \"a\" has no value in the training rows: leave it out with without(\"a\").");
        refused(
                () -> RowScaler.minMax(Rows.of(List.of("a"), new double[][] {{0}, {1e-30}}))
                        .transform(Rows.of(List.of("a"), new double[][] {{1e20}})),
                "Column \"a\" of row 0, counted from 0, is 1.0E20, which is too far from the training rows");
        refused(() -> RowScaler.standard(rows).transform(rows.without("amount")), "There is no column \"amount\"");
        refused(() -> RowScaler.standard(rows).inverse(Nd4j.zeros(2, 2)), "there are 3 columns: give [n, 3]");
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(message);
    }
}

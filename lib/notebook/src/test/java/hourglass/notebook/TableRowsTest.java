package hourglass.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import hourglass.data.Rows;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.FloatColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.ShortColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class TableRowsTest {

    @Test
    void takesEveryTypeOfNumberAndItsMissingValues() {
        Table table = Table.create(
                ShortColumn.create("s", new short[] {1, 0}),
                IntColumn.create("i", 2, 0),
                LongColumn.create("l", 3, 0),
                FloatColumn.create("f", 4.5f, 0),
                DoubleColumn.create("d", 5.5, 0));
        table.columns().forEach(column -> column.setMissing(1));

        Rows rows = Tables.rows(table);

        assertThat(rows.columns()).containsExactly("s", "i", "l", "f", "d");
        assertThat(rows.row(0)).containsExactly(1, 2, 3, 4.5, 5.5);
        assertThat(rows.row(1)).containsOnly(Double.NaN);
    }

    @Test
    void namesColumnsOfOtherThings() {
        Table table = Table.create(DoubleColumn.create("d", 5.5), StringColumn.create("word", "x"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tables.rows(table))
                .withMessage("The columns [word] do not hold numbers: leave them out with table.rejectColumns(...).");
    }

    @Test
    void numbersThatAreNotFiniteAreRefused() {
        Table table = Table.create(DoubleColumn.create("d", 5.5, Double.POSITIVE_INFINITY));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tables.rows(table))
                .withMessageContaining("Infinity")
                .withMessageContaining("d");
    }

    @Test
    void goesBackToTheSameRows() {
        Rows rows = Rows.of(List.of("a", "b"), new double[][] {{1, Double.NaN}, {1.7e9, -2}});

        Table table = Tables.of(rows);

        assertThat(table.column("b").isMissing(0)).isTrue();
        assertThat(Tables.rows(table)).isEqualTo(rows);
    }
}

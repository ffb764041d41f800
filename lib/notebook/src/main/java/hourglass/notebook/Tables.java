package hourglass.notebook;

import hourglass.data.Rows;
import hourglass.evaluate.ConfusionMatrix;
import hourglass.model.ModelSummary;
import hourglass.runtime.Excerpt;
import hourglass.runtime.Interruption;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/**
 * Turns results of the core library into Tablesaw tables. A notebook shows them in this form on its own when they are the
 * last expression of a cell, so a lesson calls these methods only to work with the table.
 */
public final class Tables {

    private Tables() {}

    /**
     * Lists the layers of a model, one in a row.
     *
     * @return the columns "#" (from 1), "layer", "kind", "part", "output" (its shape for one example) and "parameters"
     */
    public static Table of(ModelSummary summary) {
        List<ModelSummary.Layer> layers = summary.layers();
        return Table.create(
                "layers",
                IntColumn.create("#", IntStream.rangeClosed(1, layers.size()).toArray()),
                words("layer", layers, ModelSummary.Layer::name),
                words("kind", layers, ModelSummary.Layer::kind),
                words("part", layers, ModelSummary.Layer::part),
                words("output", layers, ModelSummary.Layer::output),
                LongColumn.create(
                        "parameters",
                        layers.stream()
                                .mapToLong(ModelSummary.Layer::parameters)
                                .toArray()));
    }

    /**
     * Shows the four counts of a confusion matrix.
     *
     * @return one row for the normal and one for the abnormal examples, with the columns "no alarm" and "alarm"
     */
    public static Table of(ConfusionMatrix matrix) {
        return Table.create(
                "decisions",
                StringColumn.create("the example is", "normal", "abnormal"),
                IntColumn.create("no alarm", matrix.trueNegatives(), matrix.falseNegatives()),
                IntColumn.create("alarm", matrix.falsePositives(), matrix.truePositives()));
    }

    /**
     * Takes the numbers out of a table.
     *
     * @param table with columns of numbers alone, of any type of Tablesaw's; a missing value becomes a gap, and whole numbers
     *     beyond 2⁵³ are rounded
     * @throws IllegalArgumentException if there are other columns, which it names, if there are no rows or columns, or if a
     *     value is infinite
     */
    public static Rows rows(Table table) {
        Objects.requireNonNull(table, "There is no table to take rows out of.");
        List<String> others = table.columns().stream()
                .filter(column -> !(column instanceof NumericColumn))
                .map(Column::name)
                .toList();
        if (!others.isEmpty()) {
            throw new IllegalArgumentException("The columns " + Excerpt.of(others.toString(), 200)
                    + " do not hold numbers: leave them out with table.rejectColumns(...).");
        }
        NumericColumn<?>[] columns =
                table.columns().stream().map(NumericColumn.class::cast).toArray(NumericColumn<?>[]::new);
        double[][] values = new double[table.rowCount()][columns.length];
        for (int i = 0; i < values.length; i++) {
            Interruption.check("taking rows out of a table");
            for (int j = 0; j < columns.length; j++) {
                values[i][j] = columns[j].isMissing(i) ? Double.NaN : columns[j].getDouble(i);
            }
        }
        return Rows.of(table.columnNames(), values);
    }

    /**
     * Makes a table of rows of numbers.
     *
     * @return a column of doubles for each of theirs, in which a gap is a missing value
     */
    public static Table of(Rows rows) {
        Objects.requireNonNull(rows, "There are no rows to make a table of.");
        Table table = Table.create("rows");
        for (int j = 0; j < rows.columns().size(); j++) {
            Interruption.check("making a table of rows");
            String name = rows.columns().get(j);
            table.addColumns(DoubleColumn.create(name, rows.column(name)));
        }
        return table;
    }

    /** Makes a column of texts, one for each row. */
    static <R> StringColumn words(String name, List<R> rows, Function<R, String> word) {
        return StringColumn.create(name, rows.stream().map(word).toList());
    }

    /** Makes a column of numbers, one for each row; NaN, which is Tablesaw's missing value, leaves the cell empty. */
    static <R> DoubleColumn numbers(String name, List<R> rows, ToDoubleFunction<R> number) {
        return DoubleColumn.create(name, rows.stream().mapToDouble(number).toArray());
    }

    /** Prints numbers with a decimal point and a fixed number of decimals in every locale, and missing ones as nothing. */
    static NumberColumnFormatter decimals(int digits) {
        NumberFormat format = NumberFormat.getNumberInstance(Locale.ENGLISH);
        format.setMinimumFractionDigits(digits);
        format.setMaximumFractionDigits(digits);
        return new NumberColumnFormatter(format, "");
    }
}

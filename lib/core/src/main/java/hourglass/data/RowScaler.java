package hourglass.data;

import hourglass.runtime.Interruption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Brings the columns of rows to one scale for a network, and back: (value − shift) / scale. It learns both, and what stands in
 * a gap, from training rows alone, since what is learned from others would be known to the network that is tested with them.
 *
 * <p>It computes in double precision, so that columns far from 0, such as times in seconds since 1970, keep their differences.
 *
 * @param columns for each column what was learned
 */
public record RowScaler(List<Column> columns) {

    /**
     * What is done with a column.
     *
     * @param name by which it is found
     * @param fill what stands in a gap: the median of the training rows
     * @param shift what is subtracted
     * @param scale what is divided by, above 0
     */
    public record Column(String name, double fill, double shift, double scale) {

        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if the name is blank, a number is not finite, or the scale is not above 0
         */
        public Column {
            Objects.requireNonNull(name, "The column has no name.");
            if (name.isBlank() || !Double.isFinite(fill) || !Double.isFinite(shift) || !(scale > 0) || scale > MOST) {
                throw new IllegalArgumentException(
                        "Column \"" + name + "\" cannot be scaled with fill " + fill + ", shift " + shift
                                + " and scale " + scale + ": give a name, finite numbers, and a scale above 0.");
            }
        }
    }

    private static final double MOST = Double.MAX_VALUE;

    /**
     * Checks the columns.
     *
     * @throws IllegalArgumentException if there is none, or two have one name
     */
    public RowScaler {
        columns = List.copyOf(Objects.requireNonNull(columns, "There are no columns to scale."));
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("There is no column to scale: give at least one.");
        }
        Set<String> names = new HashSet<>();
        for (Column column : columns) {
            if (!names.add(column.name)) {
                throw new IllegalArgumentException(
                        "Two columns are named \"" + column.name + "\": give each column a name of its own.");
            }
        }
    }

    /**
     * Learns to bring each column to mean 0 and standard deviation 1 over the training rows. A column with a single value
     * becomes 0, and its other values are not scaled.
     *
     * @throws IllegalArgumentException if a column has no value at all
     */
    public static RowScaler standard(Rows train) {
        return learned(train, values -> {
            double mean = mean(values);
            double[] squares = Arrays.stream(values)
                    .map(value -> (value - mean) * (value - mean))
                    .toArray();
            return new double[] {mean, Math.sqrt(mean(squares))};
        });
    }

    /**
     * Learns to bring each column to the range from 0 to 1 over the training rows, beyond which other rows may go. A column
     * with a single value becomes 0, and its other values are not scaled.
     *
     * @throws IllegalArgumentException if a column has no value at all
     */
    public static RowScaler minMax(Rows train) {
        return learned(train, values -> new double[] {values[0], values[values.length - 1] - values[0]});
    }

    private interface Rule {
        /** Returns shift and scale for values in ascending order. */
        double[] of(double[] values);
    }

    private static RowScaler learned(Rows train, Rule rule) {
        Objects.requireNonNull(train, "There are no training rows to learn the scale from.");
        List<Column> columns = new ArrayList<>();
        for (String name : train.columns()) {
            Interruption.check("learning the scale of the columns");
            double[] values = Arrays.stream(train.column(name))
                    .filter(value -> !Double.isNaN(value))
                    .sorted()
                    .toArray();
            if (values.length == 0) {
                throw new IllegalArgumentException("Column \"" + name
                        + "\" has no value in the training rows: leave it out with without(\"" + name + "\").");
            }
            double[] numbers = rule.of(values);
            int middle = values.length / 2;
            double median = values.length % 2 == 1 ? values[middle] : values[middle - 1] / 2 + values[middle] / 2;
            boolean single = values[0] == values[values.length - 1];
            if (!Double.isFinite(numbers[0]) || !Double.isFinite(numbers[1])) {
                throw new IllegalArgumentException("Column \"" + name + "\" reaches from " + values[0] + " to "
                        + values[values.length - 1] + ", which cannot be scaled: bring it to another unit first.");
            }
            double scale = single || numbers[1] == 0 ? 1 : numbers[1];
            columns.add(new Column(name, median, single ? values[0] : numbers[0], scale));
        }
        return new RowScaler(columns);
    }

    private static double mean(double[] values) {
        double mean = 0;
        for (int i = 0; i < values.length; i++) {
            mean += (values[i] - mean) / (i + 1); // A sum of large numbers could overflow.
        }
        return mean;
    }

    /** The names of the columns. */
    public List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    /**
     * Scales rows for a network, with what was learned in the place of gaps. Columns are found by their names; others than
     * these are left out.
     *
     * @return float32 [n, columns]
     * @throws IllegalArgumentException if a column is missing, or a scaled value is too large for 32 bits
     */
    public INDArray transform(Rows rows) {
        Objects.requireNonNull(rows, "There are no rows to scale.");
        Rows own = rows.select(names());
        float[][] scaled = new float[own.size()][columns.size()];
        for (int row = 0; row < scaled.length; row++) {
            double[] values = own.values()[row];
            for (int i = 0; i < values.length; i++) {
                scaled[row][i] = scaled(columns.get(i), values[i], row);
            }
        }
        return Nd4j.createFromArray(scaled);
    }

    private static float scaled(Column column, double value, int row) {
        float scaled = (float) (((Double.isNaN(value) ? column.fill : value) - column.shift) / column.scale);
        if (!Float.isFinite(scaled)) {
            throw new IllegalArgumentException("Column \"" + column.name + "\" of row " + row + ", counted from 0, is "
                    + value + ", which is too far from the training rows (shift " + column.shift + ", scale "
                    + column.scale + ") to be scaled: check its unit.");
        }
        return scaled;
    }

    /**
     * Says which values are known.
     *
     * @return float32 [n, columns], 1 where a value is known and 0 in a gap
     * @throws IllegalArgumentException if a column is missing
     */
    public INDArray known(Rows rows) {
        Rows own = rows.select(names());
        float[][] known = new float[own.size()][columns.size()];
        for (int row = 0; row < known.length; row++) {
            for (int i = 0; i < columns.size(); i++) {
                known[row][i] = Double.isNaN(own.values()[row][i]) ? 0 : 1;
            }
        }
        return Nd4j.createFromArray(known);
    }

    /**
     * Brings scaled rows back to the units of the columns.
     *
     * @param scaled [n, columns], all finite
     * @throws IllegalArgumentException if it has another number of columns
     */
    public Rows inverse(INDArray scaled) {
        Objects.requireNonNull(scaled, "There are no scaled rows.");
        if (scaled.rank() != 2 || scaled.size(1) != columns.size()) {
            throw new IllegalArgumentException("The scaled rows have shape " + Arrays.toString(scaled.shape())
                    + ", but there are " + columns.size() + " columns: give [n, " + columns.size() + "].");
        }
        double[][] values = scaled.castTo(DataType.DOUBLE).toDoubleMatrix();
        for (double[] row : values) {
            for (int i = 0; i < row.length; i++) {
                row[i] = row[i] * columns.get(i).scale + columns.get(i).shift;
            }
        }
        return Rows.of(names(), values);
    }

    /** One line for each column. */
    @Override
    public String toString() {
        StringBuilder lines = new StringBuilder();
        for (Column column : columns) {
            lines.append(String.format(
                    Locale.ROOT,
                    "%s: (value − %.6g) / %.6g, gaps are %.6g%n",
                    column.name,
                    column.shift,
                    column.scale,
                    column.fill));
        }
        return lines.toString();
    }
}

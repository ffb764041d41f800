package hourglass.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/**
 * Rows of numbers under named columns, with gaps: the measurements of a machine, the fields of a payment.
 *
 * <pre>{@code
 * Rows payments = CsvFile.read(Path.of("payments.csv"), "id", "name"); // without these two columns of text
 * History history = autoencoder.fit(payments, null, Training.epochs(50));
 * Rows expected = autoencoder.reconstruct(payments);                    // in the units of the columns
 * }</pre>
 *
 * <p>Columns have no order for what uses them later: they are found by their names. An object of this class never changes.
 */
public final class Rows {
    private final List<String> columns;
    private final double[][] values;

    private Rows(List<String> columns, double[][] values) {
        this.columns = columns;
        this.values = values;
    }

    /**
     * Takes a copy of rows.
     *
     * @param columns the names of the columns, each once
     * @param values for each row its numbers, in the order of the columns; NaN where one is missing
     * @throws IllegalArgumentException if there is no row or column, a name is blank or twice there, a row has another number
     *     of values, or a value is infinite
     */
    public static Rows of(List<String> columns, double[][] values) {
        Objects.requireNonNull(columns, "There are no names of columns: give a list.");
        Objects.requireNonNull(values, "There are no rows: give an array of them.");
        requireNames(columns);
        if (values.length == 0) {
            throw new IllegalArgumentException("There is no row: give at least one.");
        }
        double[][] copy = new double[values.length][];
        for (int row = 0; row < values.length; row++) {
            Objects.requireNonNull(values[row], "A row is null: leave it out.");
            if (values[row].length != columns.size()) {
                throw new IllegalArgumentException(
                        "Row " + row + ", counted from 0, has " + values[row].length + " values for " + columns.size()
                                + " columns: give one for each, and NaN where one is missing.");
            }
            for (int column = 0; column < columns.size(); column++) {
                if (Double.isInfinite(values[row][column])) {
                    throw new IllegalArgumentException("Column \"" + columns.get(column) + "\" of row " + row
                            + ", counted from 0, is " + values[row][column]
                            + ": give a finite number, or NaN where one is missing.");
                }
            }
            copy[row] = values[row].clone();
        }
        return new Rows(List.copyOf(columns), copy);
    }

    private static void requireNames(List<String> columns) {
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("There is no column: give at least one name.");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < columns.size(); i++) {
            String name = columns.get(i);
            if (name == null || name.isBlank()) {
                throw new IllegalArgumentException(
                        "Column " + i + ", counted from 0, has no name: give each column one.");
            }
            if (!seen.add(name)) {
                throw new IllegalArgumentException(
                        "Two columns are named \"" + name + "\": give each column a name of its own.");
            }
        }
    }

    /** The number of rows. */
    public int size() {
        return values.length;
    }

    /** The names of the columns. */
    public List<String> columns() {
        return columns;
    }

    /**
     * A value.
     *
     * @param row from 0
     * @return NaN where it is missing
     * @throws IllegalArgumentException if there is no column of that name
     */
    public double get(int row, String column) {
        return values[row][place(column)];
    }

    /** The values of a row in the order of {@link #columns}, as a copy; NaN where one is missing. */
    public double[] row(int row) {
        return values[row].clone();
    }

    /**
     * The values of a column, as a copy; NaN where one is missing.
     *
     * @throws IllegalArgumentException if there is no column of that name
     */
    public double[] column(String name) {
        int place = place(name);
        return Arrays.stream(values).mapToDouble(row -> row[place]).toArray();
    }

    /**
     * These rows with some of their columns, in the order in which they are named.
     *
     * @throws IllegalArgumentException if there is no column of one of the names
     */
    public Rows select(List<String> names) {
        Objects.requireNonNull(names, "There are no names of columns: give a list.");
        if (names.equals(columns)) {
            return this;
        }
        requireNames(names);
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            places.put(columns.get(i), i);
        }
        List<String> missing =
                names.stream().filter(name -> !places.containsKey(name)).toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("There is no column \"" + String.join("\" and no column \"", missing)
                    + "\" among " + few(columns) + ": rename or add it, with NaN where it is not known.");
        }
        int[] chosen = names.stream().mapToInt(places::get).toArray();
        double[][] some = new double[size()][chosen.length];
        for (int row = 0; row < some.length; row++) {
            for (int i = 0; i < chosen.length; i++) {
                some[row][i] = values[row][chosen[i]];
            }
        }
        return new Rows(List.copyOf(names), some);
    }

    /**
     * These rows without some of their columns.
     *
     * @throws IllegalArgumentException if there is no column of one of the names, or none is left
     */
    public Rows without(String... names) {
        Objects.requireNonNull(names, "There are no names of columns: give some.");
        for (String name : names) {
            place(name);
        }
        Set<String> leftOut = Set.copyOf(Arrays.asList(names));
        return select(columns.stream().filter(name -> !leftOut.contains(name)).toList());
    }

    /**
     * Some of these rows, in the order in which they are numbered.
     *
     * @param rows their places, from 0
     */
    public Rows pick(int... rows) {
        Objects.requireNonNull(rows, "There are no places of rows: give some.");
        if (rows.length == 0) {
            throw new IllegalArgumentException("No row is picked: give at least one place.");
        }
        return new Rows(
                columns, Arrays.stream(rows).mapToObj(row -> values[row]).toArray(double[][]::new));
    }

    /**
     * Divides the rows by chance.
     *
     * @param share how much of them the first part gets, above 0 and below 1
     * @param seed the same seed divides alike
     * @return two parts, of at least one row each
     * @throws IllegalArgumentException if the share is out of its range, or there is a single row
     */
    public List<Rows> split(double share, long seed) {
        if (!(share > 0 && share < 1) || size() < 2) {
            throw new IllegalArgumentException("So many rows, " + size() + ", cannot be divided with a share of "
                    + share + ": give a share above 0 and below 1, of at least two rows.");
        }
        int[] order = RandomOrder.identity(size());
        RandomOrder.shuffle(order, new Random(seed)::nextInt);
        int first = (int) Math.max(1, Math.min(size() - 1, Math.round(share * size())));
        return List.of(pick(Arrays.copyOf(order, first)), pick(Arrays.copyOfRange(order, first, size())));
    }

    /** How many values are missing. */
    public long gaps() {
        return Arrays.stream(values)
                .flatMapToDouble(Arrays::stream)
                .filter(Double::isNaN)
                .count();
    }

    private int place(String column) {
        int place = columns.indexOf(column);
        if (place < 0) {
            throw new IllegalArgumentException(
                    "There is no column \"" + column + "\" among " + few(columns) + ": check how its name is written.");
        }
        return place;
    }

    private static String few(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(10, names.size())));
        return names.size() <= 10 ? first : first + " and " + (names.size() - 10) + " more";
    }

    /** Equal are rows of the same values under the same names in the same order. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Rows that && columns.equals(that.columns) && Arrays.deepEquals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * columns.hashCode() + Arrays.deepHashCode(values);
    }

    /** One line: "1,000 rows of 4 columns, 0.5 % of the values missing: amount, hour, age, distance". */
    @Override
    public String toString() {
        double share = 100.0 * gaps() / ((double) size() * columns.size());
        return String.format(
                Locale.ROOT,
                "%,d %s of %,d %s%s: %s",
                size(),
                size() == 1 ? "row" : "rows",
                columns.size(),
                columns.size() == 1 ? "column" : "columns",
                share == 0 ? "" : String.format(Locale.ROOT, ", %.2g %% of the values missing", share),
                few(columns));
    }

    /** The values themselves, which must not be changed. */
    double[][] values() {
        return values;
    }
}

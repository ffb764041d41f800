package hourglass.data.format;

import hourglass.data.Rows;
import hourglass.runtime.Excerpt;
import hourglass.runtime.Interruption;
import hourglass.runtime.IoErrors;
import hourglass.runtime.MemoryErrors;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Numbers in a text of comma-separated values (RFC 4180), whose first line names the columns.
 *
 * <p>Columns are divided by commas, semicolons or tabs, whichever is most frequent in the first line. Between semicolons and
 * tabs a comma in a number is its decimal comma. An empty cell and the words NA, N/A, NaN, null, none and ? are gaps. The text is in
 * UTF-8, with a byte order mark or without.
 */
public final class CsvFile {
    private static final Set<String> GAPS = Set.of("", "na", "n/a", "nan", "null", "none", "?");
    // What Double.parseDouble takes beyond these, such as 0x1p3 and 1f, is no number to anybody else.
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final int LONGEST_NUMBER = 400;
    private static final int LONGEST_QUOTE = 40;
    private static final int LOOK_FOR_STOP = 1000;
    private static final int MOST_COLUMNS = 100_000;

    private CsvFile() {}

    /**
     * Reads a file.
     *
     * @param leftOut the names of columns that are not read, such as those of text
     * @throws IllegalArgumentException if it is no such file: the sentence says in which line and column, and what to do
     * @throws UncheckedIOException if it cannot be read
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public static Rows read(Path file, String... leftOut) {
        Objects.requireNonNull(file, "There is no path of a CSV file to read.");
        Objects.requireNonNull(leftOut, "There are no names of columns to leave out: give none at all.");
        return MemoryErrors.explained("reading " + file, () -> rows(file, leftOut));
    }

    private static Rows rows(Path file, String... leftOut) {
        try (BufferedReader text = new BufferedReader(
                new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8.newDecoder()))) {
            char divider = divider(text);
            CSVFormat format = CSVFormat.RFC4180
                    .builder()
                    .setDelimiter(divider)
                    .setIgnoreEmptyLines(true)
                    .get();
            return parse(file, text, format, divider != ',', leftOut);
        } catch (IOException e) {
            throw refusal(file, e);
        } catch (UncheckedIOException e) { // The parser's own, of which some hold what they mean.
            throw refusal(file, e.getCause());
        }
    }

    private static RuntimeException refusal(Path file, IOException cause) {
        if (cause instanceof CharacterCodingException) {
            return new IllegalArgumentException(
                    file + " is no text in UTF-8: save it with that encoding, which spreadsheets call CSV UTF-8.",
                    cause);
        }
        if (cause instanceof CSVException) {
            return new IllegalArgumentException(
                    file + " is no CSV file (" + Excerpt.of(String.valueOf(cause.getMessage()), 3 * LONGEST_QUOTE)
                            + "): look at its quotation marks.",
                    cause);
        }
        return new UncheckedIOException(file + " cannot be read (" + IoErrors.reason(cause) + ").", cause);
    }

    /** Finds what divides the columns, and leaves the text at its beginning, behind a byte order mark. */
    private static char divider(BufferedReader text) throws IOException {
        text.mark(1);
        if (text.read() != '\uFEFF') {
            text.reset();
        }
        int most = 1 << 20;
        text.mark(most);
        int[] counts = new int[3];
        boolean quoted = false;
        for (int i = 0; i < most; i++) {
            int letter = text.read();
            if (letter < 0 || !quoted && (letter == '\n' || letter == '\r') && i > 0) {
                break;
            }
            quoted ^= letter == '"';
            int which = ",;\t".indexOf(letter);
            if (!quoted && which >= 0) {
                counts[which]++;
            }
        }
        text.reset();
        int best = counts[1] > counts[0] ? 1 : 0;
        return ",;\t".charAt(counts[2] > counts[best] ? 2 : best);
    }

    private static Rows parse(Path file, Reader text, CSVFormat format, boolean decimalCommas, String... leftOut)
            throws IOException {
        List<double[]> rows = new ArrayList<>();
        List<String> names = null;
        int[] read = null;
        try (CSVParser parser = format.parse(text)) {
            for (CSVRecord line : parser) {
                if (names == null) {
                    names = names(file, line);
                    read = read(file, names, leftOut);
                    continue;
                }
                if (rows.size() % LOOK_FOR_STOP == 0) {
                    Interruption.check("reading " + file);
                }
                if (line.size() != names.size()) {
                    throw new IllegalArgumentException(place(file, line) + " has " + line.size()
                            + " cells, and the first line names " + names.size() + " columns: give each line as many.");
                }
                double[] row = new double[read.length];
                for (int i = 0; i < read.length; i++) {
                    row[i] = number(
                            file, line, names.get(read[i]), line.get(read[i]).strip(), decimalCommas);
                }
                rows.add(row);
            }
        }
        if (names == null || rows.isEmpty()) {
            throw new IllegalArgumentException(
                    file + " has no line of numbers below one with the names of its columns.");
        }
        return Rows.of(Arrays.stream(read).mapToObj(names::get).toList(), rows.toArray(double[][]::new));
    }

    private static List<String> names(Path file, CSVRecord line) {
        if (line.size() > MOST_COLUMNS) {
            throw new IllegalArgumentException(file + " has " + line.size() + " columns, and at most " + MOST_COLUMNS
                    + " can be read: divide it.");
        }
        List<String> names = new ArrayList<>();
        boolean numbers = true;
        for (String cell : line) {
            names.add(cell.strip());
            numbers &= NUMBER.matcher(cell.strip()).matches();
        }
        if (numbers) {
            throw new IllegalArgumentException(
                    "The first line of " + file + " holds numbers (" + Excerpt.of(names.get(0), LONGEST_QUOTE)
                            + ", …): put a line with the names of the columns above it.");
        }
        return names;
    }

    /** The places of the columns that are read. */
    private static int[] read(Path file, List<String> names, String... leftOut) {
        Set<String> without = new HashSet<>(Arrays.asList(leftOut));
        for (String name : without) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException(file + " has no column \"" + name
                        + "\" to leave out: its first line has " + Excerpt.of(String.join(", ", names), 200) + ".");
            }
        }
        List<Integer> places = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (without.contains(name)) {
                continue;
            }
            if (name.isEmpty() || !seen.add(name)) {
                throw new IllegalArgumentException("Column " + (i + 1) + " of " + file
                        + (name.isEmpty()
                                ? " has no name"
                                : " is named \"" + Excerpt.of(name, LONGEST_QUOTE) + "\" like another one")
                        + ": give each column a name of its own in the first line.");
            }
            places.add(i);
        }
        return places.stream().mapToInt(Integer::intValue).toArray();
    }

    private static double number(Path file, CSVRecord line, String column, String cell, boolean decimalCommas) {
        if (GAPS.contains(cell.toLowerCase(Locale.ROOT))) {
            return Double.NaN;
        }
        boolean comma = decimalCommas && cell.indexOf(',') >= 0 && cell.indexOf('.') < 0;
        String number = comma ? cell.replace(',', '.') : cell;
        if (number.length() > LONGEST_NUMBER || !NUMBER.matcher(number).matches()) {
            throw new IllegalArgumentException(
                    place(file, line) + " has \"" + Excerpt.of(cell, LONGEST_QUOTE) + "\" in column \""
                            + Excerpt.of(column, LONGEST_QUOTE)
                            + "\", which is no number: leave the column out by its name, or empty the cell.");
        }
        double value = Double.parseDouble(number);
        if (Double.isInfinite(value)) {
            throw new IllegalArgumentException(place(file, line) + " has " + Excerpt.of(cell, LONGEST_QUOTE)
                    + " in column \"" + Excerpt.of(column, LONGEST_QUOTE)
                    + "\", which is too large for a number: empty the cell.");
        }
        return value;
    }

    private static String place(Path file, CSVRecord line) {
        return "Record " + line.getRecordNumber() + " of " + file;
    }
}

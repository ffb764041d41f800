package hourglass.data.format;

import hourglass.runtime.Excerpt;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntUnaryOperator;

/**
 * A text file with one labelled signal a line, in one of two public forms: the label first and blanks or tabs between the
 * numbers (the UCR archive's .txt and .tsv), or the label last and commas between them (the TensorFlow tutorial's .csv).
 * The first line says which. A first line that names or counts the columns is passed over, and so is the mark with which some
 * editors begin UTF-8. The file may be compressed with gzip.
 *
 * @param rows the values of each signal, all of one length
 * @param labels their labels, as {@code classOf} translates them
 * @param labelLast whether the form is that with commas
 */
public record UcrFile(List<float[]> rows, List<Integer> labels, boolean labelLast) {

    private static final int LONGEST_QUOTE = 20;
    // A kilobyte of gzip can hold a line of a megabyte.
    private static final int LONGEST_NUMBER = 100;
    private static final long MOST_BYTES = Runtime.getRuntime().maxMemory() / 4;
    // A label and the beginning of an array, for each line.
    private static final int BYTES_BESIDE_VALUES = 40;

    /** Says which class a file's label means, or −1 for none. */
    public record Labels(IntUnaryOperator first, IntUnaryOperator last, String known) {}

    /**
     * Reads a file.
     *
     * @param columns how many numbers each line holds, the label among them
     * @throws IllegalArgumentException if the file is empty or does not fit into memory, a line is of another length, holds
     *     something that is no finite number, or has an unknown label; the sentence names the line
     * @throws UncheckedIOException if the file cannot be read
     */
    public static UcrFile read(Path file, int columns, Labels meaning) {
        List<float[]> rows = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        boolean labelLast = false;
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(DataFile.open(file), StandardCharsets.ISO_8859_1))) {
            int number = 1;
            for (String line = withoutMark(line(reader, columns, file, number), file);
                    line != null;
                    line = line(reader, columns, file, ++number)) {
                if (line.isBlank()) {
                    continue;
                }
                labelLast = rows.isEmpty() ? line.indexOf(',') >= 0 : labelLast;
                String[] cells = line.strip().split(labelLast ? "," : "\\s+", -1);
                if (rows.isEmpty() && number == 1 && isHeader(cells)) {
                    continue;
                }
                if (cells.length != columns) {
                    throw new IllegalArgumentException(String.format(
                            Locale.ROOT,
                            "Line %,d of %s holds %d numbers instead of %d (a label and %d values): all signals must"
                                    + " be of one length, so put the whole file in its place.",
                            number,
                            file,
                            cells.length,
                            columns,
                            columns - 1));
                }
                int place = labelLast ? columns - 1 : 0;
                float[] row = new float[columns - 1];
                for (int i = 0; i < row.length; i++) {
                    int cell = labelLast ? i : i + 1;
                    row[i] = number(cells[cell], file, number, cell + 1);
                }
                labels.add(label(cells[place], meaning, labelLast, file, number, place + 1));
                rows.add(row);
                if (rows.size() * ((long) columns * Float.BYTES + BYTES_BESIDE_VALUES) > MOST_BYTES) {
                    throw new IllegalArgumentException(String.format(
                            Locale.ROOT,
                            "%s holds more than %,d signals, and no more fit here: split it, or give Java more memory with"
                                    + " -Xmx.",
                            file,
                            rows.size()));
                }
            }
        } catch (IOException e) {
            throw DataFile.fault(file, e);
        }
        if (rows.isEmpty()) {
            throw new IllegalArgumentException(file + " is empty: put the file with one signal a line in its place.");
        }
        return new UcrFile(rows, labels, labelLast);
    }

    /** The next line, or null at the end of the file. */
    private static String line(BufferedReader reader, int columns, Path file, int number) throws IOException {
        StringBuilder line = new StringBuilder();
        int letter = reader.read();
        for (; letter != '\n' && letter != '\r'; letter = reader.read()) {
            if (letter < 0) {
                return line.isEmpty() ? null : line.toString();
            }
            if (line.length() == columns * LONGEST_NUMBER) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "Line %,d of %s goes on after %,d letters, far more than %d numbers need: put the whole file in its"
                                + " place.",
                        number,
                        file,
                        line.length(),
                        columns));
            }
            line.append((char) letter);
        }
        if (letter == '\r') { // An end of two letters, on Windows.
            reader.mark(1);
            if (reader.read() != '\n') {
                reader.reset();
            }
        }
        return line.toString();
    }

    /** The first line without the mark with which some editors begin a file in UTF-8. */
    private static String withoutMark(String first, Path file) {
        if (first == null) {
            return null;
        }
        if (first.startsWith("\u00ff\u00fe") || first.startsWith("\u00fe\u00ff")) {
            throw new IllegalArgumentException(file + " is text of two bytes a letter (UTF-16): save it as UTF-8.");
        }
        return first.startsWith("\u00ef\u00bb\u00bf") ? first.substring(3) : first;
    }

    /** Whether a line holds the names of columns: no number at all, or the columns' own numbers one after the other. */
    private static boolean isHeader(String[] cells) {
        boolean named = true;
        boolean counted = cells.length > 2;
        for (int i = 0; i < cells.length; i++) {
            float value = parse(cells[i].strip().replace("\"", ""));
            named &= !Float.isFinite(value);
            counted &= value == i || value == i + 1;
        }
        return named || counted;
    }

    private static int label(String cell, Labels meaning, boolean last, Path file, int line, int column) {
        float value = number(cell, file, line, column);
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1000;
        int label = whole ? (last ? meaning.last : meaning.first).applyAsInt((int) value) : -1;
        if (label < 0) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Line %,d of %s has the label %s, which is not known: %s.",
                    line,
                    file,
                    Excerpt.of(cell.strip(), LONGEST_QUOTE),
                    meaning.known));
        }
        return label;
    }

    private static float number(String cell, Path file, int line, int column) {
        String text = cell.strip();
        float value = parse(text);
        if (Float.isFinite(value)) {
            return value;
        }
        throw new IllegalArgumentException(String.format(
                Locale.ROOT,
                "Line %,d of %s holds '%s' in column %d, which is no finite number: repair the line or take it out.",
                line,
                file,
                Excerpt.of(text, LONGEST_QUOTE),
                column));
    }

    /** A decimal number, or NaN. */
    private static float parse(String text) {
        try {
            // Java's own notations, such as 1f, 0x1p3 and NaN, are not numbers of these files.
            return text.chars().allMatch(c -> "+-.eE0123456789".indexOf(c) >= 0) ? Float.parseFloat(text) : Float.NaN;
        } catch (NumberFormatException e) {
            return Float.NaN;
        }
    }
}

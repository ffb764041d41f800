package hourglass.data;

import hourglass.runtime.NativeMemory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The checks that pictures and signals share: both are rows of numbers, each with a label.
 *
 * @param name what a reader calls the whole
 * @param example what one row is, in lower case: "picture"
 */
record LabeledRows(String name, String example) {

    /**
     * Checks that an array of rank 2, its labels and its classes fit each other.
     *
     * @param numbers what the numbers of a row are: "pixels"
     * @throws IllegalArgumentException if they do not
     */
    void check(String numbers, INDArray rows, int[] labels, List<String> classes) {
        check(
                rows.dataType() == DataType.FLOAT,
                "The %s of '%s' are of type %s, but must be FLOAT: use %1$s.castTo(DataType.FLOAT).",
                numbers,
                name,
                rows.dataType());
        check(
                NativeMemory.inOrder(rows, 1, 0),
                "The %s of '%s' do not lie %s after %3$s in memory: use %1$s.dup('c').",
                numbers,
                name,
                example);
        check(
                labels.length == rows.rows(),
                "'%s' has %,d %ss but %,d labels: give one label for each %3$s.",
                name,
                rows.rows(),
                example,
                labels.length);
        int odd = IntStream.range(0, labels.length)
                .filter(i -> labels[i] < 0 || labels[i] >= classes.size())
                .findFirst()
                .orElse(-1);
        check(
                odd < 0,
                "%s %,d of '%s' has the label %d, but there are %d classes: labels go from 0 to %d.",
                example.substring(0, 1).toUpperCase(Locale.ROOT) + example.substring(1),
                odd,
                name,
                odd < 0 ? 0 : labels[odd],
                classes.size(),
                classes.size() - 1);
    }

    /**
     * The indices of the rows that have one of the wanted labels.
     *
     * @throws IllegalArgumentException if a label has no class, or if no row has one of these labels
     */
    int[] indices(int[] labels, int classes, int[] wanted) {
        boolean[] isWanted = new boolean[classes];
        for (int label : wanted) {
            check(
                    label >= 0 && label < classes,
                    "'%s' has no class %d: its labels go from 0 to %d.",
                    name,
                    label,
                    classes - 1);
            isWanted[label] = true;
        }
        int[] indices = IntStream.range(0, labels.length)
                .filter(i -> isWanted[labels[i]])
                .toArray();
        check(
                indices.length > 0,
                "'%s' has no %s with a label in %s: choose labels that occur.",
                name,
                example,
                Arrays.toString(wanted));
        return indices;
    }

    /** Checks that so many rows can be taken. */
    void checkCount(int n, int size, String taken) {
        check(
                n >= 1 && n <= size,
                "'%s' has %,d %ss: %s, so choose from 1 to %2$,d.",
                name,
                size,
                example,
                format(taken, n));
    }

    static int[] pick(int[] labels, int[] indices) {
        return Arrays.stream(indices).map(i -> labels[i]).toArray();
    }

    static void check(boolean holds, String sentence, Object... values) {
        if (!holds) {
            throw new IllegalArgumentException(format(sentence, values));
        }
    }

    /** English digits and separators whatever the reader's locale is: the lessons are in English. */
    static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}

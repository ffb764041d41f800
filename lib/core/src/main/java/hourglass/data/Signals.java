package hourglass.data;

import static hourglass.data.LabeledRows.check;
import static hourglass.data.LabeledRows.format;

import hourglass.runtime.ArrayViews;
import hourglass.runtime.ValueScan;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * At least one labelled signal, such as a heartbeat, all of one length with one number for each step. Class 0 is the normal
 * one.
 *
 * <pre>{@code
 * Signals beats = Datasets.ecg5000();
 * INDArray input = beats.sequences(); // [n, 1, steps], as Deeplearning4j's recurrent layers take it
 * }</pre>
 *
 * <p>No method of this library changes the values or labels that it is given; nor should a caller.
 *
 * @param name what the signals are, for a reader: "ECG5000"
 * @param values float32 [n, steps], 'c' order and contiguous, all finite; row i is signal i
 * @param labels the class of each signal, an index into {@code classes}; its length is n
 * @param classes the names of the classes, the normal one first
 * @param source where they come from, in the words that {@link Dataset#source()} uses
 * @param notice what a reader has to know before believing any figure; empty if there is nothing
 */
public record Signals(String name, INDArray values, int[] labels, List<String> classes, String source, String notice) {

    /** The label of normal signals. */
    public static final int NORMAL = 0;

    /**
     * Checks that the parts fit each other.
     *
     * @throws IllegalArgumentException if they do not: one sentence says which, with the value found
     */
    public Signals {
        Objects.requireNonNull(name, "The signals need a name.");
        Objects.requireNonNull(values, "The signals need values.");
        Objects.requireNonNull(labels, "The signals need labels: give new int[n] if all of them are normal.");
        classes = List.copyOf(Objects.requireNonNull(classes, "The signals need the names of their classes."));
        check(
                values.rank() == 2 && values.length() > 0,
                "The values of '%s' have the shape %s, but must be [n, steps]: reshape them.",
                name,
                Arrays.toString(values.shape()));
        rows(name).check("values", values, labels, classes);
        checkFinite(name, values);
        Objects.requireNonNull(source, "The signals need a source.");
        Objects.requireNonNull(notice, "The notice must not be null: give \"\" if there is nothing to say.");
    }

    /** The number of signals. */
    public int size() {
        return labels.length;
    }

    /** The number of steps of each signal. */
    public int steps() {
        return values.columns();
    }

    /** Whether the signals were drawn by this project rather than recorded. */
    public boolean drawn() {
        return source.equals(Dataset.DRAWN);
    }

    /** The values in the shape that Deeplearning4j's recurrent layers take, [n, 1, steps], as a view. */
    public INDArray sequences() {
        return values.reshape('c', size(), 1, steps());
    }

    /** The number of signals with this label. */
    public int count(int label) {
        return (int) Arrays.stream(labels).filter(its -> its == label).count();
    }

    /**
     * The first n signals, as a view.
     *
     * @throws IllegalArgumentException unless 1 ≤ n ≤ {@link #size()}
     */
    public Signals first(int n) {
        rows(name).checkCount(n, size(), "the first %,d cannot be taken");
        return new Signals(name, ArrayViews.of(values, 0, n), Arrays.copyOf(labels, n), classes, source, notice);
    }

    /**
     * A copy of the signals with some labels, in their order; labels keep their meaning.
     *
     * @throws IllegalArgumentException if a label has no class, or if no signal has one of these labels
     */
    public Signals withClasses(int... wanted) {
        Objects.requireNonNull(wanted, "There are no labels to choose by: give some.");
        return pick(rows(name).indices(labels, classes.size(), wanted));
    }

    /** A copy of the signals at these indices, in this order. */
    Signals pick(int[] indices) {
        return new Signals(
                name,
                Nd4j.pullRows(values, 1, indices, 'c'),
                LabeledRows.pick(labels, indices),
                classes,
                source,
                notice);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Signals that
                        && name.equals(that.name)
                        && classes.equals(that.classes)
                        && source.equals(that.source)
                        && notice.equals(that.notice)
                        && Arrays.equals(labels, that.labels)
                        && values.equals(that.values);
    }

    /** A hash of everything but the values, which are compared with a tolerance. */
    @Override
    public int hashCode() {
        return 31 * Objects.hash(name, classes, source, notice) + Arrays.hashCode(labels);
    }

    /**
     * One line: "ECG5000: 500 signals of 140 steps, 292 of them normal, from HOURGLASS_DATA", with the notice, if there is
     * one, on a line of its own.
     */
    @Override
    public String toString() {
        String line = format(
                "%s: %,d signals of %d steps, %,d of them normal, %s",
                name, size(), steps(), count(NORMAL), Dataset.origin(source));
        return notice.isEmpty() ? line : line + "\n" + notice;
    }

    private static LabeledRows rows(String name) {
        return new LabeledRows(name, "signal");
    }

    private static void checkFinite(String name, INDArray values) {
        long place = ValueScan.firstNotFinite(values);
        if (place >= 0) {
            throw new IllegalArgumentException(format(
                    "The values of '%s' are not all finite: signal %,d has %s at step %,d; leave the signals out in"
                            + " which a value is missing.",
                    name, place / values.columns(), values.getFloat(place), place % values.columns()));
        }
    }
}

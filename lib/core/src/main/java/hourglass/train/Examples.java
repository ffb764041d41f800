package hourglass.train;

import hourglass.data.Sequences;
import hourglass.runtime.ArrayViews;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a network is trained with or measured on.
 *
 * @param values [n, …] one example along dimension 0
 * @param steps [n, time] 1 up to the end of a sequence and 0 after it, or null if all are of one length
 * @param known 1 where a value counts and 0 where not, in the shape of {@code values} or as [n, time]; null if all do
 */
public record Examples(INDArray values, INDArray steps, INDArray known) {

    /** Examples of which all values count. */
    public static Examples of(INDArray values) {
        return new Examples(values, null, null);
    }

    /** Sequences of several lengths, with gaps. */
    public static Examples of(Sequences sequences) {
        if (sequences.complete()) {
            return of(sequences.values());
        }
        INDArray steps = sequences.oneLength() ? null : sequences.steps();
        return new Examples(sequences.values(), steps, sequences.hasGaps() ? sequences.known() : steps);
    }

    /**
     * Rows with gaps.
     *
     * @param values [n, columns]
     * @param known [n, columns], 1 where a value is known and 0 in a gap
     */
    public static Examples of(INDArray values, INDArray known) {
        return new Examples(values, null, known);
    }

    /** These examples with noisy numbers in the place of their values; after the end of a sequence stays silence. */
    Examples withNoise(INDArray noisy) {
        Examples others = new Examples(noisy, steps, known);
        others.silenceAfterEnds();
        return others;
    }

    /** Overwrites what noise has left after the end of a sequence, where a layer that looks ahead would meet it. */
    void silenceAfterEnds() {
        if (steps != null) {
            values.muli(steps.reshape(steps.size(0), 1, steps.size(1)));
        }
    }

    /** The examples from {@code from} on, up to and without {@code to}. */
    Examples part(long from, long to) {
        return new Examples(ArrayViews.of(values, from, to), part(steps, from, to), part(known, from, to));
    }

    private static INDArray part(INDArray marks, long from, long to) {
        return marks == null ? null : ArrayViews.of(marks, from, to);
    }

    /** Whether all values count. */
    boolean complete() {
        return known == null;
    }

    /**
     * How many whole examples the values that count are worth: n, if all do.
     *
     * @return their number, divided by the numbers that an example has room for
     */
    double weight() {
        return known == null ? values.size(0) : known.sumNumber().doubleValue() / known.length() * known.size(0);
    }
}

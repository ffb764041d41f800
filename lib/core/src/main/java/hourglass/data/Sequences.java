package hourglass.data;

import hourglass.runtime.Interruption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Signals of several channels, of several lengths, and with gaps, such as the recordings of a machine's sensors.
 *
 * <pre>{@code
 * Sequences runs = Sequences.of(first, second);   // double[channels][steps], NaN where a sensor was silent
 * autoencoder.fit(runs, null, Training.epochs(20));
 * Sequences back = autoencoder.reconstruct(runs);          // as long as the runs, and without gaps
 * }</pre>
 *
 * <p>Steps after the end of a sequence, and values that are missing, count neither in a loss nor in its gradient. A network
 * still has to be given a number there: after the end it is 0, and in a gap it is the channel's last value that is known (<i>last
 * observation carried forward</i>), or 0 before the first. So centre signals around 0.
 *
 * <p>An object of this class never changes.
 */
public final class Sequences {
    private final INDArray values;
    private final INDArray known;
    private final int[] lengths;
    private final boolean gaps;

    private Sequences(INDArray values, INDArray known, int[] lengths, boolean gaps) {
        this.values = values;
        this.known = known;
        this.lengths = lengths;
        this.gaps = gaps;
    }

    /**
     * Takes sequences of any lengths.
     *
     * @param sequences for each its channels, and for each of these as many steps; NaN where a value is missing
     * @throws IllegalArgumentException if there is no sequence, channel or step, the channels of a sequence differ in their
     *     steps or the sequences in their channels, a value is infinite or larger than 32 bits hold, or nothing of a sequence
     *     is known
     */
    public static Sequences of(List<double[][]> sequences) {
        Objects.requireNonNull(sequences, "There are no sequences: give a list of double[channels][steps].");
        if (sequences.isEmpty()) {
            throw new IllegalArgumentException("The list of sequences is empty: give at least one.");
        }
        int n = sequences.size();
        int[] lengths = new int[n];
        int channels = channels(sequences.get(0), 0);
        for (int i = 0; i < n; i++) {
            lengths[i] = steps(sequences.get(i), i, channels);
        }
        int time = Arrays.stream(lengths).max().orElseThrow();
        Filler filler = new Filler(channels, time, n);
        for (int i = 0; i < n; i++) {
            Interruption.check("arranging sequences");
            filler.add(i, sequences.get(i), lengths[i]);
        }
        return new Sequences(filler.values, filler.known, lengths, filler.gaps);
    }

    /** As {@link #of(List)}. */
    public static Sequences of(double[][]... sequences) {
        Objects.requireNonNull(sequences, "There are no sequences: give double[channels][steps] for each.");
        return of(List.of(sequences));
    }

    private static int channels(double[][] sequence, int number) {
        if (sequence == null || sequence.length == 0) {
            throw new IllegalArgumentException(
                    "Sequence " + number + ", counted from 0, has no channel: give double[channels][steps].");
        }
        return sequence.length;
    }

    private static int steps(double[][] sequence, int number, int channels) {
        int found = channels(sequence, number);
        if (found != channels) {
            throw new IllegalArgumentException("Sequence " + number + ", counted from 0, has " + found
                    + " channels, and the first one has " + channels
                    + ": give all the same, with NaN for a channel that is missing.");
        }
        for (int channel = 0; channel < channels; channel++) {
            int steps = sequence[channel] == null ? 0 : sequence[channel].length;
            if (steps == 0 || steps != sequence[0].length) {
                throw new IllegalArgumentException("Channel " + channel + " of sequence " + number
                        + ", both counted from 0, has " + steps + " steps, and channel 0 has " + sequence[0].length
                        + ": give at least one, and the same number in each, with NaN for values that are missing.");
            }
        }
        return sequence[0].length;
    }

    /** Writes one sequence after the other into the two arrays. */
    private static final class Filler {
        private final int channels;
        private final int time;
        private final INDArray values;
        private final INDArray known;
        private boolean gaps;

        Filler(int channels, int time, int n) {
            this.channels = channels;
            this.time = time;
            values = Nd4j.create(new long[] {n, channels, time}, 'c');
            known = Nd4j.create(new long[] {n, channels, time}, 'c');
        }

        void add(int number, double[][] sequence, int length) {
            float[] numbers = new float[channels * time];
            float[] marks = new float[channels * time];
            boolean any = false;
            for (int channel = 0; channel < channels; channel++) {
                float last = 0;
                for (int step = 0; step < length; step++) {
                    double value = sequence[channel][step];
                    if (Double.isNaN(value)) {
                        gaps = true;
                    } else {
                        last = finite(value, number, channel, step);
                        marks[channel * time + step] = 1;
                        any = true;
                    }
                    numbers[channel * time + step] = last;
                }
            }
            if (!any) {
                throw new IllegalArgumentException("Nothing of sequence " + number
                        + ", counted from 0, is known, since all its values are NaN: leave it out.");
            }
            values.slice(number).assign(Nd4j.createFromArray(numbers).reshape(channels, time));
            known.slice(number).assign(Nd4j.createFromArray(marks).reshape(channels, time));
        }

        private static float finite(double value, int number, int channel, int step) {
            if (!Float.isFinite((float) value)) {
                throw new IllegalArgumentException(
                        "Step " + step + " of channel " + channel + " of sequence " + number
                                + ", all counted from 0, is " + value
                                + ", which is no finite number of 32 bits: give NaN where a value is missing, and scale large ones.");
            }
            return (float) value;
        }
    }

    /** The number of sequences. */
    public int size() {
        return lengths.length;
    }

    /** The number of channels. */
    public int channels() {
        return (int) values.size(1);
    }

    /** The number of steps that {@link #values} has room for: those of the longest sequence, or more. */
    public int time() {
        return (int) values.size(2);
    }

    /**
     * The number of steps of a sequence.
     *
     * @param sequence from 0
     */
    public int length(int sequence) {
        return lengths[sequence];
    }

    /** The number of values that are known, of all sequences together. */
    public long count() {
        return (long) known.sumNumber().doubleValue();
    }

    /** What a network is given: float32 [n, channels, time], with the numbers that stand in gaps and after the ends. */
    public INDArray values() {
        return values;
    }

    /** Which of the {@link #values} are known: float32 of the same shape, 1 or 0. */
    public INDArray known() {
        return known;
    }

    /** Which steps there are: float32 [n, time], 1 up to the end of a sequence and 0 after it. */
    public INDArray steps() {
        float[][] steps = new float[size()][time()];
        for (int i = 0; i < steps.length; i++) {
            Arrays.fill(steps[i], 0, lengths[i], 1);
        }
        return Nd4j.createFromArray(steps);
    }

    /** Whether all sequences fill all the time, and nothing is missing. */
    public boolean complete() {
        return !gaps && oneLength();
    }

    /** Whether all sequences fill all the time. */
    public boolean oneLength() {
        return Arrays.stream(lengths).allMatch(length -> length == time());
    }

    /** Whether values are missing before the end of a sequence. */
    public boolean hasGaps() {
        return gaps;
    }

    /** Returns one sequence as it was given, [channels][steps]; NaN where a value is missing. */
    public double[][] get(int sequence) {
        double[][] all = new double[channels()][lengths[sequence]];
        for (int channel = 0; channel < all.length; channel++) {
            for (int step = 0; step < all[channel].length; step++) {
                all[channel][step] = known.getDouble(sequence, channel, step) == 0
                        ? Double.NaN
                        : values.getDouble(sequence, channel, step);
            }
        }
        return all;
    }

    /**
     * Returns these sequences with room for more steps.
     *
     * @param time at least {@link #time}
     * @throws IllegalArgumentException if the longest sequence is longer
     */
    public Sequences padded(int time) {
        if (time == time()) {
            return this;
        }
        int longest = Arrays.stream(lengths).max().orElseThrow();
        if (time < longest) {
            throw new IllegalArgumentException("The longest sequence has " + longest + " steps, and there is room for "
                    + time + ": cut it, or divide it into several.");
        }
        return new Sequences(resized(values, time), resized(known, time), lengths, gaps);
    }

    private static INDArray resized(INDArray array, int time) {
        INDArray resized = Nd4j.create(new long[] {array.size(0), array.size(1), time}, 'c');
        int common = (int) Math.min(time, array.size(2));
        INDArrayIndex[] range = {NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(0, common)};
        resized.get(range).assign(array.get(range));
        return resized;
    }

    /**
     * Returns sequences of the same lengths with other values, all of them known: reconstructions of these, say.
     *
     * @param other [n, channels, time] for any number of channels
     * @throws IllegalArgumentException if there are not as many sequences, or no room for their steps
     */
    public Sequences withValues(INDArray other) {
        Objects.requireNonNull(other, "There are no values: give an array [n, channels, time].");
        if (other.rank() != 3 || other.size(0) != size() || other.size(2) != time()) {
            throw new IllegalArgumentException("The values have shape " + Arrays.toString(other.shape())
                    + ", but there are " + size() + " sequences with room for " + time() + " steps: give [" + size()
                    + ", channels, " + time() + "].");
        }
        INDArray marks = steps().reshape(size(), 1, time())
                .broadcast(size(), other.size(1), time())
                .dup('c');
        INDArray numbers = other.castTo(values.dataType()).dup('c').muli(marks);
        return new Sequences(numbers, marks, lengths, false);
    }

    /** One line: "20 sequences of 3 channels and 80 to 140 steps, 2.1 % of the values missing". */
    @Override
    public String toString() {
        int shortest = Arrays.stream(lengths).min().orElseThrow();
        int longest = Arrays.stream(lengths).max().orElseThrow();
        double all = (double) Arrays.stream(lengths).asLongStream().sum() * channels();
        return String.format(
                Locale.ROOT,
                "%,d %s of %,d %s and %s steps%s",
                size(),
                size() == 1 ? "sequence" : "sequences",
                channels(),
                channels() == 1 ? "channel" : "channels",
                shortest == longest ? "" + longest : shortest + " to " + longest,
                gaps ? String.format(Locale.ROOT, ", %.2g %% of the values missing", 100 * (1 - count() / all)) : "");
    }
}

package hourglass.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Signals split for the detection of anomalies: normal ones to train on, other normal ones to validate on, and for the test
 * the rest of the normal ones with all that are abnormal. No signal is in two parts, and no abnormal one outside the test.
 *
 * <p>It can only be made by {@link #of}, so whoever is handed one knows that its validation part holds nothing of the test.
 */
public final class AnomalySplit {

    private final Signals train;
    private final Signals validation;
    private final Signals test;

    private AnomalySplit(Signals train, Signals validation, Signals test) {
        this.train = train;
        this.validation = validation;
        this.test = test;
    }

    /**
     * Splits signals: three fifths of the normal ones for training, a fifth for validation, a fifth for the test.
     *
     * @param all at least five normal signals and one abnormal one
     * @param seed decides which normal signals go where
     * @throws IllegalArgumentException if there are fewer
     */
    public static AnomalySplit of(Signals all, long seed) {
        Objects.requireNonNull(all, "There are no signals to split.");
        int[] normal = IntStream.range(0, all.size())
                .filter(i -> all.labels()[i] == Signals.NORMAL)
                .toArray();
        int[] abnormal = IntStream.range(0, all.size())
                .filter(i -> all.labels()[i] != Signals.NORMAL)
                .toArray();
        LabeledRows.check(
                normal.length >= 5 && abnormal.length > 0,
                "'%s' has %,d normal and %,d abnormal signals: give at least 5 normal ones and 1 abnormal one.",
                all.name(),
                normal.length,
                abnormal.length);
        RandomOrder.shuffle(normal, new Random(seed)::nextInt);
        int fifth = normal.length / 5;
        int trainEnd = normal.length - 2 * fifth;
        int validationEnd = normal.length - fifth;
        int[] tested = Stream.of(Arrays.copyOfRange(normal, validationEnd, normal.length), abnormal)
                .flatMapToInt(Arrays::stream)
                .toArray();
        return new AnomalySplit(
                all.pick(Arrays.copyOf(normal, trainEnd)),
                all.pick(Arrays.copyOfRange(normal, trainEnd, validationEnd)),
                all.pick(tested));
    }

    /** The normal signals to learn from. */
    public Signals train() {
        return train;
    }

    /** The normal signals for choices: when to stop, which threshold. */
    public Signals validation() {
        return validation;
    }

    /** The signals to test on, the normal ones first. */
    public Signals test() {
        return test;
    }

    /** Of each test signal, whether it is abnormal. */
    public boolean[] abnormal() {
        boolean[] abnormal = new boolean[test.size()];
        for (int i = 0; i < abnormal.length; i++) {
            abnormal[i] = test.labels()[i] != Signals.NORMAL;
        }
        return abnormal;
    }

    /** One line with the three sizes. */
    @Override
    public String toString() {
        int normal = test.count(Signals.NORMAL);
        return String.format(
                Locale.ROOT,
                "%,d normal signals to train on, %,d to validate on; %,d normal and %,d abnormal ones for the test",
                train.size(),
                validation.size(),
                normal,
                test.size() - normal);
    }
}

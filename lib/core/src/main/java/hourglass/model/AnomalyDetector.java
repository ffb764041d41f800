package hourglass.model;

import hourglass.data.Images;
import hourglass.data.Rows;
import hourglass.data.Sequences;
import hourglass.data.SignalWindows;
import hourglass.runtime.ArrayViews;
import hourglass.runtime.Interruption;
import hourglass.runtime.NumberText;
import hourglass.serialization.DetectorPart;
import hourglass.serialization.ModelFile;
import hourglass.serialization.TrustedClasses;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Finds examples that are unlike the normal ones: an autoencoder that was trained on normal examples alone gives normal ones
 * back well, and others badly. The score of an example is the mean squared error of its reconstruction, in the scale of the
 * training; an alarm is raised for a score above a threshold.
 *
 * <pre>{@code
 * autoencoder.fit(normal.get(0), null, Training.epochs(100));                       // normal = payments.split(0.8, 1)
 * AnomalyDetector detector = AnomalyDetector.allowing(0.01, autoencoder, normal.get(1)); // an alarm for 1 of 100 normal ones
 * detector.alarms(today).forEach(System.out::println);
 * detector.save(Path.of("detector.zip"));                                           // network, scale and threshold
 * }</pre>
 *
 * <p>It takes whatever its autoencoder takes: rows of numbers, pictures, sequences, arrays. Missing values of rows and sequences
 * do not count. All methods may be called from several threads.
 */
public final class AnomalyDetector implements AutoCloseable {
    // 8 MB for pictures of 28×28 in double precision.
    private static final int CHUNK = 1000;
    private static final int REGIONS = 4;

    private final Autoencoder autoencoder;
    private final double threshold;
    private final String rule;

    private AnomalyDetector(Autoencoder autoencoder, double threshold, String rule) {
        this.autoencoder = autoencoder;
        this.threshold = threshold;
        this.rule = rule;
    }

    /**
     * What is scored.
     *
     * @param values [n, …] in the scale of the network
     * @param known 1 where a value is known, in the shape of {@code values}; null if all are
     * @param back [n, …] what the network makes of them
     */
    private record Scored(INDArray values, INDArray known, INDArray back) {}

    // Choosing the threshold.

    /**
     * Chooses the threshold so that of normal examples like those given at most a share raises an alarm.
     *
     * <p>It is the ⌈(n + 1)(1 − share)⌉-th smallest of the n scores: a further normal example, drawn like these, then scores
     * above it with a probability of at most the share. That holds for examples that the network was <i>not</i> trained on. V.
     * Vovk, A. Gammerman, G. Shafer, <i>Algorithmic Learning in a Random World</i>, 2005 (conformal prediction).
     *
     * @param share the probability of a false alarm, above 0 and below 1
     * @param autoencoder trained on normal examples
     * @param normal other normal examples, at least 1 / share − 1 of them
     * @throws IllegalArgumentException if the share is out of its range, or there are too few examples for it
     */
    public static AnomalyDetector allowing(double share, Autoencoder autoencoder, Rows normal) {
        return allowing(share, autoencoder, scored(autoencoder, normal));
    }

    /** As {@link #allowing(double, Autoencoder, Rows)}, for pictures. */
    public static AnomalyDetector allowing(double share, Autoencoder autoencoder, Images normal) {
        return allowing(share, autoencoder, scored(autoencoder, normal));
    }

    /** As {@link #allowing(double, Autoencoder, Rows)}, for sequences. */
    public static AnomalyDetector allowing(double share, Autoencoder autoencoder, Sequences normal) {
        return allowing(share, autoencoder, scored(autoencoder, normal));
    }

    /** As {@link #allowing(double, Autoencoder, Rows)}, for arrays [n, …]. */
    public static AnomalyDetector allowing(double share, Autoencoder autoencoder, INDArray normal) {
        return allowing(share, autoencoder, scored(autoencoder, normal));
    }

    private static AnomalyDetector allowing(double share, Autoencoder autoencoder, Scored normal) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException(
                    "A share of " + share + " of false alarms cannot be allowed: give one above 0 and below 1.");
        }
        double[] scores = scores(normal);
        // Less a rounding error: 101 · 0.99 is a little more than 99.99.
        int rank = (int) Math.ceil((scores.length + 1) * (1 - share) - 1e-9);
        if (rank > scores.length) {
            throw new IllegalArgumentException("From " + scores.length + " normal examples no threshold for a share of "
                    + share + " of false alarms can be found: give at least " + (long) Math.ceil(1 / share - 1 - 1e-9)
                    + ", or allow more.");
        }
        Arrays.sort(scores);
        return new AnomalyDetector(
                autoencoder,
                scores[rank - 1],
                String.format(Locale.ROOT, "at most %s of normal examples, from %,d of them", share, scores.length));
    }

    /**
     * Chooses the threshold that costs least on examples of which it is known whether they are abnormal.
     *
     * @param falseAlarm what an alarm for a normal example costs, above 0
     * @param miss what an abnormal example without an alarm costs, above 0
     * @param autoencoder trained on normal examples
     * @param examples other examples, normal and abnormal ones, in the shares in which they will come
     * @param abnormal of each, whether it is abnormal
     * @throws IllegalArgumentException if a cost is no finite number above 0, there are not as many labels as examples, or all
     *     are of one kind
     */
    public static AnomalyDetector weighing(
            double falseAlarm, double miss, Autoencoder autoencoder, Rows examples, boolean... abnormal) {
        return weighing(falseAlarm, miss, autoencoder, scored(autoencoder, examples), abnormal);
    }

    /** As {@link #weighing(double, double, Autoencoder, Rows, boolean...)}, for pictures. */
    public static AnomalyDetector weighing(
            double falseAlarm, double miss, Autoencoder autoencoder, Images examples, boolean... abnormal) {
        return weighing(falseAlarm, miss, autoencoder, scored(autoencoder, examples), abnormal);
    }

    /** As {@link #weighing(double, double, Autoencoder, Rows, boolean...)}, for sequences. */
    public static AnomalyDetector weighing(
            double falseAlarm, double miss, Autoencoder autoencoder, Sequences examples, boolean... abnormal) {
        return weighing(falseAlarm, miss, autoencoder, scored(autoencoder, examples), abnormal);
    }

    /** As {@link #weighing(double, double, Autoencoder, Rows, boolean...)}, for arrays [n, …]. */
    public static AnomalyDetector weighing(
            double falseAlarm, double miss, Autoencoder autoencoder, INDArray examples, boolean... abnormal) {
        return weighing(falseAlarm, miss, autoencoder, scored(autoencoder, examples), abnormal);
    }

    private static AnomalyDetector weighing(
            double falseAlarm, double miss, Autoencoder autoencoder, Scored examples, boolean... abnormal) {
        Objects.requireNonNull(abnormal, "There are no labels: give true for each example that is abnormal.");
        if (!(falseAlarm > 0 && miss > 0) || Double.isInfinite(falseAlarm) || Double.isInfinite(miss)) {
            throw new IllegalArgumentException(
                    "A false alarm costs " + falseAlarm + " and a miss " + miss + ": give two finite numbers above 0.");
        }
        double[] scores = scores(examples);
        int positives = (int)
                IntStream.range(0, abnormal.length).filter(i -> abnormal[i]).count();
        if (abnormal.length != scores.length || positives == 0 || positives == scores.length) {
            throw new IllegalArgumentException("There are " + abnormal.length + " labels for " + scores.length
                    + " examples, " + positives + " of them abnormal: give one for each, of both kinds.");
        }
        Integer[] order = IntStream.range(0, scores.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, (a, b) -> Double.compare(scores[a], scores[b]));
        // Below all scores: each normal example is a false alarm, and nothing is missed.
        double cost = falseAlarm * (scores.length - positives);
        double least = Double.POSITIVE_INFINITY;
        double best = 0;
        for (int i = 0; i < order.length; i++) {
            cost += abnormal[order[i]] ? miss : -falseAlarm;
            boolean last = i == order.length - 1;
            if (!last && scores[order[i]] == scores[order[i + 1]] || !(cost < least)) {
                continue; // No threshold divides equal scores.
            }
            least = cost;
            double next = last ? scores[order[i]] : scores[order[i + 1]];
            best = scores[order[i]] / 2 + next / 2;
        }
        return new AnomalyDetector(
                autoencoder,
                best,
                String.format(
                        Locale.ROOT,
                        "the least cost at %s for a false alarm and %s for a miss, from %,d examples",
                        falseAlarm,
                        miss,
                        scores.length));
    }

    // Scores.

    /**
     * Returns the score of each row.
     *
     * @return n numbers from 0 on; 0 for a row of which nothing is known
     * @throws IllegalArgumentException if the autoencoder does not take such examples
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public double[] scores(Rows rows) {
        return scores(scored(autoencoder, rows));
    }

    /** Returns the score of each picture; see {@link #scores(Rows)}. */
    public double[] scores(Images images) {
        return scores(scored(autoencoder, images));
    }

    /** Returns the score of each sequence; see {@link #scores(Rows)}. */
    public double[] scores(Sequences sequences) {
        return scores(scored(autoencoder, sequences));
    }

    /** Returns the score of each example [n, …]; see {@link #scores(Rows)}. */
    public double[] scores(INDArray examples) {
        return scores(scored(autoencoder, examples));
    }

    /**
     * Returns the squared error of each value of rows, of which a row's score is the mean.
     *
     * @return [n][columns], in the order of the scaler's columns; NaN in a gap
     */
    public double[][] errors(Rows rows) {
        return errors(scored(autoencoder, rows));
    }

    /** Returns the squared error of each pixel, [n][height · width]; see {@link #errors(Rows)}. */
    public double[][] errors(Images images) {
        return errors(scored(autoencoder, images));
    }

    /** Returns the squared error of each value, [n][channels · time], NaN in gaps and after the end; see {@link #errors(Rows)}. */
    public double[][] errors(Sequences sequences) {
        return errors(scored(autoencoder, sequences));
    }

    /** Returns the squared error of each value, [n][values of an example]; see {@link #errors(Rows)}. */
    public double[][] errors(INDArray examples) {
        return errors(scored(autoencoder, examples));
    }

    /**
     * Returns a score for each step of a running signal: the mean squared error over all channels and all windows that contain
     * the step.
     *
     * @param signal [channels][time]; NaN where a value is missing
     * @return [time]; NaN at the end, where no window fits, and where nothing is known
     */
    public double[] stepScores(double[][] signal, SignalWindows windows) {
        Objects.requireNonNull(windows, "There are no windows: give their length and step.");
        double[][] errors = errors(windows.cut(signal));
        double[] sums = new double[signal[0].length];
        int[] counts = new int[sums.length];
        for (int window = 0; window < errors.length; window++) {
            for (int i = 0; i < errors[window].length; i++) {
                if (!Double.isNaN(errors[window][i])) {
                    int step = windows.start(window) + i % windows.length();
                    sums[step] += errors[window][i];
                    counts[step]++;
                }
            }
        }
        return IntStream.range(0, sums.length)
                .mapToDouble(step -> sums[step] / counts[step])
                .toArray();
    }

    // Alarms.

    /** Returns an alarm for each row whose score is above the threshold, in their order. */
    public List<Alarm> alarms(Rows rows) {
        Scored scored = scored(autoencoder, rows);
        List<String> names = autoencoder.scaler().orElseThrow().names();
        Rows own = rows.select(names);
        return alarms(scored, (example, errors) -> {
            Rows back = autoencoder.scaler().orElseThrow().inverse(ArrayViews.of(scored.back, example, example + 1));
            return parts(
                    errors,
                    errors.length,
                    i -> i,
                    i -> new Alarm.Part(names.get(i), own.row(example)[i], back.row(0)[i], 0));
        });
    }

    /** Returns an alarm for each picture whose score is above the threshold, with the regions that are unlike. */
    public List<Alarm> alarms(Images images) {
        Scored scored = scored(autoencoder, images);
        int height = images.height();
        int width = images.width();
        int area = height * width; // The colours of a place belong to one region.
        return alarms(scored, (example, errors) -> {
            double[] given = numbers(scored.values, example);
            double[] back = numbers(scored.back, example);
            return parts(errors, REGIONS * REGIONS, number -> region(number % area, height, width), region -> {
                int[] numbers = IntStream.range(0, errors.length)
                        .filter(number -> region(number % area, height, width) == region)
                        .toArray();
                int first = numbers[0] % area;
                int last = numbers[numbers.length - 1] % area;
                return new Alarm.Part(
                        "lines " + first / width + " to " + last / width + ", columns " + first % width + " to "
                                + last % width,
                        Arrays.stream(numbers)
                                .mapToDouble(number -> given[number])
                                .average()
                                .orElseThrow(),
                        Arrays.stream(numbers)
                                .mapToDouble(number -> back[number])
                                .average()
                                .orElseThrow(),
                        0);
            });
        });
    }

    private static int region(int pixel, int height, int width) {
        int row = pixel / width * REGIONS / height;
        int column = pixel % width * REGIONS / width;
        return row * REGIONS + column;
    }

    /** Returns an alarm for each sequence whose score is above the threshold, with the steps that are unlike. */
    public List<Alarm> alarms(Sequences sequences) {
        return alarms(sequences, example -> 0);
    }

    /** Alarms whose steps are counted from where a sequence begins in a longer signal. */
    private List<Alarm> alarms(Sequences sequences, IntUnaryOperator begin) {
        Scored scored = scored(autoencoder, sequences);
        int time = (int) scored.values.size(2);
        return alarms(
                scored,
                (example, errors) -> parts(
                        errors,
                        errors.length,
                        i -> i,
                        i -> new Alarm.Part(
                                "channel " + i / time + ", step " + (begin.applyAsInt(example) + i % time),
                                numbers(scored.values, example)[i],
                                numbers(scored.back, example)[i],
                                0)));
    }

    /** Returns an alarm for each example whose score is above the threshold, with the values that are unlike. */
    public List<Alarm> alarms(INDArray examples) {
        Scored scored = scored(autoencoder, examples);
        return alarms(
                scored,
                (example, errors) -> parts(
                        errors,
                        errors.length,
                        i -> i,
                        i -> new Alarm.Part(
                                "value " + i,
                                numbers(scored.values, example)[i],
                                numbers(scored.back, example)[i],
                                0)));
    }

    /**
     * Returns an alarm for each window of a running signal whose score is above the threshold. Its number is that of the step at
     * which the window begins, and the steps of its parts are those of the signal. {@link SignalMonitor} does the same while the
     * signal runs.
     *
     * @param signal [channels][time]; NaN where a value is missing
     */
    public List<Alarm> alarms(double[][] signal, SignalWindows windows) {
        Objects.requireNonNull(windows, "There are no windows: give their length and step.");
        return alarmsOfWindows(windows.cut(signal), windows::start);
    }

    /** An alarm for the only window, if its score is above the threshold. */
    Optional<Alarm> alarm(double[][] window, int begin) {
        return alarmsOfWindows(Sequences.of(window), example -> begin).stream().findFirst();
    }

    private List<Alarm> alarmsOfWindows(Sequences windows, IntUnaryOperator begin) {
        return alarms(windows, begin).stream()
                .map(alarm ->
                        new Alarm(begin.applyAsInt(alarm.example()), alarm.score(), alarm.threshold(), alarm.parts()))
                .toList();
    }

    private interface Explanation {
        List<Alarm.Part> of(int example, double[] errors);
    }

    private List<Alarm> alarms(Scored scored, Explanation explanation) {
        double[] scores = scores(scored);
        List<Alarm> alarms = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] > threshold) {
                Interruption.check("explaining alarms");
                double[] errors = errors(part(scored, i, i + 1))[0];
                alarms.add(new Alarm(i, scores[i], threshold, explanation.of(i, errors)));
            }
        }
        return alarms;
    }

    private interface Group {
        int of(int value);
    }

    private interface Named {
        Alarm.Part of(int group);
    }

    /** The groups of values with the largest errors, the largest first. */
    private static List<Alarm.Part> parts(double[] errors, int groups, Group group, Named named) {
        double[] sums = new double[groups];
        for (int i = 0; i < errors.length; i++) {
            sums[group.of(i)] += Double.isNaN(errors[i]) ? 0 : errors[i];
        }
        double all = Arrays.stream(sums).sum();
        return IntStream.range(0, groups)
                .boxed()
                .filter(i -> sums[i] > 0)
                .sorted((a, b) -> Double.compare(sums[b], sums[a]))
                .limit(Alarm.MOST_PARTS)
                .map(i -> {
                    Alarm.Part part = named.of(i);
                    return new Alarm.Part(part.name(), part.value(), part.expected(), sums[i] / all);
                })
                .toList();
    }

    private static double[] numbers(INDArray array, int example) {
        return ArrayViews.of(array, example, example + 1)
                .dup('c')
                .reshape(array.length() / array.size(0))
                .toDoubleVector();
    }

    // What the network makes of examples.

    private static Scored scored(Autoencoder autoencoder, Rows rows) {
        requireAutoencoder(autoencoder);
        Objects.requireNonNull(rows, "There are no rows to score.");
        INDArray values = autoencoder.scaled(rows);
        INDArray known = autoencoder.scaler().orElseThrow().known(rows);
        return new Scored(values, known, autoencoder.reconstruct(values));
    }

    private static Scored scored(Autoencoder autoencoder, Images images) {
        requireAutoencoder(autoencoder);
        Objects.requireNonNull(images, "There are no pictures to score.");
        return new Scored(images.pixels(), null, autoencoder.reconstruct(images));
    }

    private static Scored scored(Autoencoder autoencoder, Sequences sequences) {
        requireAutoencoder(autoencoder);
        Objects.requireNonNull(sequences, "There are no sequences to score.");
        Sequences back = autoencoder.reconstruct(sequences);
        Sequences roomy = sequences.padded(back.time());
        return new Scored(roomy.values(), roomy.known(), back.values());
    }

    private static Scored scored(Autoencoder autoencoder, INDArray examples) {
        requireAutoencoder(autoencoder);
        return new Scored(examples, null, autoencoder.reconstruct(examples));
    }

    private static void requireAutoencoder(Autoencoder autoencoder) {
        Objects.requireNonNull(autoencoder, "There is no autoencoder: train one on normal examples.");
    }

    private static Scored part(Scored all, int from, int to) {
        return new Scored(
                ArrayViews.of(all.values, from, to),
                all.known == null ? null : ArrayViews.of(all.known, from, to),
                ArrayViews.of(all.back, from, to));
    }

    private static double[] scores(Scored all) {
        int n = (int) all.values.size(0);
        double[] scores = new double[n];
        for (int from = 0; from < n; from += CHUNK) {
            Interruption.check("scoring examples");
            double[][] errors = errors(part(all, from, Math.min(n, from + CHUNK)));
            for (int i = 0; i < errors.length; i++) {
                scores[from + i] = Arrays.stream(errors[i])
                        .filter(error -> !Double.isNaN(error))
                        .average()
                        .orElse(0);
            }
        }
        return scores;
    }

    private static double[][] errors(Scored part) {
        int n = (int) part.values.size(0);
        double[][] errors = new double[n][];
        for (int i = 0; i < n; i++) {
            double[] values = numbers(part.values, i);
            double[] back = numbers(part.back, i);
            double[] known = part.known == null ? null : numbers(part.known, i);
            errors[i] = new double[values.length];
            for (int j = 0; j < values.length; j++) {
                double difference = values[j] - back[j];
                errors[i][j] = known != null && known[j] == 0 ? Double.NaN : difference * difference;
            }
        }
        return errors;
    }

    /** The score above which an alarm is raised. */
    public double threshold() {
        return threshold;
    }

    /** The autoencoder whose reconstructions are scored. */
    public Autoencoder autoencoder() {
        return autoencoder;
    }

    // Files.

    /**
     * Saves the network, the scale of its columns and the threshold in one file, which {@link Autoencoder#load} and
     * Deeplearning4j read as a model.
     *
     * @throws IOException if the file cannot be written; the message is one sentence with its name, the reason and the remedy
     */
    public void save(Path file) throws IOException {
        Objects.requireNonNull(
                file, "There is no path to save the detector to: give one, such as Path.of(\"detector.zip\").");
        ModelFile.write(autoencoder.snapshot(parts()), file);
    }

    /**
     * Writes what {@link #save(Path)} writes to a stream, which stays open.
     *
     * @throws IOException what the stream throws
     */
    public void save(OutputStream out) throws IOException {
        Objects.requireNonNull(out, "There is no stream to save the detector to.");
        ModelFile.write(autoencoder.snapshot(parts()), out);
    }

    private Map<String, String> parts() {
        return Map.of(ModelFile.DETECTOR, DetectorPart.text(new DetectorPart(threshold, rule)));
    }

    /**
     * Loads what {@link #save(Path)} wrote, as carefully as {@link Autoencoder#load(Path)} does.
     *
     * @throws IOException if the file cannot be read or holds no detector; the sentence names the file
     */
    public static AnomalyDetector load(Path file) throws IOException {
        return of(Autoencoder.loaded(file, TrustedClasses.OURS));
    }

    /** Loads a detector whose network has classes of your own; see {@link Autoencoder#load(Path, Set)}. */
    public static AnomalyDetector load(Path file, Set<String> trustedPackages) throws IOException {
        return of(Autoencoder.loaded(file, TrustedClasses.and(trustedPackages)));
    }

    /**
     * Loads what {@link #save(OutputStream)} wrote. The stream is read to its end, and stays open.
     *
     * @throws IOException if the stream cannot be read or holds no detector
     */
    public static AnomalyDetector load(InputStream in) throws IOException {
        return of(Autoencoder.loaded(in, TrustedClasses.OURS));
    }

    /** Loads a detector whose network has classes of your own from a stream; see {@link Autoencoder#load(Path, Set)}. */
    public static AnomalyDetector load(InputStream in, Set<String> trustedPackages) throws IOException {
        return of(Autoencoder.loaded(in, TrustedClasses.and(trustedPackages)));
    }

    private static AnomalyDetector of(Autoencoder.Loaded loaded) throws IOException {
        String part = loaded.parts().get(ModelFile.DETECTOR);
        if (part == null) {
            throw new IOException(loaded.name()
                    + " holds a model without a threshold: load it with Autoencoder.load, and find one with"
                    + " AnomalyDetector.allowing.");
        }
        try {
            DetectorPart detector = DetectorPart.parse(part);
            return new AnomalyDetector(loaded.autoencoder(), detector.threshold(), detector.rule());
        } catch (IOException e) {
            throw new IOException(
                    loaded.name() + " is no detector that can be loaded: its part " + ModelFile.DETECTOR + " "
                            + e.getMessage() + "; save it again or take another copy.",
                    e);
        }
    }

    /** Gives back the memory of the autoencoder, which can then no longer be used. */
    @Override
    public void close() {
        autoencoder.close();
    }

    /** One line: "alarm above 0.2500: at most 0.01 of normal examples, from 500 of them". */
    @Override
    public String toString() {
        return "alarm above " + NumberText.of(threshold) + ": " + rule;
    }
}

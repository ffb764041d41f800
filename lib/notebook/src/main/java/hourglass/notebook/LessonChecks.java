package hourglass.notebook;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import hourglass.runtime.AtomicFile;
import hourglass.runtime.IoErrors;
import hourglass.train.Budget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The claims of a lesson, checked in its last cell, and the figures that it reports.
 *
 * <pre>{@code
 * var check = LessonChecks.lesson("01");
 * check.that("the autoencoder is closer than the mean picture", loss < meanPictureLoss);
 * check.record("shallow-32", "fashion-mnist", "test-bce-per-pixel", loss, history.epochs().size(), history.seconds(), 42);
 * check.finish();
 * }</pre>
 */
public final class LessonChecks {
    /** The environment variable that names the file in which {@link #finish} leaves the figures; unset: nowhere. */
    public static final String VARIABLE = "HOURGLASS_RESULTS";

    private final String lesson;
    private final Path file;
    private final Budget budget;
    private final List<Result> results = new ArrayList<>();
    private int claims;

    /**
     * One figure of a lesson, as {@code notebooks/results.json} keeps it.
     *
     * @param lesson the lesson's two digits
     * @param model the network or rival, in small letters with hyphens
     * @param data the data set, likewise
     * @param metric what was measured, on which part of the data
     * @param value the figure
     * @param budget quick, standard or full
     * @param epochs epochs trained; 0 for what does not train in epochs
     * @param seconds seconds of training
     * @param seed the seed of the weights and of the order of the pictures
     */
    public record Result(
            String lesson,
            String model,
            String data,
            String metric,
            double value,
            String budget,
            int epochs,
            double seconds,
            long seed) {}

    LessonChecks(String lesson, Path file, Budget budget) {
        this.lesson = lesson;
        this.file = file;
        this.budget = budget;
    }

    /** Starts the checks of a lesson, named by its two digits. */
    public static LessonChecks lesson(String digits) {
        if (!digits.matches("\\d\\d")) {
            throw new IllegalArgumentException("'" + digits + "' is no lesson: give its two digits, such as \"01\".");
        }
        String path = System.getenv(VARIABLE);
        return new LessonChecks(digits, path == null || path.isBlank() ? null : Path.of(path), Budget.current());
    }

    /**
     * Checks a claim of the lesson's text.
     *
     * @throws AssertionError if it does not hold, with the claim
     */
    public LessonChecks that(String claim, boolean holds) {
        if (!holds) {
            throw new AssertionError("Lesson " + lesson + " claims: " + claim + "; in this run it is not so.");
        }
        claims++;
        return this;
    }

    /**
     * Checks a claim about a number.
     *
     * @param low the least value that the claim allows
     * @param high the greatest
     * @throws AssertionError if the value lies outside or is NaN, with the claim and the three numbers
     */
    public LessonChecks between(String claim, double low, double value, double high) {
        return that(
                String.format(Locale.ROOT, "%s (%.6g, from %.6g to %.6g)", claim, value, low, high),
                value >= low && value <= high);
    }

    /**
     * Checks a claim that only a training of some length makes true; at a smaller budget it is passed over.
     *
     * @param least the smallest budget at which the claim must hold
     */
    public LessonChecks from(Budget least, String claim, boolean holds) {
        return budget.compareTo(least) >= 0 ? that(claim, holds) : this;
    }

    /**
     * Records a figure.
     *
     * @throws IllegalArgumentException if the figure is not a finite number
     */
    public LessonChecks record(
            String model, String data, String metric, double value, int epochs, double seconds, long seed) {
        if (!Double.isFinite(value) || !Double.isFinite(seconds)) {
            throw new IllegalArgumentException("The figure " + metric + " of " + model + " is " + value + " after "
                    + seconds + " s: record finite numbers only.");
        }
        results.add(new Result(
                lesson, model, data, metric, rounded(value, 5), budget.toString(), epochs, rounded(seconds, 1), seed));
        return this;
    }

    /**
     * Ends the checks: says that all passed, hands the figures to whoever runs the lessons, and returns them as a table.
     *
     * @throws IllegalStateException if nothing was checked
     * @throws IOException if the file that {@value #VARIABLE} names cannot be written
     */
    public Table finish() throws IOException {
        if (claims == 0) {
            throw new IllegalStateException("Lesson " + lesson + " checked nothing: call that(…) before finish().");
        }
        if (file != null) {
            write();
        }
        System.out.println("All checks passed: " + claims + " claims, " + results.size() + " figures recorded.");
        return table();
    }

    /** Says how many claims hold so far. */
    @Override
    public String toString() {
        return claims + " claims of lesson " + lesson + " hold so far";
    }

    private Table table() {
        StringColumn model = StringColumn.create("model");
        StringColumn data = StringColumn.create("data");
        StringColumn metric = StringColumn.create("metric");
        DoubleColumn value = DoubleColumn.create("value");
        DoubleColumn epochs = DoubleColumn.create("epochs");
        DoubleColumn seconds = DoubleColumn.create("seconds");
        for (Result result : results) {
            model.append(result.model());
            data.append(result.data());
            metric.append(result.metric());
            value.append(result.value());
            epochs.append(result.epochs());
            seconds.append(result.seconds());
        }
        return Table.create(
                "Figures of lesson " + lesson + ", budget " + budget, model, data, metric, value, epochs, seconds);
    }

    private void write() throws IOException {
        Gson gson = new GsonBuilder().setPrettyPrinting().create();
        Path whole = file.toAbsolutePath();
        try {
            AtomicFile.write(whole, out -> out.write(gson.toJson(results).getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new IOException(
                    "The figures of lesson " + lesson + " could not be written to " + whole + " ("
                            + IoErrors.reason(e) + "): set " + VARIABLE
                            + " to a file in a folder that can be written and has room.",
                    e);
        }
    }

    private static double rounded(double value, int digits) {
        double scale = Math.pow(10, digits);
        return Math.round(value * scale) / scale;
    }
}

package hourglass.notebook;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import hourglass.runtime.AtomicFile;
import hourglass.runtime.Excerpt;
import hourglass.runtime.IoErrors;
import hourglass.train.Budget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import tech.tablesaw.api.Table;

/**
 * The claims of a lesson, which the build checks in the lesson's kernel after its last cell, and the results that it reports.
 *
 * <pre>{@code
 * var checks = LessonChecks.lesson("01");
 * checks.that("the autoencoder beats the mean of all images", loss < lossOfMean);
 * checks.record("shallow-32", "fashion-mnist", "test-bce-per-pixel", loss, history.epochs().size(), history.seconds(), 42);
 * checks.finish();
 * }</pre>
 */
public final class LessonChecks {
    /** The environment variable that names the file to which {@link #finish} writes the results; if it is not set, no file is
     * written. */
    public static final String VARIABLE = "HOURGLASS_RESULTS";

    private final String lesson;
    private final Path file;
    private final Budget budget;
    private final List<Result> results = new ArrayList<>();
    private int claims;

    /**
     * One result of a lesson, as {@code notebooks/results.json} keeps it.
     *
     * @param lesson the lesson's two digits
     * @param model the network or baseline, in lower-case letters with hyphens
     * @param data the data set, in lower-case letters with hyphens
     * @param metric what the value is and on which part of the data it was measured: "test-psnr"
     * @param value what was measured
     * @param budget quick, standard or full
     * @param epochs epochs trained; 0 for what does not train in epochs
     * @param seconds seconds of training
     * @param seed the seed of the weights and of the order of the examples
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
            long seed) {

        // Member by member: a kernel may bring Gson 2.8.5, which cannot make a record by reflection.
        JsonObject json() {
            JsonObject json = new JsonObject();
            json.addProperty("lesson", lesson);
            json.addProperty("model", model);
            json.addProperty("data", data);
            json.addProperty("metric", metric);
            json.addProperty("value", value);
            json.addProperty("budget", budget);
            json.addProperty("epochs", epochs);
            json.addProperty("seconds", seconds);
            json.addProperty("seed", seed);
            return json;
        }

        /**
         * Reads what {@link #json} wrote.
         *
         * @throws IllegalArgumentException if a member is missing or of another kind, with its name
         */
        static Result of(JsonElement element) {
            if (!element.isJsonObject()) {
                throw new IllegalArgumentException("it is no object with members");
            }
            JsonObject json = element.getAsJsonObject();
            return new Result(
                    text(json, "lesson"),
                    text(json, "model"),
                    text(json, "data"),
                    text(json, "metric"),
                    number(json, "value"),
                    text(json, "budget"),
                    (int) whole(json, "epochs", 0, Integer.MAX_VALUE),
                    number(json, "seconds"),
                    whole(json, "seed", Long.MIN_VALUE, Long.MAX_VALUE));
        }

        private static String text(JsonObject json, String name) {
            JsonElement member = json.get(name);
            if (member == null || !member.isJsonPrimitive()) {
                throw new IllegalArgumentException("\"" + name + "\" is missing");
            }
            return member.getAsString();
        }

        private static double number(JsonObject json, String name) {
            String text = text(json, name);
            try {
                double number = Double.parseDouble(text);
                if (Double.isFinite(number)) { // 1e999 is infinite.
                    return number;
                }
            } catch (NumberFormatException e) {
                // Said below.
            }
            throw new IllegalArgumentException(
                    "\"" + name + "\" is '" + Excerpt.of(text, 20) + "', which is no finite number");
        }

        private static long whole(JsonObject json, String name, long least, long most) {
            String text = text(json, name);
            try {
                long number = Long.parseLong(text);
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // Said below.
            }
            throw new IllegalArgumentException("\"" + name + "\" is '" + Excerpt.of(text, 20)
                    + "', which is no whole number from " + least + " to " + most);
        }
    }

    LessonChecks(String lesson, Path file, Budget budget) {
        this.lesson = lesson;
        this.file = file;
        this.budget = budget;
    }

    /** Starts the checks of a lesson, named by its two digits. */
    public static LessonChecks lesson(String digits) {
        Objects.requireNonNull(digits, "There is no number of a lesson: give \"01\", say.");
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
     * Checks a claim that becomes true only with enough training; at a smaller budget it is skipped.
     *
     * @param least the smallest budget at which the claim must hold
     */
    public LessonChecks from(Budget least, String claim, boolean holds) {
        return budget.compareTo(least) >= 0 ? that(claim, holds) : this;
    }

    /**
     * Checks a measured number that the lesson's text states; at a smaller budget it is skipped.
     *
     * <pre>{@code
     * checks.number(Budget.FULL, "0.2815", loss, 0.0003)
     * }</pre>
     *
     * @param least the smallest budget at which the text's number must come out
     * @param written the number as the text has it, such as "0.2815", "55,000", "−1.5" or "98 %"
     * @param measured what this run measured, in the same unit
     * @param tolerance what another processor or number of threads may change, at least 0; half a unit of the last written
     *     digit comes on top
     * @throws IllegalArgumentException if what is written is no number, or the tolerance is less than 0 or NaN
     * @throws AssertionError if the measured number is farther from it or NaN, with both
     */
    public LessonChecks number(Budget least, String written, double measured, double tolerance) {
        String digits = written.replaceAll("[,\\s\u00a0\u202f%]", "").replace('−', '-');
        if (!digits.matches("-?\\d+(\\.\\d+)?")) {
            throw new IllegalArgumentException("\"" + written
                    + "\" is no number as a text has it: write digits, such as \"0.2815\" or \"55,000\".");
        }
        if (!(tolerance >= 0)) {
            throw new IllegalArgumentException(
                    "The tolerance of " + written + " is " + tolerance + ": give 0 or more.");
        }
        int decimals = digits.contains(".") ? digits.length() - digits.indexOf('.') - 1 : 0;
        double allowed = tolerance + 0.5 * Math.pow(10, -decimals) * (1 + 1e-9); // 0.25 may be written for 0.255
        String claim = String.format(
                Locale.ROOT, "the text says %s, and this is within %.3g of it: %.6g", written, allowed, measured);
        return from(least, claim, Math.abs(measured - Double.parseDouble(digits)) <= allowed);
    }

    /**
     * Records a result.
     *
     * @throws IllegalArgumentException if the value or the seconds are not a finite number
     */
    public LessonChecks record(
            String model, String data, String metric, double value, int epochs, double seconds, long seed) {
        if (!Double.isFinite(value) || !Double.isFinite(seconds)) {
            throw new IllegalArgumentException("The result " + metric + " of " + model + " is " + value + " after "
                    + seconds + " s: record finite numbers only.");
        }
        results.add(new Result(
                lesson, model, data, metric, rounded(value, 5), budget.toString(), epochs, rounded(seconds, 1), seed));
        return this;
    }

    /**
     * Ends the checks: says that all passed, writes the results to the file that {@value #VARIABLE} names, if any, and
     * returns them as a table.
     *
     * @throws IllegalStateException if nothing was checked
     * @throws IOException if that file cannot be written
     */
    public Table finish() throws IOException {
        if (claims == 0) {
            throw new IllegalStateException("Lesson " + lesson + " checked nothing: call that(…) before finish().");
        }
        if (file != null) {
            write();
        }
        System.out.println("All checks passed: " + claims + " claims, " + results.size() + " results recorded.");
        return table();
    }

    /** Says how many claims hold so far. */
    @Override
    public String toString() {
        return claims + " claims of lesson " + lesson + " hold so far";
    }

    private Table table() {
        return Table.create(
                "Results of lesson " + lesson + ", budget " + budget,
                Tables.words("model", results, Result::model),
                Tables.words("data", results, Result::data),
                Tables.words("metric", results, Result::metric),
                Tables.numbers("value", results, Result::value),
                Tables.numbers("epochs", results, Result::epochs),
                Tables.numbers("seconds", results, Result::seconds));
    }

    private void write() throws IOException {
        JsonArray array = new JsonArray();
        results.forEach(result -> array.add(result.json()));
        String text = new GsonBuilder().setPrettyPrinting().create().toJson(array);
        Path whole = file.toAbsolutePath();
        try {
            AtomicFile.write(whole, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new IOException(
                    "The results of lesson " + lesson + " could not be written to " + whole + " ("
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

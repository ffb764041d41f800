package hourglass.notebook;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import hourglass.runtime.Excerpt;
import hourglass.train.Budget;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * The results that lessons recorded with {@link LessonChecks#record}, read back from {@code notebooks/results.json}.
 *
 * <pre>{@code
 * RecordedResults results = RecordedResults.read(Path.of("results.json")).before("10");
 * results.table() // one line for each model
 * }</pre>
 *
 * @param all the results, in the order of the file
 */
public record RecordedResults(List<LessonChecks.Result> all) {

    /** The metrics that count as the loss of a model, with their names in words; the first one that was recorded counts. */
    private static final Map<String, String> LOSSES = new LinkedHashMap<>();

    static {
        LOSSES.put("test-bce-per-pixel", "cross-entropy per pixel");
        LOSSES.put("test-mse-per-pixel", "squared error per pixel");
        LOSSES.put("test-half-sum-of-squares", "half the sum of squares");
        LOSSES.put("validation-mse", "squared error per step");
        LOSSES.put("test-negative-elbo-per-picture", "negative ELBO per picture");
        LOSSES.put("train-cross-entropy-per-output", "cross-entropy per output");
    }

    private static final int LONGEST_QUOTE = 200;
    private static final int LONGEST_WORD = 20;

    private static final List<String> BUDGETS =
            Stream.of(Budget.values()).map(Budget::toString).toList();

    /** Keeps a copy. */
    public RecordedResults {
        Objects.requireNonNull(all, "There are no results: give List.of() if there are none.");
        all = List.copyOf(all);
    }

    /**
     * One model of one lesson on one data set, at the longest training that was recorded.
     *
     * @param figures its results by the name of their metric
     */
    public record Model(
            String lesson,
            String model,
            String data,
            String budget,
            int epochs,
            double seconds,
            Map<String, Double> figures) {

        /** Returns the result of a metric, or NaN if it was not recorded. */
        public double figure(String metric) {
            return figures.getOrDefault(metric, Double.NaN);
        }
    }

    /**
     * Reads a file of results.
     *
     * @throws IllegalArgumentException if there is no such file, or if it does not hold results
     */
    public static RecordedResults read(Path file) throws IOException {
        Objects.requireNonNull(file, "There is no file of results to read.");
        try {
            JsonArray array = new Gson().fromJson(Files.readString(file), JsonArray.class);
            if (array == null) {
                throw new IllegalArgumentException(
                        file.getFileName() + " is empty: take it from the repository again.");
            }
            List<LessonChecks.Result> results = new ArrayList<>();
            for (JsonElement element : array) {
                results.add(result(file, element));
            }
            return new RecordedResults(results);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(
                    "There is no file " + file.getFileName()
                            + " in this folder: open the notebook in the project's folder"
                            + " notebooks, where the lessons keep their results.",
                    e);
        } catch (JsonParseException | ClassCastException | CharacterCodingException e) {
            throw new IllegalArgumentException(
                    file.getFileName() + " is no list of results: take the file from the repository again.", e);
        }
    }

    private static LessonChecks.Result result(Path file, JsonElement element) {
        String fault;
        try {
            LessonChecks.Result result = LessonChecks.Result.of(element);
            if (BUDGETS.contains(result.budget())) {
                return result;
            }
            fault = "\"budget\" is '" + Excerpt.of(result.budget(), LONGEST_WORD) + "', which is none of "
                    + String.join(", ", BUDGETS);
        } catch (IllegalArgumentException e) {
            fault = e.getMessage();
        }
        throw new IllegalArgumentException(file.getFileName() + " holds a result that is not complete, "
                + Excerpt.of(element.toString(), LONGEST_QUOTE) + ", since " + fault
                + ": take the file from the repository again.");
    }

    /** Returns the results of the lessons before one, which is named by its two digits. */
    public RecordedResults before(String lesson) {
        return new RecordedResults(all.stream()
                .filter(result -> result.lesson().compareTo(lesson) < 0)
                .toList());
    }

    /** Returns the results of one budget. */
    public RecordedResults at(Budget budget) {
        return new RecordedResults(all.stream()
                .filter(result -> result.budget().equals(budget.toString()))
                .toList());
    }

    /**
     * Gathers the results by lesson, model and data, in this order; where a model was trained at several budgets, only the
     * results of the largest count.
     */
    public List<Model> models() {
        Map<String, List<LessonChecks.Result>> byModel = new TreeMap<>();
        for (LessonChecks.Result result : all) {
            byModel.computeIfAbsent(
                            String.join("\0", result.lesson(), result.model(), result.data()), key -> new ArrayList<>())
                    .add(result);
        }
        return byModel.values().stream().map(RecordedResults::model).toList();
    }

    private static Model model(List<LessonChecks.Result> results) {
        String budget = results.stream()
                .map(LessonChecks.Result::budget)
                .max(Comparator.comparingInt(BUDGETS::indexOf))
                .orElseThrow();
        List<LessonChecks.Result> longest = results.stream()
                .filter(result -> result.budget().equals(budget))
                .toList();
        Map<String, Double> figures = new TreeMap<>();
        longest.forEach(result -> figures.put(result.metric(), result.value()));
        LessonChecks.Result first = longest.get(0);
        return new Model(first.lesson(), first.model(), first.data(), budget, first.epochs(), first.seconds(), figures);
    }

    /**
     * Returns a row for each model whose loss or PSNR was recorded, with its parameters and the seconds of its training. The
     * loss is the one on test data where it was recorded; the column after it says which loss it is. Cells whose value was not
     * recorded stay empty.
     */
    public Table table() {
        List<Model> rows = models().stream()
                .filter(model -> !lossMetric(model).isEmpty() || model.figures().containsKey("test-psnr"))
                .toList();
        IntColumn epochs =
                IntColumn.create("epochs", rows.stream().mapToInt(Model::epochs).toArray());
        IntColumn parameters = IntColumn.create("parameters");
        for (Model row : rows) {
            if (row.figures().containsKey("parameters")) {
                parameters.append((int) row.figure("parameters"));
            } else {
                parameters.appendMissing();
            }
        }
        DoubleColumn seconds = Tables.numbers("seconds", rows, Model::seconds);
        DoubleColumn loss = Tables.numbers("loss", rows, row -> row.figure(lossMetric(row)));
        DoubleColumn psnr = Tables.numbers("PSNR, dB", rows, row -> row.figure("test-psnr"));
        parameters.setPrintFormatter(Tables.decimals(0));
        seconds.setPrintFormatter(Tables.decimals(1));
        loss.setPrintFormatter(Tables.decimals(4));
        psnr.setPrintFormatter(Tables.decimals(2));
        return Table.create(
                "All lessons",
                Tables.words("lesson", rows, Model::lesson),
                Tables.words("model", rows, Model::model),
                Tables.words("data", rows, Model::data),
                Tables.words("budget", rows, Model::budget),
                epochs,
                parameters,
                seconds,
                loss,
                Tables.words("which loss", rows, row -> LOSSES.getOrDefault(lossMetric(row), "")),
                psnr);
    }

    private static String lossMetric(Model model) {
        return LOSSES.keySet().stream()
                .filter(model.figures()::containsKey)
                .findFirst()
                .orElse("");
    }
}

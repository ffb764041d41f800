package hourglass.notebook;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import hourglass.train.Budget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/**
 * The figures that lessons recorded with {@link LessonChecks#record}, read back from {@code notebooks/results.json}.
 *
 * <pre>{@code
 * RecordedResults figures = RecordedResults.read(Path.of("results.json")).before("10");
 * figures.table() // one line for each model
 * }</pre>
 *
 * @param all the figures
 */
public record RecordedResults(List<LessonChecks.Result> all) {

    /** The metrics that count as the loss of a model, the first that was recorded, in words. */
    private static final Map<String, String> LOSSES = new LinkedHashMap<>();

    static {
        LOSSES.put("test-bce-per-pixel", "cross-entropy per pixel");
        LOSSES.put("test-mse-per-pixel", "squared error per pixel");
        LOSSES.put("test-half-sum-of-squares", "half the sum of squares");
        LOSSES.put("validation-mse", "squared error per step");
        LOSSES.put("test-negative-elbo-per-picture", "negative ELBO per picture");
        LOSSES.put("train-cross-entropy-per-output", "cross-entropy per output");
    }

    private static final List<String> BUDGETS =
            Stream.of(Budget.values()).map(Budget::toString).toList();

    /** Keeps a copy. */
    public RecordedResults {
        all = List.copyOf(all);
    }

    /**
     * One model of one lesson on one data set, at the longest training that was recorded.
     *
     * @param figures its figures by the name of their metric
     */
    public record Model(
            String lesson,
            String model,
            String data,
            String budget,
            int epochs,
            double seconds,
            Map<String, Double> figures) {

        /** Returns a figure, or NaN if it was not recorded. */
        public double figure(String metric) {
            return figures.getOrDefault(metric, Double.NaN);
        }
    }

    /**
     * Reads a file of figures.
     *
     * @throws IllegalArgumentException if there is no such file or it is not one of figures
     */
    public static RecordedResults read(Path file) throws IOException {
        try {
            LessonChecks.Result[] all = new Gson().fromJson(Files.readString(file), LessonChecks.Result[].class);
            if (all == null) {
                throw new IllegalArgumentException(
                        file.getFileName() + " is empty: take it from the repository again.");
            }
            for (LessonChecks.Result one : all) {
                if (one == null
                        || one.lesson() == null
                        || one.model() == null
                        || one.data() == null
                        || one.metric() == null
                        || !BUDGETS.contains(one.budget())) {
                    throw new IllegalArgumentException(file.getFileName() + " holds a figure that is not complete: "
                            + one + "; take the file from the repository again.");
                }
            }
            return new RecordedResults(List.of(all));
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(
                    "There is no file " + file.getFileName()
                            + " in this folder: open the notebook in the project's folder"
                            + " notebooks, where the lessons keep their figures.",
                    e);
        } catch (JsonParseException e) {
            throw new IllegalArgumentException(
                    file.getFileName() + " is no list of figures: take the file from the repository again.", e);
        }
    }

    /** The figures of the lessons before one, named by its two digits. */
    public RecordedResults before(String lesson) {
        return new RecordedResults(
                all.stream().filter(one -> one.lesson().compareTo(lesson) < 0).toList());
    }

    /** The figures of one budget. */
    public RecordedResults at(Budget budget) {
        return new RecordedResults(all.stream()
                .filter(one -> one.budget().equals(budget.toString()))
                .toList());
    }

    /**
     * Gathers the figures by lesson, model and data, in this order; where a model was trained at several budgets, only the
     * figures of the largest count.
     */
    public List<Model> models() {
        Map<String, List<LessonChecks.Result>> byModel = new TreeMap<>();
        for (LessonChecks.Result one : all) {
            byModel.computeIfAbsent(String.join("\0", one.lesson(), one.model(), one.data()), key -> new ArrayList<>())
                    .add(one);
        }
        return byModel.values().stream().map(RecordedResults::model).toList();
    }

    private static Model model(List<LessonChecks.Result> its) {
        String budget = its.stream()
                .map(LessonChecks.Result::budget)
                .max(Comparator.comparingInt(BUDGETS::indexOf))
                .orElseThrow();
        List<LessonChecks.Result> longest =
                its.stream().filter(one -> one.budget().equals(budget)).toList();
        Map<String, Double> figures = new TreeMap<>();
        longest.forEach(one -> figures.put(one.metric(), one.value()));
        LessonChecks.Result first = longest.get(0);
        return new Model(first.lesson(), first.model(), first.data(), budget, first.epochs(), first.seconds(), figures);
    }

    /**
     * Returns a line for each model whose loss or PSNR was recorded, with its parameters and the seconds of its training. The
     * loss is one on test data where such a one was recorded; the next column names it. What was not recorded stays empty.
     */
    public Table table() {
        StringColumn lesson = StringColumn.create("lesson");
        StringColumn model = StringColumn.create("model");
        StringColumn data = StringColumn.create("data");
        StringColumn budget = StringColumn.create("budget");
        IntColumn epochs = IntColumn.create("epochs");
        IntColumn parameters = IntColumn.create("parameters");
        DoubleColumn seconds = DoubleColumn.create("seconds");
        DoubleColumn loss = DoubleColumn.create("loss");
        StringColumn kind = StringColumn.create("which loss");
        DoubleColumn psnr = DoubleColumn.create("PSNR, dB");
        for (Model one : models()) {
            String metric = LOSSES.keySet().stream()
                    .filter(one.figures()::containsKey)
                    .findFirst()
                    .orElse("");
            if (metric.isEmpty() && !one.figures().containsKey("test-psnr")) {
                continue;
            }
            lesson.append(one.lesson());
            model.append(one.model());
            data.append(one.data());
            budget.append(one.budget());
            epochs.append(one.epochs());
            seconds.append(one.seconds());
            loss.append(one.figure(metric));
            kind.append(LOSSES.getOrDefault(metric, ""));
            psnr.append(one.figure("test-psnr"));
            if (one.figures().containsKey("parameters")) {
                parameters.append((int) one.figure("parameters"));
            } else {
                parameters.appendMissing();
            }
        }
        parameters.setPrintFormatter(decimals(0));
        seconds.setPrintFormatter(decimals(1));
        loss.setPrintFormatter(decimals(4));
        psnr.setPrintFormatter(decimals(2));
        return Table.create("All lessons", lesson, model, data, budget, epochs, parameters, seconds, loss, kind, psnr);
    }

    private static NumberColumnFormatter decimals(int digits) {
        NumberFormat format = NumberFormat.getNumberInstance(Locale.ENGLISH);
        format.setMinimumFractionDigits(digits);
        format.setMaximumFractionDigits(digits);
        return new NumberColumnFormatter(format, "");
    }
}

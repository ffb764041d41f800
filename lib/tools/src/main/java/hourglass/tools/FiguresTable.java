package hourglass.tools;

import com.google.gson.JsonObject;
import hourglass.runtime.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The table of figures on a page of the documentation, made from the records of the lessons' full runs. */
public final class FiguresTable {
    private static final String BEGIN = "<!-- figures -->\n";
    private static final String END = "<!-- end of figures -->";

    /**
     * A loss that the tutorials before these lessons reached, which a lesson has to reach as well.
     *
     * @param metric the loss and the pictures on which it is taken
     * @param loss what the tutorials reached, or NaN where they have no figure
     * @param epochs the epochs they trained for it
     */
    private record Goal(String lesson, String model, String name, String data, String metric, double loss, int epochs) {

        static Goal perPixel(String lesson, String model, String name, String data, double loss, int epochs) {
            return new Goal(lesson, model, name, data, "test-bce-per-pixel", loss, epochs);
        }

        /** The negative evidence lower bound of a picture; the figure is that of the example in Keras' documentation. */
        static Goal bound(String model, String name, String data, String part, double loss) {
            String what = ": negative ELBO of a " + (part.equals("test") ? "test" : "training") + " picture, nats";
            return new Goal("09", model, name + what, data, part + "-negative-elbo-per-picture", loss, 30);
        }

        String reached() {
            return Double.isNaN(loss) ? "" : loss + " in " + epochs + " epochs";
        }

        /** Returns what stands in place of the time to the tutorials' figure where no such time was recorded. */
        String withoutTime() {
            return Double.isNaN(loss) ? "" : "not reached";
        }
    }

    private static final List<Goal> GOALS = List.of(
            Goal.perPixel("01", "shallow-32", "784-32-784", "fashion-mnist", 0.282, 100),
            Goal.perPixel("01", "shallow-32-softplus", "784-32-784, softplus code", "fashion-mnist", 0.282, 100),
            Goal.perPixel("01", "shallow-32", "784-32-784", "mnist", 0.0932, 100),
            Goal.perPixel("03", "sparse-l1-32", "sparse 784-32-784 (L1)", "fashion-mnist", 0.285, 150),
            Goal.perPixel("04", "deep-32", "deep 784-128-64-32", "fashion-mnist", 0.277, 100),
            Goal.perPixel("04", "deep-32", "deep 784-128-64-32", "mnist", 0.0885, 100),
            Goal.perPixel("05", "conv-bn-256", "convolutional, batch norm, 256 numbers", "fashion-mnist", 0.265, 150),
            new Goal(
                    "06",
                    "faces-256",
                    "faces, half the sum of squares of a training picture",
                    "olivetti",
                    "train-half-sum-of-squares",
                    0.46,
                    600),
            Goal.perPixel("07", "denoise-conv-32", "denoising, convolutional", "fashion-mnist", 0.287, 150),
            Goal.bound("dense-vae-2", "dense VAE, 2 numbers", "fashion-mnist", "test", Double.NaN),
            Goal.bound("conv-vae-2", "convolutional VAE, 2 numbers", "fashion-mnist", "test", Double.NaN),
            Goal.bound("conv-vae-2", "convolutional VAE, 2 numbers", "mnist", "test", Double.NaN),
            Goal.bound("conv-vae-2", "convolutional VAE, 2 numbers", "mnist", "train", 146.95));

    private FiguresTable() {}

    /**
     * Returns a page with its table made anew.
     *
     * @param page its Markdown
     * @throws IllegalArgumentException when the two comments that enclose the table are not there
     */
    public static String withFigures(String page, ResultsFile results) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("The page has no table between \"" + BEGIN.strip() + "\" and \"" + END
                    + "\": put these two lines back.");
        }
        return page.substring(0, begin + BEGIN.length()) + table(results) + page.substring(end);
    }

    /** Makes the table of a page anew, in one step. */
    static void update(Path page, ResultsFile results) throws IOException {
        AtomicFile.write(
                page,
                out -> out.write(withFigures(Files.readString(page), results).getBytes(StandardCharsets.UTF_8)));
    }

    private static String table(ResultsFile results) {
        StringBuilder table = new StringBuilder(
                """
                | network | data | tutorials | here | training | to the tutorials' figure |
                | --- | --- | --- | --- | --- | --- |
                """);
        for (Goal goal : GOALS) {
            Optional<JsonObject> loss = results.find(goal.lesson, goal.model, goal.data, goal.metric, "full");
            Optional<JsonObject> reached =
                    results.find(goal.lesson, goal.model, goal.data, "seconds-to-target", "full");
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s | %s | %s |%n",
                    goal.name,
                    goal.data,
                    goal.reached(),
                    loss.map(FiguresTable::loss).orElse("not measured yet"),
                    loss.map(FiguresTable::training).orElse(""),
                    reached.map(r -> String.format(
                                    Locale.ROOT, "%.0f s", r.get("value").getAsDouble()))
                            .orElse(loss.isPresent() ? goal.withoutTime() : "")));
        }
        return table.toString().replace("\r", "");
    }

    private static String loss(JsonObject record) {
        double value = record.get("value").getAsDouble();
        return String.format(Locale.ROOT, value < 10 ? "**%.4f**" : "**%.2f**", value);
    }

    private static String training(JsonObject record) {
        return String.format(
                Locale.ROOT,
                "%d epochs, %.0f s",
                record.get("epochs").getAsInt(),
                record.get("seconds").getAsDouble());
    }
}

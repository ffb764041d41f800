package hourglass.notebook;

import hourglass.evaluate.ConfusionMatrix;
import hourglass.model.ModelSummary;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The library's results as Tablesaw tables; a notebook shows them as such when they are the last expression of a cell. */
public final class Tables {

    private Tables() {}

    /** One row for each layer: its number, name and kind, the part it belongs to, its output's shape, its parameters. */
    public static Table of(ModelSummary summary) {
        List<ModelSummary.Layer> layers = summary.layers();
        return Table.create(
                "layers",
                IntColumn.create("#", IntStream.rangeClosed(1, layers.size()).toArray()),
                words("layer", layers, ModelSummary.Layer::name),
                words("kind", layers, ModelSummary.Layer::kind),
                words("part", layers, ModelSummary.Layer::part),
                words("output", layers, ModelSummary.Layer::output),
                LongColumn.create(
                        "parameters",
                        layers.stream()
                                .mapToLong(ModelSummary.Layer::parameters)
                                .toArray()));
    }

    /** The four counts: what the examples are in the rows, what was decided in the columns. */
    public static Table of(ConfusionMatrix matrix) {
        return Table.create(
                "decisions",
                StringColumn.create("the example is", "normal", "abnormal"),
                IntColumn.create("no alarm", matrix.trueNegatives(), matrix.falseNegatives()),
                IntColumn.create("alarm", matrix.falsePositives(), matrix.truePositives()));
    }

    private static StringColumn words(
            String name, List<ModelSummary.Layer> layers, Function<ModelSummary.Layer, String> words) {
        return StringColumn.create(name, layers.stream().map(words).toList());
    }
}

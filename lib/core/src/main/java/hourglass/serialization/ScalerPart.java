package hourglass.serialization;

import hourglass.data.RowScaler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/** The scale of the columns of rows as a part of a model file: names and plain numbers in JSON, of which nothing is run. */
public final class ScalerPart {

    /** The name of the part. */
    public static final String NAME = "hourglass/columns.json";

    private static final int MOST_COLUMNS = 100_000;

    private ScalerPart() {}

    /** Writes a scaler. */
    public static String text(RowScaler scaler) {
        ObjectNode root = JsonPart.object();
        ArrayNode columns = root.putArray("columns");
        for (RowScaler.Column column : scaler.columns()) {
            columns.addObject()
                    .put("name", column.name())
                    .put("fill", column.fill())
                    .put("shift", column.shift())
                    .put("scale", column.scale());
        }
        return root.toPrettyString();
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IOException if it is something else; the message is part of a sentence
     */
    public static RowScaler parse(String text) throws IOException {
        JsonNode nodes = JsonPart.read(text).path("columns");
        if (!nodes.isArray() || nodes.size() > MOST_COLUMNS) {
            throw new IOException("has no list of at most " + MOST_COLUMNS + " columns");
        }
        List<RowScaler.Column> columns = new ArrayList<>();
        try {
            for (JsonNode each : nodes) {
                JsonNode name = each.path("name");
                if (!name.isTextual()) {
                    throw new IOException("has a column without a name");
                }
                columns.add(new RowScaler.Column(
                        name.textValue(), number(each, "fill"), number(each, "shift"), number(each, "scale")));
            }
            return new RowScaler(columns);
        } catch (IllegalArgumentException e) {
            throw new IOException("has columns that cannot be scaled", e);
        }
    }

    private static double number(JsonNode node, String name) throws IOException {
        JsonNode number = node.path(name);
        if (!number.isNumber()) {
            throw new IOException("has a column without the number \"" + name + "\"");
        }
        return number.doubleValue();
    }
}

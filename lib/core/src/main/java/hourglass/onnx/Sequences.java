package hourglass.onnx;

import java.util.List;
import org.deeplearning4j.nn.conf.RNNFormat;

/** The orders of sequences: Deeplearning4j's [n, features, time], and others that operators take. */
final class Sequences {

    private Sequences() {}

    /** Refuses [n, time, features]. */
    static void requireStepsLast(NamedLayer layer, RNNFormat format) {
        if (format == RNNFormat.NWC) {
            throw layer.refusal(
                    "takes sequences [n, time, features] (RNNFormat.NWC), which an autoencoder is not given",
                    "leave the format at RNNFormat.NCW");
        }
    }

    /** [n, features, time] → [n, time, features]. */
    static Value stepsBeforeFeatures(Value x, GraphBuilder graph) {
        return transposed(x, graph, 0, 2, 1);
    }

    /** [n, time, features] → [n, features, time]. */
    static Value featuresBeforeSteps(Value x, GraphBuilder graph) {
        return transposed(x, graph, 0, 2, 1);
    }

    /** [n, features, time] → [time, n, features]. */
    static Value stepsFirst(Value x, GraphBuilder graph) {
        return transposed(x, graph, 2, 0, 1);
    }

    /** [time, n, features] → [n, features, time]. */
    static Value stepsLast(Value x, GraphBuilder graph) {
        return transposed(x, graph, 1, 2, 0);
    }

    /** [n, features, time] → [time · n, features], in the order of Deeplearning4j. */
    static Value rows(Value x, GraphBuilder graph) {
        Value steps = stepsFirst(x, graph);
        String shape = graph.longs("rows", -1, x.size(1));
        return new Value(graph.node("Reshape", List.of(steps.name(), shape)), Value.STEPS, x.size(1));
    }

    /**
     * Undoes {@link #rows}.
     *
     * @param batch the name of an array [n, …] that tells how many sequences there are
     * @param time how many steps each has
     */
    static Value ofRows(Value rows, String batch, long time, GraphBuilder graph) {
        String n = graph.node("Shape", List.of(batch), Attributes.integer("start", 0), Attributes.integer("end", 1));
        String shape = graph.node(
                "Concat",
                List.of(graph.longs("steps", -1), n, graph.longs("features", rows.size(1))),
                Attributes.integer("axis", 0));
        String steps = graph.node("Reshape", List.of(rows.name(), shape));
        return stepsLast(new Value(steps, time, Value.N, rows.size(1)), graph);
    }

    private static Value transposed(Value x, GraphBuilder graph, int... order) {
        long[] shape = new long[order.length];
        long[] permutation = new long[order.length];
        for (int i = 0; i < order.length; i++) {
            shape[i] = x.size(order[i]);
            permutation[i] = order[i];
        }
        String name = graph.node("Transpose", List.of(x.name()), Attributes.integers("perm", permutation));
        return new Value(name, shape);
    }
}

package hourglass.onnx;

import hourglass.network.GraphConfiguration;
import hourglass.network.GraphNetwork;
import hourglass.runtime.Interruption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Writes layers and vertices that form a graph. */
final class BranchesWriter implements NetworkWriter {
    private final GraphNetwork network;
    private final GraphConfiguration configuration;
    private final GraphBuilder graph;

    BranchesWriter(GraphNetwork network, GraphBuilder graph) {
        this.network = network;
        this.graph = graph;
        configuration = (GraphConfiguration) network.configuration();
    }

    @Override
    public Value write(int from, int to, Value input) {
        Reshapings reshapings = new Reshapings(input.name(), graph);
        List<String> order = configuration.order();
        Map<String, Value> values = new HashMap<>();
        values.put(from == 0 ? configuration.input() : order.get(from - 1), input);
        for (int place : configuration.between(from, to)) {
            Interruption.check("writing the network as ONNX");
            String name = order.get(place);
            graph.begin(name);
            List<Value> given = configuration.graph().getVertexInputs().get(name).stream()
                    .map(values::get)
                    .toList();
            values.put(name, vertex(name, given, reshapings));
        }
        Value x = values.get(order.get(to));
        graph.begin("");
        if (x.size(0) != Value.N) {
            throw named(order.get(to))
                    .refusal(
                            "gives the steps of all sequences one behind the other and no array for each example",
                            "name something \"code\" of which one row, picture or sequence stands for an example");
        }
        return x;
    }

    private Value vertex(String name, List<Value> given, Reshapings reshapings) {
        GraphVertex vertex = configuration.graph().getVertices().get(name);
        NamedLayer named = named(name);
        Value x = given.get(0);
        List<String> names = given.stream().map(Value::name).toList();
        if (vertex instanceof LayerVertex layer) {
            Value reshaped = layer.getPreProcessor() == null ? x : reshapings.apply(named, layer.getPreProcessor(), x);
            return LayerWriters.write(named, reshaped, graph);
        }
        if (vertex instanceof PreprocessorVertex reshaping) {
            return reshapings.apply(named, reshaping.getPreProcessor(), x);
        }
        if (vertex instanceof MergeVertex merge) {
            int axis = merge.getMergeAxis();
            String node = graph.node("Concat", names, Attributes.integer("axis", axis));
            long size =
                    given.stream().mapToLong(each -> each.size(axis)).reduce(0, (a, b) -> b < 0 ? Value.OTHER : a + b);
            return x.with(node, axis, size);
        }
        if (vertex instanceof ElementWiseVertex elements) {
            return spread(given).as(elementWise(named, elements, names));
        }
        if (vertex instanceof ScaleVertex scale) {
            return x.as(graph.node("Mul", List.of(x.name(), graph.number("scale", scale.getScaleFactor()))));
        }
        if (vertex instanceof ShiftVertex shift) {
            return x.as(graph.node("Add", List.of(x.name(), graph.number("shift", shift.getShiftFactor()))));
        }
        if (vertex instanceof SubsetVertex subset) {
            String node = graph.node(
                    "Slice",
                    List.of(
                            x.name(),
                            graph.longs("from", subset.getFrom()),
                            graph.longs("to", subset.getTo() + 1L),
                            graph.longs("axis", 1)));
            return x.with(node, 1, subset.getTo() + 1L - subset.getFrom());
        }
        throw named.refusal(
                "is of a kind whose nodes are not known", "join branches with a MergeVertex or an ElementWiseVertex");
    }

    /** An array whose size is 1 somewhere is spread over the others there, by Deeplearning4j and by the operators alike. */
    private static Value spread(List<Value> given) {
        Value widest = given.get(0);
        for (Value each : given) {
            for (int i = 1; i < each.rank() && i < widest.rank(); i++) {
                widest = widest.size(i) == 1 ? widest.with("", i, each.size(i)) : widest;
            }
        }
        return widest;
    }

    private String elementWise(NamedLayer vertex, ElementWiseVertex settings, List<String> names) {
        return switch (settings.getOp()) {
            case Add -> graph.node("Sum", names);
            case Average -> graph.node("Mean", names);
            case Max -> graph.node("Max", names);
            case Product ->
                names.stream()
                        .reduce((a, b) -> graph.node("Mul", List.of(a, b)))
                        .orElseThrow();
            case Subtract -> graph.node("Sub", names);
            default ->
                throw vertex.refusal(
                        "has the operation " + settings.getOp() + ", whose node is not known",
                        "take Add, Average, Max, Product or Subtract");
        };
    }

    private NamedLayer named(String name) {
        Layer layer = network.network().getLayer(name);
        Map<String, INDArray> parameters = layer == null ? null : layer.paramTable();
        var settings = configuration.layer(name) == null
                ? null
                : configuration.layer(name).getLayer();
        String kind = settings == null
                ? configuration.graph().getVertices().get(name).getClass().getSimpleName()
                : settings.getClass().getSimpleName();
        return new NamedLayer("\"" + name + "\" (" + kind + ")", settings, parameters == null ? Map.of() : parameters);
    }
}

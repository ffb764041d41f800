package hourglass.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import onnx.Onnx.AttributeProto;
import org.deeplearning4j.nn.conf.layers.AbstractLSTM;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layers that go from step to step of sequences. */
final class RecurrentLayers {
    // Deeplearning4j's blocks of columns are candidate, forget, output, input; the operator's are input, output,
    // forget,
    // candidate.
    private static final int[] GATES = {3, 2, 1, 0};
    private static final int[] ONE_BLOCK = {0};

    private RecurrentLayers() {}

    /** Writes a layer that reads sequences from the first step to the last. */
    static Value forward(NamedLayer layer, Value x, GraphBuilder graph) {
        return sequence(layer, x, false, graph);
    }

    private static Value sequence(NamedLayer layer, Value x, boolean reverse, GraphBuilder graph) {
        DenseLayers.requireRank(layer, x, 3);
        Layer settings = layer.settings();
        if (settings instanceof LastTimeStep last) {
            Value steps = sequence(layer.within(last.getUnderlying()), x, false, graph);
            String index = graph.longs("last", -1);
            String step = graph.node("Gather", List.of(steps.name(), index), Attributes.integer("axis", 2));
            String row = graph.node("Squeeze", List.of(step, graph.longs("axes", 2)));
            return new Value(row, steps.size(0), steps.size(1));
        }
        if (settings instanceof Bidirectional both) {
            return bidirectional(layer, both, x, graph);
        }
        if (settings.getClass() == LSTM.class || settings.getClass() == GravesLSTM.class) {
            return lstm(layer, (AbstractLSTM) settings, x, reverse, graph);
        }
        if (settings.getClass() == SimpleRnn.class) {
            return simple(layer, (SimpleRnn) settings, x, reverse, graph);
        }
        throw layer.refusal(
                "is no recurrent layer whose nodes are known", "take LSTM, GravesLSTM or SimpleRnn in its place");
    }

    private static Value bidirectional(NamedLayer layer, Bidirectional both, Value x, GraphBuilder graph) {
        if (!(both.getFwd() instanceof BaseRecurrentLayer)) {
            throw layer.within(both.getFwd())
                    .refusal(
                            "gives no sequences, of which Deeplearning4j itself makes one of both directions",
                            "put a LastTimeStep around the Bidirectional");
        }
        Value forward = sequence(layer.within(both.getFwd(), "f"), x, false, graph);
        Value backward = sequence(layer.within(both.getBwd(), "b"), x, true, graph);
        List<String> pair = List.of(forward.name(), backward.name());
        switch (both.getMode()) {
            case ADD:
                return forward.as(graph.node("Add", pair));
            case MUL:
                return forward.as(graph.node("Mul", pair));
            case AVERAGE:
                String sum = graph.node("Add", pair);
                return forward.as(graph.node("Mul", List.of(sum, graph.number("half", 0.5))));
            default:
                String name = graph.node("Concat", pair, Attributes.integer("axis", 1));
                return forward.with(name, 1, forward.size(1) + backward.size(1));
        }
    }

    private static Value lstm(NamedLayer layer, AbstractLSTM settings, Value x, boolean reverse, GraphBuilder graph) {
        Sequences.requireStepsLast(layer, settings.getRnnDataFormat());
        int units = (int) settings.getNOut();
        List<String> inputs = weights(layer, settings, GATES, graph);
        if (settings instanceof GravesLSTM) {
            inputs.addAll(List.of("", "", "", peepholes(layer, units, graph)));
        }
        IActivation cell = settings.getActivationFn();
        return operator("LSTM", layer, settings, x, reverse, inputs, graph, settings.getGateActivationFn(), cell, cell);
    }

    private static Value simple(NamedLayer layer, SimpleRnn settings, Value x, boolean reverse, GraphBuilder graph) {
        Sequences.requireStepsLast(layer, settings.getRnnDataFormat());
        if (settings.hasLayerNorm()) {
            throw layer.refusal(
                    "has a layer normalisation, which the operator RNN does not compute",
                    "leave hasLayerNorm(true) out");
        }
        List<String> inputs = weights(layer, settings, ONE_BLOCK, graph);
        return operator("RNN", layer, settings, x, reverse, inputs, graph, settings.getActivationFn());
    }

    private static Value operator(
            String operator,
            NamedLayer layer,
            BaseRecurrentLayer settings,
            Value x,
            boolean reverse,
            List<String> weights,
            GraphBuilder graph,
            IActivation... activations) {
        long units = settings.getNOut();
        Value steps = Sequences.stepsFirst(x, graph);
        List<String> inputs = new ArrayList<>(List.of(steps.name()));
        inputs.addAll(weights);
        List<AttributeProto> attributes = new ArrayList<>();
        attributes.add(Attributes.integer("hidden_size", units));
        attributes.add(Attributes.text("direction", reverse ? "reverse" : "forward"));
        attributes.addAll(RecurrentActivation.attributes(layer, activations));
        String all = graph.node(operator, inputs, attributes.toArray(AttributeProto[]::new));
        String one = graph.node("Squeeze", List.of(all, graph.longs("axes", 1)));
        return Sequences.stepsLast(new Value(one, x.size(2), x.size(0), units), graph);
    }

    /** Adds W, R and B, with their blocks in the operator's order. */
    private static List<String> weights(
            NamedLayer layer, BaseRecurrentLayer settings, int[] blocks, GraphBuilder graph) {
        int units = (int) settings.getNOut();
        int features = (int) settings.getNIn();
        int rows = blocks.length * units;
        float[] input = transposed(layer.parameter("W"), features, units, blocks);
        float[] recurrent = transposed(layer.parameter("RW"), units, units, blocks);
        // The second half is another bias, which Deeplearning4j has not.
        float[] bias = Arrays.copyOf(transposed(layer.parameter("b"), 1, units, blocks), 2 * rows);
        return new ArrayList<>(List.of(
                graph.weights("W", input, 1, rows, features),
                graph.weights("R", recurrent, 1, rows, units),
                graph.weights("B", bias, 1, 2L * rows)));
    }

    /** Makes rows of the first columns of a matrix, block by block. */
    private static float[] transposed(INDArray matrix, int rows, int units, int[] blocks) {
        float[] numbers = GraphBuilder.numbers(matrix);
        int columns = numbers.length / rows;
        float[] result = new float[blocks.length * units * rows];
        for (int block = 0; block < blocks.length; block++) {
            for (int unit = 0; unit < units; unit++) {
                for (int row = 0; row < rows; row++) {
                    result[(block * units + unit) * rows + row] = numbers[row * columns + blocks[block] * units + unit];
                }
            }
        }
        return result;
    }

    /** The last three columns of the recurrent weights are those of forget, output and input. */
    private static String peepholes(NamedLayer layer, int units, GraphBuilder graph) {
        float[] numbers = GraphBuilder.numbers(layer.parameter("RW"));
        int columns = 4 * units + 3;
        float[] result = new float[3 * units];
        for (int unit = 0; unit < units; unit++) {
            result[unit] = numbers[unit * columns + 4 * units + 2];
            result[units + unit] = numbers[unit * columns + 4 * units + 1];
            result[2 * units + unit] = numbers[unit * columns + 4 * units];
        }
        return graph.weights("P", result, 1, 3L * units);
    }

    /** The same row at each step. */
    static Value repeat(NamedLayer layer, Value x, GraphBuilder graph) {
        DenseLayers.requireRank(layer, x, 2);
        RepeatVector settings = (RepeatVector) layer.settings();
        Sequences.requireStepsLast(layer, settings.getDataFormat());
        String one = graph.node("Unsqueeze", List.of(x.name(), graph.longs("axes", 2)));
        String all = graph.node("Expand", List.of(one, graph.longs("times", 1, 1, settings.getN())));
        return new Value(all, x.size(0), x.size(1), settings.getN());
    }
}

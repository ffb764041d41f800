package hourglass.onnx;

import java.util.List;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;

/** Layers that give each row of numbers another one. */
final class DenseLayers {

    private DenseLayers() {}

    static Value dense(NamedLayer layer, Value x, GraphBuilder graph) {
        if (((DenseLayer) layer.settings()).hasLayerNorm()) {
            throw layer.refusal(
                    "has a layer normalisation, which Deeplearning4j computes in a way of its own",
                    "leave hasLayerNorm(true) out, or take a BatchNormalization");
        }
        return affine(layer, x, graph);
    }

    static Value output(NamedLayer layer, Value x, GraphBuilder graph) {
        return affine(layer, x, graph);
    }

    /** The output of a recurrent network, at each step. */
    static Value sequenceOutput(NamedLayer layer, Value x, GraphBuilder graph) {
        RnnOutputLayer settings = (RnnOutputLayer) layer.settings();
        Sequences.requireStepsLast(layer, settings.getRnnDataFormat());
        requireRank(layer, x, 3);
        Value steps = Sequences.stepsBeforeFeatures(x, graph);
        List<String> factors = List.of(steps.name(), weights(layer, graph));
        Value product = steps.with(graph.node("MatMul", factors), 2, settings.getNOut());
        Value z = settings.hasBias()
                ? product.as(graph.node("Add", List.of(product.name(), bias(layer, graph, settings.getNOut()))))
                : product;
        Value y = Activations.write(layer, settings.getActivationFn(), z, 2, graph);
        return Sequences.featuresBeforeSteps(y, graph);
    }

    static Value elementWise(NamedLayer layer, Value x, GraphBuilder graph) {
        requireRank(layer, x, 2);
        ElementWiseMultiplicationLayer settings = (ElementWiseMultiplicationLayer) layer.settings();
        String product = graph.node("Mul", List.of(x.name(), graph.weights("W", layer.parameter("W"), x.size(1))));
        String sum = graph.node("Add", List.of(product, bias(layer, graph, x.size(1))));
        return Activations.write(layer, settings.getActivationFn(), x.as(sum), 1, graph);
    }

    private static Value affine(NamedLayer layer, Value x, GraphBuilder graph) {
        requireRank(layer, x, 2);
        FeedForwardLayer settings = (FeedForwardLayer) layer.settings();
        List<String> inputs = layer.has("b")
                ? List.of(x.name(), weights(layer, graph), bias(layer, graph, settings.getNOut()))
                : List.of(x.name(), weights(layer, graph));
        Value z = x.with(graph.node("Gemm", inputs), 1, settings.getNOut());
        return Activations.write(layer, settings.getActivationFn(), z, 1, graph);
    }

    private static String weights(NamedLayer layer, GraphBuilder graph) {
        FeedForwardLayer settings = (FeedForwardLayer) layer.settings();
        return graph.weights("W", layer.parameter("W"), settings.getNIn(), settings.getNOut());
    }

    private static String bias(NamedLayer layer, GraphBuilder graph, long size) {
        return graph.weights("b", layer.parameter("b"), size);
    }

    /** Deeplearning4j itself refuses other arrays, but only when it runs. */
    static void requireRank(NamedLayer layer, Value x, int rank) {
        if (x.rank() != rank) {
            throw layer.refusal(
                    "is given arrays " + x.words() + " and takes arrays of " + rank + " dimensions",
                    "let setInputType of the configuration's builder put the reshaping between");
        }
    }
}

package hourglass.onnx;

import java.util.List;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;

/** Layers that give arrays of the shape that they are given. */
final class PassingLayers {

    private PassingLayers() {}

    /** Dropout, noise and penalties, which are for training alone. */
    static Value same(NamedLayer layer, Value x, GraphBuilder graph) {
        return x;
    }

    /** Of a softmax Deeplearning4j makes the sum 1 along the last dimension, whatever that is. */
    static Value activation(NamedLayer layer, Value x, GraphBuilder graph) {
        ActivationLayer settings = (ActivationLayer) layer.settings();
        return Activations.write(layer, settings.getActivationFn(), x, x.rank() - 1, graph);
    }

    static Value loss(NamedLayer layer, Value x, GraphBuilder graph) {
        LossLayer settings = (LossLayer) layer.settings();
        return Activations.write(layer, settings.getActivationFn(), x, x.rank() - 1, graph);
    }

    static Value pictureLoss(NamedLayer layer, Value x, GraphBuilder graph) {
        CnnLossLayer settings = (CnnLossLayer) layer.settings();
        Pictures.requireChannelsFirst(layer, settings.getFormat());
        DenseLayers.requireRank(layer, x, 4);
        return Activations.write(layer, settings.getActivationFn(), x, 1, graph);
    }

    static Value sequenceLoss(NamedLayer layer, Value x, GraphBuilder graph) {
        RnnLossLayer settings = (RnnLossLayer) layer.settings();
        Sequences.requireStepsLast(layer, settings.getRnnDataFormat());
        DenseLayers.requireRank(layer, x, 3);
        return Activations.write(layer, settings.getActivationFn(), x, 1, graph);
    }

    static Value parametricRelu(NamedLayer layer, Value x, GraphBuilder graph) {
        long[] slopes = layer.parameter("W").shape();
        if (slopes.length == x.rank() && slopes[0] == 1) {
            slopes = java.util.Arrays.copyOfRange(slopes, 1, slopes.length);
        }
        String weights = graph.weights("W", layer.parameter("W"), slopes);
        return x.as(graph.node("PRelu", List.of(x.name(), weights)));
    }

    /** The means, which are the first half of the numbers. */
    static Value gaussianCode(NamedLayer layer, Value x, GraphBuilder graph) {
        DenseLayers.requireRank(layer, x, 2);
        long k = x.size(1) / 2;
        String means = graph.node(
                "Slice", List.of(x.name(), graph.longs("from", 0), graph.longs("to", k), graph.longs("axis", 1)));
        return x.with(means, 1, k);
    }
}

package hourglass.onnx;

import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;

/** Layers that hold another one. */
final class WrapperLayers {

    private WrapperLayers() {}

    /** A layer that is no longer trained, and computes as it did. */
    static Value frozen(NamedLayer layer, Value x, GraphBuilder graph, LayerWriter writer) {
        return writer.write(layer.within(((FrozenLayer) layer.settings()).getLayer()), x, graph);
    }

    /** As {@link #frozen}, for the other kind of it. */
    static Value frozenWithBackprop(NamedLayer layer, Value x, GraphBuilder graph, LayerWriter writer) {
        return writer.write(layer.within(((FrozenLayerWithBackprop) layer.settings()).getUnderlying()), x, graph);
    }

    /** A layer of rows that works on each step of sequences. */
    static Value eachStep(NamedLayer layer, Value x, GraphBuilder graph, LayerWriter writer) {
        TimeDistributed settings = (TimeDistributed) layer.settings();
        Sequences.requireStepsLast(layer, settings.getRnnDataFormat());
        DenseLayers.requireRank(layer, x, 3);
        Value rows = writer.write(layer.within(settings.getUnderlying()), Sequences.rows(x, graph), graph);
        DenseLayers.requireRank(layer, rows, 2);
        return Sequences.ofRows(rows, x.name(), x.size(2), graph);
    }
}

package hourglass.onnx;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.Upsampling1D;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;

/** Layers that enlarge pictures and sequences, put zeros around them, or cut them. */
final class ResizingLayers {

    private ResizingLayers() {}

    static Value enlargePictures(NamedLayer layer, Value x, GraphBuilder graph) {
        Upsampling2D settings = (Upsampling2D) layer.settings();
        Pictures.requireChannelsFirst(layer, settings.getFormat());
        DenseLayers.requireRank(layer, x, 4);
        return enlarged(x, graph, settings.getSize()[0], settings.getSize()[1]);
    }

    static Value enlargeSequences(NamedLayer layer, Value x, GraphBuilder graph) {
        DenseLayers.requireRank(layer, x, 3);
        return enlarged(x, graph, ((Upsampling1D) layer.settings()).getSize()[0]);
    }

    private static Value enlarged(Value x, GraphBuilder graph, int... factors) {
        float[] scales = new float[x.rank()];
        scales[0] = 1;
        scales[1] = 1;
        Value larger = x;
        for (int i = 0; i < factors.length; i++) {
            scales[2 + i] = factors[i];
            long size = x.size(2 + i);
            larger = larger.with("", 2 + i, size < 0 && factors[i] != 1 ? Value.OTHER : size * factors[i]);
        }
        String name = graph.node(
                "Resize",
                List.of(x.name(), "", graph.floats("scales", scales, scales.length)),
                Attributes.text("mode", "nearest"),
                Attributes.text("coordinate_transformation_mode", "asymmetric"),
                Attributes.text("nearest_mode", "floor"));
        return larger.as(name);
    }

    static Value padPictures(NamedLayer layer, Value x, GraphBuilder graph) {
        ZeroPaddingLayer settings = (ZeroPaddingLayer) layer.settings();
        Pictures.requireChannelsFirst(layer, settings.getDataFormat());
        DenseLayers.requireRank(layer, x, 4);
        return padded(x, graph, settings.getPadding());
    }

    static Value padSequences(NamedLayer layer, Value x, GraphBuilder graph) {
        DenseLayers.requireRank(layer, x, 3);
        return padded(x, graph, ((ZeroPadding1DLayer) layer.settings()).getPadding());
    }

    /** The pairs are those of Deeplearning4j: before and behind each dimension. */
    private static Value padded(Value x, GraphBuilder graph, int... pairs) {
        int rank = x.rank();
        long[] pads = new long[2 * rank];
        Value larger = x;
        for (int i = 0; 2 * i < pairs.length; i++) {
            pads[2 + i] = pairs[2 * i];
            pads[rank + 2 + i] = pairs[2 * i + 1];
            larger = changed(larger, 2 + i, pairs[2 * i] + pairs[2 * i + 1]);
        }
        return larger.as(graph.node("Pad", List.of(x.name(), graph.longs("pads", pads))));
    }

    static Value cropPictures(NamedLayer layer, Value x, GraphBuilder graph) {
        Cropping2D settings = (Cropping2D) layer.settings();
        Pictures.requireChannelsFirst(layer, settings.getDataFormat());
        DenseLayers.requireRank(layer, x, 4);
        return cropped(x, graph, settings.getCropping());
    }

    static Value cropSequences(NamedLayer layer, Value x, GraphBuilder graph) {
        DenseLayers.requireRank(layer, x, 3);
        return cropped(x, graph, ((Cropping1D) layer.settings()).getCropping());
    }

    private static Value cropped(Value x, GraphBuilder graph, int... pairs) {
        int count = pairs.length / 2;
        long[] from = new long[count];
        long[] to = new long[count];
        long[] axes = new long[count];
        Value smaller = x;
        for (int i = 0; i < count; i++) {
            from[i] = pairs[2 * i];
            to[i] = pairs[2 * i + 1] == 0 ? Long.MAX_VALUE : -pairs[2 * i + 1];
            axes[i] = 2 + i;
            smaller = changed(smaller, 2 + i, -pairs[2 * i] - pairs[2 * i + 1]);
        }
        List<String> inputs = new ArrayList<>(List.of(x.name()));
        inputs.add(graph.longs("from", from));
        inputs.add(graph.longs("to", to));
        inputs.add(graph.longs("axes", axes));
        return smaller.as(graph.node("Slice", inputs));
    }

    private static Value changed(Value x, int dimension, long by) {
        long size = x.size(dimension);
        return x.with("", dimension, size < 0 && by != 0 ? Value.OTHER : size + by);
    }
}

package hourglass.onnx;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;

/** Layers that bring numbers to one scale. */
final class NormalizationLayers {

    private NormalizationLayers() {}

    /** With the mean and the variance that the training has left. */
    static Value batch(NamedLayer layer, Value x, GraphBuilder graph) {
        BatchNormalization settings = (BatchNormalization) layer.settings();
        if (x.rank() != 2 && x.rank() != 4) {
            throw layer.refusal(
                    "is given arrays " + x.words()
                            + ", of which Deeplearning4j normalises the examples in the place of the" + " features",
                    "put it where rows or pictures are, or leave it out");
        }
        if (x.rank() == 4) {
            Pictures.requireChannelsFirst(layer, settings.getCnn2DFormat());
        }
        int features = (int) x.size(1);
        String name = graph.node(
                "BatchNormalization",
                List.of(
                        x.name(),
                        scale(layer, settings, "gamma", settings.getGamma(), 1, features, graph),
                        scale(layer, settings, "beta", settings.getBeta(), 0, features, graph),
                        graph.weights("mean", layer.parameter("mean"), features),
                        graph.weights("var", variance(layer, settings), features)),
                Attributes.number("epsilon", settings.getEps()));
        return x.as(name);
    }

    private static String scale(
            NamedLayer layer,
            BatchNormalization settings,
            String key,
            double locked,
            double neutral,
            int features,
            GraphBuilder graph) {
        if (!settings.isLockGammaBeta()) {
            return graph.weights(key, layer.parameter(key), features);
        }
        // Deeplearning4j 1.0.0-M2.1 applies other numbers or leaves them out, as its native build has oneDNN or not.
        if (locked != neutral) {
            throw layer.refusal(
                    "has its " + key + " locked at " + locked
                            + ", which Deeplearning4j applies on some machines and not on" + " others",
                    "leave the locked gamma at 1 and beta at 0, or do not lock them");
        }
        float[] same = new float[features];
        Arrays.fill(same, (float) neutral);
        return graph.floats(key, same, features);
    }

    private static float[] variance(NamedLayer layer, BatchNormalization settings) {
        if (!settings.isUseLogStd()) {
            return GraphBuilder.numbers(layer.parameter("var"));
        }
        float[] variances = GraphBuilder.numbers(layer.parameter("log10stdev"));
        for (int i = 0; i < variances.length; i++) {
            variances[i] = (float) Math.pow(10, 2.0 * variances[i]);
        }
        return variances;
    }

    /** Over neighbouring channels; the operator divides its alpha by their number, and Deeplearning4j does not. */
    static Value localResponse(NamedLayer layer, Value x, GraphBuilder graph) {
        DenseLayers.requireRank(layer, x, 4);
        LocalResponseNormalization settings = (LocalResponseNormalization) layer.settings();
        Pictures.requireChannelsFirst(layer, settings.getDataFormat());
        int size = 2 * ((int) settings.getN() / 2) + 1;
        String name = graph.node(
                "LRN",
                List.of(x.name()),
                Attributes.integer("size", size),
                Attributes.number("alpha", settings.getAlpha() * size),
                Attributes.number("beta", settings.getBeta()),
                Attributes.number("bias", settings.getK()));
        return x.as(name);
    }
}

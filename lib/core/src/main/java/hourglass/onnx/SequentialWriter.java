package hourglass.onnx;

import hourglass.layers.LayerReshaping;
import hourglass.runtime.Interruption;
import java.util.Map;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Writes layers that follow one another.
 *
 * <p>Inside of a recurrent network, feed-forward layers are given the steps of all sequences as rows. Where such a network is cut,
 * the file takes and gives sequences, as {@link hourglass.layers.LayerReshaping} does for an autoencoder.
 */
final class SequentialWriter implements NetworkWriter {
    private final MultiLayerNetwork network;
    private final GraphBuilder graph;

    SequentialWriter(MultiLayerNetwork network, GraphBuilder graph) {
        this.network = network;
        this.graph = graph;
    }

    @Override
    public Value write(int from, int to, Value input) {
        Reshapings reshapings = new Reshapings(input.name(), graph);
        Value x = input;
        boolean rowsOfSteps = false;
        for (int i = from; i <= to; i++) {
            Interruption.check("writing the network as ONNX");
            NamedLayer layer = named(i);
            graph.begin("layer" + (i + 1));
            InputPreProcessor own = network.getLayerWiseConfigurations().getInputPreProcess(i);
            if (i == from
                    && x.rank() == 3
                    && LayerReshaping.takesRowsOfSteps(network.getLayerWiseConfigurations(), i)) {
                if (!(own instanceof FeedForwardToRnnPreProcessor)) {
                    rowsOfSteps = true;
                    x = reshapings.rows(x);
                    x = own == null ? x : reshapings.apply(layer, own, x);
                }
            } else if (own != null) {
                rowsOfSteps = own instanceof RnnToFeedForwardPreProcessor && x.rank() == 3
                        || rowsOfSteps && !(own instanceof FeedForwardToRnnPreProcessor);
                x = reshapings.apply(layer, own, x);
            }
            x = LayerWriters.write(layer, x, graph);
        }
        graph.begin("");
        x = rowsOfSteps && x.rank() == 2 ? reshapings.sequences(x) : x;
        if (x.size(0) != Value.N) {
            throw named(to)
                    .refusal(
                            "gives the steps of all sequences one behind the other and no array for each example",
                            "put the layer named \"code\" where one row, picture or sequence stands for an example");
        }
        return x;
    }

    private NamedLayer named(int i) {
        Layer settings = network.getLayerWiseConfigurations().getConf(i).getLayer();
        Map<String, INDArray> parameters = network.getLayer(i).paramTable();
        String own = settings.getLayerName();
        // Deeplearning4j counts from 0 where it gives a name itself.
        String called = own == null || own.equals("layer" + i) ? "" : " \"" + own + "\"";
        String kind = settings.getClass().getSimpleName();
        return new NamedLayer(
                "Layer " + (i + 1) + called + " (" + kind + ")", settings, parameters == null ? Map.of() : parameters);
    }
}

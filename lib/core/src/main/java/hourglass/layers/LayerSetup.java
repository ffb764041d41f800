package hourglass.layers;

import java.util.Collection;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What every Deeplearning4j layer is given when its configuration instantiates it. */
public final class LayerSetup {

    private LayerSetup() {}

    /**
     * Gives a new layer its place in the network and its parameters.
     *
     * @param layer the new layer
     * @param conf its configuration
     * @param listeners the network's listeners
     * @param index its place among the network's layers, from 0
     * @param parameters its part of the network's parameters, null if it has none
     * @param table the parameters by name, as the configuration's initializer made them
     * @return the layer
     */
    public static <L extends Layer> L of(
            L layer,
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            Map<String, INDArray> table) {
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        layer.setParamTable(table);
        layer.setConf(conf);
        return layer;
    }
}

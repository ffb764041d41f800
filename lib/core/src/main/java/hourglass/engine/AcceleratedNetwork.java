package hourglass.engine;

import hourglass.engine.layers.LayerReplacements;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network that puts accelerated layers in the places of those that Deeplearning4j makes from the same settings.
 *
 * <p>A clone of it is one of Deeplearning4j's own networks, which computes the same.
 */
final class AcceleratedNetwork extends MultiLayerNetwork {

    private static final long serialVersionUID = 1L;

    AcceleratedNetwork(MultiLayerConfiguration configuration) {
        super(configuration);
    }

    @Override
    public void init(INDArray parameters, boolean cloneParameters) {
        if (isInitCalled()) {
            return;
        }
        super.init(parameters, cloneParameters);
        setLayers(LayerReplacements.replace(getLayers(), LayerReplacements.decide(getLayerWiseConfigurations())));
        synchronizeIterEpochCounts();
    }

    /** As in Deeplearning4j, whose own table of names has the layers that were replaced. */
    @Override
    public Layer getLayer(String name) {
        for (Layer layer : getLayers()) {
            if (name.equals(layer.conf().getLayer().getLayerName())) {
                return layer;
            }
        }
        return null;
    }
}

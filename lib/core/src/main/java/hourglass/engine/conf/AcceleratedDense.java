package hourglass.engine.conf;

import hourglass.engine.layers.AcceleratedDenseLayer;
import hourglass.engine.layers.LayerPosition;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The settings of a dense layer that is computed by {@link AcceleratedDenseLayer}. */
final class AcceleratedDense extends DenseLayer {

    private static final long serialVersionUID = 1L;

    private final LayerPosition position;

    AcceleratedDense(LayerPosition position) {
        this.position = position;
    }

    static Obstacles obstacles(DenseLayer layer) {
        return new Obstacles()
                .when(layer.hasLayerNorm(), "Deeplearning4j computes the layer normalisation")
                .whenWeightsHaveNoise(layer.getWeightNoise())
                .whenActivationIsUnknown(layer.getActivationFn());
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        Layer original = super.instantiate(conf, listeners, index, parameters, initialize, type);
        return Instantiation.inPlaceOf(original, parameters, new AcceleratedDenseLayer(conf, type, position));
    }
}

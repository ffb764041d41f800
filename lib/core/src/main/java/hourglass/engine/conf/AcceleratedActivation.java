package hourglass.engine.conf;

import hourglass.engine.kernels.FusedActivation;
import hourglass.engine.layers.AcceleratedActivationLayer;
import hourglass.engine.layers.LayerPosition;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The settings of an activation between convolutional layers that is computed by {@link AcceleratedActivationLayer}. */
final class AcceleratedActivation extends ActivationLayer {

    private static final long serialVersionUID = 1L;

    private final LayerPosition position;

    AcceleratedActivation(LayerPosition position) {
        this.position = position;
    }

    static Obstacles obstacles(ActivationLayer layer) {
        FusedActivation activation = FusedActivation.of(layer.getActivationFn());
        return new Obstacles()
                .whenOneDnnIsMissing()
                .when(
                        activation == null || activation == FusedActivation.IDENTITY,
                        "Deeplearning4j computes the activation " + Obstacles.name(layer.getActivationFn()));
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
        return Instantiation.inPlaceOf(original, parameters, new AcceleratedActivationLayer(conf, type, position));
    }
}

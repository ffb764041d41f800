package hourglass.engine.conf;

import hourglass.engine.layers.AcceleratedLstmLayer;
import hourglass.engine.layers.LayerPosition;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The settings of an LSTM with tanh and sigmoid gates that is computed by {@link AcceleratedLstmLayer}. */
final class AcceleratedLstm extends LSTM {

    private static final long serialVersionUID = 1L;

    private final LayerPosition position;

    AcceleratedLstm(LayerPosition position) {
        this.position = position;
    }

    static Obstacles obstacles(LSTM layer) {
        return new Obstacles()
                .when(
                        !(layer.getActivationFn() instanceof ActivationTanH),
                        "The activation is " + Obstacles.name(layer.getActivationFn())
                                + ", and Deeplearning4j's own LSTM is about a hundred times slower",
                        "set .activation(Activation.TANH)")
                .when(
                        !(layer.getGateActivationFn() instanceof ActivationSigmoid),
                        "The activation of the gates is " + Obstacles.name(layer.getGateActivationFn()),
                        "set .gateActivationFunction(Activation.SIGMOID)")
                .whenWeightsHaveNoise(layer.getWeightNoise())
                .whenInputHasDropout(layer.getIDropout())
                .whenStepsComeFirst(layer.getRnnDataFormat());
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
        return Instantiation.inPlaceOf(original, parameters, new AcceleratedLstmLayer(conf, type, position));
    }
}

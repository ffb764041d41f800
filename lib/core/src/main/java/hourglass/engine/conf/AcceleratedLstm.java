package hourglass.engine.conf;

import hourglass.engine.layers.AcceleratedLstmLayer;
import hourglass.layers.LayerSetup;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The settings of an LSTM with tanh and sigmoid gates that is computed by {@link AcceleratedLstmLayer}. */
public final class AcceleratedLstm extends LSTM implements SkipsInputGradient, RetainsActivation {

    private static final long serialVersionUID = 1L;

    private boolean first;
    private boolean copy;

    static boolean fits(LSTM layer) {
        return layer.getActivationFn() != null
                && layer.getActivationFn().getClass() == ActivationTanH.class
                && layer.getGateActivationFn().getClass() == ActivationSigmoid.class
                && layer.getWeightNoise() == null
                && layer.getIDropout() == null
                && layer.getRnnDataFormat() != RNNFormat.NWC;
    }

    @Override
    public void standsFirst() {
        first = true;
    }

    @Override
    public void keepsCopy() {
        copy = true;
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        return LayerSetup.of(
                new AcceleratedLstmLayer(conf, type, first, copy),
                conf,
                listeners,
                index,
                parameters,
                initializer().init(conf, parameters, initialize));
    }
}

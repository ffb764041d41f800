package hourglass.accelerate;

import java.util.Collection;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The settings of an LSTM of which only the last step is used, computed by {@link LastTimeStepTwinLayer}. */
final class LastTimeStepTwin extends LastTimeStep implements FirstLayer {

    private static final long serialVersionUID = 1L;

    LastTimeStepTwin() {
        super(new LSTM());
    }

    static boolean fits(LastTimeStep layer) {
        return layer.getUnderlying() instanceof LSTM lstm && lstm.getClass() == LSTM.class && LstmTwin.fits(lstm);
    }

    @Override
    public void standsFirst() {
        ((LstmTwin) getUnderlying()).standsFirst();
    }

    @Override
    public org.deeplearning4j.nn.api.Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        NeuralNetConfiguration inner = conf.clone();
        inner.setLayer(getUnderlying());
        return new LastTimeStepTwinLayer(
                (LstmTwinLayer) getUnderlying().instantiate(inner, listeners, index, parameters, initialize, type));
    }
}

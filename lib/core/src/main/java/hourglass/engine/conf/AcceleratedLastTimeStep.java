package hourglass.engine.conf;

import hourglass.engine.layers.AcceleratedLastTimeStepLayer;
import hourglass.engine.layers.AcceleratedLstmLayer;
import java.util.Collection;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The settings of an LSTM of which only the last step is used, computed by {@link AcceleratedLastTimeStepLayer}. */
public final class AcceleratedLastTimeStep extends LastTimeStep {

    private static final long serialVersionUID = 1L;

    AcceleratedLastTimeStep() {
        super(new LSTM());
    }

    static Obstacles obstacles(LastTimeStep layer) {
        return layer.getUnderlying() instanceof LSTM lstm && lstm.getClass() == LSTM.class
                ? AcceleratedLstm.obstacles(lstm)
                : new Obstacles()
                        .when(
                                true,
                                "There is no accelerated "
                                        + layer.getUnderlying().getClass().getSimpleName());
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
        return new AcceleratedLastTimeStepLayer((AcceleratedLstmLayer)
                getUnderlying().instantiate(inner, listeners, index, parameters, initialize, type));
    }
}

package hourglass.engine.conf;

import hourglass.engine.layers.AcceleratedRepeatVectorLayer;
import java.util.Collection;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The settings of a repeated vector in front of an LSTM, computed by {@link AcceleratedRepeatVectorLayer}. */
final class AcceleratedRepeatVector extends RepeatVector {

    private static final long serialVersionUID = 1L;

    static Obstacles obstacles(RepeatVector layer, Layer next) {
        return new Obstacles()
                .whenStepsComeFirst(layer.getDataFormat())
                .whenInputHasDropout(layer.getIDropout())
                .when(
                        !(next instanceof LSTM lstm
                                && AcceleratedLstm.obstacles(lstm).isEmpty()),
                        "No accelerated LSTM follows");
    }

    @Override
    public AcceleratedRepeatVector clone() {
        return (AcceleratedRepeatVector) super.clone();
    }

    @Override
    public org.deeplearning4j.nn.api.Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        org.deeplearning4j.nn.api.Layer original =
                super.instantiate(conf, listeners, index, parameters, initialize, type);
        return Instantiation.inPlaceOf(original, parameters, new AcceleratedRepeatVectorLayer(conf, type));
    }
}

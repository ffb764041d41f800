package hourglass.engine.conf;

import hourglass.engine.layers.AcceleratedRepeatVectorLayer;
import hourglass.layers.LayerSetup;
import java.util.Collection;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The settings of a repeated vector in front of an LSTM, computed by {@link AcceleratedRepeatVectorLayer}. */
final class AcceleratedRepeatVector extends RepeatVector {

    private static final long serialVersionUID = 1L;

    static boolean fits(RepeatVector layer, Layer next) {
        return layer.getDataFormat() == RNNFormat.NCW
                && layer.getIDropout() == null
                && next instanceof LSTM lstm
                && AcceleratedLstm.fits(lstm);
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
        return LayerSetup.of(
                new AcceleratedRepeatVectorLayer(conf, type),
                conf,
                listeners,
                index,
                parameters,
                initializer().init(conf, parameters, initialize));
    }
}

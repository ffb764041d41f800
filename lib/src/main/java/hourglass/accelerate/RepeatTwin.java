package hourglass.accelerate;

import java.util.Collection;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The settings of a repeated vector in front of an LSTM, computed by {@link RepeatTwinLayer}. */
final class RepeatTwin extends RepeatVector {

    private static final long serialVersionUID = 1L;

    static boolean fits(RepeatVector layer, Layer next) {
        return layer.getDataFormat() == RNNFormat.NCW
                && layer.getIDropout() == null
                && next instanceof LSTM lstm
                && LstmTwin.fits(lstm);
    }

    @Override
    public RepeatTwin clone() {
        return (RepeatTwin) super.clone();
    }

    @Override
    public org.deeplearning4j.nn.api.Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        RepeatTwinLayer layer = new RepeatTwinLayer(conf, type);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        layer.setParamTable(initializer().init(conf, parameters, initialize));
        layer.setConf(conf);
        return layer;
    }
}

package hourglass.accelerate;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The settings of a sequence's output layer whose activation and loss {@link RnnOutputTwinLayer} computes in one pass. */
final class RnnOutputTwin extends RnnOutputLayer {

    private static final long serialVersionUID = 1L;

    static boolean fits(RnnOutputLayer layer) {
        return OutputTwin.fits(layer)
                && layer.hasBias()
                && layer.getIDropout() == null
                && layer.getRnnDataFormat() != RNNFormat.NWC;
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        RnnOutputTwinLayer layer = new RnnOutputTwinLayer(conf, type);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        layer.setParamTable(initializer().init(conf, parameters, initialize));
        layer.setConf(conf);
        return layer;
    }
}

package hourglass.accelerate;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The settings of an activation and loss over pictures that {@link CnnLossTwinLayer} computes in one pass. */
final class CnnLossTwin extends CnnLossLayer {

    private static final long serialVersionUID = 1L;

    static boolean fits(CnnLossLayer layer) {
        return layer.getFormat() == CNN2DFormat.NCHW
                && Objective.of(layer.getActivationFn(), layer.getLossFn()) != null;
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        CnnLossTwinLayer layer = new CnnLossTwinLayer(conf, type);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        layer.setParamTable(initializer().init(conf, parameters, initialize));
        layer.setConf(conf);
        return layer;
    }
}

package hourglass.accelerate;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The settings of an activation between convolutional layers that is computed by {@link ActivationTwinLayer}. */
final class ActivationTwin extends ActivationLayer implements Keeper {

    private static final long serialVersionUID = 1L;

    private boolean copy;

    @Override
    public void keepsCopy() {
        copy = true;
    }

    static boolean fits(ActivationLayer layer) {
        Curve curve = Curve.of(layer.getActivationFn());
        return OneDnn.available() && curve != null && curve != Curve.IDENTITY;
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        ActivationTwinLayer layer = new ActivationTwinLayer(conf, type, copy);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        layer.setParamTable(initializer().init(conf, parameters, initialize));
        layer.setConf(conf);
        return layer;
    }
}

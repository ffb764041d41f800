package hourglass.accelerate;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The settings of a dense layer that is computed by {@link DenseTwinLayer}. */
final class DenseTwin extends DenseLayer implements FirstLayer, Keeper {

    private static final long serialVersionUID = 1L;

    private boolean first;
    private boolean copies;

    static boolean fits(DenseLayer layer) {
        return !layer.hasLayerNorm() && layer.getWeightNoise() == null && Curve.of(layer.getActivationFn()) != null;
    }

    @Override
    public void standsFirst() {
        first = true;
    }

    @Override
    public void keepsCopy() {
        copies = true;
    }

    boolean copies() {
        return copies;
    }

    boolean isFirst() {
        return first;
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        DenseTwinLayer layer = new DenseTwinLayer(conf, type);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        layer.setParamTable(initializer().init(conf, parameters, initialize));
        layer.setConf(conf);
        return layer;
    }
}

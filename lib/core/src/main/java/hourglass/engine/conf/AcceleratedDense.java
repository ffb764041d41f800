package hourglass.engine.conf;

import hourglass.engine.kernels.FusedActivation;
import hourglass.engine.layers.AcceleratedDenseLayer;
import hourglass.layers.LayerSetup;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The settings of a dense layer that is computed by {@link AcceleratedDenseLayer}. */
public final class AcceleratedDense extends DenseLayer implements SkipsInputGradient, RetainsActivation {

    private static final long serialVersionUID = 1L;

    private boolean first;
    private boolean copy;

    static boolean fits(DenseLayer layer) {
        return !layer.hasLayerNorm()
                && layer.getWeightNoise() == null
                && FusedActivation.of(layer.getActivationFn()) != null;
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
                new AcceleratedDenseLayer(conf, type, first, copy),
                conf,
                listeners,
                index,
                parameters,
                initializer().init(conf, parameters, initialize));
    }
}

package hourglass.engine.conf;

import hourglass.engine.kernels.FusedActivation;
import hourglass.engine.layers.AcceleratedActivationLayer;
import hourglass.engine.onednn.OneDnn;
import hourglass.layers.LayerSetup;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The settings of an activation between convolutional layers that is computed by {@link AcceleratedActivationLayer}. */
final class AcceleratedActivation extends ActivationLayer implements RetainsActivation {

    private static final long serialVersionUID = 1L;

    private boolean copy;

    @Override
    public void keepsCopy() {
        copy = true;
    }

    static boolean fits(ActivationLayer layer) {
        FusedActivation curve = FusedActivation.of(layer.getActivationFn());
        return OneDnn.available() && curve != null && curve != FusedActivation.IDENTITY;
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
                new AcceleratedActivationLayer(conf, type, copy),
                conf,
                listeners,
                index,
                parameters,
                initializer().init(conf, parameters, initialize));
    }
}

package hourglass.engine.conf;

import hourglass.engine.layers.AcceleratedUpsamplingLayer;
import hourglass.engine.onednn.OneDnn;
import hourglass.layers.LayerSetup;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The settings of an up-sampling that is computed by {@link AcceleratedUpsamplingLayer}. */
final class AcceleratedUpsampling extends Upsampling2D {

    private static final long serialVersionUID = 1L;

    static boolean fits(Upsampling2D layer) {
        return OneDnn.available() && layer.getFormat() == CNN2DFormat.NCHW;
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
                new AcceleratedUpsamplingLayer(conf, type),
                conf,
                listeners,
                index,
                parameters,
                initializer().init(conf, parameters, initialize));
    }
}

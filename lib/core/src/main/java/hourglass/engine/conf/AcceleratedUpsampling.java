package hourglass.engine.conf;

import hourglass.engine.layers.AcceleratedUpsamplingLayer;
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

    static Obstacles obstacles(Upsampling2D layer) {
        return new Obstacles().whenOneDnnIsMissing().whenChannelsComeLast(layer.getFormat() != CNN2DFormat.NCHW);
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        Layer original = super.instantiate(conf, listeners, index, parameters, initialize, type);
        return Instantiation.inPlaceOf(original, parameters, new AcceleratedUpsamplingLayer(conf, type));
    }
}

package hourglass.engine.conf;

import hourglass.engine.layers.AcceleratedCnnLossLayer;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The settings of an activation and loss over images that {@link AcceleratedCnnLossLayer} computes in one pass. */
final class AcceleratedCnnLoss extends CnnLossLayer {

    private static final long serialVersionUID = 1L;

    static Obstacles obstacles(CnnLossLayer layer) {
        return new Obstacles()
                .whenChannelsComeLast(layer.getFormat() != CNN2DFormat.NCHW)
                .whenLossIsUnknown(layer.getActivationFn(), layer.getLossFn());
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
        return Instantiation.inPlaceOf(original, parameters, new AcceleratedCnnLossLayer(conf, type));
    }
}

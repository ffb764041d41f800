package hourglass.engine.conf;

import hourglass.engine.layers.AcceleratedBatchNormalizationLayer;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The settings of a batch normalisation that is computed by {@link AcceleratedBatchNormalizationLayer}. */
final class AcceleratedBatchNormalization extends BatchNormalization {

    private static final long serialVersionUID = 1L;

    static Obstacles obstacles(BatchNormalization layer) {
        return new Obstacles()
                .whenOneDnnIsMissing()
                .when(layer.isLockGammaBeta(), "Deeplearning4j computes the normalisation with locked gamma and beta")
                .whenChannelsComeLast(layer.getCnn2DFormat() != CNN2DFormat.NCHW);
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
        return Instantiation.inPlaceOf(original, parameters, new AcceleratedBatchNormalizationLayer(conf, type));
    }
}

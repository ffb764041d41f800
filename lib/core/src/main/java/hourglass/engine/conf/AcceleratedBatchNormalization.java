package hourglass.engine.conf;

import hourglass.engine.layers.AcceleratedBatchNormalizationLayer;
import hourglass.engine.onednn.OneDnn;
import hourglass.layers.LayerSetup;
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

    static boolean fits(BatchNormalization layer) {
        return OneDnn.available() && !layer.isLockGammaBeta() && layer.getCnn2DFormat() == CNN2DFormat.NCHW;
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
                new AcceleratedBatchNormalizationLayer(conf, type),
                conf,
                listeners,
                index,
                parameters,
                initializer().init(conf, parameters, initialize));
    }
}

package hourglass.engine.conf;

import hourglass.engine.kernels.FusedLoss;
import hourglass.engine.layers.AcceleratedCnnLossLayer;
import hourglass.layers.LayerSetup;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The settings of an activation and loss over pictures that {@link AcceleratedCnnLossLayer} computes in one pass. */
final class AcceleratedCnnLoss extends CnnLossLayer {

    private static final long serialVersionUID = 1L;

    static boolean fits(CnnLossLayer layer) {
        return layer.getFormat() == CNN2DFormat.NCHW
                && FusedLoss.of(layer.getActivationFn(), layer.getLossFn()) != null;
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
                new AcceleratedCnnLossLayer(conf, type),
                conf,
                listeners,
                index,
                parameters,
                initializer().init(conf, parameters, initialize));
    }
}

package hourglass.engine.conf;

import hourglass.engine.kernels.FusedLoss;
import hourglass.engine.layers.AcceleratedOutputLayer;
import hourglass.layers.LayerSetup;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The settings of an output layer whose activation and loss {@link AcceleratedOutputLayer} computes in one pass. */
final class AcceleratedOutput extends OutputLayer {

    private static final long serialVersionUID = 1L;

    static boolean fits(BaseOutputLayer layer) {
        return layer.getWeightNoise() == null && FusedLoss.of(layer.getActivationFn(), layer.getLossFn()) != null;
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
                new AcceleratedOutputLayer(conf, type),
                conf,
                listeners,
                index,
                parameters,
                initializer().init(conf, parameters, initialize));
    }
}

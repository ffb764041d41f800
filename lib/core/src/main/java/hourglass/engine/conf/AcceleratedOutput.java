package hourglass.engine.conf;

import hourglass.engine.layers.AcceleratedOutputLayer;
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

    /** What stands against an accelerated output layer; also against that of a sequence. */
    static Obstacles obstacles(BaseOutputLayer layer) {
        return new Obstacles()
                .whenWeightsHaveNoise(layer.getWeightNoise())
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
        return Instantiation.inPlaceOf(original, parameters, new AcceleratedOutputLayer(conf, type));
    }
}

package hourglass.engine.conf;

import hourglass.engine.layers.AcceleratedRnnOutputLayer;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The settings of a sequence's output layer whose activation and loss {@link AcceleratedRnnOutputLayer} computes in one pass. */
final class AcceleratedRnnOutput extends RnnOutputLayer {

    private static final long serialVersionUID = 1L;

    static Obstacles obstacles(RnnOutputLayer layer) {
        return AcceleratedOutput.obstacles(layer)
                .when(!layer.hasBias(), "It has no bias", "set .hasBias(true)")
                .whenInputHasDropout(layer.getIDropout())
                .whenStepsComeFirst(layer.getRnnDataFormat());
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
        return Instantiation.inPlaceOf(original, parameters, new AcceleratedRnnOutputLayer(conf, type));
    }
}

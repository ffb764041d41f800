package hourglass.engine.conf;

import hourglass.engine.layers.AcceleratedRnnOutputLayer;
import hourglass.layers.LayerSetup;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The settings of a sequence's output layer whose activation and loss {@link AcceleratedRnnOutputLayer} computes in one pass. */
final class AcceleratedRnnOutput extends RnnOutputLayer {

    private static final long serialVersionUID = 1L;

    static boolean fits(RnnOutputLayer layer) {
        return AcceleratedOutput.fits(layer)
                && layer.hasBias()
                && layer.getIDropout() == null
                && layer.getRnnDataFormat() != RNNFormat.NWC;
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
                new AcceleratedRnnOutputLayer(conf, type),
                conf,
                listeners,
                index,
                parameters,
                initializer().init(conf, parameters, initialize));
    }
}

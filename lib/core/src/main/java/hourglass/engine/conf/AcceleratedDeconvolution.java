package hourglass.engine.conf;

import hourglass.engine.layers.AcceleratedDeconvolutionLayer;
import hourglass.engine.layers.LayerPosition;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The settings of a transposed convolution that is computed by {@link AcceleratedDeconvolutionLayer}. */
final class AcceleratedDeconvolution extends Deconvolution2D {

    private static final long serialVersionUID = 1L;

    private final LayerPosition position;

    AcceleratedDeconvolution(LayerPosition position) {
        this.position = position;
    }

    /** What stands against an accelerated transposed convolution: Deeplearning4j leaves its dropout out of the gradient. */
    static Obstacles obstacles(Deconvolution2D layer) {
        return AcceleratedConvolution.obstacles(layer).whenInputHasDropout(layer.getIDropout());
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
        return Instantiation.inPlaceOf(original, parameters, new AcceleratedDeconvolutionLayer(conf, type, position));
    }
}

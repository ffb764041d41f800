package hourglass.engine.conf;

import hourglass.engine.layers.AcceleratedDeconvolutionLayer;
import hourglass.layers.LayerSetup;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The settings of a transposed convolution that is computed by {@link AcceleratedDeconvolutionLayer}. */
final class AcceleratedDeconvolution extends Deconvolution2D implements SkipsInputGradient, RetainsActivation {

    private static final long serialVersionUID = 1L;

    private boolean first;
    private boolean copy;

    static boolean fits(Deconvolution2D layer) {
        return AcceleratedConvolution.fits(layer);
    }

    @Override
    public void standsFirst() {
        first = true;
    }

    @Override
    public void keepsCopy() {
        copy = true;
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
                new AcceleratedDeconvolutionLayer(conf, type, first, copy),
                conf,
                listeners,
                index,
                parameters,
                initializer().init(conf, parameters, initialize));
    }
}

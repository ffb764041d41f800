package hourglass.engine.conf;

import hourglass.engine.kernels.FusedActivation;
import hourglass.engine.layers.AcceleratedConvolutionLayer;
import hourglass.engine.onednn.ConvolutionGeometry;
import hourglass.engine.onednn.OneDnn;
import hourglass.layers.LayerSetup;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The settings of a convolution that is computed by {@link AcceleratedConvolutionLayer}. */
public final class AcceleratedConvolution extends ConvolutionLayer implements SkipsInputGradient, RetainsActivation {

    private static final long serialVersionUID = 1L;

    private boolean first;
    private boolean copy;

    /** Whether oneDNN is there and the settings are among those that the twin knows; also for transposed convolutions. */
    static boolean fits(ConvolutionLayer layer) {
        return OneDnn.available()
                && layer.getCnn2dDataFormat() == CNN2DFormat.NCHW
                && layer.getWeightNoise() == null
                && FusedActivation.of(layer.getActivationFn()) != null
                && ConvolutionGeometry.Window.of(layer).known();
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
                new AcceleratedConvolutionLayer(conf, type, first, copy),
                conf,
                listeners,
                index,
                parameters,
                initializer().init(conf, parameters, initialize));
    }
}

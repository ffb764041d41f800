package hourglass.accelerate;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The settings of a convolution that is computed by {@link ConvolutionTwinLayer}. */
final class ConvolutionTwin extends ConvolutionLayer implements FirstLayer, Keeper {

    private static final long serialVersionUID = 1L;

    private boolean first;
    private boolean copy;

    /** Whether oneDNN is there and the settings are among those that the twin knows; also for transposed convolutions. */
    static boolean fits(ConvolutionLayer layer) {
        return OneDnn.available()
                && layer.getCnn2dDataFormat() == CNN2DFormat.NCHW
                && layer.getWeightNoise() == null
                && Curve.of(layer.getActivationFn()) != null
                && window(layer).known();
    }

    static Geometry.Window window(ConvolutionLayer layer) {
        return new Geometry.Window(
                layer.getKernelSize(),
                layer.getStride(),
                layer.getPadding(),
                layer.getDilation(),
                layer.getConvolutionMode());
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
        ConvolutionTwinLayer layer = new ConvolutionTwinLayer(conf, type, first, copy);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        layer.setParamTable(initializer().init(conf, parameters, initialize));
        layer.setConf(conf);
        return layer;
    }
}

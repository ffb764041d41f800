package hourglass.accelerate;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The settings of a max-pooling that is computed by {@link SubsamplingTwinLayer}. */
final class SubsamplingTwin extends SubsamplingLayer {

    private static final long serialVersionUID = 1L;

    static boolean fits(SubsamplingLayer layer) {
        return OneDnn.available()
                && layer.getPoolingType() == org.deeplearning4j.nn.conf.layers.PoolingType.MAX
                && layer.getCnn2dDataFormat() == CNN2DFormat.NCHW
                && window(layer).known();
    }

    static Geometry.Window window(SubsamplingLayer layer) {
        return new Geometry.Window(
                layer.getKernelSize(),
                layer.getStride(),
                layer.getPadding(),
                layer.getDilation(),
                layer.getConvolutionMode());
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        SubsamplingTwinLayer layer = new SubsamplingTwinLayer(conf, type);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        layer.setParamTable(initializer().init(conf, parameters, initialize));
        layer.setConf(conf);
        return layer;
    }
}

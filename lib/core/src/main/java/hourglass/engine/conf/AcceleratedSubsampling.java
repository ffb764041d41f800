package hourglass.engine.conf;

import hourglass.engine.layers.AcceleratedSubsamplingLayer;
import hourglass.engine.onednn.ConvolutionGeometry;
import hourglass.engine.onednn.OneDnn;
import hourglass.layers.LayerSetup;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The settings of a max-pooling that is computed by {@link AcceleratedSubsamplingLayer}. */
public final class AcceleratedSubsampling extends SubsamplingLayer {

    private static final long serialVersionUID = 1L;

    static boolean fits(SubsamplingLayer layer) {
        return OneDnn.available()
                && layer.getPoolingType() == org.deeplearning4j.nn.conf.layers.PoolingType.MAX
                && layer.getCnn2dDataFormat() == CNN2DFormat.NCHW
                && ConvolutionGeometry.Window.of(layer).known();
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
                new AcceleratedSubsamplingLayer(conf, type),
                conf,
                listeners,
                index,
                parameters,
                initializer().init(conf, parameters, initialize));
    }
}

package hourglass.engine.conf;

import hourglass.engine.layers.AcceleratedSubsamplingLayer;
import hourglass.engine.onednn.ConvolutionGeometry;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The settings of a max-pooling that is computed by {@link AcceleratedSubsamplingLayer}. */
final class AcceleratedSubsampling extends SubsamplingLayer {

    private static final long serialVersionUID = 1L;

    static Obstacles obstacles(SubsamplingLayer layer) {
        return new Obstacles()
                .whenOneDnnIsMissing()
                .when(
                        layer.getPoolingType() != org.deeplearning4j.nn.conf.layers.PoolingType.MAX,
                        "Deeplearning4j computes the pooling of kind " + layer.getPoolingType())
                .when(
                        layer.getDilation()[0] != 1 || layer.getDilation()[1] != 1,
                        "Deeplearning4j pools with a dilation in its own way")
                .whenChannelsComeLast(layer.getCnn2dDataFormat() != CNN2DFormat.NCHW)
                .when(
                        !ConvolutionGeometry.Window.of(layer).hasKnownMode(),
                        "The convolution mode is " + layer.getConvolutionMode());
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
        return Instantiation.inPlaceOf(original, parameters, new AcceleratedSubsamplingLayer(conf, type));
    }
}

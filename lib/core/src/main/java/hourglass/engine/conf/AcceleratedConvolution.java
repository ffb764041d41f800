package hourglass.engine.conf;

import hourglass.engine.layers.AcceleratedConvolutionLayer;
import hourglass.engine.layers.LayerPosition;
import hourglass.engine.onednn.ConvolutionGeometry;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The settings of a convolution that is computed by {@link AcceleratedConvolutionLayer}. */
final class AcceleratedConvolution extends ConvolutionLayer {

    private static final long serialVersionUID = 1L;

    private final LayerPosition position;

    AcceleratedConvolution(LayerPosition position) {
        this.position = position;
    }

    /** What stands against an accelerated convolution; also against a transposed one. */
    static Obstacles obstacles(ConvolutionLayer layer) {
        return new Obstacles()
                .whenOneDnnIsMissing()
                .whenChannelsComeLast(layer.getCnn2dDataFormat() != CNN2DFormat.NCHW)
                .whenWeightsHaveNoise(layer.getWeightNoise())
                .whenActivationIsUnknown(layer.getActivationFn())
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
        return Instantiation.inPlaceOf(original, parameters, new AcceleratedConvolutionLayer(conf, type, position));
    }
}

package hourglass.onnx;

import java.util.List;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;

/** The shape of the examples that an autoencoder takes, which follows from its first layers. */
final class NetworkInput {

    private NetworkInput() {}

    /**
     * Finds the shape.
     *
     * @param last up to which layer, from 0, a repeated code fixes the number of steps
     * @throws IllegalArgumentException if the configuration does not tell it
     */
    static long[] shape(MultiLayerConfiguration configuration, int last) {
        for (int i = 0; i < configuration.getConfs().size(); i++) {
            Layer layer = unwrapped(configuration.getConf(i).getLayer());
            InputPreProcessor before = first(configuration.getInputPreProcess(i));
            if (before == null && takesEveryShape(layer)) {
                continue; // They take every shape; the layer behind them tells it.
            }
            long[] shape = shape(layer, before, time(configuration, last));
            if (shape != null) {
                return shape;
            }
            throw new IllegalArgumentException("Layer " + (i + 1) + " ("
                    + configuration.getConf(i).getLayer().getClass().getSimpleName()
                    + ") does not tell what shape examples have, which an ONNX file names: begin the network with a"
                    + " DenseLayer, a ConvolutionLayer or a recurrent layer.");
        }
        throw new IllegalArgumentException(
                "No layer tells what shape examples have, which an ONNX file names: begin the"
                        + " network with a DenseLayer, a ConvolutionLayer or a recurrent layer.");
    }

    private static boolean takesEveryShape(Layer layer) {
        return layer instanceof DropoutLayer
                || layer instanceof ActivationLayer
                || layer instanceof BatchNormalization
                || layer instanceof PReLULayer;
    }

    private static long[] shape(Layer layer, InputPreProcessor before, long time) {
        if (before instanceof FeedForwardToCnnPreProcessor to) {
            return new long[] {Value.N, to.getNumChannels() * to.getInputHeight() * to.getInputWidth()};
        }
        if (before instanceof CnnToFeedForwardPreProcessor from) {
            return new long[] {Value.N, from.getNumChannels(), from.getInputHeight(), from.getInputWidth()};
        }
        if (before instanceof RnnToCnnPreProcessor to) {
            long numbers = (long) to.getNumChannels() * to.getInputHeight() * to.getInputWidth();
            return new long[] {Value.N, numbers, time};
        }
        boolean sized = layer instanceof FeedForwardLayer;
        if (before instanceof RnnToFeedForwardPreProcessor) {
            return sized ? new long[] {Value.N, ((FeedForwardLayer) layer).getNIn(), time} : null;
        }
        if (before != null) {
            return null;
        }
        if (layer instanceof Bidirectional both) {
            return new long[] {Value.N, both.getNIn(), time};
        }
        if (layer instanceof TimeDistributed each && each.getUnderlying() instanceof FeedForwardLayer inner) {
            return new long[] {Value.N, inner.getNIn(), time};
        }
        if (layer instanceof BaseRecurrentLayer || layer instanceof Convolution1DLayer) {
            return new long[] {Value.N, ((FeedForwardLayer) layer).getNIn(), time};
        }
        if (layer instanceof ConvolutionLayer pictures) {
            return new long[] {Value.N, pictures.getNIn(), Value.HEIGHT, Value.WIDTH};
        }
        boolean rows = layer instanceof DenseLayer || layer instanceof ElementWiseMultiplicationLayer;
        return rows ? new long[] {Value.N, ((FeedForwardLayer) layer).getNIn()} : null;
    }

    /** The steps of sequences: those of a repeated code, or any number. */
    private static long time(MultiLayerConfiguration configuration, int last) {
        long time = Value.TIME;
        for (int i = 1; i <= last; i++) {
            if (configuration.getConf(i).getLayer() instanceof RepeatVector repeat) {
                time = repeat.getN();
            }
        }
        return time;
    }

    private static Layer unwrapped(Layer layer) {
        if (layer instanceof FrozenLayer frozen) {
            return unwrapped(frozen.getLayer());
        }
        if (layer instanceof FrozenLayerWithBackprop frozen) {
            return unwrapped(frozen.getUnderlying());
        }
        return layer instanceof BaseWrapperLayer wrapper && !(layer instanceof TimeDistributed)
                ? unwrapped(wrapper.getUnderlying())
                : layer;
    }

    private static InputPreProcessor first(InputPreProcessor before) {
        return before instanceof ComposableInputPreProcessor several
                ? first(List.of(several.getInputPreProcessors()).get(0))
                : before;
    }
}

package hourglass.model;

import hourglass.network.GraphConfiguration;
import hourglass.network.NetworkConfiguration;
import hourglass.runtime.Excerpt;
import java.util.Arrays;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeFeedForward;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.util.TimeSeriesUtils;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Follows the size of a picture through the layers of a configuration, without running it, because an autoencoder must put
 * out what it takes in. Deeplearning4j would find out in the loss of the first batch, and not say which layer to change.
 */
final class ShapeChecker {
    private ShapeChecker() {}

    /**
     * Checks that each layer with weights knows how many numbers it takes and puts out, and that sequences have the order of
     * this library.
     *
     * @throws IllegalArgumentException in one sentence with the layer and what it lacks
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException in Deeplearning4j's own words if one does not
     */
    static void requireSizes(MultiLayerConfiguration configuration) {
        for (int i = 0; i < configuration.getConfs().size(); i++) {
            Layer layer = configuration.getConf(i).getLayer();
            if (layer instanceof BaseWrapperLayer wrapper) {
                layer = wrapper.getUnderlying();
            }
            if (layer instanceof PReLULayer slopes && slopes.getInputShape() == null) {
                throw new IllegalArgumentException(upper(name(configuration, i))
                        + " was not told the shape of an example, of which it needs one slope for each number: give it"
                        + " inputShape(…), such as inputShape(32) behind a layer of 32 outputs.");
            }
            if (stepsComeFirst(configuration.getConf(i).getLayer())) {
                throw new IllegalArgumentException(upper(name(configuration, i))
                        + " takes sequences [n, time, features] (RNNFormat.NWC), and an Autoencoder is given [n, features,"
                        + " time]: leave the format at RNNFormat.NCW, and permute(0, 2, 1) the examples.");
            }
            if (layer instanceof DenseLayer
                    || layer instanceof BaseOutputLayer
                    || layer instanceof BaseRecurrentLayer
                    || layer instanceof ConvolutionLayer) {
                FeedForwardLayer sized = (FeedForwardLayer) layer;
                LayerValidation.assertNInNOutSet(
                        layer.getClass().getSimpleName(), layer.getLayerName(), i, sized.getNIn(), sized.getNOut());
            }
        }
    }

    private static boolean stepsComeFirst(Layer layer) {
        boolean recurrent = layer instanceof BaseRecurrentLayer
                || layer instanceof Bidirectional
                || layer instanceof TimeDistributed
                || layer instanceof LastTimeStep
                || layer instanceof MaskZeroLayer;
        return recurrent && TimeSeriesUtils.getFormatFromRnnLayer(layer) == RNNFormat.NWC
                || layer instanceof Convolution1DLayer each && each.getRnnDataFormat() == RNNFormat.NWC;
    }

    /** Returns the shape [1, …] of one example, with −1 for a number of steps that may be any; empty if it is not known. */
    static Optional<long[]> example(MultiLayerConfiguration configuration) {
        if (configuration.getInputPreProcess(0) instanceof FeedForwardToCnnPreProcessor picture) {
            return Optional.of(
                    new long[] {1, picture.getInputHeight() * picture.getInputWidth() * picture.getNumChannels()});
        }
        if (configuration.getInputPreProcess(0) == null
                && configuration.getConf(0).getLayer() instanceof DenseLayer dense) {
            return Optional.of(new long[] {1, dense.getNIn()});
        }
        return SequenceShape.of(configuration)
                .map(shape -> new long[] {1, shape.features(), shape.time() == 0 ? -1 : shape.time()});
    }

    /**
     * Checks a network of either kind whose input size is known.
     *
     * @throws IllegalArgumentException in one sentence with the layer, its size and the size that it should have
     */
    static void requireFit(NetworkConfiguration network) {
        if (network instanceof GraphConfiguration graph) {
            if (graph.exampleType() != null) {
                requireFit(graph, graph.exampleType());
            }
        } else {
            requireFit(network.layers());
        }
    }

    /**
     * Checks a network of either kind whose first layer takes pictures [n, channels, height, width] of any size; leaves others
     * alone.
     *
     * @throws IllegalArgumentException in one sentence with the layer, its size and the size that it should have
     */
    static void requireFit(NetworkConfiguration network, INDArray examples) {
        if (!(network instanceof GraphConfiguration graph)) {
            requireFit(network.layers(), examples);
        } else if (takesPicturesOfAnySize(graph.layers(), examples)) {
            requireFit(graph, InputType.convolutional(examples.size(2), examples.size(3), examples.size(1)));
        }
    }

    private static void requireFit(GraphConfiguration graph, InputType example) {
        InputType output;
        try {
            output = graph.outputTypes(example).get(graph.last());
        } catch (RuntimeException e) { // In Deeplearning4j's words, which name the vertex.
            throw new IllegalArgumentException(
                    "The layers of the graph do not fit together for examples of " + example + ": "
                            + Excerpt.of(String.valueOf(e.getMessage()), 300),
                    e);
        }
        long wanted = numbers(example);
        if (numbers(output) != wanted && numbers(output) > 0 && wanted > 0) {
            throw new IllegalArgumentException("The output \"" + graph.order().get(graph.last()) + "\" puts out "
                    + numbers(output) + " numbers for an example of " + wanted
                    + ": change the last layers so that the network gives back its input.");
        }
    }

    private static long numbers(InputType type) {
        return type.arrayElementsPerExample();
    }

    /**
     * Checks a configuration whose input size is known.
     *
     * @throws IllegalArgumentException in one sentence with the layer, its size and the size that it should have
     */
    private static void requireFit(MultiLayerConfiguration configuration) {
        Layer first = configuration.getConf(0).getLayer();
        int last = configuration.getConfs().size() - 1;
        if (configuration.getInputPreProcess(0) instanceof FeedForwardToCnnPreProcessor picture) {
            requireFit(
                    configuration,
                    InputType.convolutionalFlat(
                            picture.getInputHeight(), picture.getInputWidth(), picture.getNumChannels()),
                    picture.getInputHeight(),
                    picture.getInputWidth(),
                    picture.getNumChannels());
        } else if (first instanceof DenseLayer dense
                && configuration.getInputPreProcess(0) == null
                && configuration.getInputPreProcess(last) == null
                && configuration.getConf(last).getLayer() instanceof FeedForwardLayer output) {
            requireNumbers(configuration, last, output.getNOut(), dense.getNIn());
        }
    }

    /**
     * Checks a configuration whose first layer takes pictures [n, channels, height, width] of any size; leaves others
     * alone.
     *
     * @throws IllegalArgumentException in one sentence with the layer, its size and the size that it should have
     */
    private static void requireFit(MultiLayerConfiguration configuration, INDArray examples) {
        if (!takesPicturesOfAnySize(configuration, examples)) {
            return;
        }
        long height = examples.size(2);
        long width = examples.size(3);
        long channels = examples.size(1);
        requireFit(configuration, InputType.convolutional(height, width, channels), height, width, channels);
    }

    /**
     * Whether the first layer is a convolution that is given pictures [n, channels, height, width].
     *
     * @throws IllegalArgumentException if it is one, and the examples are none
     */
    private static boolean takesPicturesOfAnySize(MultiLayerConfiguration configuration, INDArray examples) {
        if (configuration.getInputPreProcess(0) != null
                || !(configuration.getConf(0).getLayer() instanceof ConvolutionLayer first)
                || first instanceof Convolution1DLayer // These two are of other ranks,
                || first instanceof Convolution3D // and Deeplearning4j derives them from the one of pictures.
                || first.getCnn2dDataFormat() != CNN2DFormat.NCHW) {
            return false;
        }
        if (examples.rank() != 4 || examples.size(1) != first.getNIn()) {
            throw new IllegalArgumentException("The examples have shape " + Arrays.toString(examples.shape()) + ", but "
                    + name(configuration, 0) + " takes pictures [n, " + first.getNIn()
                    + ", height, width]: reshape them, or let the configuration do it with"
                    + " InputType.convolutionalFlat(height, width, " + first.getNIn() + ").");
        }
        return true;
    }

    private static void requireFit(
            MultiLayerConfiguration configuration, InputType input, long height, long width, long channels) {
        InputType type = input;
        String resized = "";
        for (int i = 0; i < configuration.getConfs().size(); i++) {
            InputPreProcessor between = configuration.getInputPreProcess(i);
            if (between != null) {
                requireAccepted(configuration, i, between, type);
                type = between.getOutputType(type);
                if (i > 0 && type instanceof InputTypeConvolutional shaped) {
                    resized =
                            "the reshaping before " + name(configuration, i) + " puts out pictures of " + size(shaped);
                }
            }
            InputType output = configuration.getConf(i).getLayer().getOutputType(i, type);
            if (output instanceof InputTypeConvolutional to
                    && !(type instanceof InputTypeConvolutional from
                            && size(from).equals(size(to)))) {
                resized = name(configuration, i) + " puts out pictures of " + size(to)
                        + (type instanceof InputTypeConvolutional from ? " for " + size(from) : "");
            }
            type = output;
        }
        int last = configuration.getConfs().size() - 1;
        if (type instanceof InputTypeConvolutional output) {
            if (output.getHeight() != height || output.getWidth() != width) {
                boolean tooLarge = output.getHeight() > height || output.getWidth() > width;
                throw new IllegalArgumentException(upper(resized) + ", but must put out " + height + " × " + width
                        + " for the network to give back its input: "
                        + (tooLarge
                                ? "let a convolution before it go without padding (ConvolutionMode.Truncate), or crop"
                                        + " (Cropping2D)."
                                : "let the convolutions pad (ConvolutionMode.Same), or enlarge more (Upsampling2D)."));
            }
            if (output.getChannels() != channels) {
                throw new IllegalArgumentException(
                        upper(name(configuration, last)) + " puts out " + output.getChannels()
                                + " channels, but must put out " + channels
                                + " for the network to give back its input: give the last convolution nOut(" + channels
                                + ").");
            }
        } else if (type instanceof InputTypeFeedForward output) {
            requireNumbers(configuration, last, output.getSize(), height * width * channels);
        }
    }

    private static void requireNumbers(MultiLayerConfiguration configuration, int layer, long found, long wanted) {
        if (found != wanted && found > 0 && wanted > 0) {
            throw new IllegalArgumentException(upper(name(configuration, layer)) + " puts out " + found
                    + " numbers, but must put out " + wanted + " for the network to give back its input: give it nOut("
                    + wanted + ").");
        }
    }

    // Deeplearning4j's own adapters between pictures and rows of numbers know the size that they were made for.
    private static void requireAccepted(
            MultiLayerConfiguration configuration, int layer, InputPreProcessor between, InputType type) {
        if (layer == 0) {
            return;
        }
        if (between instanceof CnnToFeedForwardPreProcessor flatten && type instanceof InputTypeConvolutional found) {
            long[] wanted = {flatten.getInputHeight(), flatten.getInputWidth(), flatten.getNumChannels()};
            if (wanted[0] != found.getHeight() || wanted[1] != found.getWidth() || wanted[2] != found.getChannels()) {
                throw unaccepted(
                        configuration,
                        layer,
                        wanted,
                        found.getHeight() + " × " + found.getWidth() + " × " + found.getChannels(),
                        "change the size of the pictures or of the layers before");
            }
        }
        if (between instanceof FeedForwardToCnnPreProcessor shape && type instanceof InputTypeFeedForward found) {
            long[] wanted = {shape.getInputHeight(), shape.getInputWidth(), shape.getNumChannels()};
            long numbers = wanted[0] * wanted[1] * wanted[2];
            if (numbers != found.getSize()) {
                throw unaccepted(
                        configuration,
                        layer,
                        wanted,
                        found.getSize() + " numbers",
                        "give that one nOut(" + numbers + ")");
            }
        }
    }

    private static IllegalArgumentException unaccepted(
            MultiLayerConfiguration configuration, int layer, long[] wanted, String found, String remedy) {
        return new IllegalArgumentException(upper(name(configuration, layer)) + " takes " + wanted[0] + " × "
                + wanted[1]
                + " × " + wanted[2] + ", but " + name(configuration, layer - 1) + " puts out " + found + ": " + remedy
                + ".");
    }

    private static String size(InputTypeConvolutional type) {
        return type.getHeight() + " × " + type.getWidth();
    }

    private static String name(MultiLayerConfiguration configuration, int layer) {
        return "layer " + (layer + 1) + " ("
                + configuration.getConf(layer).getLayer().getClass().getSimpleName() + ")";
    }

    private static String upper(String sentence) {
        return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }
}

package hourglass.model;

import hourglass.network.NetworkConfiguration;
import hourglass.runtime.Excerpt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * The layers of an {@link Autoencoder} in their order, for a reader: {@code System.out.println(autoencoder.summary(example));}
 *
 * @param inputShape the sizes of one example, without the dimension of the examples
 * @param layers from the first of the encoder to the last of the decoder
 */
public record ModelSummary(List<Long> inputShape, List<Layer> layers) {

    /** Keeps copies of the lists. */
    public ModelSummary {
        Objects.requireNonNull(inputShape, "There is no shape of the input.");
        Objects.requireNonNull(layers, "There are no layers to show.");
        inputShape = List.copyOf(inputShape);
        layers = List.copyOf(layers);
    }

    /**
     * Lists the layers of a network that need not have been made: no weights are drawn and no example is sent through it. The
     * shapes are those that Deeplearning4j's layers tell of themselves.
     *
     * @return with −1 for a number of steps that may be any
     * @throws IllegalArgumentException if it is no configuration of an autoencoder, or does not tell how large an example is, or a
     *     layer does not know what it puts out
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if a layer was not told its nIn or nOut
     */
    public static ModelSummary of(NetworkConfiguration configuration) {
        Objects.requireNonNull(configuration, "There is no configuration: give the result of its builder's build().");
        List<Integer> encoder = configuration.between(0, configuration.code());
        ShapeChecker.requireFit(configuration);
        ShapeChecker.requireSizes(configuration.layers());
        long[] example = ShapeChecker.example(configuration.layers())
                .orElseThrow(
                        () -> new IllegalArgumentException("The configuration does not tell how large an example is: "
                                + "make the network with Autoencoder.of, and give an example beside it."));
        if (configuration.parameters() >= Long.MAX_VALUE) {
            throw new IllegalArgumentException("The network would have " + configuration.parameters()
                    + " parameters, more than can be counted: give its layers smaller sizes.");
        }
        List<InputType> types = types(configuration, example);
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i <= configuration.last(); i++) {
            layers.add(new Layer(
                    configuration.nameAt(i),
                    configuration.kindAt(i),
                    encoder.contains(i) ? "encoder" : "decoder",
                    Arrays.stream(types.get(i).getShape(false)).boxed().toList(),
                    configuration.parametersAt(i)));
        }
        return new ModelSummary(LongStream.of(example).skip(1).boxed().toList(), layers);
    }

    private static List<InputType> types(NetworkConfiguration configuration, long[] example) {
        try {
            return configuration.outputTypes(
                    example.length == 3
                            ? InputType.recurrent(example[1], example[2])
                            : InputType.feedForward(example[1]));
        } catch (RuntimeException e) { // Of several kinds, in Deeplearning4j's words.
            throw new IllegalArgumentException(
                    "Not every layer tells what it puts out (" + Excerpt.of(String.valueOf(e.getMessage()), 200)
                            + "): make the network with Autoencoder.of, and give an example beside it.",
                    e);
        }
    }

    /**
     * One layer.
     *
     * @param name its name in the configuration, empty if it has none
     * @param kind the class of its configuration, such as {@code DenseLayer}
     * @param part "encoder" or "decoder"
     * @param outputShape the sizes of its output for one example, without the dimension of the examples
     * @param parameters how many numbers it learns
     */
    public record Layer(String name, String kind, String part, List<Long> outputShape, long parameters) {

        /** Keeps a copy of the sizes. */
        public Layer {
            Objects.requireNonNull(outputShape, "There is no shape of the output.");
            outputShape = List.copyOf(outputShape);
        }

        /** Returns the output's sizes in words, such as "8 × 14 × 14". */
        public String output() {
            return outputShape.stream().map(String::valueOf).collect(Collectors.joining(" × "));
        }
    }

    /** Returns how many numbers the whole network learns. */
    public long parameters() {
        return layers.stream().mapToLong(Layer::parameters).sum();
    }

    /** Returns one line for each layer. */
    @Override
    public String toString() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            lines.append(String.format(
                    Locale.ROOT,
                    "%2d  %-12s %-20s %-8s %-14s %,d%n",
                    i + 1,
                    layer.name(),
                    layer.kind(),
                    layer.part(),
                    layer.output(),
                    layer.parameters()));
        }
        return lines.toString();
    }
}

package hourglass.model;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The layers of an {@link Autoencoder} in their order, for a reader: {@code System.out.println(autoencoder.summary(example));}
 *
 * @param layers from the first of the encoder to the last of the decoder
 */
public record ModelSummary(List<Layer> layers) {

    /** Keeps a copy of the list. */
    public ModelSummary {
        Objects.requireNonNull(layers, "There are no layers to show.");
        layers = List.copyOf(layers);
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

package hourglass.engine;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Which layers of a network the engine computes, and why it leaves the others to Deeplearning4j.
 *
 * @param layers one entry for each layer, in the network's order
 */
public record EngineReport(List<Layer> layers) {

    /** Keeps a copy of the list. */
    public EngineReport {
        Objects.requireNonNull(layers, "There are no layers to report.");
        layers = List.copyOf(layers);
    }

    /**
     * One layer.
     *
     * @param name the layer's name, or its place from 0 when it has none
     * @param kind the simple name of the configuration's class, such as {@code DenseLayer}
     * @param accelerated whether the engine computes it
     * @param reason why not, or why not in training, in full sentences; empty if the engine computes it
     * @param couldBeFast whether the small change that the reason names would let the engine compute it, or all of it
     */
    public record Layer(String name, String kind, boolean accelerated, String reason, boolean couldBeFast) {

        /** One line: what the layer is, who computes it, and why. */
        @Override
        public String toString() {
            return name + ", " + kind + ": " + (accelerated ? "accelerated" : "Deeplearning4j's own")
                    + (reason.isEmpty() ? "" : ". " + reason);
        }
    }

    /** Returns the layers that are not fast, or not in training, although a small change would make them so. */
    public List<Layer> couldBeFast() {
        return layers.stream().filter(Layer::couldBeFast).toList();
    }

    /** One line for each layer. */
    @Override
    public String toString() {
        return layers.stream().map(Layer::toString).collect(Collectors.joining("\n"));
    }
}

package hourglass.engine;

import hourglass.engine.conf.LayerReplacements;
import hourglass.engine.conf.SkipsInputGradient;
import hourglass.engine.optimizer.FusedAdam;
import hourglass.engine.optimizer.FusedUpdater;
import hourglass.runtime.NativeBackend;
import hourglass.runtime.OmpThreads;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Replaces the layers of a configuration by faster twins.
 *
 * <p>A twin computes what Deeplearning4j's layer computes, to rounding, with the same parameters in the same places: the
 * parameter vector of the one network may be given to the other. The configuration that went in is the one to save.
 *
 * <p>The environment variable {@code HOURGLASS_ACCELERATE=off}, or the system property {@code hourglass.accelerate=off},
 * turns all of it off: the networks then run on Deeplearning4j's own layers, which is slower and otherwise the same. The
 * property wins over the variable.
 */
public final class Accelerator {

    private static final String PROPERTY = "hourglass.accelerate";
    /** The environment variable that turns the engine off. */
    public static final String VARIABLE = "HOURGLASS_ACCELERATE";

    private Accelerator() {}

    /**
     * Returns a copy of the configuration in which each layer that has a twin is replaced by it. Layers that have none,
     * or that use a setting their twin does not know (layer normalisation, weight noise, an unusual activation), stay as
     * they are, and so does the whole network when its numbers are not 32-bit floats, or not in
     * the processor's memory.
     *
     * <p>The gradient of the network's own input is not computed where that saves time: the copy is for
     * {@code MultiLayerNetwork.fit}, which does not read it.
     *
     * @throws IllegalArgumentException if the switch is set to a word other than on and off
     */
    public static MultiLayerConfiguration accelerate(MultiLayerConfiguration configuration) {
        MultiLayerConfiguration copy =
                Objects.requireNonNull(configuration, "configuration").clone();
        if (!enabled() || !NativeBackend.ON_PROCESSOR || configuration.getDataType() != DataType.FLOAT) {
            return copy;
        }
        NativeBackend.prepare();
        List<NeuralNetConfiguration> layers = copy.getConfs();
        for (int i = 0; i < layers.size(); i++) {
            Layer next = i + 1 < layers.size() && copy.getInputPreProcess(i + 1) == null
                    ? layers.get(i + 1).getLayer()
                    : null;
            Layer twin = LayerReplacements.of(layers.get(i).getLayer(), next);
            FusedAdam.replaceIn(twin);
            layers.get(i).setLayer(twin);
        }
        if (copy.getInputPreProcess(0) == null && copy.getConf(0).getLayer() instanceof SkipsInputGradient first) {
            first.standsFirst();
        }
        return copy;
    }

    /** Prepares a network, whose layers may be twins or not, for the calls of {@code fit} that follow. */
    public static void beforeTraining(MultiLayerNetwork network) {
        OmpThreads.suit(network);
        FusedUpdater.replaceIn(network);
    }

    /**
     * Whether the engine is on, which it is unless it was turned off.
     *
     * @throws IllegalArgumentException if the switch is set to a word other than on and off
     */
    public static boolean enabled() {
        String property = System.getProperty(PROPERTY);
        return property != null
                ? on(property, "system property " + PROPERTY)
                : on(System.getenv(VARIABLE), "environment variable " + VARIABLE);
    }

    /**
     * Returns whether a value of the switch means on, as nothing does.
     *
     * @param value may be null
     * @param place where the value stands, for the message
     * @throws IllegalArgumentException if it is a word other than on and off
     */
    public static boolean on(String value, String place) {
        if (value == null || value.isBlank()) {
            return true;
        }
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "on", "true" -> true;
            case "off", "false" -> false;
            default ->
                throw new IllegalArgumentException("The " + place + " is \"" + value
                        + "\", but it can only be \"on\" or \"off\": set it to one of them.");
        };
    }
}

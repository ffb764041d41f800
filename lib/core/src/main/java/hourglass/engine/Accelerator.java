package hourglass.engine;

import hourglass.engine.layers.LayerReplacements;
import hourglass.engine.optimizer.FusedAdam;
import hourglass.engine.optimizer.FusedUpdater;
import hourglass.network.GraphConfiguration;
import hourglass.network.GraphNetwork;
import hourglass.network.Network;
import hourglass.network.NetworkConfiguration;
import hourglass.network.SequentialNetwork;
import hourglass.runtime.Acceleration;
import hourglass.runtime.NativeBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Makes networks whose layers are accelerated.
 *
 * <p>An accelerated layer computes what Deeplearning4j's layer computes, to rounding, with the same parameters in the same
 * places: the parameter vector of the one network may be given to the other. The settings stay as they are.
 *
 * <p>The environment variable {@code HOURGLASS_ACCELERATE=off}, or the system property {@code hourglass.accelerate=off},
 * turns all of it off: the networks then run on Deeplearning4j's own layers, which is slower and otherwise the same
 * ({@link Acceleration}).
 */
public final class Accelerator {

    private static final String NO_CONFIGURATION = "The configuration is null: give that of a network.";

    // Deeplearning4j then carries the state from segment to segment by methods that its own LSTM alone has.
    private static final String TRUNCATED =
            "This holds for inference only, since Deeplearning4j trains the layer, about fifty times slower,"
                    + " while back-propagation is truncated: set .backpropType(BackpropType.Standard).";

    private Accelerator() {}

    /**
     * Returns a network, not yet initialised, whose layers are accelerated where they have an accelerated replacement.
     * Layers that have none, or that use a setting that their replacement does not know (layer normalisation, weight noise,
     * an unusual activation), are Deeplearning4j's own, and so is the whole network when its numbers are not 32-bit floats,
     * or not in the processor's memory; {@link #report} says which and why.
     *
     * <p>The gradient of the network's own input is not computed where that saves time: the network is for
     * {@code MultiLayerNetwork.fit}, which does not read it.
     *
     * @param configuration it stays as it is; the network has a copy
     * @throws IllegalArgumentException if the switch is set to a word that it does not know
     */
    public static MultiLayerNetwork network(MultiLayerConfiguration configuration) {
        MultiLayerConfiguration copy =
                Objects.requireNonNull(configuration, NO_CONFIGURATION).clone();
        if (!obstacle(configuration.getDataType()).isEmpty()) {
            return new MultiLayerNetwork(copy);
        }
        NativeBackend.prepare();
        copy.getConfs().forEach(conf -> FusedAdam.replaceIn(conf.getLayer()));
        return new AcceleratedNetwork(copy);
    }

    /**
     * Makes an initialised network of either kind, as {@link #network(MultiLayerConfiguration)} does.
     *
     * @param parameters of all layers, which the network takes as its own; null for fresh ones, drawn from the configuration's seed
     */
    public static Network network(NetworkConfiguration configuration, INDArray parameters) {
        if (configuration instanceof GraphConfiguration graph) {
            ComputationGraph network = network(graph);
            network.init(parameters, false);
            return new GraphNetwork(graph, network);
        }
        MultiLayerNetwork network = network(configuration.layers());
        network.init(parameters, false);
        return new SequentialNetwork(network);
    }

    private static ComputationGraph network(GraphConfiguration graph) {
        ComputationGraphConfiguration copy = graph.graph().clone();
        if (!obstacle(copy.getDataType()).isEmpty()) {
            return new ComputationGraph(copy);
        }
        NativeBackend.prepare();
        copy.getVertices().values().forEach(vertex -> {
            if (vertex instanceof LayerVertex layer) {
                FusedAdam.replaceIn(layer.getLayerConf().getLayer());
            }
        });
        return new AcceleratedGraph(copy, graph);
    }

    /**
     * Returns which layers of a configuration {@link #network} replaces, and why it leaves the others to Deeplearning4j.
     *
     * @param configuration it stays as it is
     * @throws IllegalArgumentException if the switch is set to a word that it does not know
     */
    public static EngineReport report(MultiLayerConfiguration configuration) {
        Objects.requireNonNull(configuration, NO_CONFIGURATION);
        return report(configuration, LayerReplacements.decide(configuration));
    }

    /** As {@link #report(MultiLayerConfiguration)}, for a network of either kind. */
    public static EngineReport report(NetworkConfiguration configuration) {
        Objects.requireNonNull(configuration, NO_CONFIGURATION);
        return report(
                configuration.layers(),
                configuration instanceof GraphConfiguration graph
                        ? LayerReplacements.decide(graph)
                        : LayerReplacements.decide(configuration.layers()));
    }

    private static EngineReport report(
            MultiLayerConfiguration configuration, List<LayerReplacements.Decision> decisions) {
        String obstacle = obstacle(configuration.getDataType());
        boolean numbers = !obstacle.isEmpty() && enabled() && NativeBackend.ON_PROCESSOR;
        boolean truncated = configuration.getBackpropType() == BackpropType.TruncatedBPTT;
        List<EngineReport.Layer> layers = new ArrayList<>();
        for (int i = 0; i < decisions.size(); i++) {
            LayerReplacements.Decision decision = decisions.get(i);
            Layer layer = configuration.getConf(i).getLayer();
            boolean accelerated = decision.accelerated() && obstacle.isEmpty();
            boolean onlyInference = accelerated && truncated && isLstm(layer);
            layers.add(new EngineReport.Layer(
                    layer.getLayerName() == null ? Integer.toString(i) : layer.getLayerName(),
                    layer.getClass().getSimpleName(),
                    accelerated,
                    onlyInference ? TRUNCATED : decision.accelerated() ? obstacle : decision.reason(),
                    onlyInference
                            || (numbers
                                    ? decision.accelerated()
                                    : obstacle.isEmpty() && decision.couldBeAccelerated())));
        }
        return new EngineReport(layers);
    }

    private static boolean isLstm(Layer layer) {
        return layer instanceof LSTM
                || layer instanceof LastTimeStep wrapper && wrapper.getUnderlying() instanceof LSTM;
    }

    /** Why no layer of the network is replaced, as a sentence; empty when nothing stands against it. */
    private static String obstacle(DataType type) {
        if (!enabled()) {
            return "The engine is turned off, by the system property " + Acceleration.PROPERTY
                    + " or the environment variable " + Acceleration.VARIABLE + ".";
        }
        if (!NativeBackend.ON_PROCESSOR) {
            return "The arrays do not lie in the processor's memory.";
        }
        return type == DataType.FLOAT
                ? ""
                : "The network computes with " + type
                        + " numbers, and the engine with FLOAT: set .dataType(DataType.FLOAT).";
    }

    /**
     * Prepares a network, whose layers may be accelerated or not, for the calls of {@code fit} that follow in this thread.
     *
     * @return the native libraries' threads for this network; close it in the same thread after the last of these calls, to give
     *     the caller its own numbers of threads back
     */
    public static EngineThreads beforeTraining(MultiLayerNetwork network) {
        FusedUpdater.replaceIn(network);
        return EngineThreads.forTraining(network.getLayers());
    }

    /** As {@link #beforeTraining(MultiLayerNetwork)}, for a network of either kind. */
    public static EngineThreads beforeTraining(Network network) {
        return network instanceof SequentialNetwork sequential
                ? beforeTraining(sequential.network())
                : EngineThreads.forTraining(network.layers());
    }

    /**
     * Whether the engine is on, which it is unless it was turned off.
     *
     * @throws IllegalArgumentException if the switch is set to a word that it does not know
     */
    public static boolean enabled() {
        return Acceleration.current() != Acceleration.OFF;
    }
}

package hourglass.engine.layers;

import hourglass.engine.kernels.FusedActivation;
import hourglass.network.GraphConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.layers.recurrent.LastTimeStepLayer;

/** Which of Deeplearning4j's layers has which accelerated replacement, and when the replacement may take its place. */
public final class LayerReplacements {

    private static final List<Replacement<?>> ALL = List.of(
            new Replacement<>(DenseLayer.class, LayerObstacles::dense, AcceleratedDenseLayer::new),
            new Replacement<>(OutputLayer.class, LayerObstacles::output, AcceleratedOutputLayer::new),
            new Replacement<>(ConvolutionLayer.class, LayerObstacles::convolution, AcceleratedConvolutionLayer::new),
            new Replacement<>(
                    Deconvolution2D.class, LayerObstacles::transposedConvolution, AcceleratedDeconvolutionLayer::new),
            new Replacement<>(SubsamplingLayer.class, LayerObstacles::pooling, AcceleratedSubsamplingLayer::new),
            new Replacement<>(Upsampling2D.class, LayerObstacles::upsampling, AcceleratedUpsamplingLayer::new),
            new Replacement<>(
                    BatchNormalization.class,
                    LayerObstacles::batchNormalization,
                    AcceleratedBatchNormalizationLayer::new),
            new Replacement<>(ActivationLayer.class, LayerObstacles::activation, AcceleratedActivationLayer::new),
            new Replacement<>(CnnLossLayer.class, LayerObstacles::imageLoss, AcceleratedCnnLossLayer::new),
            new Replacement<>(LSTM.class, LayerObstacles::lstm, AcceleratedLstmLayer::new),
            // The LSTM whose last step it is; AcceleratedLastTimeStepLayer is put around it.
            new Replacement<>(LastTimeStep.class, LayerObstacles::lastTimeStep, AcceleratedLstmLayer::new),
            new Replacement<>(
                    RepeatVector.class,
                    LayerObstacles::repeatVector,
                    (conf, position) -> new AcceleratedRepeatVectorLayer(conf)),
            new Replacement<>(RnnOutputLayer.class, LayerObstacles::sequenceOutput, AcceleratedRnnOutputLayer::new));

    private LayerReplacements() {}

    /**
     * What becomes of one layer.
     *
     * @param accelerated whether it is replaced
     * @param reason why it is not, in full sentences; empty if it is
     * @param couldBeAccelerated whether the changes that the reason names would let it be replaced
     * @param position what the replacement has to know of the layers beside it
     */
    public record Decision(boolean accelerated, String reason, boolean couldBeAccelerated, LayerPosition position) {}

    /**
     * One kind of replacement: layers whose settings are of exactly this class, and have no obstacle, are replaced by an
     * accelerated one. The obstacles may depend on the layer that follows, which is null when there is none or a
     * preprocessor stands between.
     */
    private record Replacement<L extends Layer>(
            Class<L> settings,
            BiFunction<L, Layer, Obstacles> obstacles,
            BiFunction<NeuralNetConfiguration, LayerPosition, org.deeplearning4j.nn.api.Layer> constructor) {

        Replacement(
                Class<L> settings,
                Function<? super L, Obstacles> obstacles,
                BiFunction<NeuralNetConfiguration, LayerPosition, org.deeplearning4j.nn.api.Layer> constructor) {
            this(settings, (layer, next) -> obstacles.apply(layer), constructor);
        }

        Replacement(
                Class<L> settings,
                Function<? super L, Obstacles> obstacles,
                Function<NeuralNetConfiguration, org.deeplearning4j.nn.api.Layer> constructor) {
            this(settings, obstacles, (conf, position) -> constructor.apply(conf));
        }

        Obstacles against(Layer layer, Layer next) {
            return obstacles.apply(settings.cast(layer), next);
        }
    }

    /** Decides for every layer of a network, in order; the configuration stays as it is. */
    public static List<Decision> decide(MultiLayerConfiguration configuration) {
        List<Layer> layers = configuration.getConfs().stream()
                .map(NeuralNetConfiguration::getLayer)
                .toList();
        boolean undefinedGradients = layers.stream().anyMatch(LayerReplacements::hasUndefinedGradients);
        List<Decision> decisions = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            boolean last = i + 1 == layers.size() || configuration.getInputPreProcess(i + 1) != null;
            boolean first = i == 0 && configuration.getInputPreProcess(0) == null;
            decisions.add(decide(layers.get(i), last ? null : layers.get(i + 1), first, undefinedGradients));
        }
        return decisions;
    }

    /** Decides for every layer of a graph, in the order of {@link GraphConfiguration#layers}. */
    public static List<Decision> decide(GraphConfiguration configuration) {
        List<String> names = configuration.layerNames();
        boolean undefinedGradients = configuration.layers().getConfs().stream()
                .map(NeuralNetConfiguration::getLayer)
                .anyMatch(LayerReplacements::hasUndefinedGradients);
        return names.stream()
                .map(name -> decide(
                        configuration.layer(name).getLayer(),
                        onlyConsumer(configuration, name),
                        takesInput(configuration, name),
                        undefinedGradients))
                .toList();
    }

    /** The layer that is the only one to take what another puts out, without reshaping it; null if there is no such layer. */
    private static Layer onlyConsumer(GraphConfiguration configuration, String name) {
        List<String> consumers = configuration.consumers(name);
        return consumers.size() == 1
                        && configuration.graph().getVertices().get(consumers.get(0)) instanceof LayerVertex next
                        && next.getPreProcessor() == null
                ? next.getLayerConf().getLayer()
                : null;
    }

    private static boolean takesInput(GraphConfiguration configuration, String name) {
        LayerVertex vertex = (LayerVertex) configuration.graph().getVertices().get(name);
        return vertex.getPreProcessor() == null
                && configuration.graph().getVertexInputs().get(name).contains(configuration.input());
    }

    private static Decision decide(Layer layer, Layer next, boolean first, boolean undefinedGradients) {
        LayerPosition position = new LayerPosition(first, mayOverwrite(next));
        Replacement<?> replacement = replacementOf(layer);
        if (replacement == null) {
            String kind = layer.getClass().getSimpleName();
            return new Decision(false, "There is no accelerated " + kind + ".", false, position);
        }
        Obstacles obstacles = replacement
                .against(layer, next)
                .when(
                        undefinedGradients && hasRelu(layer),
                        "The network's p-norm pooling has no gradient where all that it pools is zero,"
                                + " and only Deeplearning4j's own ReLU drops the NaN that comes instead",
                        "take max-pooling");
        return new Decision(obstacles.isEmpty(), obstacles.toString(), obstacles.areRemovable(), position);
    }

    private static Replacement<?> replacementOf(Layer layer) {
        return ALL.stream()
                .filter(replacement -> replacement.settings() == layer.getClass())
                .findFirst()
                .orElse(null);
    }

    /**
     * Returns the layers of an initialised network with accelerated ones in the places where they are decided.
     *
     * <p>Deeplearning4j has checked the settings and drawn the weights when it made its own layers; the accelerated ones
     * take over their parameters, which are views of the network's.
     */
    public static org.deeplearning4j.nn.api.Layer[] replace(
            org.deeplearning4j.nn.api.Layer[] layers, List<Decision> decisions) {
        org.deeplearning4j.nn.api.Layer[] replaced = layers.clone();
        for (int i = 0; i < layers.length; i++) {
            if (decisions.get(i).accelerated()) {
                replaced[i] = replace(layers[i], decisions.get(i).position());
            }
        }
        return replaced;
    }

    /** Returns an accelerated layer in the place of one for which that was decided. */
    public static org.deeplearning4j.nn.api.Layer replace(
            org.deeplearning4j.nn.api.Layer original, LayerPosition position) {
        if (original instanceof LastTimeStepLayer last) {
            return new AcceleratedLastTimeStepLayer((AcceleratedLstmLayer) replace(last.getUnderlying(), position));
        }
        org.deeplearning4j.nn.api.Layer accelerated =
                replacementOf(original.conf().getLayer()).constructor().apply(original.conf(), position);
        accelerated.setListeners(original.getListeners());
        accelerated.setIndex(original.getIndex());
        accelerated.setParamsViewArray(original.params());
        accelerated.setParamTable(original.paramTable());
        // Deeplearning4j allows it to every layer of a network but the first.
        accelerated.allowInputModification(original.getIndex() > 0);
        return accelerated;
    }

    private static boolean hasUndefinedGradients(Layer layer) {
        return layer instanceof SubsamplingLayer pooling && pooling.getPoolingType() == PoolingType.PNORM
                || layer instanceof GlobalPoolingLayer global && global.getPoolingType() == PoolingType.PNORM;
    }

    private static boolean hasRelu(Layer layer) {
        return layer instanceof BaseLayer base && FusedActivation.of(base.getActivationFn()) == FusedActivation.RELU
                || layer instanceof ActivationLayer activation
                        && FusedActivation.of(activation.getActivationFn()) == FusedActivation.RELU;
    }

    private static boolean mayOverwrite(Layer next) {
        return next == null
                || next.getIDropout() != null
                || !(next instanceof DenseLayer
                        || next instanceof ConvolutionLayer
                        || next instanceof SubsamplingLayer
                        || next instanceof Upsampling2D
                        || next instanceof BatchNormalization
                        || next instanceof CnnLossLayer
                        || next instanceof ActivationLayer activation
                                && LayerObstacles.activation(activation).isEmpty()
                        || next instanceof BaseOutputLayer
                        || next instanceof LSTM
                        || next instanceof RepeatVector);
    }
}

package hourglass.engine.conf;

import hourglass.engine.kernels.FusedActivation;
import hourglass.engine.layers.LayerPosition;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
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

/** Which of Deeplearning4j's layers has which accelerated replacement, and when the replacement may take its place. */
public final class LayerReplacements {

    private static final List<Replacement<?>> ALL = List.of(
            new Replacement<>(DenseLayer.class, AcceleratedDense::new, AcceleratedDense::obstacles),
            new Replacement<>(OutputLayer.class, AcceleratedOutput::new, AcceleratedOutput::obstacles),
            new Replacement<>(ConvolutionLayer.class, AcceleratedConvolution::new, AcceleratedConvolution::obstacles),
            new Replacement<>(
                    Deconvolution2D.class, AcceleratedDeconvolution::new, AcceleratedDeconvolution::obstacles),
            new Replacement<>(SubsamplingLayer.class, AcceleratedSubsampling::new, AcceleratedSubsampling::obstacles),
            new Replacement<>(Upsampling2D.class, AcceleratedUpsampling::new, AcceleratedUpsampling::obstacles),
            new Replacement<>(
                    BatchNormalization.class,
                    AcceleratedBatchNormalization::new,
                    AcceleratedBatchNormalization::obstacles),
            new Replacement<>(ActivationLayer.class, AcceleratedActivation::new, AcceleratedActivation::obstacles),
            new Replacement<>(CnnLossLayer.class, AcceleratedCnnLoss::new, AcceleratedCnnLoss::obstacles),
            new Replacement<>(LSTM.class, AcceleratedLstm::new, AcceleratedLstm::obstacles),
            new Replacement<>(LastTimeStep.class, AcceleratedLastTimeStep::new, AcceleratedLastTimeStep::obstacles),
            new Replacement<>(
                    RepeatVector.class, position -> new AcceleratedRepeatVector(), AcceleratedRepeatVector::obstacles),
            new Replacement<>(RnnOutputLayer.class, AcceleratedRnnOutput::new, AcceleratedRnnOutput::obstacles));

    private LayerReplacements() {}

    /**
     * What becomes of one layer.
     *
     * @param layer the settings to use: the replacement's, or the layer's own
     * @param accelerated whether it is a replacement
     * @param reason why it is none, in full sentences; empty if it is one
     * @param couldBeAccelerated whether the changes that the reason names would make it one
     */
    public record Decision(Layer layer, boolean accelerated, String reason, boolean couldBeAccelerated) {}

    /**
     * One kind of replacement: layers of exactly this class without an obstacle are replaced by an accelerated one with the
     * same settings. The obstacles may depend on the layer that follows, which is null when there is none or a
     * preprocessor stands between.
     */
    private record Replacement<L extends Layer>(
            Class<L> original,
            Function<LayerPosition, ? extends L> accelerated,
            BiFunction<L, Layer, Obstacles> obstacles) {

        Replacement(
                Class<L> original,
                Function<LayerPosition, ? extends L> accelerated,
                Function<? super L, Obstacles> obstacles) {
            this(original, accelerated, (layer, next) -> obstacles.apply(layer));
        }

        Replacement(Class<L> original, Supplier<? extends L> accelerated, Function<? super L, Obstacles> obstacles) {
            this(original, position -> accelerated.get(), (layer, next) -> obstacles.apply(layer));
        }

        Obstacles against(Layer layer, Layer next) {
            return obstacles.apply(original.cast(layer), next);
        }

        Layer of(Layer layer, LayerPosition position) {
            L copy = accelerated.apply(position);
            copySettings(layer, copy, original);
            return copy;
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

    private static Decision decide(Layer layer, Layer next, boolean first, boolean undefinedGradients) {
        Replacement<?> replacement = replacementOf(layer);
        if (replacement == null) {
            String kind = layer.getClass().getSimpleName();
            return new Decision(layer, false, "There is no accelerated " + kind + ".", false);
        }
        Obstacles obstacles = replacement
                .against(layer, next)
                .when(
                        undefinedGradients && hasRelu(layer),
                        "The network's p-norm pooling has no gradient where all that it pools is zero,"
                                + " and only Deeplearning4j's own ReLU drops the NaN that comes instead",
                        "take max-pooling");
        return obstacles.isEmpty()
                ? new Decision(replace(layer, new LayerPosition(first, mayOverwrite(next))), true, "", false)
                : new Decision(layer, false, obstacles.toString(), obstacles.areRemovable());
    }

    private static Replacement<?> replacementOf(Layer layer) {
        return ALL.stream()
                .filter(replacement -> replacement.original() == layer.getClass())
                .findFirst()
                .orElse(null);
    }

    private static Layer replace(Layer layer, LayerPosition position) {
        Layer accelerated = replacementOf(layer).of(layer, position);
        if (accelerated instanceof AcceleratedLastTimeStep last) {
            last.setUnderlying(replace(last.getUnderlying(), new LayerPosition(position.first(), false)));
        }
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
                                && AcceleratedActivation.obstacles(activation).isEmpty()
                        || next instanceof BaseOutputLayer
                        || next instanceof LSTM
                        || next instanceof RepeatVector);
    }

    // Deeplearning4j's configurations have a setter for most settings, but not for all, and no copy constructor.
    private static void copySettings(Layer from, Layer to, Class<?> upFrom) {
        for (Class<?> type = upFrom; type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    try {
                        field.setAccessible(true);
                        field.set(to, field.get(from));
                    } catch (IllegalAccessException e) {
                        throw new IllegalStateException(
                                "The setting " + field + " cannot be copied to the accelerated layer.", e);
                    }
                }
            }
        }
    }
}

package hourglass.engine.conf;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;

/** The register of twins: which of Deeplearning4j's layers has which faster twin, and when it may take its place. */
public final class LayerReplacements {

    private static final List<Replacement<?>> ALL = List.of(
            new Replacement<>(DenseLayer.class, AcceleratedDense::new, AcceleratedDense::fits),
            new Replacement<>(OutputLayer.class, AcceleratedOutput::new, AcceleratedOutput::fits),
            new Replacement<>(ConvolutionLayer.class, AcceleratedConvolution::new, AcceleratedConvolution::fits),
            new Replacement<>(Deconvolution2D.class, AcceleratedDeconvolution::new, AcceleratedDeconvolution::fits),
            new Replacement<>(SubsamplingLayer.class, AcceleratedSubsampling::new, AcceleratedSubsampling::fits),
            new Replacement<>(Upsampling2D.class, AcceleratedUpsampling::new, AcceleratedUpsampling::fits),
            new Replacement<>(
                    BatchNormalization.class, AcceleratedBatchNormalization::new, AcceleratedBatchNormalization::fits),
            new Replacement<>(ActivationLayer.class, AcceleratedActivation::new, AcceleratedActivation::fits),
            new Replacement<>(CnnLossLayer.class, AcceleratedCnnLoss::new, AcceleratedCnnLoss::fits),
            new Replacement<>(LSTM.class, AcceleratedLstm::new, AcceleratedLstm::fits),
            new Replacement<>(LastTimeStep.class, AcceleratedLastTimeStep::new, AcceleratedLastTimeStep::fits),
            new Replacement<>(RepeatVector.class, AcceleratedRepeatVector::new, AcceleratedRepeatVector::fits),
            new Replacement<>(RnnOutputLayer.class, AcceleratedRnnOutput::new, AcceleratedRnnOutput::fits));

    private LayerReplacements() {}

    /**
     * One line of the register: layers of exactly this class that fit are replaced by a twin with the same settings.
     * Whether one fits may depend on the layer that follows, which is null when there is none or a preprocessor stands
     * between.
     */
    private record Replacement<L extends Layer>(
            Class<L> original, Supplier<? extends L> twin, BiPredicate<L, Layer> fits) {

        Replacement(Class<L> original, Supplier<? extends L> twin, Predicate<L> fits) {
            this(original, twin, (layer, next) -> fits.test(layer));
        }

        boolean replaces(Layer layer, Layer next) {
            return layer.getClass() == original && fits.test(original.cast(layer), next);
        }

        public Layer of(Layer layer) {
            L copy = twin.get();
            copySettings(layer, copy, original);
            return copy;
        }
    }

    /** Returns the twin of a layer, or the layer itself when it has none. */
    public static Layer of(Layer layer, Layer next) {
        Layer twin = ALL.stream()
                .filter(line -> line.replaces(layer, next))
                .findFirst()
                .map(line -> line.of(layer))
                .orElse(layer);
        if (twin instanceof RetainsActivation keeper && !leavesInputAlone(next)) {
            keeper.keepsCopy();
        }
        if (twin instanceof AcceleratedLastTimeStep last) {
            last.setUnderlying(of(last.getUnderlying(), new DenseLayer()));
        }
        return twin;
    }

    private static boolean leavesInputAlone(Layer next) {
        return next != null
                && next.getIDropout() == null
                && (next instanceof DenseLayer
                        || next instanceof ConvolutionLayer
                        || next instanceof SubsamplingLayer
                        || next instanceof Upsampling2D
                        || next instanceof BatchNormalization
                        || next instanceof CnnLossLayer
                        || next instanceof ActivationLayer activation && AcceleratedActivation.fits(activation)
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

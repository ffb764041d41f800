package hourglass.accelerate;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;

/** The register of twins: which of Deeplearning4j's layers has which faster twin, and when it may take its place. */
final class Twins {

    private static final List<Twin<?>> ALL = List.of(
            new Twin<>(DenseLayer.class, DenseTwin::new, DenseTwin::fits),
            new Twin<>(OutputLayer.class, OutputTwin::new, OutputTwin::fits),
            new Twin<>(ConvolutionLayer.class, ConvolutionTwin::new, ConvolutionTwin::fits),
            new Twin<>(Deconvolution2D.class, DeconvolutionTwin::new, DeconvolutionTwin::fits),
            new Twin<>(SubsamplingLayer.class, SubsamplingTwin::new, SubsamplingTwin::fits),
            new Twin<>(Upsampling2D.class, UpsamplingTwin::new, UpsamplingTwin::fits),
            new Twin<>(BatchNormalization.class, BatchNormalizationTwin::new, BatchNormalizationTwin::fits),
            new Twin<>(ActivationLayer.class, ActivationTwin::new, ActivationTwin::fits),
            new Twin<>(CnnLossLayer.class, CnnLossTwin::new, CnnLossTwin::fits));

    private Twins() {}

    /** One line of the register: layers of exactly this class that fit are replaced by a twin with the same settings. */
    private record Twin<L extends Layer>(Class<L> original, Supplier<? extends L> twin, Predicate<L> fits) {

        boolean replaces(Layer layer) {
            return layer.getClass() == original && fits.test(original.cast(layer));
        }

        Layer of(Layer layer) {
            L copy = twin.get();
            copySettings(layer, copy, original);
            return copy;
        }
    }

    /** Returns the twin of a layer, or the layer itself when it has none. */
    static Layer of(Layer layer) {
        return ALL.stream()
                .filter(twin -> twin.replaces(layer))
                .findFirst()
                .map(twin -> twin.of(layer))
                .orElse(layer);
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

package hourglass.engine.layers;

import hourglass.engine.image.ConvolutionGeometry;
import hourglass.engine.kernels.FusedActivation;
import hourglass.engine.kernels.FusedLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** The settings of a layer that its accelerated layer does not know, each with the change that would remove it. */
final class Obstacles {

    private final List<String> sentences = new ArrayList<>();
    private boolean removable = true;

    /** Notes an obstacle that cannot be removed without changing what the network computes. */
    Obstacles when(boolean present, String sentence) {
        if (present) {
            sentences.add(sentence + ".");
            removable = false;
        }
        return this;
    }

    /** Notes an obstacle, and the small change that removes it. */
    Obstacles when(boolean present, String sentence, String change) {
        if (present) {
            sentences.add(sentence + ": " + change + ".");
        }
        return this;
    }

    Obstacles whenWeightsHaveNoise(Object weightNoise) {
        return when(weightNoise != null, "Deeplearning4j adds the weight noise");
    }

    Obstacles whenActivationIsUnknown(IActivation activation) {
        return when(
                FusedActivation.of(activation) == null,
                "The activation is " + name(activation)
                        + ", and accelerated layers have ReLU, sigmoid, tanh and identity",
                "take one of these, or identity followed by an ActivationLayer, which computes the same");
    }

    Obstacles whenLossIsUnknown(IActivation activation, ILossFunction loss) {
        return when(
                FusedLoss.of(activation, loss) == null,
                "Deeplearning4j computes the loss " + name(loss) + " behind the activation " + name(activation));
    }

    Obstacles whenInputHasDropout(IDropout dropout) {
        return when(
                dropout != null, "Deeplearning4j applies the dropout", "put a DropoutLayer before the layer instead");
    }

    Obstacles whenStepsComeFirst(RNNFormat format) {
        return when(
                format == RNNFormat.NWC,
                "The data format has the steps first",
                "take features first (NCW), the default");
    }

    Obstacles whenChannelsComeLast(boolean channelsLast) {
        return when(channelsLast, "The data format has the channels last", "take channels first (NCHW), the default");
    }

    Obstacles whenConvolutionModeIsUnknown(ConvolutionGeometry.Window window) {
        return when(!window.hasKnownMode(), "The convolution mode is " + window.mode());
    }

    static String name(Object setting) {
        return setting == null ? "not set" : setting.toString().toLowerCase(Locale.ROOT);
    }

    boolean isEmpty() {
        return sentences.isEmpty();
    }

    boolean areRemovable() {
        return !isEmpty() && removable;
    }

    /** All sentences in one line, empty when there is no obstacle. */
    @Override
    public String toString() {
        return String.join(" ", sentences);
    }
}

package hourglass.model;

import hourglass.layers.ActivityPenalty;
import hourglass.layers.GaussianCode;
import hourglass.layers.TeacherForcing;
import hourglass.network.GraphConfiguration;
import hourglass.network.NetworkConfiguration;
import java.util.Set;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;

/**
 * Which layers keep the steps after the end of a sequence away from those before it.
 *
 * <p>Layers that work on each step, or on those before it, need no mask for that. Of the others Deeplearning4j 1.0.0-M2.1 does
 * not mask all: it gives the LSTM inside of a {@link Bidirectional} no mask, which then comes to the sequence with whatever its
 * biases have made of the steps behind it.
 */
final class MaskSupport {
    // Not by instanceof: a subclass, such as GravesLSTM, is another layer.
    private static final Set<Class<?>> STEP_BY_STEP = Set.of(
            DenseLayer.class,
            ActivationLayer.class,
            DropoutLayer.class,
            LSTM.class,
            SimpleRnn.class,
            RepeatVector.class,
            RnnOutputLayer.class,
            RnnLossLayer.class,
            TeacherForcing.class,
            GaussianCode.class);

    private MaskSupport() {}

    /**
     * Refuses a network that would mix what comes after the end of a sequence into it.
     *
     * @throws IllegalArgumentException in one sentence with the layer and the remedy
     */
    static void requireEnds(NetworkConfiguration network) {
        if (network instanceof GraphConfiguration) {
            throw new IllegalArgumentException(
                    "A network that is a graph takes sequences of one length only, since not all of its"
                            + " vertices are known to leave out the steps after the end of a sequence: cut them to one length, or build the"
                            + " network of layers that follow one another.");
        }
        MultiLayerConfiguration configuration = network.layers();
        for (int i = 0; i < configuration.getConfs().size(); i++) {
            Layer layer = configuration.getConf(i).getLayer();
            if (!keepsEnds(layer)) {
                throw new IllegalArgumentException("Layer " + (i + 1) + " ("
                        + layer.getClass().getSimpleName()
                        + ") is not known to leave out the steps after the end of a sequence: give sequences of one length,"
                        + " or build the network of LSTM, SimpleRnn, LastTimeStep, Bidirectional around SimpleRnn, and"
                        + " layers that work on each step.");
            }
        }
    }

    private static boolean keepsEnds(Layer layer) {
        if (layer instanceof LastTimeStep last) {
            return keepsEnds(last.getUnderlying());
        }
        if (layer instanceof TimeDistributed each) {
            return keepsEnds(each.getUnderlying());
        }
        if (layer instanceof Bidirectional both) {
            return both.getFwd() instanceof SimpleRnn;
        }
        return STEP_BY_STEP.contains(layer.getClass()) || layer instanceof ActivityPenalty;
    }
}

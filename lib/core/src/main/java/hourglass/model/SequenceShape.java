package hourglass.model;

import java.util.Arrays;
import java.util.Optional;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The sequences that a network takes whose first layer works on steps.
 *
 * @param features numbers of a step
 * @param time steps, or 0 if the network takes any number of them
 */
record SequenceShape(long features, long time) {

    /** Empty unless the first layer takes sequences. */
    static Optional<SequenceShape> of(MultiLayerConfiguration configuration) {
        long features = features(configuration.getConf(0).getLayer(), configuration.getInputPreProcess(0));
        if (features < 0) {
            return Optional.empty();
        }
        long time = 0;
        for (int i = 1; i < configuration.getConfs().size(); i++) {
            if (configuration.getConf(i).getLayer() instanceof RepeatVector repeat) {
                time = repeat.getN();
            }
        }
        return Optional.of(new SequenceShape(features, time));
    }

    /** How many numbers a step has, or −1 if a layer takes no sequences. */
    private static long features(Layer layer, InputPreProcessor before) {
        Layer first = layer instanceof BaseWrapperLayer wrapper ? wrapper.getUnderlying() : layer;
        if (before instanceof RnnToFeedForwardPreProcessor) { // Each step goes through the layer alone.
            return first instanceof FeedForwardLayer each ? each.getNIn() : -1;
        }
        if (before != null) {
            return -1;
        }
        if (first instanceof Bidirectional both) {
            return both.getNIn();
        }
        boolean sequences = first instanceof BaseRecurrentLayer
                || first instanceof Convolution1DLayer
                || layer instanceof TimeDistributed;
        return sequences && first instanceof FeedForwardLayer sized ? sized.getNIn() : -1;
    }

    /**
     * Checks an array of sequences.
     *
     * @throws IllegalArgumentException if it has another shape than [n, features, time]
     */
    void require(INDArray sequences) {
        if (sequences.rank() != 3 || sequences.size(1) != features) {
            throw new IllegalArgumentException(
                    "The array has shape " + Arrays.toString(sequences.shape()) + ", but the network takes sequences ["
                            + "n, " + features + ", " + (time == 0 ? "time" : time)
                            + "], which is [batch, features, time]: reshape or permute it.");
        }
        if (time != 0 && sequences.size(2) != time) {
            throw new IllegalArgumentException("The sequences have " + sequences.size(2)
                    + " steps, but the network repeats its code for " + time + ": give sequences of " + time
                    + " steps, or hourglass.data.Sequences, which may be shorter.");
        }
    }
}

package hourglass.model;

import java.util.Arrays;
import java.util.Optional;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The sequences that a network with a recurrent first layer takes.
 *
 * @param features numbers of a step
 * @param time steps, or 0 if the network takes any number of them
 */
record SequenceShape(long features, long time) {

    /** Empty unless the first layer is recurrent. */
    static Optional<SequenceShape> of(MultiLayerConfiguration configuration) {
        Layer first = configuration.getConf(0).getLayer();
        if (first instanceof BaseWrapperLayer wrapper) {
            first = wrapper.getUnderlying();
        }
        if (configuration.getInputPreProcess(0) != null || !(first instanceof BaseRecurrentLayer recurrent)) {
            return Optional.empty();
        }
        long time = 0;
        for (int i = 1; i < configuration.getConfs().size(); i++) {
            if (configuration.getConf(i).getLayer() instanceof RepeatVector repeat) {
                time = repeat.getN();
            }
        }
        return Optional.of(new SequenceShape(recurrent.getNIn(), time));
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
                    + " steps, since sequences of different lengths, with masks, are not supported.");
        }
    }
}

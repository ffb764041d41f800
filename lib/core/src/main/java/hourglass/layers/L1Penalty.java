package hourglass.layers;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Adds the absolute values of the activations to the score: Ω(h) = Σⱼ |hⱼ|, a sum over the units j and a mean over the
 * batch. Its gradient is the sign of each activation, the same pull for a small one as for a large one, so that small ones
 * become exactly 0 where the activation function has an exact 0: choose ReLU.
 *
 * <p>I. Goodfellow, Y. Bengio, A. Courville: <i>Deep Learning</i>, MIT Press 2016, section 14.2.1.
 *
 * @see ActivityPenalty
 */
public final class L1Penalty extends ActivityPenalty {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the layer.
     *
     * @param weight what Σ|h| is multiplied by in the score, from 0 on; see {@link ActivityPenalty} for its unit
     * @throws IllegalArgumentException if the weight is negative, infinite or NaN
     */
    @JsonCreator
    public L1Penalty(@JsonProperty("weight") double weight) {
        super("L1", weight);
    }

    @Override
    public String term() {
        return "L1";
    }

    @Override
    public double of(INDArray h) {
        return h.norm1Number().doubleValue() / h.size(0);
    }

    @Override
    public INDArray gradient(INDArray h) {
        return Transforms.sign(h, true);
    }

    @Override
    public String toString() {
        return "L1Penalty(weight " + weight() + ")";
    }
}

package hourglass.layers;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Pulls the mean activation of each unit to a target ρ: Ω(h) = Σⱼ KL(ρ ‖ ρ̂ⱼ), a sum over the units j, where ρ̂ⱼ is the mean
 * of unit j over the batch and
 *
 * <p>KL(ρ ‖ ρ̂) = ρ ln(ρ/ρ̂) + (1 − ρ) ln((1 − ρ)/(1 − ρ̂))
 *
 * <p>is the Kullback-Leibler divergence, in nats, between two Bernoulli distributions with these means: 0 where ρ̂ = ρ. The
 * gradient is −ρ/ρ̂ⱼ + (1 − ρ)/(1 − ρ̂ⱼ), shared by all examples of the batch. As a mean over few examples says little, choose
 * batches of some dozens at least.
 *
 * <p>The activations must lie between 0 and 1: choose a sigmoid in the layer before. Means closer than 10⁻⁶ to 0 or 1 count
 * as 10⁻⁶ away, which keeps the divergence finite.
 *
 * <p>A. Ng: <i>Sparse autoencoder</i>, CS294A lecture notes, Stanford University 2011, section 3, whose β is the weight here
 * and whose example loss is a sum over the outputs, as Deeplearning4j's is.
 *
 * @see ActivityPenalty
 */
public final class KlPenalty extends ActivityPenalty {

    private static final long serialVersionUID = 1L;
    private static final double CLIP = 1e-6;

    @JsonProperty
    private final double target;

    /**
     * Creates the layer.
     *
     * @param weight what Σ KL(ρ ‖ ρ̂) is multiplied by in the score, from 0 on; see {@link ActivityPenalty} for its unit
     * @param target ρ, the mean activation that each unit shall have, between 0 and 1, such as 0.05
     * @throws IllegalArgumentException if the weight is negative, infinite or NaN, or the target is not between 0 and 1
     */
    @JsonCreator
    public KlPenalty(@JsonProperty("weight") double weight, @JsonProperty("target") double target) {
        super("KL", weight);
        if (!(target > 0 && target < 1)) {
            throw new IllegalArgumentException("The target activation of the KL penalty is " + target
                    + ": give a number between 0 and 1, both excluded, such as 0.05.");
        }
        this.target = target;
    }

    /** Returns ρ, the mean activation that each unit shall have. */
    public double target() {
        return target;
    }

    @Override
    public String term() {
        return "KL";
    }

    @Override
    public double of(INDArray h) {
        double sum = 0;
        for (double mean : means(h)) {
            sum += target * Math.log(target / mean) + (1 - target) * Math.log((1 - target) / (1 - mean));
        }
        return sum;
    }

    @Override
    public INDArray gradient(INDArray h) {
        double[] slopes = means(h);
        for (int j = 0; j < slopes.length; j++) {
            slopes[j] = (1 - target) / (1 - slopes[j]) - target / slopes[j];
        }
        return Nd4j.createFromArray(slopes)
                .castTo(h.dataType())
                .reshape(1, slopes.length)
                .broadcast(h.shape());
    }

    @Override
    public void require(INDArray h) {
        double least = h.minNumber().doubleValue();
        double most = h.maxNumber().doubleValue();
        if (least < 0 || most > 1) {
            throw new IllegalArgumentException("The KL penalty got an activation of " + (least < 0 ? least : most)
                    + ", but it is defined for activations from 0 to 1: give the layer before it Activation.SIGMOID.");
        }
    }

    private static double[] means(INDArray h) {
        double[] means = h.mean(0).toDoubleVector();
        for (int j = 0; j < means.length; j++) {
            means[j] = Math.max(CLIP, Math.min(1 - CLIP, means[j]));
        }
        return means;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other) && target == ((KlPenalty) other).target;
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + Double.hashCode(target);
    }

    @Override
    public String toString() {
        return "KlPenalty(weight " + weight() + ", target " + target + ")";
    }
}

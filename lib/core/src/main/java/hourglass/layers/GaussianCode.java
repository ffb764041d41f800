package hourglass.layers;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The code of a variational autoencoder. It takes [n, 2k] numbers, of which the first k are the means μ and the last k the
 * logarithms of the variances, log σ², of a Gaussian for each example, and gives a code z of shape [n, k]:
 *
 * <pre>{@code
 * .layer(new DenseLayer.Builder().nOut(2 * k).activation(Activation.IDENTITY).build())
 * .layer(new GaussianCode(1))
 * }</pre>
 *
 * <p><b>While training</b> z = μ + exp(½ log σ²)·ε with ε ~ N(0, I) drawn anew for every batch: the reparameterisation trick,
 * through which the gradient reaches μ and σ. ε depends on the configuration's seed and the number of updates so far and on
 * nothing else, so that a run can be repeated. <b>Otherwise</b> z = μ: {@link hourglass.model.Autoencoder#encode} returns the
 * mean.
 *
 * <p><b>The score</b> gains β times the Kullback-Leibler divergence between the Gaussian and the prior N(0, I),
 *
 * <p>KL = ½ Σⱼ (μⱼ² + σⱼ² − log σⱼ² − 1),
 *
 * <p>in nats: a sum over the k dimensions and a mean over the batch, as Deeplearning4j's cross-entropy is a sum over the
 * outputs and a mean over the batch. With β = 1 and cross-entropy the score is the negative evidence lower bound (ELBO) of
 * an example. A {@link hourglass.train.History} keeps the term apart under the name "KL".
 *
 * <p><b>Range.</b> log σ² is clamped to [−{@value GaussianDivergence#RANGE}, {@value GaussianDivergence#RANGE}] before use, so
 * that no variance overflows. Beyond it, z does not depend on log σ², and the divergence's gradient at the end of the range
 * pulls it back.
 *
 * <p>The layer carries the name {@value LayerNames#CODE} unless it is given another.
 *
 * <p>D. P. Kingma, M. Welling: <i>Auto-Encoding Variational Bayes</i>, ICLR 2014, arXiv:1312.6114, sections 2.4 and 3 and
 * appendix B; β: I. Higgins et al.: <i>beta-VAE</i>, ICLR 2017; warm-up: C. K. Sønderby et al.: <i>Ladder Variational
 * Autoencoders</i>, NeurIPS 2016.
 */
public final class GaussianCode extends ParameterlessLayer {

    /** The name of the divergence in a history. */
    public static final String TERM = "KL";

    private static final long serialVersionUID = 1L;

    @JsonProperty
    private final double beta;

    @JsonProperty
    private final int warmUp;

    /**
     * Creates the layer.
     *
     * @param beta what the divergence is multiplied by, from 0 on; 1 for the evidence lower bound
     * @throws IllegalArgumentException if β is negative, infinite or NaN
     */
    public GaussianCode(double beta) {
        this(beta, 0);
    }

    /**
     * Creates a layer whose β grows in a straight line from 0 to its full value over the first updates.
     *
     * @param beta what the divergence is multiplied by in the end, from 0 on
     * @param warmUp after how many updates β is reached; 0 for at once
     * @throws IllegalArgumentException if β is negative, infinite or NaN, or the number of updates is negative
     */
    @JsonCreator
    public GaussianCode(@JsonProperty("beta") double beta, @JsonProperty("warmUp") int warmUp) {
        if (!(beta >= 0 && beta < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "The β of the Gaussian code is " + beta + ": give a number from 0 on, 1 for the plain bound.");
        }
        if (warmUp < 0) {
            throw new IllegalArgumentException(
                    "The warm-up of the Gaussian code is " + warmUp + " updates: give a number from 0 on.");
        }
        this.beta = beta;
        this.warmUp = warmUp;
        setLayerName(LayerNames.CODE);
    }

    /** Returns what the divergence is multiplied by after the warm-up. */
    public double beta() {
        return beta;
    }

    /** Returns the number of updates after which β is reached. */
    public int warmUp() {
        return warmUp;
    }

    /** Returns β after so many updates. */
    double betaAt(int updates) {
        return updates >= warmUp ? beta : beta * updates / warmUp;
    }

    @Override
    Layer implementation(NeuralNetConfiguration conf, DataType type) {
        return new GaussianCodeLayer(conf, type, TERM, this::betaAt);
    }

    /**
     * Returns the shape of the code.
     *
     * @throws IllegalArgumentException if the layer before gives no pair of numbers for each dimension of the code
     */
    @Override
    public InputType getOutputType(int index, InputType input) {
        if (!(input instanceof InputType.InputTypeFeedForward flat)) {
            throw new IllegalArgumentException(
                    "The Gaussian code, layer " + (index + 1) + ", follows a layer that gives " + input
                            + ": put a dense layer with 2·k identity units before it.");
        }
        if (flat.getSize() < 2 || flat.getSize() % 2 != 0) {
            throw new IllegalArgumentException("The Gaussian code, layer " + (index + 1) + ", gets " + flat.getSize()
                    + (flat.getSize() == 1 ? " number" : " numbers")
                    + ", but takes a mean and a log-variance for each of k ≥ 1 dimensions: give the layer before it"
                    + " nOut(2 * k).");
        }
        return InputType.feedForward(flat.getSize() / 2);
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other) && other instanceof GaussianCode code && beta == code.beta && warmUp == code.warmUp;
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + Double.hashCode(beta) + warmUp;
    }

    @Override
    public String toString() {
        return "GaussianCode(beta " + beta + ", warm-up " + warmUp + ")";
    }
}

package hourglass.evaluate;

import hourglass.evaluate.linalg.Matrix;
import hourglass.model.Autoencoder;
import hourglass.model.Posterior;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;

/**
 * The evidence lower bound (ELBO) of a variational autoencoder on a set of examples, split into its two terms and with
 * its sign reversed, so that less is better: {@link #negative()} = {@link #reconstruction()} + {@link #divergence()}.
 *
 * <p><b>One reduction:</b> both terms are summed over their dimensions (the pixels, the units of the code), in nats, and are
 * a mean over the examples. β does not enter: the bound of a network that was trained with another β is measured with 1.
 *
 * <p>D. P. Kingma, M. Welling: <i>Auto-Encoding Variational Bayes</i>, ICLR 2014, equation 3.
 *
 * @param reconstruction −log p(x|z), the Bernoulli cross-entropy of an example, for one z drawn from each example's Gaussian
 * @param divergences KL(q(z|x) ‖ N(0, I)) in closed form, for each dimension of the code
 * @param activeUnits how many dimensions tell examples apart; see {@link Posterior#activeUnits}
 * @param pixels how many numbers an example has
 */
public record Elbo(double reconstruction, List<Double> divergences, int activeUnits, int pixels) {

    /**
     * Checks the terms.
     *
     * @throws IllegalArgumentException if one is not finite or negative, there is no dimension or no pixel, or there are
     *     more active units than dimensions
     */
    public Elbo {
        Objects.requireNonNull(divergences, "There are no divergences: give one for each dimension of the code.");
        if (!(reconstruction >= 0) || Double.isInfinite(reconstruction)) {
            throw new IllegalArgumentException("The cross-entropy of the reconstruction is " + reconstruction
                    + ": it must be finite and at least 0.");
        }
        for (double each : divergences) {
            // Rounding may leave a little less than 0.
            if (!(each > -1e-6) || Double.isInfinite(each)) {
                throw new IllegalArgumentException("A divergence is " + each + ": each must be finite and at least 0.");
            }
        }
        if (pixels < 1 || activeUnits < 0 || activeUnits > divergences.size()) {
            throw new IllegalArgumentException(
                    "There are " + activeUnits + " active units of " + divergences.size() + ", and " + pixels
                            + " pixels: give at least one pixel, and no more active units than dimensions.");
        }
        divergences = List.copyOf(divergences);
    }

    /**
     * Measures a network whose output is read as probabilities, that is one trained with cross-entropy.
     *
     * @param autoencoder its layer named "code" is a {@link hourglass.layers.GaussianCode}
     * @param examples [n, pixels] with values in [0, 1]
     * @param seed draws z: one draw for each of 10,000 examples determines the mean to about a tenth of a
     *     nat. With z = μ the cross-entropy is {@code autoencoder.loss(examples)} per pixel, and it is smaller.
     * @throws IllegalArgumentException if the code is no GaussianCode, the loss is no cross-entropy, so that the output is
     *     no probability, or a pixel is outside [0, 1]
     */
    public static Elbo of(Autoencoder autoencoder, INDArray examples, long seed) {
        Objects.requireNonNull(autoencoder, "There is no autoencoder to measure.");
        Matrix matrix = Matrix.of("array of examples", examples)
                .requireUnitInterval("array of examples", "the bound with a Bernoulli cross-entropy needs");
        requireCrossEntropy(autoencoder.network().getOutputLayer().conf().getLayer());
        Posterior posterior = autoencoder.posterior(examples);
        int pixels = matrix.columns();
        INDArray back = autoencoder.decode(posterior.draw(seed));
        return new Elbo(
                pixels * Metrics.bernoulliCrossEntropy(examples, back),
                Arrays.stream(posterior.divergences()).boxed().toList(),
                posterior.activeUnits(),
                pixels);
    }

    private static void requireCrossEntropy(Layer output) {
        ILossFunction loss = output instanceof BaseOutputLayer dense
                ? dense.getLossFn()
                : output instanceof LossLayer plain
                        ? plain.getLossFn()
                        : output instanceof CnnLossLayer pictures ? pictures.getLossFn() : null;
        if (!(loss instanceof LossBinaryXENT)) {
            throw new IllegalArgumentException("The network is trained with "
                    + (loss == null ? output.getClass() : loss.getClass()).getSimpleName()
                    + ", so that its output is no probability: measure the bound of a network that ends with"
                    + " LossFunction.XENT.");
        }
    }

    /** Returns the divergence of an example: the sum over the dimensions. */
    public double divergence() {
        return divergences.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Returns the negative bound for an example. */
    public double negative() {
        return reconstruction + divergence();
    }

    /** Returns the negative bound for a pixel. */
    public double negativePerPixel() {
        return negative() / pixels;
    }

    /** Says the bound in one line: "negative ELBO 262.31 nats per picture = 256.02 reconstruction + 6.29 KL". */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "negative ELBO %.2f nats per picture = %.2f reconstruction + %.2f KL",
                negative(),
                reconstruction,
                divergence());
    }
}

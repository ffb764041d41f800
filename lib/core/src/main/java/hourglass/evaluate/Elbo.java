package hourglass.evaluate;

import hourglass.evaluate.linalg.Matrix;
import hourglass.model.Autoencoder;
import hourglass.model.Posterior;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The evidence lower bound (ELBO) of a variational autoencoder on a set of pictures, taken apart and with its sign turned,
 * so that less is better: {@link #negative()} = {@link #reconstruction()} + {@link #divergence()}.
 *
 * <p><b>One reduction:</b> both terms are summed over their dimensions (the pixels, the units of the code), in nats, and are
 * a mean over the pictures. β does not enter: the bound of a network that was trained with another β is measured with 1.
 *
 * <p>D. P. Kingma, M. Welling: <i>Auto-Encoding Variational Bayes</i>, ICLR 2014, equation 3.
 *
 * @param reconstruction −log p(x|z), the Bernoulli cross-entropy of a picture, for one z drawn from each picture's Gaussian
 * @param divergences KL(q(z|x) ‖ N(0, I)) in closed form, for each dimension of the code
 * @param activeUnits how many dimensions tell pictures apart; see {@link Posterior#activeUnits}
 * @param pixels how many pixels a picture has
 */
public record Elbo(double reconstruction, List<Double> divergences, int activeUnits, int pixels) {

    public Elbo {
        divergences = List.copyOf(divergences);
    }

    /**
     * Measures a network whose output is read as probabilities, that is one trained with cross-entropy.
     *
     * @param autoencoder its layer named "code" is a {@link hourglass.layers.GaussianCode}
     * @param pictures [n, pixels] with values in [0, 1]
     * @param seed draws z: one draw for each of 10,000 pictures settles the mean to about a tenth of a nat. With z = μ the
     *     cross-entropy is {@code autoencoder.loss(pictures)} per pixel, and it is smaller.
     * @throws IllegalArgumentException if the loss is not the binary cross-entropy, the code is no GaussianCode, or a pixel is outside [0, 1]
     */
    public static Elbo of(Autoencoder autoencoder, INDArray pictures, long seed) {
        if (!autoencoder.lossFunction().equals("LossBinaryXENT")) {
            throw new IllegalArgumentException(
                    "The network's loss is " + autoencoder.lossFunction()
                            + ", but this bound reads the output as probabilities of white pixels: train with LossFunction.XENT.");
        }
        Posterior posterior = autoencoder.posterior(pictures);
        int pixels = Matrix.of("pictures", pictures).columns();
        INDArray back = autoencoder.decode(posterior.draw(seed));
        return new Elbo(
                pixels * Metrics.bernoulliCrossEntropy(pictures, back),
                Arrays.stream(posterior.divergences()).boxed().toList(),
                posterior.activeUnits(),
                pixels);
    }

    /** Returns the divergence of a picture: the sum over the dimensions. */
    public double divergence() {
        return divergences.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Returns the negative bound for a picture. */
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

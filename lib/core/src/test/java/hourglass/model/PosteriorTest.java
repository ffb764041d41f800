package hourglass.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import hourglass.layers.GaussianCode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class PosteriorTest {

    private static Posterior posterior(float[][] means, float[][] logVariances) {
        return new Posterior(Nd4j.createFromArray(means), Nd4j.createFromArray(logVariances));
    }

    @Test
    void isWhatTheLayerBeforeTheCodePutsOut() {
        Autoencoder autoencoder = Autoencoder.of(new NeuralNetConfiguration.Builder()
                .seed(3)
                .list()
                .layer(new DenseLayer.Builder()
                        .nOut(6)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new GaussianCode(1))
                .layer(new OutputLayer.Builder(LossFunction.XENT)
                        .nOut(12)
                        .activation(Activation.SIGMOID)
                        .build())
                .setInputType(InputType.feedForward(12))
                .build());
        INDArray x = Networks.mixtures(300, 12);

        Posterior posterior = autoencoder.posterior(x);

        INDArray pairs = x.mmul(autoencoder.network().getParam("0_W"))
                .addRowVector(autoencoder.network().getParam("0_b"));
        assertThat(posterior.means().equalsWithEps(autoencoder.encode(x), 1e-6)).isTrue();
        assertThat(posterior.means().equalsWithEps(pairs.getColumns(0, 1, 2), 1e-5))
                .isTrue();
        assertThat(posterior.logVariances().equalsWithEps(pairs.getColumns(3, 4, 5), 1e-5))
                .isTrue();
        assertThat(autoencoder.posterior(x.getRows(7)).means().shape()).containsExactly(1, 3);
    }

    @Test
    void hasTheDivergenceOfItsClosedFormInEachDimension() {
        // N(0, 1) has none, N(1, 1) has ½, N(0, e) has ½ (e − 2).
        Posterior posterior = posterior(new float[][] {{0, 1}, {0, 0}}, new float[][] {{1, 0}, {0, 0}});

        assertThat(posterior.divergences()[0]).isCloseTo(0.25 * (Math.E - 2), within(1e-6));
        assertThat(posterior.divergences()[1]).isCloseTo(0.25, within(1e-6));
    }

    @Test
    void drawsWithItsMeansAndVariances() {
        int n = 50_000;
        INDArray means = Nd4j.createUninitialized(n, 2);
        means.getColumn(0).assign(2);
        means.getColumn(1).assign(-1);
        INDArray logVariances = Nd4j.zeros(n, 2);
        logVariances.getColumn(1).assign(Math.log(0.25));

        INDArray z = new Posterior(means, logVariances).draw(5);

        assertThat(z.mean(0).toDoubleVector()).containsExactly(new double[] {2, -1}, within(0.02));
        assertThat(z.std(0).toDoubleVector()).containsExactly(new double[] {1, 0.5}, within(0.02));
        assertThat(new Posterior(means, logVariances).draw(5)).isEqualTo(z);
        assertThat(new Posterior(means, logVariances).draw(6)).isNotEqualTo(z);
    }

    @Test
    void countsTheUnitsWhoseMeansVary() {
        // Variances of the means: 0.25, 0.0025 and 0, although the last one is far from the prior.
        Posterior posterior = posterior(new float[][] {{0, 0, 9}, {1, 0.1f, 9}}, new float[2][3]);

        assertThat(posterior.activeUnits()).isEqualTo(1);
    }

    @Test
    void cutsLogVariancesAsTheLayerDoes() {
        Posterior posterior = posterior(new float[][] {{0, 0}}, new float[][] {{50, -50}});

        assertThat(posterior.logVariances().toFloatVector()).containsExactly(10, -10);
    }

    @Test
    void refusesACodeThatIsNoDistribution() {
        Autoencoder plain = Autoencoder.of(Networks.dense(12, 3, LossFunction.XENT, 0.01));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain.posterior(Networks.mixtures(2, 12)))
                .withMessage(
                        "The layer named \"code\" is a DenseLayer, which gives numbers and no distributions: make it"
                                + " a GaussianCode.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> posterior(new float[2][3], new float[2][2]))
                .withMessage("The means have shape [2, 3] and the log-variances [2, 2]: give two arrays [n, k].");
    }
}

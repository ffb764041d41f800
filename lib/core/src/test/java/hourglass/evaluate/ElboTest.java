package hourglass.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import hourglass.layers.GaussianCode;
import hourglass.model.Autoencoder;
import hourglass.model.Posterior;
import hourglass.train.Training;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.variational.BernoulliReconstructionDistribution;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class ElboTest {
    private static final int PIXELS = 16;

    /** Pictures of one to four bright stripes, nearly black and white. */
    private static INDArray stripes(int n) {
        Random random = new Random(8);
        float[][] pictures = new float[n][PIXELS];
        for (float[] picture : pictures) {
            int to = 1 + random.nextInt(4);
            for (int i = 0; i < PIXELS; i++) {
                picture[i] = i / 4 < to ? 0.95f : 0.02f;
            }
        }
        return Nd4j.createFromArray(pictures);
    }

    private static Autoencoder variational(int latent, double beta) {
        return Autoencoder.of(new NeuralNetConfiguration.Builder()
                .seed(4)
                .updater(new Adam(0.01))
                .list()
                .layer(dense(10, Activation.TANH))
                .layer(dense(2 * latent, Activation.IDENTITY))
                .layer(new GaussianCode(beta))
                .layer(dense(10, Activation.TANH))
                .layer(new OutputLayer.Builder(LossFunction.XENT)
                        .nOut(PIXELS)
                        .activation(Activation.SIGMOID)
                        .build())
                .setInputType(InputType.feedForward(PIXELS))
                .build());
    }

    private static DenseLayer dense(int units, Activation activation) {
        return new DenseLayer.Builder().nOut(units).activation(activation).build();
    }

    @Test
    void isWhatDeeplearning4jsOwnLayerMeasuresWithTheSameWeights() {
        INDArray x = stripes(5_000);
        Autoencoder ours = variational(2, 1);
        ours.fit(x, null, Training.epochs(4).batchSize(100).quietly());
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new VariationalAutoencoder.Builder()
                        .nIn(PIXELS)
                        .nOut(2)
                        .encoderLayerSizes(10)
                        .decoderLayerSizes(10)
                        .activation(Activation.TANH)
                        .pzxActivationFunction(Activation.IDENTITY)
                        .reconstructionDistribution(new BernoulliReconstructionDistribution(Activation.SIGMOID))
                        .build())
                .build());
        network.init();
        network.initGradientsView();
        INDArray w = ours.network().getParam("1_W");
        INDArray b = ours.network().getParam("1_b");
        network.setParam("0_e0W", ours.network().getParam("0_W"));
        network.setParam("0_e0b", ours.network().getParam("0_b"));
        network.setParam("0_pZXMeanW", w.getColumns(0, 1));
        network.setParam("0_pZXMeanb", b.get(NDArrayIndex.interval(0, 2)));
        network.setParam("0_pZXLogStd2W", w.getColumns(2, 3));
        network.setParam("0_pZXLogStd2b", b.get(NDArrayIndex.interval(2, 4)));
        network.setParam("0_d0W", ours.network().getParam("3_W"));
        network.setParam("0_d0b", ours.network().getParam("3_b"));
        network.setParam("0_pXZW", ours.network().getParam("4_W"));
        network.setParam("0_pXZb", ours.network().getParam("4_b"));
        var theirs = network.getLayer(0);
        theirs.setInput(x, LayerWorkspaceMgr.noWorkspaces());
        theirs.computeGradientAndScore(LayerWorkspaceMgr.noWorkspaces());

        Elbo elbo = Elbo.of(ours, x, 1);

        // Two means over 5,000 pictures with a draw of z each; a picture's loss has a deviation of about 2 nats.
        assertThat(elbo.negative()).isCloseTo(theirs.score(), within(0.15));
        assertThat(elbo.divergence()).isGreaterThan(0.5);
    }

    @Test
    void addsUpWhatTrainingReports() {
        INDArray x = stripes(2_000);
        Autoencoder autoencoder = variational(3, 1);
        var history =
                autoencoder.fit(x, null, Training.epochs(30).batchSize(100).quietly());

        Elbo elbo = Elbo.of(autoencoder, x, 2);

        assertThat(elbo.divergences()).hasSize(3);
        assertThat(elbo.negative()).isEqualTo(elbo.reconstruction() + elbo.divergence());
        assertThat(elbo.negativePerPixel()).isEqualTo(elbo.negative() / PIXELS);
        assertThat(elbo.reconstruction() / PIXELS).isCloseTo(history.last().loss(), within(0.01));
        assertThat(elbo.divergence()).isCloseTo(history.values("KL")[29], within(0.1));
        assertThat(elbo.activeUnits()).isBetween(1, 3);
        Posterior posterior = autoencoder.posterior(x);
        assertThat(elbo.activeUnits()).isEqualTo(posterior.activeUnits());
    }

    @Test
    void knowsNoBeta() {
        INDArray x = stripes(500);

        assertThat(Elbo.of(variational(2, 100), x, 3)).isEqualTo(Elbo.of(variational(2, 1), x, 3));
    }

    @Test
    void saysItselfInOneLine() {
        assertThat(new Elbo(250.5, List.of(3.25, 2.0), 2, 784))
                .hasToString("negative ELBO 255.75 nats per picture = 250.50 reconstruction + 5.25 KL");
    }

    @Test
    void refusesPixelsThatAreNoProbabilities() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Elbo.of(variational(2, 1), stripes(3).mul(255), 1))
                .withMessageContaining("from 0 to 1");
    }

    @Test
    void refusesANetworkWhoseOutputIsNoProbability() {
        Autoencoder squared = Autoencoder.of(new NeuralNetConfiguration.Builder()
                .list()
                .layer(dense(4, Activation.IDENTITY))
                .layer(new GaussianCode(1))
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nOut(PIXELS)
                        .activation(Activation.SIGMOID)
                        .build())
                .setInputType(InputType.feedForward(PIXELS))
                .build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Elbo.of(squared, stripes(3), 1))
                .withMessageStartingWith("The network is trained with LossMSE, so that its output is no probability");
    }

    @Test
    void refusesTermsThatAreNoNumbers() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Elbo(Double.NaN, List.of(1.0), 1, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> new Elbo(1, List.of(-1.0), 1, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> new Elbo(1, List.of(1.0), 2, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> new Elbo(1, List.of(1.0), 1, 0));
    }
}

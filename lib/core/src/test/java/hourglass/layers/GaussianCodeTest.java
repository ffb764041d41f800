package hourglass.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import hourglass.engine.Accelerator;
import hourglass.model.Autoencoder;
import hourglass.model.Networks;
import hourglass.train.History;
import hourglass.train.Training;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class GaussianCodeTest {
    private static final int PIXELS = 12;

    @BeforeEach
    void seed() {
        Nd4j.getRandom().setSeed(11);
    }

    private static MultiLayerConfiguration variational(IUpdater updater, DataType type, int latent, GaussianCode code) {
        return new NeuralNetConfiguration.Builder()
                .seed(5)
                .updater(updater)
                .weightInit(WeightInit.XAVIER)
                .dataType(type)
                .list()
                .layer(dense(9, Activation.TANH))
                .layer(dense(2 * latent, Activation.IDENTITY))
                .layer(code)
                .layer(dense(9, Activation.TANH))
                .layer(new OutputLayer.Builder(LossFunction.XENT)
                        .nOut(PIXELS)
                        .activation(Activation.SIGMOID)
                        .build())
                .setInputType(InputType.feedForward(PIXELS))
                .build();
    }

    private static DenseLayer dense(int units, Activation activation) {
        return new DenseLayer.Builder().nOut(units).activation(activation).build();
    }

    /** The layer alone, with so many updates behind it. */
    private static GaussianCodeLayer layer(GaussianCode code, long seed, int updates) {
        NeuralNetConfiguration conf =
                new NeuralNetConfiguration.Builder().seed(seed).layer(code).build();
        var layer = (GaussianCodeLayer) code.instantiate(conf, null, 2, null, false, DataType.DOUBLE);
        layer.setIterationCount(updates);
        return layer;
    }

    private static INDArray activate(GaussianCodeLayer layer, INDArray input, boolean training) {
        layer.setInput(input, LayerWorkspaceMgr.noWorkspaces());
        return layer.activate(training, LayerWorkspaceMgr.noWorkspaces());
    }

    @ParameterizedTest(name = "{0} numbers, beta {1}, warm-up {2}")
    @CsvSource({"1, 1, 0", "3, 1, 0", "3, 0.25, 0", "3, 0, 0", "2, 1, 8"})
    void backpropagationAgreesWithFiniteDifferencesOfTheWholeScoreForTheSameNoise(int latent, double beta, int warmUp) {
        MultiLayerNetwork network = new MultiLayerNetwork(
                variational(new Sgd(0.1), DataType.DOUBLE, latent, new GaussianCode(beta, warmUp)));
        network.init();
        for (var each : network.getLayers()) {
            each.setIterationCount(3);
        }
        INDArray x = Networks.mixtures(7, PIXELS).castTo(DataType.DOUBLE);

        INDArray gradient = gradient(network, x);

        double step = 1e-5;
        INDArray parameters = network.params();
        for (long i = 0; i < parameters.length(); i++) {
            double before = parameters.getDouble(i);
            parameters.putScalar(i, before + step);
            double above = trainingScore(network, x);
            parameters.putScalar(i, before - step);
            double below = trainingScore(network, x);
            parameters.putScalar(i, before);
            assertThat(gradient.getDouble(i))
                    .as("parameter %d", i)
                    .isCloseTo((above - below) / (2 * step), within(1e-6));
        }
    }

    private static INDArray gradient(MultiLayerNetwork network, INDArray x) {
        network.setInput(x);
        network.setLabels(x);
        network.computeGradientAndScore();
        return network.getFlattenedGradients().div(x.size(0));
    }

    private static double trainingScore(MultiLayerNetwork network, INDArray x) {
        return network.score(new DataSet(x, x), true);
    }

    @Test
    void theAcceleratedNetworkHasTheSameGradientForTheSameNoise() {
        MultiLayerNetwork expected =
                new MultiLayerNetwork(variational(new Sgd(0.1), DataType.DOUBLE, 3, new GaussianCode(1)));
        expected.init();
        MultiLayerNetwork network =
                Accelerator.network(variational(new Sgd(0.1), DataType.FLOAT, 3, new GaussianCode(1)));
        network.init(expected.params().castTo(DataType.FLOAT), false);
        INDArray x = Networks.mixtures(33, PIXELS);

        INDArray exact = gradient(expected, x.castTo(DataType.DOUBLE));
        INDArray fast = gradient(network, x).castTo(DataType.DOUBLE);

        assertThat(fast.sub(exact).norm2Number().doubleValue())
                .isLessThan(1e-5 * exact.norm2Number().doubleValue());
        assertThat(network.score()).isCloseTo(expected.score(), within(3e-4 * expected.score()));
    }

    @Test
    void measuresTheDivergenceOfItsClosedForm() {
        // Two pictures, two dimensions: N(0, 1) has no divergence, N(1, 1) has ½, N(0, e) has ½ (e − 2).
        INDArray input = Nd4j.createFromArray(new double[][] {{0, 1, 0, 0}, {0, 0, 1, 0}});
        GaussianCodeLayer layer = layer(new GaussianCode(3), 1, 0);

        activate(layer, input, false);

        double expected = (0.5 + 0.5 * (Math.E - 2)) / 2;
        assertThat(layer.value()).isCloseTo(expected, within(1e-12));
        assertThat(layer.calcRegularizationScore(true)).isCloseTo(3 * expected, within(1e-12));
    }

    @Test
    void measuresTheDivergenceThatSamplesEstimate() {
        double mean = 0.7;
        double logVariance = -1.2;
        int n = 200_000;
        INDArray input = Nd4j.createUninitialized(DataType.DOUBLE, n, 2);
        input.getColumn(0).assign(mean);
        input.getColumn(1).assign(logVariance);
        GaussianCodeLayer layer = layer(new GaussianCode(1), 9, 0);

        double[] z = activate(layer, input, true).data().asDouble();

        double sum = 0;
        double squares = 0;
        for (double value : z) {
            double standard = (value - mean) / Math.exp(logVariance / 2);
            // The logarithm of the Gaussian's density over the prior's.
            sum += 0.5 * (value * value - standard * standard - logVariance);
            squares += standard * standard;
        }
        assertThat(sum / n).isCloseTo(layer.value(), within(0.01));
        assertThat(squares / n).as("variance of the noise").isCloseTo(1, within(0.02));
    }

    @Test
    void drawsAnewForEveryUpdateAndTheSameForTheSameSeedAndUpdate() {
        INDArray input = Nd4j.zeros(DataType.DOUBLE, 50, 4);
        INDArray first = activate(layer(new GaussianCode(1), 1, 0), input, true);

        assertThat(activate(layer(new GaussianCode(1), 1, 0), input, true)).isEqualTo(first);
        for (INDArray other : new INDArray[] {
            activate(layer(new GaussianCode(1), 1, 1), input, true),
            activate(layer(new GaussianCode(1), 2, 0), input, true)
        }) {
            double product = first.mul(other).meanNumber().doubleValue();
            assertThat(product).as("correlation of 200 pairs").isCloseTo(0, within(0.25));
        }
        assertThat(activate(layer(new GaussianCode(1), 1, 0), input, false))
                .isEqualTo(Nd4j.zeros(DataType.DOUBLE, 50, 2));
    }

    @Test
    void anExtremeVarianceStaysFiniteAndIsPulledBack() {
        INDArray input = Nd4j.createFromArray(new double[][] {{0, 500}, {0, -500}});
        GaussianCodeLayer layer = layer(new GaussianCode(1), 1, 0);

        INDArray z = activate(layer, input, true);
        INDArray slope = layer.backpropGradient(Nd4j.ones(DataType.DOUBLE, 2, 1), LayerWorkspaceMgr.noWorkspaces())
                .getSecond();

        assertThat(z.isInfinite().any()).isFalse();
        assertThat(layer.value()).isLessThan(Math.exp(GaussianDivergence.RANGE));
        assertThat(slope.getDouble(0, 1)).as("towards a smaller variance").isPositive();
        assertThat(slope.getDouble(1, 1)).as("towards a larger variance").isNegative();
    }

    @Test
    void betaGrowsDuringTheWarmUp() {
        GaussianCode code = new GaussianCode(2, 4);

        assertThat(new double[] {code.betaAt(0), code.betaAt(1), code.betaAt(4), code.betaAt(9)})
                .containsExactly(0, 0.5, 2, 2);

        INDArray x = Networks.mixtures(40, PIXELS);
        Autoencoder autoencoder = Autoencoder.of(variational(new Sgd(0), DataType.FLOAT, 2, code));
        History history =
                autoencoder.fit(x, null, Training.epochs(3).batchSize(20).quietly());
        double[] value = history.values(GaussianCode.TERM);
        double[] penalty = history.penalties(GaussianCode.TERM);
        // Updates 0 and 1, 2 and 3, 4 and 5: a mean β of ¼, 5/4 and 2, on weights that stay.
        assertThat(penalty[0]).isCloseTo(0.25 * value[0] / PIXELS, within(0.05 * value[0] / PIXELS));
        assertThat(penalty[1]).isCloseTo(1.25 * value[1] / PIXELS, within(0.05 * value[1] / PIXELS));
        assertThat(penalty[2]).isCloseTo(2 * value[2] / PIXELS, within(1e-9));
    }

    @Test
    void encodesToTheMeanAndGivesTheSameAfterSavingAndLoading(@TempDir Path folder) throws IOException {
        INDArray x = Networks.mixtures(60, PIXELS);
        Autoencoder autoencoder =
                Autoencoder.of(variational(new Adam(0.01), DataType.FLOAT, 2, new GaussianCode(0.5, 3)));
        History history = autoencoder.fit(x, x, Training.epochs(5).batchSize(20).quietly());
        Path file = folder.resolve("variational.zip");

        autoencoder.save(file);
        Autoencoder loaded = Autoencoder.load(file);

        INDArray beforeCode = autoencoder.network().feedForwardToLayer(1, x).get(2);
        assertThat(autoencoder.encode(x).equalsWithEps(beforeCode.getColumns(0, 1), 1e-6))
                .isTrue();
        assertThat(loaded.encode(x)).isEqualTo(autoencoder.encode(x));
        assertThat(loaded.reconstruct(x)).isEqualTo(autoencoder.reconstruct(x));
        assertThat(loaded.posterior(x)).isEqualTo(autoencoder.posterior(x));
        INDArray z = Nd4j.createFromArray(new float[][] {{0, 0}, {1.5f, -2}});
        assertThat(loaded.decode(z)).isEqualTo(autoencoder.decode(z));
        assertThat(history.terms()).containsExactly("KL");
        // Training goes on alike, so β, its warm-up and the noise were saved too.
        Training more = Training.epochs(2).batchSize(20).quietly();
        assertThat(loaded.fit(x, null, more).values("KL"))
                .containsExactly(autoencoder.fit(x, null, more).values("KL"));
    }

    @Test
    void learnsToUseItsCodeAndALargeBetaTakesItAway() {
        INDArray x = Networks.mixtures(300, PIXELS);
        Training training = Training.epochs(60).batchSize(20).quietly();
        Autoencoder free = Autoencoder.of(variational(new Adam(0.01), DataType.FLOAT, 2, new GaussianCode(0.05)));
        Autoencoder crushed = Autoencoder.of(variational(new Adam(0.01), DataType.FLOAT, 2, new GaussianCode(50)));

        History used = free.fit(x, null, training);
        History collapsed = crushed.fit(x, null, training);

        assertThat(used.last().terms().get(0).value()).isGreaterThan(1);
        assertThat(collapsed.last().terms().get(0).value()).isLessThan(0.05);
        assertThat(free.loss(x)).isLessThan(crushed.loss(x) - 0.02);
    }

    @Test
    void saysThatTheDivergenceEndedTheTrainingAndKeepsTheLastGoodWeights() {
        INDArray x = Networks.mixtures(40, PIXELS);
        Autoencoder autoencoder = Autoencoder.of(variational(new Sgd(0), DataType.FLOAT, 2, new GaussianCode(1)));
        autoencoder.network().getParam("1_b").putScalar(0, Float.POSITIVE_INFINITY);
        INDArray before = autoencoder.network().params().dup();

        assertThatIllegalStateException()
                .isThrownBy(() -> autoencoder.fit(x, null, Training.epochs(1).quietly()))
                .withMessage(
                        "The loss became NaN in epoch 1 because its term KL is Infinity: the weights are those of the"
                                + " epoch before; lower the learning rate.");
        assertThat(autoencoder.network().params()).isEqualTo(before);
    }

    @Test
    void saysThatTheReconstructionEndedTheTrainingAndKeepsTheLastGoodWeights() {
        INDArray x = Networks.mixtures(40, PIXELS);
        Autoencoder autoencoder = Autoencoder.of(variational(new Adam(0.01), DataType.FLOAT, 2, new GaussianCode(1)));
        autoencoder.fit(x, null, Training.epochs(2).batchSize(20).quietly());
        autoencoder.network().getParam("4_b").putScalar(3, Float.NaN);
        float[] before = autoencoder.network().params().toFloatVector();

        assertThatIllegalStateException()
                .isThrownBy(() -> autoencoder.fit(x, null, Training.epochs(1).quietly()))
                .withMessageMatching("The loss became NaN in epoch 1 because of the reconstruction, while KL is"
                        + " \\d+\\.\\d+: the weights are those of the epoch before; lower the learning rate\\.");
        assertThat(autoencoder.network().params().toFloatVector()).containsExactly(before);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesABetaThatIsNoWeight(double beta) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GaussianCode(beta))
                .withMessage(
                        "The β of the Gaussian code is " + beta + ": give a number from 0 on, 1 for the plain bound.");
    }

    @Test
    void refusesWhatIsNoPairForEachDimension() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GaussianCode(1).getOutputType(2, InputType.feedForward(5)))
                .withMessage(
                        "The Gaussian code, layer 3, gets 5 numbers, but takes a mean and a log-variance for each of"
                                + " k ≥ 1 dimensions: give the layer before it nOut(2 * k).");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GaussianCode(1).getOutputType(2, InputType.feedForward(1)))
                .withMessageContaining("gets 1 number,");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GaussianCode(1).getOutputType(2, InputType.convolutional(4, 4, 8)))
                .withMessageContaining("put a dense layer with 2·k identity units before it");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Autoencoder.of(variational(new Sgd(1), DataType.FLOAT, 0, new GaussianCode(1))))
                .withMessageContaining("gets 0 numbers, but takes a mean and a log-variance");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GaussianCode(1, -1))
                .withMessageContaining("-1 updates");
    }
}

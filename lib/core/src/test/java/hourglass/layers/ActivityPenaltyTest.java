package hourglass.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import hourglass.engine.Accelerator;
import hourglass.model.Autoencoder;
import hourglass.model.Networks;
import hourglass.train.History;
import hourglass.train.Training;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
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
import org.nd4j.nativeblas.NativeOpsHolder;

class ActivityPenaltyTest {
    private static final int PIXELS = 12;

    @BeforeEach
    void seed() {
        Nd4j.getRandom().setSeed(11);
    }

    private static NeuralNetConfiguration.Builder builder(IUpdater updater) {
        return new NeuralNetConfiguration.Builder().seed(5).updater(updater).weightInit(WeightInit.XAVIER);
    }

    private static DenseLayer dense(String name, int units, Activation activation) {
        var builder =
                new DenseLayer.Builder().nOut(units).activation(activation).biasInit(0.1);
        return (name == null ? builder : builder.name(name)).build();
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder(LossFunction.XENT)
                .nOut(PIXELS)
                .activation(Activation.SIGMOID)
                .build();
    }

    private static MultiLayerConfiguration single(
            NeuralNetConfiguration.Builder builder, int units, Activation activation, ActivityPenalty penalty) {
        return builder.list()
                .layer(dense("code", units, activation))
                .layer(penalty)
                .layer(output())
                .setInputType(InputType.feedForward(PIXELS))
                .build();
    }

    private static MultiLayerConfiguration stacked(
            NeuralNetConfiguration.Builder builder, Activation activation, ActivityPenalty penalty) {
        return builder.list()
                .layer(dense(null, 9, activation))
                .layer(penalty.clone())
                .layer(dense("code", 4, activation))
                .layer(penalty)
                .layer(dense(null, 9, activation))
                .layer(output())
                .setInputType(InputType.feedForward(PIXELS))
                .build();
    }

    private static MultiLayerConfiguration convolutional(
            NeuralNetConfiguration.Builder builder, ActivityPenalty penalty) {
        return builder.convolutionMode(ConvolutionMode.Same)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .name("code")
                        .nOut(2)
                        .activation(Activation.SIGMOID)
                        .build())
                .layer(penalty)
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new CnnLossLayer.Builder(LossFunction.XENT)
                        .activation(Activation.SIGMOID)
                        .build())
                .setInputType(InputType.convolutionalFlat(3, 4, 1))
                .build();
    }

    static Stream<Arguments> networks() {
        return Stream.of(
                network("L1, ReLU", b -> single(b, 5, Activation.RELU, new L1Penalty(0.7))),
                network("L1, tanh", b -> single(b, 5, Activation.TANH, new L1Penalty(0.7))),
                network("KL", b -> single(b, 5, Activation.SIGMOID, new KlPenalty(0.7, 0.05))),
                network("L1, wide code", b -> single(b, 31, Activation.RELU, new L1Penalty(0.7))),
                network("KL, wide code", b -> single(b, 31, Activation.SIGMOID, new KlPenalty(0.7, 0.2))),
                network("L1, stacked", b -> stacked(b, Activation.RELU, new L1Penalty(0.7))),
                network("KL, stacked", b -> stacked(b, Activation.SIGMOID, new KlPenalty(0.7, 0.05))),
                network("L1, convolutional", b -> convolutional(b, new L1Penalty(0.7))),
                network("KL, convolutional", b -> convolutional(b, new KlPenalty(0.7, 0.05))),
                network(
                        "KL, sums over the batch",
                        b -> single(b.miniBatch(false), 5, Activation.SIGMOID, new KlPenalty(0.7, 0.05))));
    }

    private interface Build {
        MultiLayerConfiguration with(NeuralNetConfiguration.Builder builder);
    }

    private static Arguments network(String name, Build build) {
        return Arguments.of(name, build);
    }

    private static INDArray pictures(int n) {
        return Networks.mixtures(n, PIXELS);
    }

    private static DataSet example(MultiLayerConfiguration configuration, DataType type) {
        INDArray x = pictures(7).castTo(type);
        boolean flat = configuration.getConf(0).getLayer() instanceof DenseLayer;
        return new DataSet(x, flat ? x : x.reshape(7, 1, 3, 4));
    }

    private static INDArray first(MultiLayerNetwork network, INDArray x) {
        return network.feedForwardToLayer(0, x).get(1);
    }

    private static INDArray gradient(MultiLayerNetwork network, DataSet data) {
        network.setInput(data.getFeatures());
        network.setLabels(data.getLabels());
        network.computeGradientAndScore();
        INDArray sum = network.getFlattenedGradients();
        // What fit does next, in the updater.
        boolean mean = network.conf().isMiniBatch();
        return mean ? sum.div(data.numExamples()) : sum.dup();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void backpropagationAgreesWithFiniteDifferencesOfTheWholeScore(String name, Build build) {
        MultiLayerConfiguration configuration = build.with(builder(new Sgd(0.1)).dataType(DataType.DOUBLE));
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        DataSet data = example(configuration, DataType.DOUBLE);

        INDArray gradient = gradient(network, data);

        double step = 1e-5;
        INDArray parameters = network.params();
        for (long i = 0; i < parameters.length(); i++) {
            double before = parameters.getDouble(i);
            parameters.putScalar(i, before + step);
            double above = network.score(data, true);
            parameters.putScalar(i, before - step);
            double below = network.score(data, true);
            parameters.putScalar(i, before);
            assertThat(gradient.getDouble(i))
                    .as("parameter %d", i)
                    .isCloseTo((above - below) / (2 * step), within(1e-6));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void acceleratedNetworksHaveTheSameGradient(String name, Build build) {
        MultiLayerConfiguration exact = build.with(builder(new Sgd(0.1)).dataType(DataType.DOUBLE));
        MultiLayerNetwork expected = new MultiLayerNetwork(exact);
        expected.init();
        MultiLayerNetwork network = Accelerator.network(build.with(builder(new Sgd(0.1))));
        network.init(expected.params().castTo(DataType.FLOAT), false);
        DataSet data = example(exact, DataType.FLOAT);
        DataSet same = new DataSet(
                data.getFeatures().castTo(DataType.DOUBLE), data.getLabels().castTo(DataType.DOUBLE));

        INDArray difference = gradient(network, data).castTo(DataType.DOUBLE).sub(gradient(expected, same));

        assertThat(difference.norm2Number().doubleValue())
                .isLessThan(1e-5 * gradient(expected, same).norm2Number().doubleValue());
        assertThat(network.score()).isCloseTo(expected.score(), within(3e-4 * expected.score()));
    }

    @Test
    void theNextLayerMayOverwriteTheActivations() {
        NeuralNetConfiguration.Builder builder = builder(new Sgd(0.1));
        var list = builder.list()
                .layer(dense("code", 5, Activation.TANH))
                .layer(new L1Penalty(0.7))
                .layer(new DropoutLayer.Builder(0.5).build())
                .layer(output())
                .setInputType(InputType.feedForward(PIXELS));
        MultiLayerNetwork network = Accelerator.network(list.build());
        network.init();
        network.getParam("3_W").assign(0); // the loss then sends nothing back, and only the penalty is left
        INDArray x = pictures(7);
        INDArray slope = org.nd4j.linalg.ops.transforms.Transforms.sign(first(network, x), true)
                .mul(0.7);
        INDArray h = first(network, x);
        INDArray expected = h.mul(h).rsub(1).mul(slope).sum(0).div(7);

        INDArray all = gradient(network, new DataSet(x, x));

        INDArray bias = all.reshape(all.length())
                .get(org.nd4j.linalg.indexing.NDArrayIndex.interval(PIXELS * 5, PIXELS * 5 + 5));
        assertThat(bias.reshape(1, 5).equalsWithEps(expected.reshape(1, 5), 1e-5))
                .isTrue();
    }

    @Test
    void theScoreHoldsTheWeightedPenaltySummedOverUnitsAndMeanOverTheBatch() {
        INDArray h = Nd4j.createFromArray(new double[][] {{0.5, -2, 0}, {0.25, 1, 0.25}});
        assertThat(new L1Penalty(3).of(h)).isCloseTo((2.5 + 1.5) / 2, within(1e-12));

        INDArray probabilities = Nd4j.createFromArray(new double[][] {{0.1, 0.3}, {0.3, 0.8}});
        double first = 0.2; // the target itself: no divergence
        double second = 0.2 * Math.log(0.2 / 0.55) + 0.8 * Math.log(0.8 / 0.45);
        assertThat(new KlPenalty(3, first).of(probabilities)).isCloseTo(second, within(1e-12));

        INDArray x = pictures(7);
        MultiLayerNetwork with =
                new MultiLayerNetwork(single(builder(new Sgd(0)), 5, Activation.TANH, new L1Penalty(3)));
        MultiLayerNetwork without =
                new MultiLayerNetwork(single(builder(new Sgd(0)), 5, Activation.TANH, new L1Penalty(0)));
        with.init();
        without.init();
        double omega = first(with, x).norm1Number().doubleValue() / 7;
        assertThat(omega).isGreaterThan(0.1);
        assertThat(with.score(new DataSet(x, x)) - without.score(new DataSet(x, x)))
                .isCloseTo(3 * omega, within(1e-5));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theHistoryKeepsLossAndPenaltyApart(boolean validated) {
        INDArray x = pictures(50); // the last batch of 16 is short
        Autoencoder with = Autoencoder.of(single(builder(new Sgd(0)), 5, Activation.TANH, new L1Penalty(3)));
        Autoencoder without = Autoencoder.of(single(builder(new Sgd(0)), 5, Activation.TANH, new L1Penalty(0)));
        double omega = with.encode(x).norm1Number().doubleValue() / 50;

        History history = with.fit(
                x, validated ? x : null, Training.epochs(2).batchSize(16).quietly());

        assertThat(with.loss(x)).isCloseTo(without.loss(x), within(1e-6));
        assertThat(history.last().loss()).isCloseTo(without.loss(x), within(1e-5));
        if (validated) {
            assertThat(history.last().validationLoss()).isCloseTo(without.loss(x), within(1e-6));
        }
        assertThat(history.terms()).containsExactly("L1");
        assertThat(history.values("L1")).hasSize(2);
        assertThat(history.values("L1")[1]).isCloseTo(omega, within(1e-5));
        assertThat(history.penalties("L1")[1]).isCloseTo(3 * omega / PIXELS, within(1e-5));
        assertThat(history.last().penalty()).isEqualTo(history.penalties("L1")[1]);
        assertThat(NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads())
                .as("threads of a network whose layers are all light")
                .isEqualTo(1);
    }

    @Test
    void termsOfTheSameNameAreAddedUp() {
        INDArray x = pictures(32);
        Autoencoder autoencoder = Autoencoder.of(stacked(builder(new Sgd(0)), Activation.TANH, new L1Penalty(0.5)));
        double inner = autoencoder.encode(x).norm1Number().doubleValue() / 32;
        double outer = first(autoencoder.network(), x).norm1Number().doubleValue() / 32;

        History history = autoencoder.fit(x, null, Training.epochs(1).quietly());

        assertThat(history.terms()).containsExactly("L1");
        assertThat(history.values("L1")[0]).isCloseTo(inner + outer, within(1e-4));
    }

    @Test
    void l1MakesCodesSparserAtThePriceOfAHigherLoss() {
        INDArray x = pictures(200);
        Autoencoder plain = Autoencoder.of(single(builder(new Adam(0.02)), 20, Activation.RELU, new L1Penalty(0)));
        Autoencoder sparse = Autoencoder.of(single(builder(new Adam(0.02)), 20, Activation.RELU, new L1Penalty(0.05)));
        Training training = Training.epochs(40).batchSize(20).quietly();
        plain.fit(x, null, training);
        sparse.fit(x, null, training);

        assertThat(zeros(sparse.encode(x))).isGreaterThan(zeros(plain.encode(x)) + 0.3);
        assertThat(sparse.loss(x)).isGreaterThan(plain.loss(x));
        assertThat(sparse.loss(x)).isLessThan(plain.loss(x) + 0.05);
    }

    @Test
    void klBringsEveryUnitToItsTarget() {
        INDArray x = pictures(200);
        Autoencoder sparse =
                Autoencoder.of(single(builder(new Adam(0.02)), 20, Activation.SIGMOID, new KlPenalty(3, 0.1)));
        double before = sparse.encode(x).mean(0).maxNumber().doubleValue();

        sparse.fit(x, null, Training.epochs(60).batchSize(50).quietly());

        INDArray means = sparse.encode(x).mean(0);
        assertThat(before).isGreaterThan(0.4);
        assertThat(means.minNumber().doubleValue()).isBetween(0.07, 0.12);
        assertThat(means.maxNumber().doubleValue()).isBetween(0.08, 0.14);
    }

    private static double zeros(INDArray codes) {
        return codes.eq(0).castTo(DataType.FLOAT).meanNumber().doubleValue();
    }

    @Test
    void theCodeIsThePenalisedActivationWhicheverOfTheTwoLayersHasTheName() {
        INDArray x = pictures(5);
        L1Penalty named = new L1Penalty(0.1);
        named.setLayerName("code");
        Autoencoder behind = Autoencoder.of(single(builder(new Sgd(0.1)), 5, Activation.TANH, new L1Penalty(0.1)));
        Autoencoder itself = Autoencoder.of(builder(new Sgd(0.1))
                .list()
                .layer(dense(null, 5, Activation.TANH))
                .layer(named)
                .layer(output())
                .setInputType(InputType.feedForward(PIXELS))
                .build());

        assertThat(behind.encode(x)).isEqualTo(itself.encode(x));
        assertThat(behind.decode(behind.encode(x))).isEqualTo(itself.decode(itself.encode(x)));
        assertThat(behind.encode(x)).isEqualTo(first(behind.network(), x));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void goesOnAfterSavingAndLoading(boolean kl, @TempDir Path folder) throws Exception {
        INDArray x = pictures(40);
        ActivityPenalty penalty = kl ? new KlPenalty(0.4, 0.15) : new L1Penalty(0.4);
        Autoencoder whole = Autoencoder.of(stacked(builder(new Adam(0.01)), Activation.SIGMOID, penalty));
        Training training = Training.epochs(2).batchSize(16).inOrder().quietly();
        whole.fit(x, null, training);
        whole.save(folder.resolve("model.zip"));

        Autoencoder loaded = Autoencoder.load(folder.resolve("model.zip"));

        assertThat(loaded.reconstruct(x)).isEqualTo(whole.reconstruct(x));
        assertThat(loaded.network().getLayerWiseConfigurations().getConf(3).getLayer())
                .isEqualTo(penalty)
                .hasToString(penalty.toString());
        double[] expected = whole.fit(x, null, training).penalties(kl ? "KL" : "L1");
        assertThat(loaded.fit(x, null, training).penalties(kl ? "KL" : "L1")).containsExactly(expected, within(1e-9));
        assertThat(ModelSerializer.restoreMultiLayerNetwork(
                                folder.resolve("model.zip").toFile())
                        .getLayer(3))
                .isInstanceOf(ActivityPenaltyLayer.class);
    }

    @Test
    void aFileWithAnImpossibleWeightIsRefused(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("model.zip");
        Autoencoder.of(single(builder(new Sgd(0.1)), 5, Activation.TANH, new L1Penalty(0.375)))
                .save(file);
        edit(file, json -> json.replace("0.375", "-0.375"));

        assertThatIOException()
                .isThrownBy(() -> Autoencoder.load(file))
                .withMessageContaining("its configuration or weights cannot be read");
    }

    private static void edit(Path file, UnaryOperator<String> change) throws Exception {
        try (FileSystem zip = FileSystems.newFileSystem(file)) {
            Path json = zip.getPath(ModelSerializer.CONFIGURATION_JSON);
            String before = Files.readString(json);
            assertThat(change.apply(before)).isNotEqualTo(before);
            Files.writeString(json, change.apply(before));
        }
    }

    @Test
    void twoPenaltiesAreEqualIfAllTheirSettingsAre() {
        assertThat(new L1Penalty(0.1)).isEqualTo(new L1Penalty(0.1)).hasSameHashCodeAs(new L1Penalty(0.1));
        assertThat(new L1Penalty(0.1)).isNotEqualTo(new L1Penalty(0.2)).isNotEqualTo(new KlPenalty(0.1, 0.1));
        assertThat(new KlPenalty(0.1, 0.2)).isEqualTo(new KlPenalty(0.1, 0.2)).isNotEqualTo(new KlPenalty(0.1, 0.3));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesAWeightThatIsNoSize(double weight) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new L1Penalty(weight))
                .withMessage("The weight of the L1 penalty is " + weight + ": give a number from 0 on.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KlPenalty(weight, 0.1))
                .withMessage("The weight of the KL penalty is " + weight + ": give a number from 0 on.");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.1, 1.1, Double.NaN})
    void refusesATargetThatNoSigmoidCanKeep(double target) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KlPenalty(1, target))
                .withMessage("The target activation of the KL penalty is " + target
                        + ": give a number between 0 and 1, both excluded, such as 0.05.");
    }

    @Test
    void saysWhichActivationKlNeedsWhileTrainingAndDecodesWhatever() {
        INDArray x = pictures(20);
        Autoencoder tanh = Autoencoder.of(single(builder(new Sgd(0.1)), 20, Activation.TANH, new KlPenalty(1, 0.1)));
        double least = tanh.encode(x).minNumber().doubleValue();
        assertThat(least).isNegative();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> tanh.fit(x, null, Training.epochs(1).quietly()))
                .withMessage(
                        "The KL penalty got an activation of " + least
                                + ", but it is defined for activations from 0 to 1: give the layer before it Activation.SIGMOID.");
        assertThat(tanh.decode(Nd4j.ones(1, 20).mul(3)).maxNumber().doubleValue())
                .isFinite();
        assertThat(tanh.loss(x)).isFinite();
    }
}

package hourglass.engine;

import static hourglass.engine.RoundedNetworks.FACTOR;
import static hourglass.engine.RoundedNetworks.accelerated;
import static hourglass.engine.RoundedNetworks.distance;
import static hourglass.engine.RoundedNetworks.gradients;
import static hourglass.engine.RoundedNetworks.network;
import static hourglass.engine.RoundedNetworks.relative;
import static org.assertj.core.api.Assertions.assertThat;

import hourglass.engine.RoundedNetworks.Trained;
import hourglass.network.SequentialConfiguration;
import hourglass.network.SequentialNetwork;
import hourglass.runtime.NativeBackend;
import hourglass.runtime.OmpThreads;
import hourglass.serialization.ModelFile;
import hourglass.serialization.TrustedClasses;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Networks with every setting of every layer that the engine replaces, one setting at a time, with the engine and without
 * it: outputs, losses, gradients, parameters after some steps, saved models and errors are the same.
 *
 * <p>The same is what differs by no more than a few units in the last place. Where it is more, it has to be shown that
 * rounding is the reason: Deeplearning4j's own results are then about as far from those in double precision, or from those of
 * weights that differ in their last bit.
 */
class EngineEquivalenceTest {

    // A float has a relative error of 6e-8; these are about sixteen of them.
    private static final double TIGHT = 1e-6;

    // Sums of products of both signs, of which most cancel out behind a normalisation.
    private static final double TIGHT_GRADIENT = 1e-5;

    private static OmpThreads threads;

    @BeforeAll
    static void prepare() {
        NativeBackend.prepare();
        threads = OmpThreads.one();
    }

    @AfterAll
    static void restoreThreads() {
        threads.close();
    }

    static Stream<EngineCase> cases() {
        return EngineCases.cases();
    }

    /** Fails unless a distance is small, or no more than a multiple of what rounding makes of Deeplearning4j's own result. */
    private static void same(String what, double distance, double tight, DoubleSupplier rounding) {
        if (!(distance <= tight)) {
            assertThat(distance).as(what).isLessThanOrEqualTo(FACTOR * rounding.getAsDouble());
        }
    }

    private static EngineCase named(String name) {
        return cases().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    }

    private static INDArray output(MultiLayerNetwork network, INDArray x) {
        Nd4j.getRandom().setSeed(12); // Weight noise is there in inference, too.
        return network.output(x.dup());
    }

    private static double loss(MultiLayerNetwork network, DataSet batch) {
        Nd4j.getRandom().setSeed(13);
        return network.score(batch.copy());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theEngineChangesNothing(EngineCase c) {
        MultiLayerNetwork plain = network(c.configuration().clone());
        MultiLayerNetwork accelerated = accelerated(c.configuration());
        INDArray first = plain.params().dup();
        assertThat(accelerated.params()).as("first parameters").isEqualTo(first);
        DataSet batch = c.batch(plain);

        sameInference(c, accelerated, plain, batch);
        sameGradients(c, accelerated, plain, batch);

        Trained expected = RoundedNetworks.train(plain, batch, c.steps());
        Trained actual;
        try (EngineThreads restored = Accelerator.beforeTraining(accelerated)) {
            actual = RoundedNetworks.train(accelerated, batch, c.steps());
        }
        if (actual.distance(expected) > TIGHT || actual.lossDistance(expected) > TIGHT) {
            List<Trained> others = RoundedNetworks.roundedOtherwise(c, first, batch);
            same(
                    "parameters",
                    actual.distance(expected),
                    TIGHT,
                    () -> worst(others, other -> other.distance(expected)));
            same(
                    "losses",
                    actual.lossDistance(expected),
                    TIGHT,
                    () -> worst(others, other -> other.lossDistance(expected)));
        }
    }

    private static double worst(List<Trained> others, Function<Trained, Double> distance) {
        return others.stream().mapToDouble(distance::apply).max().orElseThrow();
    }

    private static void sameInference(
            EngineCase c, MultiLayerNetwork accelerated, MultiLayerNetwork plain, DataSet batch) {
        INDArray expected = output(plain, batch.getFeatures());
        double expectedLoss = loss(plain, batch);
        DataSet exactly = RoundedNetworks.inDoublePrecision(batch);
        same(
                "output",
                distance(output(accelerated, batch.getFeatures()), expected),
                TIGHT,
                () -> distance(expected, output(RoundedNetworks.exact(c, plain.params()), exactly.getFeatures())));
        same(
                "validation loss",
                relative(loss(accelerated, batch), expectedLoss),
                TIGHT,
                () -> relative(expectedLoss, loss(RoundedNetworks.exact(c, plain.params()), exactly)));
    }

    private static void sameGradients(
            EngineCase c, MultiLayerNetwork accelerated, MultiLayerNetwork plain, DataSet batch) {
        List<INDArray> expected = gradients(plain, batch);
        List<INDArray> actual = gradients(accelerated, batch);
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            int layer = i;
            same(
                    "gradient " + i,
                    distance(actual.get(i), expected.get(i)),
                    TIGHT_GRADIENT,
                    () -> distance(
                            expected.get(layer),
                            gradients(
                                            RoundedNetworks.exact(c, plain.params()),
                                            RoundedNetworks.inDoublePrecision(batch))
                                    .get(layer)));
        }
    }

    /**
     * ReLU silences a channel, and the normalisation divides what is left by almost nothing: a last bit grows to thousandths
     * within twenty steps, without the engine as with it, though each single step agrees.
     */
    @Test
    void roundingGrowsBehindSilencedChannelsAsFastWithoutTheEngine() {
        EngineCase c = named("BatchNormalization 0 behind RELU");
        MultiLayerNetwork plain = network(c.configuration().clone());
        MultiLayerNetwork accelerated = accelerated(c.configuration());
        INDArray first = plain.params().dup();
        DataSet batch = c.batch(plain);

        Trained withoutEngine = RoundedNetworks.train(plain, batch, c.steps());
        Trained withEngine = RoundedNetworks.train(accelerated, batch, c.steps());
        List<Trained> others = RoundedNetworks.roundedOtherwise(c, first, batch);
        Trained exact = others.get(0);

        assertThat(worst(others.subList(1, others.size()), other -> other.distance(withoutEngine)))
                .as("what a last bit becomes")
                .isGreaterThan(1e-5);
        assertThat(withEngine.distance(exact)).isLessThan(FACTOR * withoutEngine.distance(exact));

        // From the parameters of any moment of that training, the next step is the same.
        plain.params().assign(withEngine.parameters());
        List<INDArray> expected = gradients(plain, batch);
        List<INDArray> actual = gradients(accelerated, batch);
        List<INDArray> truth =
                gradients(RoundedNetworks.exact(c, plain.params()), RoundedNetworks.inDoublePrecision(batch));
        for (int i = 0; i < actual.size(); i++) {
            assertThat(distance(actual.get(i), truth.get(i)))
                    .as("gradient " + i)
                    .isLessThan(Math.max(TIGHT_GRADIENT, FACTOR * distance(expected.get(i), truth.get(i))));
        }
    }

    /** Without types that an Autoencoder refuses, and without LBFGS, whose memory of past steps has no place in the file. */
    static Stream<EngineCase> savedCases() {
        return cases().filter(c -> List.of(DataType.FLOAT, DataType.DOUBLE)
                        .contains(c.configuration().getDataType())
                && c.configuration().getConf(0).getOptimizationAlgo() != OptimizationAlgorithm.LBFGS);
    }

    /** Of every network: loaded by the careful reader with the engine, and by Deeplearning4j's own without it. */
    @ParameterizedTest
    @MethodSource("savedCases")
    void aSavedNetworkGoesOnAsIfItHadNotBeenSaved(EngineCase c, @TempDir Path folder) throws Exception {
        MultiLayerNetwork network = accelerated(c.configuration());
        DataSet batch = c.batch(network);
        RoundedNetworks.train(network, batch, 2);
        Path file = folder.resolve("model.zip");
        ModelFile.write(
                ModelFile.snapshot(
                        new SequentialConfiguration(c.configuration()), new SequentialNetwork(network), Map.of()),
                file);
        INDArray expected = output(network, batch.getFeatures());

        MultiLayerNetwork plain = MultiLayerNetwork.load(file.toFile(), true);
        assertThat(distance(plain.params(), network.params())).isZero();
        same(
                "output without the engine",
                distance(output(plain, batch.getFeatures()), expected),
                TIGHT,
                () -> distance(
                        output(plain, batch.getFeatures()),
                        output(
                                RoundedNetworks.exact(c, plain.params()),
                                RoundedNetworks.inDoublePrecision(batch).getFeatures())));

        ModelFile.Contents contents = ModelFile.read(file, "The model", TrustedClasses.OURS);
        MultiLayerNetwork loaded = accelerated(contents.configuration().layers());
        contents.copyInto(new SequentialNetwork(loaded));
        // Numbers of 64 bits are rounded to 32 when they are loaded.
        double rounded = c.configuration().getDataType() == DataType.FLOAT ? 0 : TIGHT;
        assertThat(distance(output(loaded, batch.getFeatures()), expected)).isLessThanOrEqualTo(rounded);
        Trained goesOn = RoundedNetworks.train(network, batch, 2);
        Trained again = RoundedNetworks.train(loaded, batch, 2);
        assertThat(again.distance(goesOn)).as(c.name()).isLessThanOrEqualTo(rounded);
    }

    /** The other doors of a network: one step of a sequence at a time, every layer's activation, each example's loss. */
    @Test
    void otherCallsGiveTheSame() {
        for (EngineCase c : cases().filter(c -> c.name().startsWith("two LSTMs")
                        || c.name().startsWith("last step, repeated")
                        || c.name().equals("dense network, Adam")
                        || c.name().equals("convolutional network, Adam"))
                .toList()) {
            MultiLayerNetwork plain = network(c.configuration().clone());
            MultiLayerNetwork accelerated = accelerated(c.configuration());
            DataSet batch = c.batch(plain);
            INDArray x = batch.getFeatures();
            for (boolean training : new boolean[] {false, true}) {
                List<INDArray> expected = plain.feedForward(x.dup(), training);
                List<INDArray> actual = accelerated.feedForward(x.dup(), training);
                for (int layer = 0; layer < expected.size(); layer++) {
                    assertThat(distance(actual.get(layer), expected.get(layer)))
                            .as(c.name() + ", layer " + layer)
                            .isLessThan(2 * TIGHT);
                }
            }
            assertThat(distance(accelerated.scoreExamples(batch.copy(), true), plain.scoreExamples(batch.copy(), true)))
                    .as(c.name())
                    .isLessThan(TIGHT);
            if (c.name().startsWith("two LSTMs")) {
                for (int time = 0; time < 2; time++) {
                    assertThat(distance(accelerated.rnnTimeStep(x.dup()), plain.rnnTimeStep(x.dup())))
                            .as(c.name() + ", time " + time)
                            .isLessThan(TIGHT);
                }
            }
        }
    }

    @Test
    void aLearningRateThatIsChangedBetweenTwoTrainingsIsTheSame() {
        EngineCase c = named("dense network, Adam");
        MultiLayerNetwork plain = network(c.configuration().clone());
        MultiLayerNetwork accelerated = accelerated(c.configuration());
        DataSet batch = c.batch(plain);
        for (double rate : new double[] {1e-3, 1e-2, 0}) {
            plain.setLearningRate(rate);
            accelerated.setLearningRate(rate);
            Trained expected = RoundedNetworks.train(plain, batch, c.steps());
            try (EngineThreads restored = Accelerator.beforeTraining(accelerated)) {
                Trained actual = RoundedNetworks.train(accelerated, batch, c.steps());
                assertThat(actual.distance(expected)).as("rate " + rate).isLessThan(TIGHT);
            }
        }
    }

    // Errors.

    private static String failure(Runnable task) {
        try {
            task.run();
            return "none";
        } catch (RuntimeException e) {
            return e.getClass().getName() + ": "
                    + String.valueOf(e.getMessage()).replace("Accelerated", "");
        }
    }

    private static MultiLayerConfiguration withoutInputs(Layer first) {
        return EngineCases.settings()
                .list()
                .layer(first)
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nOut(6)
                        .activation(Activation.SIGMOID)
                        .build())
                .build();
    }

    @Test
    void aForgottenNumberOfInputsIsTheSameError() {
        for (Layer first : List.of(
                new DenseLayer.Builder().nOut(5).activation(Activation.RELU).build(),
                new ConvolutionLayer.Builder(3, 3)
                        .nOut(5)
                        .activation(Activation.RELU)
                        .build(),
                new LSTM.Builder().nOut(5).activation(Activation.TANH).build(),
                new OutputLayer.Builder(LossFunction.MSE)
                        .nOut(5)
                        .activation(Activation.SIGMOID)
                        .build())) {
            MultiLayerConfiguration configuration = withoutInputs(first);
            String expected = failure(() -> network(configuration.clone()));
            assertThat(failure(() -> accelerated(configuration)))
                    .as(first.getClass().getSimpleName())
                    .isEqualTo(expected)
                    .isNotEqualTo("none");
        }
    }

    @Test
    void batchesOfAnotherShapeAreTheSameError() {
        for (String name : List.of("dense network, Adam", "convolutional network, Adam", "recurrent network, Adam")) {
            EngineCase c = named(name);
            DataSet right = c.batch(network(c.configuration().clone()));
            INDArray x = right.getFeatures();
            INDArray y = right.getLabels();
            INDArray wide = Nd4j.concat(1, x, x);
            for (DataSet wrong : List.of(
                    new DataSet(wide, y),
                    new DataSet(x, Nd4j.concat(1, y, y)),
                    new DataSet(x, Nd4j.concat(0, y, y)),
                    new DataSet(Nd4j.rand(5), y),
                    new DataSet(Nd4j.rand(5, 2, 2, 2, 2), y))) {
                Function<MultiLayerNetwork, String> outcome = network -> failure(() -> network.fit(wrong.copy()));
                assertThat(outcome.apply(accelerated(c.configuration())))
                        .as(name + ", " + wrong.getFeatures().shapeInfoToString())
                        .isEqualTo(outcome.apply(network(c.configuration().clone())));
            }
        }
    }

    /** A test of nothing would be one whose networks the engine does not take. */
    @Test
    void theEngineTakesMostOfTheseNetworks() {
        List<EngineReport> reports =
                cases().map(c -> Accelerator.report(c.configuration())).toList();
        long accelerated = reports.stream()
                .filter(report -> report.layers().stream().anyMatch(EngineReport.Layer::accelerated))
                .count();
        assertThat(accelerated).isGreaterThan(reports.size() * 9L / 10);
        assertThat(reports.stream()
                        .flatMap(report -> report.layers().stream())
                        .filter(layer -> !layer.accelerated())
                        .map(EngineReport.Layer::reason))
                .noneMatch(String::isBlank);
    }
}

package hourglass.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import hourglass.data.Corruption;
import hourglass.layers.GaussianCode;
import hourglass.train.Training;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class GraphAutoencoderTest {
    private static final int SIZE = 12;

    private static ComputationGraphConfiguration.GraphBuilder builder() {
        return new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Adam(0.005))
                .activation(Activation.RELU)
                .convolutionMode(ConvolutionMode.Same)
                .graphBuilder()
                .addInputs("in");
    }

    /** A small U-Net (Ronneberger et al., 2015): one skip connection around the code. */
    private static ComputationGraphConfiguration uNet() {
        return builder()
                .addLayer("down", new ConvolutionLayer.Builder(3, 3).nOut(6).build(), "in")
                .addLayer(
                        "pool",
                        new SubsamplingLayer.Builder()
                                .kernelSize(2, 2)
                                .stride(2, 2)
                                .build(),
                        "down")
                .addLayer("code", new ConvolutionLayer.Builder(3, 3).nOut(4).build(), "pool")
                .addLayer("up", new Upsampling2D.Builder(2).build(), "code")
                .addVertex("both", new MergeVertex(), "up", "down")
                .addLayer(
                        "last",
                        new ConvolutionLayer.Builder(3, 3)
                                .nOut(1)
                                .activation(Activation.SIGMOID)
                                .build(),
                        "both")
                .addLayer(
                        "loss",
                        new CnnLossLayer.Builder(LossFunction.XENT)
                                .activation(Activation.IDENTITY)
                                .build(),
                        "last")
                .setOutputs("loss")
                .setInputTypes(InputType.convolutionalFlat(SIZE, SIZE, 1))
                .build();
    }

    /** Residual blocks on both sides of the code, and nothing around it. */
    private static ComputationGraphConfiguration residual() {
        return builder()
                .addLayer("first", new DenseLayer.Builder().nIn(20).nOut(16).build(), "in")
                .addLayer("second", new DenseLayer.Builder().nIn(16).nOut(16).build(), "first")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "first", "second")
                .addLayer(
                        "narrow",
                        new DenseLayer.Builder()
                                .nIn(16)
                                .nOut(3)
                                .activation(Activation.TANH)
                                .build(),
                        "sum")
                .addVertex("code", new ScaleVertex(2), "narrow")
                .addLayer("third", new DenseLayer.Builder().nIn(3).nOut(16).build(), "code")
                .addLayer("fourth", new DenseLayer.Builder().nIn(16).nOut(16).build(), "third")
                .addVertex("sum2", new ElementWiseVertex(ElementWiseVertex.Op.Add), "third", "fourth")
                .addLayer(
                        "out",
                        new OutputLayer.Builder(LossFunction.MSE)
                                .nIn(16)
                                .nOut(20)
                                .activation(Activation.IDENTITY)
                                .build(),
                        "sum2")
                .setOutputs("out")
                .build();
    }

    private static INDArray rows(int n) {
        Nd4j.getRandom().setSeed(3);
        return Nd4j.randn(n, 3).mmul(Nd4j.randn(3, 20)).castTo(DataType.FLOAT);
    }

    @Test
    void aUNetLearnsToTakeNoiseAway() {
        INDArray clean = stripes(400);
        try (Autoencoder autoencoder = Autoencoder.of(uNet())) {
            INDArray noisy = Corruption.gaussian(0.3).corrupt(clean, 5);
            double noise = autoencoder.loss(noisy, clean);

            autoencoder.fit(
                    clean,
                    null,
                    Training.epochs(15)
                            .batchSize(50)
                            .corruption(Corruption.gaussian(0.3))
                            .quietly());

            assertThat(autoencoder.loss(noisy, clean)).isLessThan(0.5 * noise);
        }
    }

    @Test
    void theEngineTrainsAGraphAsDeeplearning4jDoes() {
        INDArray x = stripes(60);
        Training settings = Training.epochs(3).batchSize(20).quietly();
        for (ComputationGraphConfiguration configuration : List.of(uNet(), residual())) {
            INDArray examples = configuration.getVertices().containsKey("pool") ? x : rows(60);
            try (Autoencoder fast = Autoencoder.of(configuration);
                    Autoencoder plain = withoutEngine(configuration)) {
                assertThat(fast.engine().toString()).doesNotContain("There is no accelerated Conv");
                assertThat(fast.graph().getLayer("code") == null
                                || fast.graph().getLayer("code").getClass()
                                        != plain.graph().getLayer("code").getClass())
                        .isTrue();

                assertThat(fast.loss(examples)).isCloseTo(plain.loss(examples), within(1e-5));
                fast.fit(examples, examples, settings);
                plain.fit(examples, examples, settings);

                assertThat(distance(fast.graph().params(), plain.graph().params()))
                        .isLessThan(1e-4);
                assertThat(distance(fast.reconstruct(examples), plain.reconstruct(examples)))
                        .isLessThan(1e-4);
                assertThat(fast.loss(examples)).isCloseTo(plain.loss(examples), within(1e-5));
            }
        }
    }

    private static Autoencoder withoutEngine(ComputationGraphConfiguration configuration) {
        System.setProperty("hourglass.accelerate", "off");
        try {
            return Autoencoder.of(configuration);
        } finally {
            System.clearProperty("hourglass.accelerate");
        }
    }

    @Test
    void aTrainingMovesTheParametersAsDeeplearning4jAloneDoes() {
        INDArray x = rows(40);
        ComputationGraph alone = new ComputationGraph(residual());
        alone.init();
        try (Autoencoder autoencoder = Autoencoder.of(residual())) {
            for (int i = 0; i < 5; i++) {
                alone.fit(new DataSet(x, x));
            }

            autoencoder.fit(x, null, Training.epochs(5).batchSize(40).inOrder().quietly());

            assertThat(distance(autoencoder.graph().params(), alone.params())).isLessThan(1e-5);
            assertThat(autoencoder.loss(x)).isCloseTo(alone.score(new DataSet(x, x)), within(1e-5));
            assertThat(distance(
                            autoencoder.encode(x), alone.feedForward(x, false).get("code")))
                    .isLessThan(1e-5);
        }
    }

    @Test
    void codesAreEnoughToDecodeWhereNothingGoesAroundThem() {
        INDArray x = rows(600);
        try (Autoencoder autoencoder = Autoencoder.of(residual())) {
            INDArray codes = autoencoder.encode(x);

            assertThat(codes.shape()).containsExactly(600, 3);
            assertThat(autoencoder.decode(codes)).isEqualTo(autoencoder.reconstruct(x));
            assertThat(x).isEqualTo(rows(600));
        }
    }

    @Test
    void aSkipConnectionAroundTheCodeIsNamed() {
        try (Autoencoder autoencoder = Autoencoder.of(uNet())) {
            INDArray codes = autoencoder.encode(stripes(3));

            assertThat(codes.shape()).containsExactly(3, 4, SIZE / 2, SIZE / 2);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> autoencoder.decode(codes))
                    .withMessage(
                            "The output of \"code\" is not enough to compute \"both\", which takes \"down\" as well, a way"
                                    + " around it: use reconstruct, or build a decoder that takes nothing but the code.");
        }
    }

    @Test
    void whatIsSavedIsLoadedAndGoesOnAlike(@TempDir Path folder) throws Exception {
        INDArray x = stripes(60);
        Path file = folder.resolve("unet.zip");
        Training two = Training.epochs(2).batchSize(20).quietly();
        try (Autoencoder autoencoder = Autoencoder.of(uNet())) {
            autoencoder.fit(x, null, two);
            autoencoder.save(file);
            try (Autoencoder loaded = Autoencoder.load(file)) {
                assertThat(loaded.reconstruct(x)).isEqualTo(autoencoder.reconstruct(x));
                ComputationGraph theirs = ModelSerializer.restoreComputationGraph(file.toFile(), true);
                assertThat(distance(theirs.outputSingle(x).reshape(x.shape()), autoencoder.reconstruct(x)))
                        .isLessThan(1e-5);

                assertThat(loaded.fit(x, null, two).epochs().get(0).number()).isEqualTo(3);
                autoencoder.fit(x, null, two);
                assertThat(loaded.graph().params())
                        .isEqualTo(autoencoder.graph().params());
                assertThat(loaded.graphConfiguration().getVertexInputs()).isEqualTo(uNet().getVertexInputs());
            }
        }
    }

    @Test
    void theBestEpochComesBack() {
        INDArray x = rows(100);
        try (Autoencoder autoencoder = Autoencoder.of(residual())) {
            var history = autoencoder.fit(
                    x,
                    x,
                    Training.epochs(6)
                            .batchSize(20)
                            .learningRate(0.2)
                            .restoreBest()
                            .quietly());

            assertThat(autoencoder.loss(x))
                    .isCloseTo(
                            history.epochs().stream()
                                    .mapToDouble(epoch -> epoch.validationLoss())
                                    .min()
                                    .orElseThrow(),
                            within(1e-6));
            assertThat(history.epochs().get(5).validationLoss()).isGreaterThan(autoencoder.loss(x));
        }
    }

    /** Deeplearning4j's activation layers overwrite their input in the inference mode. */
    @Test
    void anActivationLayerLeavesWhatOthersTakeAsItWas() {
        ComputationGraphConfiguration configuration = builder()
                .addLayer(
                        "narrow",
                        new DenseLayer.Builder()
                                .nIn(20)
                                .nOut(4)
                                .activation(Activation.IDENTITY)
                                .build(),
                        "in")
                .addLayer("positive", new ActivationLayer(Activation.RELU), "narrow")
                .addVertex("code", new MergeVertex(), "positive", "narrow")
                .addLayer(
                        "out",
                        new OutputLayer.Builder(LossFunction.MSE)
                                .nIn(8)
                                .nOut(20)
                                .activation(Activation.IDENTITY)
                                .build(),
                        "code")
                .setOutputs("out")
                .build();
        INDArray x = rows(10);
        try (Autoencoder autoencoder = Autoencoder.of(configuration)) {
            INDArray codes = autoencoder.encode(x);
            INDArray narrow = x.mmul(autoencoder.graph().getParam("narrow_W"));

            assertThat(distance(codes.getColumns(4, 5, 6, 7), narrow)).isLessThan(1e-5);
            assertThat(distance(autoencoder.reconstruct(x), autoencoder.decode(codes)))
                    .isZero();
            double error = autoencoder.reconstruct(x).sub(x).norm2Number().doubleValue();
            assertThat(autoencoder.loss(x)).isCloseTo(error * error / x.length(), within(1e-5));
        }
    }

    /** Deeplearning4j lets dropout overwrite an array that another layer needs for its gradient. */
    @Test
    void dropoutLeavesTheGradientOfOthersAsItWas() {
        INDArray x = rows(40);
        Training settings = Training.epochs(3).batchSize(40).quietly();
        try (Autoencoder with = Autoencoder.of(twoBranches(0.5));
                Autoencoder without = Autoencoder.of(twoBranches(1))) {
            with.fit(x, null, settings);
            without.fit(x, null, settings);

            assertThat(distance(with.graph().params(), without.graph().params()))
                    .isLessThan(1e-6);
        }
    }

    /** The branch with dropout puts out nothing but zeros, and does not learn. */
    private static ComputationGraphConfiguration twoBranches(double kept) {
        DenseLayer.Builder silent = new DenseLayer.Builder()
                .nIn(8)
                .nOut(4)
                .weightInit(WeightInit.ZERO)
                .updater(new Sgd(0))
                .activation(Activation.IDENTITY);
        if (kept < 1) {
            silent.dropOut(kept);
        }
        return builder()
                .addLayer("first", new DenseLayer.Builder().nIn(20).nOut(8).build(), "in")
                .addLayer("a", new DenseLayer.Builder().nIn(8).nOut(4).build(), "first")
                .addLayer("z", silent.build(), "first")
                .addVertex("code", new ElementWiseVertex(ElementWiseVertex.Op.Add), "a", "z")
                .addLayer(
                        "out",
                        new OutputLayer.Builder(LossFunction.MSE)
                                .nIn(4)
                                .nOut(20)
                                .activation(Activation.IDENTITY)
                                .build(),
                        "code")
                .setOutputs("out")
                .build();
    }

    @Test
    void aGaussianCodeInAGraphHasItsDistributions() {
        ComputationGraphConfiguration configuration = builder()
                .addLayer("first", new DenseLayer.Builder().nIn(20).nOut(16).build(), "in")
                .addLayer(
                        "pairs",
                        new DenseLayer.Builder()
                                .nIn(16)
                                .nOut(4)
                                .activation(Activation.IDENTITY)
                                .build(),
                        "first")
                .addLayer("code", new GaussianCode(1), "pairs")
                .addLayer("back", new DenseLayer.Builder().nIn(2).nOut(16).build(), "code")
                .addLayer(
                        "out",
                        new OutputLayer.Builder(LossFunction.MSE)
                                .nIn(16)
                                .nOut(20)
                                .activation(Activation.IDENTITY)
                                .build(),
                        "back")
                .setOutputs("out")
                .build();
        INDArray x = rows(50);
        try (Autoencoder autoencoder = Autoencoder.of(configuration)) {
            var history = autoencoder.fit(x, x, Training.epochs(2).batchSize(10).quietly());

            assertThat(history.epochs().get(0).terms()).hasSize(1);
            assertThat(autoencoder.posterior(x).means()).isEqualTo(autoencoder.encode(x));
            double error = autoencoder.reconstruct(x).sub(x).norm2Number().doubleValue();
            assertThat(autoencoder.loss(x)).isCloseTo(error * error / x.length(), within(1e-5));
        }
    }

    @Test
    void theSummaryNamesEveryVertex() {
        try (Autoencoder autoencoder = Autoencoder.of(uNet())) {
            List<ModelSummary.Layer> layers = autoencoder.summary(stripes(1)).layers();

            assertThat(layers)
                    .extracting(ModelSummary.Layer::name)
                    .containsExactlyInAnyOrder("down", "pool", "code", "up", "both", "last", "loss");
            assertThat(layers.stream()
                            .filter(layer -> layer.name().equals("both"))
                            .toList())
                    .containsExactly(new ModelSummary.Layer(
                            "both", "MergeVertex", "decoder", List.of(10L, (long) SIZE, (long) SIZE), 0));
            assertThat(layers.stream().mapToLong(ModelSummary.Layer::parameters).sum())
                    .isEqualTo(autoencoder.parameters());
        }
    }

    @Test
    void aGraphThatIsNoAutoencoderIsRefusedInASentence() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Autoencoder.of(builder()
                        .allowDisconnected(true)
                        .addLayer(
                                "first",
                                new DenseLayer.Builder().nIn(20).nOut(4).build(),
                                "in")
                        .addLayer(
                                "code", new DenseLayer.Builder().nIn(4).nOut(4).build(), "first")
                        .addLayer("out", output(4, 20), "first")
                        .setOutputs("out")
                        .build()))
                .withMessageStartingWith("The output does not depend on the code");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Autoencoder.of(builder()
                        .addLayer(
                                "a/b", new DenseLayer.Builder().nIn(20).nOut(4).build(), "in")
                        .addLayer("out", output(4, 20), "a/b")
                        .setOutputs("out")
                        .build()))
                .withMessage(
                        "The vertex \"a/b\" has a name that cannot be saved: use letters, digits, spaces, '-' and '_'.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Autoencoder.of(builder()
                        .addLayer(
                                "code", new DenseLayer.Builder().nIn(20).nOut(4).build(), "in")
                        .addLayer("out", output(4, 19), "code")
                        .setOutputs("out")
                        .build()))
                .withMessageContaining("puts out 19 numbers for an example of 20");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Autoencoder.of(builder()
                        .addLayer(
                                "first",
                                new DenseLayer.Builder().nIn(20).nOut(4).build(),
                                "in")
                        .addLayer("out", output(4, 20), "first")
                        .setOutputs("out")
                        .build()))
                .withMessage(
                        "None of the 2 layers and vertices is named \"code\": give that name to the one whose output is the"
                                + " code.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Autoencoder.of(builder()
                        .addInputs("more")
                        .addVertex("code", new MergeVertex(), "in", "more")
                        .addLayer("out", output(40, 20), "code")
                        .setOutputs("out")
                        .build()))
                .withMessageStartingWith("The graph has 2 inputs ([in, more])");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Autoencoder.of(builder()
                        .allowDisconnected(true)
                        .addLayer(
                                "code", new DenseLayer.Builder().nIn(20).nOut(4).build(), "in")
                        .addLayer(
                                "lost", new DenseLayer.Builder().nIn(4).nOut(4).build(), "code")
                        .addLayer("out", output(4, 20), "code")
                        .setOutputs("out")
                        .build()))
                .withMessage(
                        "The output takes nothing of what \"lost\" puts out: take it out of the graph, or let another vertex"
                                + " take it.");
        try (Autoencoder pictures = Autoencoder.of(builder()
                .addLayer(
                        "code",
                        new ConvolutionLayer.Builder(3, 3).nIn(1).nOut(4).build(),
                        "in")
                .addLayer(
                        "last",
                        new ConvolutionLayer.Builder(3, 3).nIn(4).nOut(1).build(),
                        "code")
                .addLayer("loss", new CnnLossLayer.Builder(LossFunction.MSE).build(), "last")
                .setOutputs("loss")
                .build())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pictures.fit(
                            Nd4j.zeros(3, 64), null, Training.epochs(1).quietly()))
                    .withMessageContaining("takes pictures [n, 1, height, width]");
            assertThat(pictures.reconstruct(Nd4j.zeros(3, 1, 8, 5)).shape()).containsExactly(3, 1, 8, 5);
        }
        try (Autoencoder graph = Autoencoder.of(residual())) {
            assertThatIllegalStateException()
                    .isThrownBy(graph::network)
                    .withMessage("The network is a graph: ask for graph().");
            assertThatIllegalStateException()
                    .isThrownBy(graph::configuration)
                    .withMessage("The network is a graph: ask for its graphConfiguration().");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> graph.encode(Nd4j.zeros(3, 19)))
                    .withMessageContaining("19 numbers");
        }
    }

    private static OutputLayer output(int in, int out) {
        return new OutputLayer.Builder(LossFunction.MSE)
                .nIn(in)
                .nOut(out)
                .activation(Activation.IDENTITY)
                .build();
    }

    private static double distance(INDArray a, INDArray b) {
        return a.sub(b).amaxNumber().doubleValue();
    }

    /** Pictures with a vertical edge somewhere. */
    private static INDArray stripes(int n) {
        INDArray all = Nd4j.zeros(n, SIZE * SIZE);
        for (int i = 0; i < n; i++) {
            for (int y = 0; y < SIZE; y++) {
                for (int x = i % SIZE; x < SIZE; x++) {
                    all.putScalar(i, y * SIZE + x, 1);
                }
            }
        }
        return all;
    }
}

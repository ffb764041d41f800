package hourglass.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import hourglass.runtime.ArrayViews;
import hourglass.train.History;
import hourglass.train.Training;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class AutoencoderTest {
    private static final Training QUIET = Training.epochs(1).batchSize(16).quietly();

    @BeforeEach
    void seed() {
        Nd4j.getRandom().setSeed(7);
    }

    @Test
    void learnsPicturesOfTwoDegreesOfFreedom() {
        INDArray pictures = Networks.mixtures(300, 20);
        Autoencoder autoencoder = Autoencoder.of(Networks.dense(20, 4, LossFunction.MSE, 0.01));
        double before = autoencoder.loss(pictures);

        History history = autoencoder.fit(
                pictures, pictures, Training.epochs(40).batchSize(32).quietly());

        assertThat(history.last().validationLoss()).isLessThan(before / 10).isEqualTo(autoencoder.loss(pictures));
        assertThat(history.epochs()).hasSize(40);
        assertThat(history.interrupted()).isFalse();
    }

    @Test
    void reconstructsByDecodingTheCode() {
        INDArray pictures = Networks.mixtures(5, 20);
        Autoencoder autoencoder = Autoencoder.of(Networks.dense(20, 3, LossFunction.XENT, 0.01));

        INDArray codes = autoencoder.encode(pictures);

        assertThat(codes.shape()).containsExactly(5, 3);
        assertThat(autoencoder.decode(codes)).isEqualTo(autoencoder.reconstruct(pictures));
        assertThat(autoencoder
                        .reconstruct(pictures)
                        .equalsWithEps(autoencoder.network().output(pictures), 1e-6))
                .isTrue();
    }

    @Test
    void manyPicturesGoThroughConvolutionsAsFewDoAndLeaveNothingBehind() throws Exception {
        INDArray pictures = Networks.mixtures(1203, 64);
        Autoencoder autoencoder = Autoencoder.of(Networks.convolutional(8));
        INDArray all = autoencoder.reconstruct(pictures);

        for (int from : new int[] {0, 490, 1193}) {
            INDArray few = autoencoder.reconstruct(ArrayViews.of(pictures, from, from + 10));
            assertThat(ArrayViews.of(all, from, from + 10).equalsWithEps(few, 1e-6))
                    .isTrue();
        }
        assertThat(all.isAttached()).isFalse();
        // A second time, from another thread, and after a training in between.
        AtomicReference<INDArray> elsewhere = new AtomicReference<>();
        Thread other = new Thread(() -> elsewhere.set(autoencoder.reconstruct(pictures)));
        other.start();
        other.join();
        assertThat(elsewhere.get()).isEqualTo(all);
        autoencoder.fit(ArrayViews.of(pictures, 0, 40), null, QUIET);
        assertThat(autoencoder.reconstruct(pictures)).isNotEqualTo(all);
    }

    @Test
    void encodesMoreExamplesThanOneChunkTheSameAsOneByOne() {
        INDArray pictures = Networks.mixtures(2345, 6);
        Autoencoder autoencoder = Autoencoder.of(Networks.dense(6, 3, LossFunction.XENT, 0.01));

        INDArray all = autoencoder.encode(pictures);

        for (int i : new int[] {0, 999, 1000, 1999, 2000, 2344}) {
            INDArray one = autoencoder.encode(ArrayViews.of(pictures, i, i + 1));
            assertThat(ArrayViews.of(all, i, i + 1).equalsWithEps(one, 1e-6)).isTrue();
        }
    }

    @Test
    void measuresCrossEntropyPerPixel() {
        INDArray pictures = Networks.mixtures(7, 20);
        Autoencoder autoencoder = Autoencoder.of(Networks.dense(20, 3, LossFunction.XENT, 0.01));

        assertThat(autoencoder.loss(pictures))
                .isCloseTo(crossEntropy(pictures, autoencoder.reconstruct(pictures)), within(1e-5));
    }

    @Test
    void measuresSquaredErrorPerPixel() {
        INDArray pictures = Networks.mixtures(7, 20);
        Autoencoder autoencoder = Autoencoder.of(Networks.dense(20, 3, LossFunction.MSE, 0.01));
        double expected = pictures.squaredDistance(autoencoder.reconstruct(pictures)) / pictures.length();

        assertThat(autoencoder.loss(pictures)).isCloseTo(expected, within(1e-6));
    }

    @Test
    void measuresConvolutionalNetworksPerPixelToo() {
        INDArray pictures = Networks.mixtures(6, 64);
        Autoencoder autoencoder = Autoencoder.of(Networks.convolutional(8));

        assertThat(autoencoder.encode(pictures).shape()).containsExactly(6, 4, 8, 8);
        assertThat(autoencoder.reconstruct(pictures).shape()).containsExactly(6, 64);
        assertThat(autoencoder.loss(pictures))
                .isCloseTo(crossEntropy(pictures, autoencoder.reconstruct(pictures)), within(1e-5));
        double first = autoencoder.fit(pictures, null, QUIET.inOrder()).last().loss();
        assertThat(autoencoder.fit(pictures, null, QUIET).last().loss()).isLessThan(first);
    }

    private History fit(Autoencoder autoencoder, INDArray pictures, int epochs) {
        return autoencoder.fit(
                pictures, null, Training.epochs(epochs).batchSize(16).inOrder().quietly());
    }

    @Test
    void goesOnAfterSavingAndLoadingAsIfNothingHadHappened(@TempDir Path folder) throws Exception {
        INDArray pictures = Networks.mixtures(50, 20);
        Autoencoder whole = Autoencoder.of(Networks.dense(20, 3, LossFunction.XENT, 0.01));
        Autoencoder half = Autoencoder.of(Networks.dense(20, 3, LossFunction.XENT, 0.01));
        fit(whole, pictures, 4);
        fit(half, pictures, 2);

        half.save(folder.resolve("new/folder/model.zip"));
        Autoencoder loaded = Autoencoder.load(folder.resolve("new/folder/model.zip"));
        assertThat(loaded.reconstruct(pictures).equalsWithEps(half.reconstruct(pictures), 1e-6))
                .isTrue();
        fit(loaded, pictures, 2);

        assertThat(loaded.reconstruct(pictures).equalsWithEps(whole.reconstruct(pictures), 1e-5))
                .isTrue();
    }

    @Test
    void savesBeforeAnyTraining(@TempDir Path folder) throws Exception {
        INDArray pictures = Networks.mixtures(5, 20);
        Autoencoder fresh = Autoencoder.of(Networks.dense(20, 3, LossFunction.XENT, 0.01));
        fresh.save(folder.resolve("model.zip"));

        assertThat(Autoencoder.load(folder.resolve("model.zip")).encode(pictures))
                .isEqualTo(fresh.encode(pictures));
    }

    @Test
    void stopsWithinOneBatchWhenInterruptedAndTrainsAgain() throws Exception {
        INDArray pictures = Networks.mixtures(2000, 50);
        Autoencoder autoencoder = Autoencoder.of(Networks.dense(50, 8, LossFunction.XENT, 0.001));
        double before = autoencoder.loss(pictures);
        AtomicReference<History> history = new AtomicReference<>();
        Thread trainer = new Thread(() -> history.set(autoencoder.fit(
                pictures, null, Training.epochs(1_000_000).batchSize(4).quietly())));
        trainer.start();
        while (autoencoder.network().getIterationCount() < 20) {
            Thread.onSpinWait();
        }

        trainer.interrupt();
        trainer.join(TimeUnit.SECONDS.toMillis(10));

        assertThat(trainer.isAlive()).isFalse();
        assertThat(history.get().interrupted()).isTrue();
        double kept = autoencoder.loss(pictures);
        assertThat(kept).isLessThan(before);
        assertThat(autoencoder
                        .fit(pictures, null, Training.epochs(3).quietly())
                        .last()
                        .loss())
                .isLessThan(kept);
    }

    @Test
    void encodesInAnotherThreadWhileItTrains() throws Exception {
        INDArray pictures = Networks.mixtures(400, 30);
        Autoencoder autoencoder = Autoencoder.of(Networks.dense(30, 4, LossFunction.XENT, 0.001));
        var pool = Executors.newFixedThreadPool(2);
        try {
            var trained = CompletableFuture.supplyAsync(
                    () -> autoencoder.fit(
                            pictures, null, Training.epochs(20).batchSize(8).quietly()),
                    pool);
            var encoded = CompletableFuture.runAsync(
                    () -> {
                        for (int i = 0; i < 200; i++) {
                            assertThat(autoencoder.encode(pictures).shape()).containsExactly(400, 4);
                        }
                    },
                    pool);
            encoded.get(60, TimeUnit.SECONDS);
            assertThat(trained.get(60, TimeUnit.SECONDS).epochs()).hasSize(20);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void listsItsLayers() {
        Autoencoder autoencoder = Autoencoder.of(Networks.convolutional(8));
        var summary = autoencoder.summary(Networks.mixtures(2, 64));

        assertThat(summary.layers())
                .extracting(ModelSummary.Layer::part)
                .containsExactly("encoder", "decoder", "decoder");
        assertThat(summary.layers())
                .extracting(ModelSummary.Layer::output)
                .containsExactly("4 × 8 × 8", "1 × 8 × 8", "1 × 8 × 8");
        assertThat(summary.layers()).extracting(ModelSummary.Layer::parameters).containsExactly(40L, 37L, 0L);
        assertThat(autoencoder.parameters()).isEqualTo(77).isEqualTo(summary.parameters());
        assertThat(summary.toString().lines()).hasSize(3).first().asString().contains("code", "4 × 8 × 8", "40");
    }

    @Test
    void wantsExactlyOneLayerNamedCodeWithADecoderAfterIt() {
        var list = new NeuralNetConfiguration.Builder().list();
        var dense = new DenseLayer.Builder().nIn(4).nOut(4).build();
        var code = new DenseLayer.Builder().name("code").nIn(4).nOut(4).build();
        var output = new OutputLayer.Builder(LossFunction.MSE).nIn(4).nOut(4).build();
        var last = new OutputLayer.Builder(LossFunction.MSE)
                .name("code")
                .nIn(4)
                .nOut(4)
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Autoencoder.of(new NeuralNetConfiguration.Builder()
                        .list()
                        .layer(dense)
                        .layer(output)
                        .build()))
                .withMessage("None of the 2 layers is named \"code\": give the layer whose output is the code"
                        + " .name(\"code\").");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Autoencoder.of(new NeuralNetConfiguration.Builder()
                        .list()
                        .layer(code)
                        .layer(code)
                        .layer(output)
                        .build()))
                .withMessageContaining("Layers 1 and 2 are both named \"code\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Autoencoder.of(new NeuralNetConfiguration.Builder()
                        .list()
                        .layer(dense)
                        .layer(last)
                        .build()))
                .withMessageContaining("nothing decodes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Autoencoder.of(new NeuralNetConfiguration.Builder()
                        .list()
                        .layer(code)
                        .layer(dense)
                        .build()))
                .withMessageContaining("measures no loss");
    }

    @Test
    void namesTheWidthItWants() {
        Autoencoder autoencoder = Autoencoder.of(Networks.dense(20, 3, LossFunction.XENT, 0.01));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> autoencoder.encode(Nd4j.zeros(2, 10)))
                .withMessage("Each example has 10 numbers, but the network's first layer takes 20: give an array of"
                        + " shape [n, 20].");
    }

    private static double crossEntropy(INDArray target, INDArray probability) {
        double sum = 0;
        for (long i = 0; i < target.length(); i++) {
            double y = target.getDouble(i);
            double p = probability.getDouble(i);
            sum -= y * Math.log(p) + (1 - y) * Math.log(1 - p);
        }
        return sum / target.length();
    }

    /** ND4J takes the seed 0 for none. */
    @Test
    void theSeedZeroDrawsTheSameWeightsEachTime() {
        for (boolean graph : new boolean[] {false, true}) {
            try (Autoencoder one = withSeedZero(graph);
                    Autoencoder two = withSeedZero(graph)) {
                INDArray x = Nd4j.ones(1, 8);

                assertThat(one.reconstruct(x)).isEqualTo(two.reconstruct(x));
                assertThat(one.encode(x).norm2Number().doubleValue()).isGreaterThan(1e-3);
            }
        }
    }

    private static Autoencoder withSeedZero(boolean graph) {
        DenseLayer code = new DenseLayer.Builder().nIn(8).nOut(3).name("code").build();
        OutputLayer output = new OutputLayer.Builder(LossFunction.MSE)
                .nIn(3)
                .nOut(8)
                .activation(Activation.IDENTITY)
                .build();
        NeuralNetConfiguration.Builder builder = new NeuralNetConfiguration.Builder().seed(0);
        return graph
                ? Autoencoder.of(builder.graphBuilder()
                        .addInputs("in")
                        .addLayer("code", code, "in")
                        .addLayer("out", output, "code")
                        .setOutputs("out")
                        .build())
                : Autoencoder.of(builder.list().layer(code).layer(output).build());
    }
}

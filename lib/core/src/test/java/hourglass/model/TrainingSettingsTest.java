package hourglass.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import hourglass.data.Corruption;
import hourglass.evaluate.Metrics;
import hourglass.train.History;
import hourglass.train.Training;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Early stopping, checkpoints, resuming, the learning rate and listeners. */
class TrainingSettingsTest {

    private final INDArray examples = Networks.mixtures(40, 20);
    // Examples of another kind: the better the network knows its own, the worse it gives these back.
    private final INDArray strange = Nd4j.rand(40, 20);

    private static Autoencoder fresh() {
        return Autoencoder.of(Networks.dense(20, 3, LossFunction.XENT, 0.05));
    }

    private static Training epochs(int count) {
        return Training.epochs(count).batchSize(8).quietly();
    }

    private static void assertSame(Autoencoder actual, Autoencoder expected) {
        assertThat(actual.network().params()).isEqualTo(expected.network().params());
        assertThat(actual.network().getUpdater().getStateViewArray())
                .isEqualTo(expected.network().getUpdater().getStateViewArray());
        assertThat(actual.network().getEpochCount())
                .isEqualTo(expected.network().getEpochCount());
        assertThat(actual.network().getIterationCount())
                .isEqualTo(expected.network().getIterationCount());
    }

    @Test
    void endsWhenTheValidationLossHasNotFallenForTheEpochsOfItsPatience() {
        History history = fresh().fit(examples, strange, epochs(500).patience(3));

        int best = history.best().number();
        assertThat(history.epochs()).hasSize(best + 3).hasSizeLessThan(500);
        assertThat(history.interrupted()).isFalse();
    }

    @Test
    void goesBackToTheBestEpochAndOnFromThere() {
        Autoencoder restored = fresh();
        History history =
                restored.fit(examples, strange, epochs(500).patience(3).restoreBest());
        Autoencoder stopped = fresh();
        stopped.fit(examples, null, epochs(history.best().number()));

        assertSame(restored, stopped);
        assertThat(restored.loss(strange)).isCloseTo(history.best().validationLoss(), within(1e-6));
        restored.fit(examples, null, epochs(2));
        stopped.fit(examples, null, epochs(2));
        assertSame(restored, stopped);
    }

    @Test
    void needsAValidationSetToJudgeBy() {
        for (Training settings : List.of(epochs(2).patience(1), epochs(2).restoreBest())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> fresh().fit(examples, null, settings))
                    .withMessage(
                            "The training has patience or restores the best epoch, but there is no validation set to"
                                    + " judge by: give fit one, or leave patience and restoreBest out.");
        }
    }

    @Test
    void aCheckpointGoesOnAsIfTheTrainingHadNeverStopped(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("new/checkpoint.zip");
        Training noisy = Training.epochs(5).batchSize(8).quietly().corruption(Corruption.gaussian(0.1));
        Autoencoder whole = fresh();
        History expected = whole.fit(examples, examples, noisy.checkpointEvery(2, file));

        Autoencoder resumed = Autoencoder.load(file);
        assertThat(resumed.network().getEpochCount()).isEqualTo(4);
        History rest = resumed.fit(
                examples, examples, Training.epochs(1).batchSize(8).quietly().corruption(Corruption.gaussian(0.1)));

        assertSame(resumed, whole);
        assertThat(rest.last().number()).isEqualTo(5);
        assertThat(rest.last().loss()).isEqualTo(expected.last().loss());
        assertThat(rest.last().validationLoss()).isEqualTo(expected.last().validationLoss());
    }

    @Test
    void saysBeforeTheTrainingThatACheckpointCannotBeWritten(@TempDir Path folder) throws Exception {
        Path inAFile = Files.writeString(folder.resolve("file"), "").resolve("checkpoint.zip");
        Autoencoder autoencoder = fresh();
        INDArray before = autoencoder.network().params().dup();

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> autoencoder.fit(examples, null, epochs(1).checkpointEvery(1, inAFile)))
                .withMessageContaining(inAFile.toString());
        Path both = folder.resolve("both.zip");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> autoencoder.fit(
                        examples, examples, epochs(1).keepBest(both).checkpointEvery(1, both)))
                .withMessageContaining("give each a file of its own");
        assertThat(autoencoder.network().params()).isEqualTo(before);
    }

    @Test
    void aLearningRateIsUsedAndKeptInTheFile(@TempDir Path folder) throws Exception {
        Autoencoder changed = fresh();
        changed.fit(examples, null, epochs(1));
        Autoencoder born = Autoencoder.of(Networks.dense(20, 3, LossFunction.XENT, 0.001));
        born.network().setParams(changed.network().params());
        born.network()
                .getUpdater()
                .setStateViewArray(
                        born.network(),
                        changed.network().getUpdater().getStateViewArray().dup(),
                        false);
        born.network().setIterationCount(changed.network().getIterationCount());
        born.network().setEpochCount(1);

        changed.fit(examples, null, epochs(1).learningRate(0.001));
        born.fit(examples, null, epochs(1));
        assertSame(changed, born);

        changed.save(folder.resolve("model.zip"));
        Autoencoder loaded = Autoencoder.load(folder.resolve("model.zip"));
        loaded.fit(examples, null, epochs(1));
        born.fit(examples, null, epochs(1));
        assertSame(loaded, born);
    }

    @Test
    void theLearningRateOfWrappedLayersChangesToo() {
        Autoencoder autoencoder = Autoencoder.of(sequences());
        INDArray signals = Nd4j.rand(6, 2, 5);
        autoencoder.fit(signals, null, epochs(1));
        INDArray before = autoencoder.network().getParam("0_fW").dup();

        autoencoder.fit(signals, null, epochs(1).learningRate(1e-30));

        assertThat(autoencoder.network().getParam("0_fW")).isEqualTo(before);
    }

    private static MultiLayerConfiguration sequences() {
        Bidirectional both = new Bidirectional(
                new LSTM.Builder().nOut(3).activation(Activation.TANH).build());
        both.setLayerName("code");
        return new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(0.1))
                .list()
                .layer(both)
                .layer(new RnnOutputLayer.Builder(LossFunction.MSE)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.recurrent(2))
                .build();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void aLearningRateIsAFiniteNumberAboveZero(double rate) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Training.epochs(1).learningRate(rate))
                .withMessage("The learning rate is " + rate + ": give a finite number above 0, such as 0.001.");
    }

    @Test
    void listenersHearOfBatchesEpochsAndTheEnd() {
        List<String> heard = new ArrayList<>();
        Training.Listener listener = new Training.Listener() {
            @Override
            public void batch(int epoch, long seen, double loss) {
                heard.add(epoch + ":" + seen);
            }

            @Override
            public void epoch(History.Epoch epoch) {
                heard.add("epoch " + epoch.number() + " " + epoch.examples());
            }

            @Override
            public void end(History history) {
                heard.add("end of " + history.epochs().size());
            }
        };
        Autoencoder autoencoder = fresh();

        autoencoder.fit(examples.get(rows(20)), null, epochs(1).listener(listener));
        autoencoder.fit(examples.get(rows(10)), null, epochs(1).listener(listener));

        assertThat(heard)
                .containsExactly(
                        "1:8", "1:16", "1:20", "epoch 1 20", "end of 1", "2:8", "2:10", "epoch 2 10", "end of 1");
    }

    private static INDArrayIndex rows(int count) {
        return NDArrayIndex.interval(0, count);
    }

    @Test
    void whatAListenerThrowsEndsTheTraining() {
        Autoencoder autoencoder = fresh();
        Training.Listener failing = new Training.Listener() {
            @Override
            public void epoch(History.Epoch epoch) {
                throw new UnsupportedOperationException("no more");
            }
        };

        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> autoencoder.fit(examples, null, epochs(5).listener(failing)));
        assertThat(autoencoder.network().getEpochCount()).isEqualTo(1);
        assertThat(autoencoder.fit(examples, null, epochs(1)).last().number()).isEqualTo(2);
    }

    @Test
    void deeplearning4jsListenersHearOfEpochs() {
        List<String> heard = new ArrayList<>();
        Autoencoder autoencoder = fresh();
        autoencoder.network().setListeners(new BaseTrainingListener() {
            @Override
            public void onEpochStart(Model model) {
                heard.add("start " + ((MultiLayerNetwork) model).getEpochCount());
            }

            @Override
            public void onEpochEnd(Model model) {
                heard.add("end " + ((MultiLayerNetwork) model).getEpochCount());
            }
        });

        autoencoder.fit(examples, null, epochs(2));

        assertThat(heard).containsExactly("start 0", "end 0", "start 1", "end 1");
    }

    @Test
    void theLossIsAMeanAlsoWhereDeeplearning4jAddsUpTheExamples() {
        MultiLayerConfiguration summing = Networks.dense(20, 3, LossFunction.MSE, 0.0);
        summing.getConfs().forEach(conf -> conf.setMiniBatch(false));
        Autoencoder autoencoder = Autoencoder.of(summing);
        double expected = Metrics.meanSquaredError(examples, autoencoder.reconstruct(examples));

        assertThat(autoencoder.loss(examples)).isCloseTo(expected, within(1e-6));
        History.Epoch epoch = autoencoder.fit(examples, examples, epochs(1)).last();
        assertThat(epoch.loss()).isCloseTo(expected, within(1e-6));
        assertThat(epoch.validationLoss()).isCloseTo(expected, within(1e-6));
    }

    @Test
    void anInterruptWhileNoiseIsDrawnEndsTheTrainingWithItsHistoryToo() throws Exception {
        INDArray many = Networks.mixtures(20_000, 20);
        Training noisy = Training.epochs(1000).batchSize(20_000).quietly().corruption(Corruption.gaussian(0.1));
        for (int i = 0; i < 10; i++) {
            Autoencoder autoencoder = fresh();
            CompletableFuture<History> end = new CompletableFuture<>();
            Thread trainer = new Thread(() -> {
                try {
                    end.complete(autoencoder.fit(many, null, noisy));
                } catch (RuntimeException e) {
                    end.completeExceptionally(e);
                }
            });
            trainer.start();
            while (autoencoder.network().getEpochCount() == 0) {
                Thread.onSpinWait();
            }
            Thread.sleep(i); // Most of the time goes to the noise.
            trainer.interrupt();

            assertThat(end.get(30, TimeUnit.SECONDS).interrupted()).isTrue();
        }
    }

    @Test
    void encodingGoesOnWhileAnotherThreadBeginsAndEndsTrainings() throws Exception {
        Autoencoder autoencoder = fresh();
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> encoding = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                autoencoder.encode(examples);
            }
        });
        for (int i = 0; i < 300; i++) {
            autoencoder.fit(examples, null, epochs(1));
        }
        over.set(true);
        encoding.get(30, TimeUnit.SECONDS);

        assertThat(autoencoder.network().getEpochCount()).isEqualTo(300);
    }
}

package hourglass.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import hourglass.train.Training;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.nativeblas.NativeOpsHolder;

/** What a training leaves in the network, and what the library leaves in the process around it. */
class TrainingStateTest {
    private INDArray examples;
    private Autoencoder autoencoder;

    @BeforeEach
    void build() {
        Nd4j.getRandom().setSeed(7);
        examples = Networks.mixtures(64, 20);
        autoencoder = fresh();
    }

    private static Autoencoder fresh() {
        return Autoencoder.of(Networks.dense(20, 3, LossFunction.MSE, 0.01));
    }

    private static Training epochs(int epochs) {
        return Training.epochs(epochs).batchSize(16).quietly();
    }

    /** Breaks a weight, and the optimiser's state, after so many updates more. */
    private static void breakAfter(Autoencoder autoencoder, int updates, float value) {
        afterUpdates(autoencoder, updates, network -> {
            network.getParam("1_b").putScalar(0, value);
            network.getUpdater().getStateViewArray().assign(Float.NaN);
        });
    }

    /** Does something to a network after so many updates more. */
    private static void afterUpdates(Autoencoder autoencoder, int updates, Consumer<MultiLayerNetwork> change) {
        int at = autoencoder.network().getIterationCount() + updates;
        autoencoder.network().setListeners(new BaseTrainingListener() {
            @Override
            public void iterationDone(Model model, int iteration, int epoch) {
                MultiLayerNetwork network = (MultiLayerNetwork) model;
                if (network.getIterationCount() == at - 1) { // Deeplearning4j counts this update afterwards.
                    change.accept(network);
                }
            }
        });
    }

    @Test
    void goesBackToTheLastGoodEpochWithTheOptimizerToo(@TempDir Path folder) throws Exception {
        Autoencoder untouched = fresh();
        untouched.fit(examples, null, epochs(2));
        autoencoder.fit(examples, null, epochs(2));
        breakAfter(autoencoder, 2, Float.NaN);

        assertThatIllegalStateException()
                .isThrownBy(() -> autoencoder.fit(examples, null, epochs(1)))
                .withMessage("The loss became NaN in epoch 3: the weights are those of the epoch before; lower the"
                        + " learning rate.");
        autoencoder.network().setListeners();

        assertThat(autoencoder.network().params()).isEqualTo(untouched.network().params());
        assertThat(autoencoder.network().getIterationCount()).isEqualTo(8);
        autoencoder.save(folder.resolve("model.zip"));
        Autoencoder loaded = Autoencoder.load(folder.resolve("model.zip"));
        untouched.fit(examples, null, epochs(1));
        autoencoder.fit(examples, null, epochs(1));
        loaded.fit(examples, null, epochs(1));
        assertThat(autoencoder.network().params()).isEqualTo(untouched.network().params());
        assertThat(loaded.network().params()).isEqualTo(untouched.network().params());
    }

    @Test
    void goesBackToTheEpochBeforeAndNotToTheStartOfTheTraining() {
        Autoencoder untouched = fresh();
        untouched.fit(examples, null, epochs(1));
        breakAfter(autoencoder, 4 + 2, Float.NaN);

        assertThatIllegalStateException()
                .isThrownBy(() -> autoencoder.fit(examples, null, epochs(3)))
                .withMessageStartingWith("The loss became NaN in epoch 2: ");
        autoencoder.network().setListeners();

        assertThat(autoencoder.network().params()).isEqualTo(untouched.network().params());
        assertThat(autoencoder.network().getIterationCount()).isEqualTo(4);
        untouched.fit(examples, null, epochs(1));
        autoencoder.fit(examples, null, epochs(1));
        assertThat(autoencoder.network().params())
                .as("with the optimiser's state of that epoch")
                .isEqualTo(untouched.network().params());
    }

    @Test
    void noticesThatTheLossIsNotFiniteAfterTheLastUpdateThoughTheWeightsAre() {
        Autoencoder unbounded = Autoencoder.of(new NeuralNetConfiguration.Builder()
                .updater(new Adam(0.01))
                .list()
                .layer(new DenseLayer.Builder().name("code").nIn(20).nOut(3).build())
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nOut(20)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
        INDArray good = unbounded.network().params().dup();
        // The square of this output is beyond 32 bits.
        afterUpdates(unbounded, 4, network -> network.getParam("1_b").putScalar(0, 1e30));

        assertThatIllegalStateException()
                .isThrownBy(() -> unbounded.fit(examples, null, epochs(1)))
                .withMessage("The loss became Infinity with the last update of epoch 1: the weights are those of the"
                        + " epoch before; lower the learning rate.");
        assertThat(unbounded.network().params()).isEqualTo(good);
    }

    @Test
    void noticesThatTheLastUpdateBreaksTheOptimizersState() {
        INDArray good = autoencoder.network().params().dup();
        afterUpdates(autoencoder, 4, network -> network.getUpdater()
                .getStateViewArray()
                .putScalar(0, Float.POSITIVE_INFINITY));

        assertThatIllegalStateException()
                .isThrownBy(() -> autoencoder.fit(examples, null, epochs(1)))
                .withMessage("The optimiser's state became Infinity with the last update of epoch 1: the weights are"
                        + " those of the epoch before; lower the learning rate.");
        assertThat(autoencoder.network().params()).isEqualTo(good);
    }

    @Test
    void noticesWhatTheLastUpdateOfAnEpochBreaks() {
        autoencoder.fit(examples, null, epochs(1));
        INDArray good = autoencoder.network().params().dup();
        breakAfter(autoencoder, 4, Float.POSITIVE_INFINITY);

        assertThatIllegalStateException()
                .isThrownBy(() -> autoencoder.fit(examples, null, epochs(1)))
                .withMessage("A weight became Infinity with the last update of epoch 2: the weights are those of the"
                        + " epoch before; lower the learning rate.");
        assertThat(autoencoder.network().params()).isEqualTo(good);
    }

    @Test
    void doesNotBlameTheLearningRateForALossBeforeTheFirstUpdate() {
        Autoencoder unbounded = Autoencoder.of(Networks.dense(20, 3, LossFunction.MSE, Activation.IDENTITY, 0.01));
        assertThatIllegalStateException()
                .isThrownBy(() -> unbounded.fit(examples.mul(1e30), null, epochs(1)))
                .withMessageMatching(
                        "The loss is Infinity before the first update, so the learning rate is not the cause:"
                                + " the examples reach \\d\\.\\d+e\\+29; scale them to about 1, or choose another loss or smaller"
                                + " weights\\.");
        assertThat(unbounded.fit(examples, null, epochs(1)).last().loss()).isFinite();
    }

    @Test
    void twoTrainingsOfOneEpochAreOneTrainingOfTwo(@TempDir Path folder) throws Exception {
        Autoencoder twice = fresh();
        autoencoder.fit(examples, null, epochs(3));
        twice.fit(examples, null, epochs(1));
        twice.fit(examples, null, epochs(1));
        twice.save(folder.resolve("model.zip"));
        Autoencoder loaded = Autoencoder.load(folder.resolve("model.zip"));
        twice.fit(examples, null, epochs(1));
        loaded.fit(examples, null, epochs(1));

        assertThat(twice.network().params()).isEqualTo(autoencoder.network().params());
        assertThat(loaded.network().params()).isEqualTo(autoencoder.network().params());
    }

    @Test
    void leavesNd4jsRandomGeneratorAlone(@TempDir Path folder) throws Exception {
        // Deeplearning4j's builder of configurations seeds the generator, before an autoencoder is concerned.
        var configuration = Networks.dense(20, 3, LossFunction.MSE, 0.01);
        Nd4j.getRandom().setSeed(3);
        INDArray expected = Nd4j.rand(1, 5);

        Nd4j.getRandom().setSeed(3);
        Autoencoder.of(configuration).save(folder.resolve("model.zip"));
        Autoencoder.load(folder.resolve("model.zip"));

        assertThat(Nd4j.rand(1, 5)).isEqualTo(expected);
    }

    @Test
    void leavesNd4jsThreadsAlone() {
        var operations = NativeOpsHolder.getInstance().getDeviceNativeOps();
        int before = operations.ompGetMaxThreads();
        operations.setOmpNumThreads(3);
        try {
            autoencoder.fit(examples, examples, epochs(1));
            autoencoder.decode(autoencoder.encode(examples));
            autoencoder.loss(examples);

            assertThat(operations.ompGetMaxThreads()).isEqualTo(3);
        } finally {
            operations.setOmpNumThreads(before);
        }
    }

    @Test
    void stopsBetweenTwoChunksWhenInterrupted() {
        INDArray many = Networks.mixtures(5000, 20);
        INDArray codes = autoencoder.encode(many);
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> autoencoder.encode(many))
                    .withMessage(
                            "Stopped while sending examples through the network: run it again for the whole result.");
            assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> autoencoder.decode(codes));
            assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> autoencoder.reconstruct(many));
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> autoencoder.loss(many))
                    .withMessageContaining("while measuring the loss");
            assertThat(autoencoder.fit(many, many, epochs(1)).interrupted()).isTrue();
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        assertThat(autoencoder.encode(many).shape()).containsExactly(5000, 3);
    }

    @Test
    void refusesToWorkOnceClosed() {
        autoencoder.fit(examples, null, epochs(1));
        autoencoder.close();
        autoencoder.close();

        String message = "This autoencoder was closed: load it from its file, or build it anew, to use it again.";
        assertThatIllegalStateException()
                .isThrownBy(() -> autoencoder.encode(examples))
                .withMessage(message);
        assertThatIllegalStateException()
                .isThrownBy(() -> autoencoder.fit(examples, null, epochs(1)))
                .withMessage(message);
        assertThatIllegalStateException().isThrownBy(autoencoder::network).withMessage(message);
        assertThat(fresh().encode(examples).shape()).containsExactly(64, 3);
    }
}

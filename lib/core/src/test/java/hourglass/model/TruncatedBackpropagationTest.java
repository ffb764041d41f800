package hourglass.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import hourglass.layers.L1Penalty;
import hourglass.train.History;
import hourglass.train.Training;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What a training by truncated back-propagation through time reports. */
class TruncatedBackpropagationTest {

    private static final int STEPS = 12;

    @AfterEach
    void restore() {
        System.clearProperty("hourglass.accelerate");
    }

    private static MultiLayerConfiguration network(int length, LossFunction loss, IUpdater updater) {
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(updater)
                .l2(0.01)
                .list()
                .layer(new LSTM.Builder()
                        .name("code")
                        .nOut(4)
                        .activation(Activation.TANH)
                        .build())
                .layer(new L1Penalty(0.01))
                .layer(new RnnOutputLayer.Builder(loss)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.recurrent(2));
        return length == 0
                ? list.build()
                : list.backpropType(BackpropType.TruncatedBPTT)
                        .tBPTTLength(length)
                        .build();
    }

    /** Waves that grow from step to step, so that no segment has the loss of another. */
    private static INDArray waves(int n) {
        INDArray waves = Nd4j.create(n, 2, STEPS);
        for (int i = 0; i < n; i++) {
            for (int step = 0; step < STEPS; step++) {
                waves.putScalar(new int[] {i, 0, step}, 0.1 * step * Math.sin(0.5 * step + i));
                waves.putScalar(new int[] {i, 1, step}, 0.1 * step * Math.cos(0.5 * step + i));
            }
        }
        return waves;
    }

    @ParameterizedTest
    @CsvSource({
        "4, MSE, on",
        "4, MSE, off",
        "5, MSE, on",
        "5, MSE, off",
        "4, L2, on",
        "4, L2, off",
        "20, MSE, on",
        "0, MSE, on"
    })
    void trainingLossIsTheMeanOverAllSegments(int length, LossFunction loss, String engine) {
        System.setProperty("hourglass.accelerate", engine);
        INDArray waves = waves(7);

        History history = Autoencoder.of(network(length, loss, new Sgd(0)))
                .fit(waves, waves, Training.epochs(1).batchSize(3).quietly());
        History whole = Autoencoder.of(network(0, loss, new Sgd(0)))
                .fit(waves, waves, Training.epochs(1).batchSize(3).quietly());

        History.Epoch epoch = history.epochs().get(0);
        assertThat(epoch.loss()).isCloseTo(epoch.validationLoss(), within(1e-6));
        assertThat(epoch.loss()).isCloseTo(whole.epochs().get(0).loss(), within(1e-6));
        assertThat(epoch.terms().get(0).value())
                .isCloseTo(whole.epochs().get(0).terms().get(0).value(), within(1e-5));
    }

    @Test
    void divergingInALaterSegmentIsTheFaultOfTheLearningRate() {
        assertThatThrownBy(() -> Autoencoder.of(network(4, LossFunction.MSE, new Sgd(1e30)))
                        .fit(waves(7), null, Training.epochs(1).quietly()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("lower the learning rate");
    }

    @Test
    void picturesAreRefused() {
        MultiLayerConfiguration pictures = Networks.dense(6, 2, LossFunction.MSE, 0.1);
        pictures.setBackpropType(BackpropType.TruncatedBPTT);
        pictures.setTbpttFwdLength(4);
        assertThatThrownBy(() -> Autoencoder.of(pictures)
                        .fit(Nd4j.rand(5, 6), null, Training.epochs(1).quietly()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Truncated back-propagation");
    }
}

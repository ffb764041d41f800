package hourglass.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import hourglass.layers.TeacherForcing;
import hourglass.layers.TeacherForcingLayer;
import hourglass.train.History;
import hourglass.train.Training;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.gradientcheck.GradientCheckUtil.MLNConfig;
import org.deeplearning4j.gradientcheck.GradientCheckUtil.PrintMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Sequence-to-sequence networks: LSTM, last step, repeat, LSTM, one output a step, with and without a teacher. */
class SequenceAutoencoderTest {

    private static MultiLayerConfiguration network(
            int features, int time, int units, boolean taught, DataType type, IUpdater updater) {
        ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(type)
                .updater(updater)
                .weightInit(WeightInit.XAVIER)
                .list()
                .layer(new LastTimeStep(new LSTM.Builder()
                        .name("code")
                        .nOut(units)
                        .activation(Activation.TANH)
                        .build()))
                .layer(new RepeatVector.Builder<>(time).build());
        if (taught) {
            layers.layer(new TeacherForcing(features));
        }
        return layers.layer(new LSTM.Builder()
                        .nOut(units)
                        .activation(Activation.TANH)
                        .build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MSE)
                        .nOut(features)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.recurrent(features, time))
                .build();
    }

    private static Autoencoder autoencoder(int features, int time, int units, boolean taught) {
        return Autoencoder.of(network(features, time, units, taught, DataType.FLOAT, new Adam(1e-2)));
    }

    /** Waves of random phase and height: [n, features, time]. */
    private static INDArray waves(DataType type, int n, int features, int time) {
        INDArray phase = Nd4j.rand(type, n, 1, 1).mul(6);
        INDArray height = Nd4j.rand(type, n, 1, 1).add(0.5);
        INDArray waves = Nd4j.create(type, n, features, time);
        for (int i = 0; i < n; i++) {
            for (int f = 0; f < features; f++) {
                for (int t = 0; t < time; t++) {
                    waves.putScalar(i, f, t, height.getDouble(i) * Math.sin(phase.getDouble(i) + f + 6.0 * t / time));
                }
            }
        }
        return waves;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void gradientsOfTheWholeChainAgreeWithFiniteDifferences(boolean taught) {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE); // the check insists on it
        try {
            MultiLayerNetwork network = new MultiLayerNetwork(network(2, 4, 3, taught, DataType.DOUBLE, new NoOp()));
            network.init();
            INDArray x = waves(DataType.DOUBLE, 3, 2, 4);
            TeacherForcingLayer.setSteps(network.getLayers(), x);

            assertThat(GradientCheckUtil.checkGradients(new MLNConfig()
                            .net(network)
                            .input(x)
                            .labels(x)
                            .epsilon(1e-6)
                            .maxRelError(1e-5)
                            .minAbsoluteError(1e-9)
                            .print(PrintMode.FAILURES_ONLY)))
                    .isTrue();
        } finally {
            Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void gradientsOfEachParameterAgreeOnTheEngineToo(boolean taught) {
        MultiLayerNetwork network = autoencoder(2, 5, 4, taught).network();
        INDArray x = waves(DataType.FLOAT, 6, 2, 5);
        TeacherForcingLayer.setSteps(network.getLayers(), x);
        network.setInput(x);
        network.setLabels(x);
        network.computeGradientAndScore();
        for (String key : List.of("0_W", "0_RW", "0_b", taught ? "3_W" : "2_W", taught ? "3_RW" : "2_RW")) {
            INDArray gradient = network.gradient().getGradientFor(key).dup().divi(6);
            double slope = gradient.norm2Number().doubleValue();
            INDArray step = gradient.mul(1e-2 / slope);
            network.getParam(key).addi(step);
            double up = network.score(new DataSet(x, x), true);
            network.getParam(key).subi(step.mul(2));
            double down = network.score(new DataSet(x, x), true);
            network.getParam(key).addi(step);
            assertThat((up - down) / 2e-2).as(key).isCloseTo(slope, within(5e-3 * slope + 1e-5));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void encodesDecodesReconstructsAndMeasures(boolean taught) {
        INDArray x = waves(DataType.FLOAT, 7, 2, 6);
        Autoencoder autoencoder = autoencoder(2, 6, 5, taught);

        assertThat(autoencoder.encode(x).shape()).containsExactly(7, 5);
        assertThat(autoencoder.decode(autoencoder.encode(x)).shape()).containsExactly(7, 2, 6);
        assertThat(autoencoder.reconstruct(x)).isEqualTo(autoencoder.decode(autoencoder.encode(x)));
        assertThat(autoencoder.loss(x))
                .isCloseTo(x.squaredDistance(autoencoder.reconstruct(x)) / x.length(), within(1e-5));
        var summary = autoencoder.summary(x);
        assertThat(summary.layers().subList(0, 2))
                .extracting(ModelSummary.Layer::part)
                .containsExactly("encoder", "decoder");
        assertThat(summary.layers().stream().map(ModelSummary.Layer::output).toList())
                .isEqualTo(
                        taught
                                ? List.of("5", "5 × 6", "7 × 6", "5 × 6", "2 × 6")
                                : List.of("5", "5 × 6", "5 × 6", "2 × 6"));
        assertThat(summary.parameters()).isEqualTo(autoencoder.parameters());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void learnsWavesAndIsTheSameAfterSavingAndLoading(boolean taught, @TempDir Path folder) throws Exception {
        INDArray x = waves(DataType.FLOAT, 128, 1, 8);
        Autoencoder autoencoder = autoencoder(1, 8, 8, taught);
        double before = autoencoder.loss(x);

        autoencoder.fit(x, null, Training.epochs(39).batchSize(16).quietly());
        History history = autoencoder.fit(x, x, Training.epochs(1).batchSize(16).quietly());

        assertThat(history.last().validationLoss()).isLessThan(before / 4).isEqualTo(autoencoder.loss(x));
        autoencoder.save(folder.resolve("model.zip"));
        assertThat(Autoencoder.load(folder.resolve("model.zip"))
                        .reconstruct(x)
                        .equalsWithEps(autoencoder.reconstruct(x), 1e-6))
                .isTrue();
    }

    @Test
    void trainsWithTheTruthAndJudgesWithout() {
        INDArray x = waves(DataType.FLOAT, 5, 1, 6);
        Autoencoder autoencoder = autoencoder(1, 6, 4, true);
        autoencoder.fit(x, null, Training.epochs(5).quietly());
        MultiLayerNetwork network = autoencoder.network();
        INDArray own = autoencoder.reconstruct(x);

        // Given its own output instead of the true sequence, the network puts out the same once more.
        TeacherForcingLayer.setSteps(network.getLayers(), own);
        assertThat(network.output(x).equalsWithEps(own, 1e-5)).isTrue();
        TeacherForcingLayer.setSteps(network.getLayers(), x);
        INDArray taught = network.output(x);
        assertThat(taught.equalsWithEps(own, 1e-3))
                .as("the true sequence makes a difference")
                .isFalse();
        // The first step has nothing before it.
        for (int i = 0; i < 5; i++) {
            assertThat(taught.getDouble(i, 0, 0)).isCloseTo(own.getDouble(i, 0, 0), within(1e-5));
        }
        // From the code alone nothing of the true sequence can be known.
        TeacherForcingLayer.setSteps(network.getLayers(), x.mul(100));
        assertThat(autoencoder.reconstruct(x)).isEqualTo(own);
    }

    @Test
    void theTruthArrivesOneStepLate() {
        MultiLayerNetwork network = autoencoder(1, 4, 3, true).network();
        INDArray x = Nd4j.createFromArray(1f, 2f, 3f, 4f).reshape(1, 1, 4);
        TeacherForcingLayer.setSteps(network.getLayers(), x);

        INDArray given = network.feedForward(x, true).get(3);

        assertThat(given.shape()).containsExactly(1, 4, 4);
        assertThat(TeacherForcingLayer.view(given, 1, 3, 4).reshape(4).toDoubleVector())
                .containsExactly(0, 1, 2, 3);
    }

    @Test
    void sequencesOfAnotherShapeGetOneSentence() {
        Autoencoder autoencoder = autoencoder(1, 6, 4, false);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> autoencoder.encode(Nd4j.zeros(DataType.FLOAT, 5, 6)))
                .withMessage("The array has shape [5, 6], but the network takes sequences [n, 1, 6], which is [batch,"
                        + " features, time]: reshape or permute it.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> autoencoder.fit(
                        Nd4j.zeros(DataType.FLOAT, 5, 6, 1),
                        null,
                        Training.epochs(1).quietly()))
                .withMessageContaining("[n, 1, 6]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> autoencoder.loss(Nd4j.zeros(DataType.FLOAT, 5, 1, 7)))
                .withMessage("The sequences have 7 steps, but the network repeats its code for 6: give sequences of 6"
                        + " steps, or hourglass.data.Sequences, which may be shorter.");
    }

    @Test
    void theNetworkAloneDoesNotKnowTheTruth() {
        MultiLayerNetwork network = autoencoder(1, 6, 4, true).network();
        assertThatIllegalStateException()
                .isThrownBy(() -> network.output(Nd4j.zeros(DataType.FLOAT, 2, 1, 6)))
                .withMessageContaining("use the Autoencoder's methods");
    }
}

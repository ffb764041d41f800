package hourglass.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import hourglass.data.Corruption;
import hourglass.data.Sequences;
import hourglass.layers.TeacherForcing;
import hourglass.runtime.NativeBackend;
import hourglass.train.History;
import hourglass.train.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Sequences of several lengths and channels, with gaps, through training, loss, encoding and back. */
class SequencesTrainingTest {
    private static final int TIME = 9;
    private static final Training QUIET = Training.epochs(3).batchSize(8).quietly();

    static {
        NativeBackend.prepare();
    }

    private enum Network {
        LAST_STEP,
        EACH_STEP,
        BOTH_DIRECTIONS,
        TEACHER_FORCING;

        MultiLayerConfiguration configuration(IUpdater updater) {
            Layer[] layers =
                    switch (this) {
                        case LAST_STEP ->
                            new Layer[] {
                                new LastTimeStep(lstm(5, "code")),
                                new RepeatVector.Builder<>(TIME).build(),
                                lstm(6, null)
                            };
                        case EACH_STEP -> new Layer[] {lstm(3, "code"), lstm(6, null)};
                        case BOTH_DIRECTIONS -> new Layer[] {bothWays(), lstm(6, null)};
                        case TEACHER_FORCING ->
                            new Layer[] {
                                new LastTimeStep(lstm(5, "code")),
                                new RepeatVector.Builder<>(TIME).build(),
                                new TeacherForcing(2),
                                lstm(6, null)
                            };
                    };
            NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
                    .seed(1)
                    .updater(updater)
                    .list();
            for (Layer layer : layers) {
                list.layer(layer);
            }
            return list.layer(new RnnOutputLayer.Builder(LossFunction.MSE)
                            .nOut(2)
                            .activation(Activation.IDENTITY)
                            .build())
                    .setInputType(InputType.recurrent(2))
                    .build();
        }

        private static Layer bothWays() {
            Bidirectional layer = new Bidirectional(
                    Bidirectional.Mode.ADD,
                    new SimpleRnn.Builder().nOut(3).activation(Activation.TANH).build());
            layer.setLayerName("code");
            return layer;
        }

        private static LSTM lstm(int units, String name) {
            return new LSTM.Builder()
                    .name(name)
                    .nOut(units)
                    .activation(Activation.TANH)
                    .build();
        }
    }

    /** Waves of two channels, of 4 to {@link #TIME} steps, of which a share is missing. */
    private static Sequences waves(int n, double gaps, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<double[][]> all = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            int length = 4 + random.nextInt(TIME - 3);
            double phase = 6 * random.nextDouble();
            double[][] one = new double[2][length];
            for (int step = 0; step < length; step++) {
                one[0][step] = step > 0 && random.nextDouble() < gaps ? Double.NaN : Math.sin(phase + step);
                one[1][step] = random.nextDouble() < gaps ? Double.NaN : 0.5 * Math.cos(phase + step);
            }
            all.add(one);
        }
        return Sequences.of(all);
    }

    private static double meanSquaredError(Sequences truth, Sequences other) {
        double sum = 0;
        for (int i = 0; i < truth.size(); i++) {
            for (int channel = 0; channel < truth.channels(); channel++) {
                for (int step = 0; step < truth.length(i); step++) {
                    double value = truth.get(i)[channel][step];
                    if (!Double.isNaN(value)) {
                        sum += Math.pow(value - other.get(i)[channel][step], 2);
                    }
                }
            }
        }
        return sum / truth.count();
    }

    @ParameterizedTest
    @EnumSource
    void theLossIsTheMeanOverWhatIsKnown(Network kind) {
        Autoencoder autoencoder = Autoencoder.of(kind.configuration(new Adam(0.01)));
        Sequences waves = waves(20, 0.2, 1);

        double loss = autoencoder.loss(waves);

        assertThat(loss).isCloseTo(meanSquaredError(waves, autoencoder.reconstruct(waves)), within(1e-6));
    }

    @ParameterizedTest
    @EnumSource
    void theHistoryShowsTheSameLoss(Network kind) {
        Autoencoder autoencoder = Autoencoder.of(kind.configuration(new Sgd(0)));
        Sequences waves = waves(20, 0.2, 1);

        History history =
                autoencoder.fit(waves, waves, Training.epochs(1).batchSize(7).quietly());

        assertThat(history.last().validationLoss()).isCloseTo(autoencoder.loss(waves), within(1e-6));
        if (kind != Network.TEACHER_FORCING) { // That one is told the true steps while it trains.
            assertThat(history.last().loss()).isCloseTo(autoencoder.loss(waves), within(1e-6));
        }
    }

    @ParameterizedTest
    @EnumSource
    void learns(Network kind) {
        Autoencoder autoencoder = Autoencoder.of(kind.configuration(new Adam(0.02)));
        Sequences train = waves(200, 0.1, 2);
        double before = autoencoder.loss(train);

        autoencoder.fit(train, null, Training.epochs(60).batchSize(50).quietly());

        assertThat(autoencoder.loss(train)).isLessThan(before / 2);
    }

    @ParameterizedTest
    @EnumSource(names = {"EACH_STEP", "BOTH_DIRECTIONS"})
    void roomAfterTheEndChangesNothing(Network kind) {
        Sequences waves = waves(20, 0.2, 1);
        Sequences roomy = waves.padded(TIME + 5);
        Autoencoder one = Autoencoder.of(kind.configuration(new Sgd(0.1)));
        Autoencoder other = Autoencoder.of(kind.configuration(new Sgd(0.1)));

        assertThat(other.loss(roomy)).isCloseTo(one.loss(waves), within(1e-6));
        one.fit(waves, null, QUIET);
        other.fit(roomy, null, QUIET);

        assertThat(other.network()
                        .params()
                        .sub(one.network().params())
                        .norm2Number()
                        .doubleValue())
                .isLessThan(1e-5);
        assertThat(meanSquaredError(one.reconstruct(waves), other.reconstruct(roomy)))
                .isLessThan(1e-8);
    }

    @Test
    void theCodeOfAShortSequenceIsThatOfItsOwnLastStep() {
        Autoencoder autoencoder = Autoencoder.of(Network.LAST_STEP.configuration(new Adam(0.01)));
        double[][] three = {{0.1, 0.2, 0.3}, {0.5, 0.4, 0.3}};
        double[][] nine = new double[2][TIME];
        INDArray together = autoencoder.encode(Sequences.of(three, nine));
        Autoencoder unbounded = Autoencoder.of(Network.EACH_STEP.configuration(new Adam(0.01)));
        INDArray eachStep = unbounded.encode(Sequences.of(three, nine));
        INDArray alone = unbounded.encode(Nd4j.createFromArray(new double[][][] {three}));

        assertThat(together.shape()).containsExactly(2, 5);
        assertThat(autoencoder
                        .encode(Sequences.of(three))
                        .equalsWithEps(together.getRow(0).reshape(1, 5), 1e-6))
                .isTrue();
        for (int step = 0; step < TIME; step++) {
            double expected = step < 3 ? alone.getDouble(0, 0, step) : 0;
            assertThat(eachStep.getDouble(0, 0, step)).isCloseTo(expected, within(1e-6));
        }
    }

    /** With the engine and without it: what it does with masks is what Deeplearning4j does with them. */
    @ParameterizedTest
    @EnumSource(names = "TEACHER_FORCING", mode = EnumSource.Mode.EXCLUDE)
    void trainsAsDeeplearning4jDoes(Network kind) {
        Sequences waves = waves(8, 0.2, 5).padded(TIME);
        Autoencoder autoencoder = Autoencoder.of(kind.configuration(new Adam(0.01)));
        MultiLayerNetwork plain = new MultiLayerNetwork(kind.configuration(new Adam(0.01)));
        plain.init();
        assertThat(plain.params()).isEqualTo(autoencoder.network().params());

        autoencoder.fit(waves, null, Training.epochs(5).batchSize(8).inOrder().quietly());
        for (int epoch = 0; epoch < 5; epoch++) {
            plain.fit(waves.values(), waves.values(), waves.steps(), waves.known());
        }

        assertThat(autoencoder.network().params().equalsWithEps(plain.params(), 1e-4))
                .isTrue();
        assertThat(autoencoder
                        .network()
                        .params()
                        .sub(plain.params())
                        .norm2Number()
                        .doubleValue())
                .isLessThan(1e-4);
    }

    @Test
    void noiseStaysBeforeTheEnd() {
        Sequences waves = waves(40, 0, 1);
        Autoencoder one = Autoencoder.of(Network.BOTH_DIRECTIONS.configuration(new Adam(0.01)));
        double before = one.loss(waves);

        one.fit(waves, waves, Training.epochs(30).batchSize(20).quietly().corruption(Corruption.gaussian(0.1)));

        assertThat(one.loss(waves)).isLessThan(before / 2);
    }

    /** Deeplearning4j gives the LSTM inside no mask: with a bias that is not 0, steps after the end would change the codes. */
    @Test
    void refusesAnLstmInBothDirectionsUnlessAllSequencesHaveOneLength() {
        Bidirectional code = new Bidirectional(
                Bidirectional.Mode.ADD,
                new LSTM.Builder().nOut(3).activation(Activation.TANH).build());
        code.setLayerName("code");
        Autoencoder autoencoder = Autoencoder.of(new NeuralNetConfiguration.Builder()
                .list()
                .layer(code)
                .layer(new RnnOutputLayer.Builder(LossFunction.MSE)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.recurrent(2))
                .build());

        refused(
                () -> autoencoder.encode(waves(5, 0, 1)),
                "Layer 1 (Bidirectional) is not known to leave out the steps");
        assertThat(autoencoder
                        .encode(Sequences.of(new double[2][4], new double[2][4]))
                        .shape())
                .containsExactly(2, 3, 4);
    }

    @Test
    void refusesWhatCannotWork() {
        Autoencoder sequences = Autoencoder.of(Network.LAST_STEP.configuration(new Adam(0.01)));
        Autoencoder rows = Autoencoder.of(Networks.dense(20, 3, LossFunction.XENT, 0.01));
        MultiLayerConfiguration truncated = Network.EACH_STEP.configuration(new Adam(0.01));
        truncated.setBackpropType(BackpropType.TruncatedBPTT);
        truncated.setTbpttFwdLength(3);
        truncated.setTbpttBackLength(3);

        refused(
                () -> sequences.encode(Sequences.of(new double[2][TIME + 1])),
                "The longest sequence has 10 steps, and there is room for 9");
        refused(() -> sequences.loss(Sequences.of(new double[3][4])), "but the network takes sequences [n, 2, 9]");
        refused(() -> rows.fit(waves(5, 0, 1), null, QUIET), "the network's first layer does not work on steps");
        refused(() -> sequences.fit((Sequences) null, null, QUIET), "The training sequences are null");
        refused(
                () -> Autoencoder.of(truncated).fit(waves(5, 0.2, 1), null, QUIET),
                "Truncated back-propagation takes sequences of one length without gaps");
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(message);
    }
}

package hourglass.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import hourglass.data.Images;
import hourglass.train.Training;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class InputCheckerTest {
    private static final Training QUIET = Training.epochs(1).batchSize(4).quietly();

    private Autoencoder autoencoder;
    private INDArray examples;

    @BeforeEach
    void build() {
        Nd4j.getRandom().setSeed(7);
        autoencoder = Autoencoder.of(Networks.dense(20, 3, LossFunction.XENT, 0.01));
        examples = Networks.mixtures(8, 20);
    }

    private void assertRefused(ThrowingCallable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
        assertThat(autoencoder.network().getIterationCount()).isZero();
    }

    @Test
    void namesTheFirstValueThatIsNoNumber() {
        examples.putScalar(5, 7, Float.NaN);
        String rest =
                " hold NaN (row 5, column 7, counted from 0), which is no finite number: replace such values, or leave"
                        + " these examples out.";
        INDArray sound = Networks.mixtures(8, 20);

        assertRefused(() -> autoencoder.fit(examples, null, QUIET), "The training examples" + rest);
        assertRefused(() -> autoencoder.fit(sound, examples, QUIET), "The validation examples" + rest);
        assertRefused(() -> autoencoder.encode(examples), "The examples" + rest);
        assertRefused(() -> autoencoder.reconstruct(examples), "The examples" + rest);
        assertRefused(() -> autoencoder.loss(examples), "The examples" + rest);
        assertRefused(() -> autoencoder.loss(sound, examples), "The targets" + rest);
        assertRefused(
                () -> autoencoder.decode(Nd4j.valueArrayOf(new long[] {2, 3}, Float.NEGATIVE_INFINITY)),
                "The codes hold -Infinity (row 0, column 0, counted from 0), which is no finite number: replace such"
                        + " values, or leave these examples out.");
    }

    @Test
    void wantsTheRangeThatTheLossNeeds() {
        INDArray bytes = examples.mul(255);
        bytes.putScalar(0, 0, 255);

        assertRefused(
                () -> autoencoder.fit(bytes, null, QUIET),
                "The training examples hold 255.0 (row 0, column 0, counted from 0), but the loss LossBinaryXENT needs"
                        + " targets from 0 to 1: scale them, as div(255) does for pixels from 0 to 255, or choose mean"
                        + " squared error with an identity output.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> autoencoder.loss(bytes))
                .withMessageContaining("targets from 0 to 1");
        // What is only encoded has no target.
        assertThat(autoencoder.encode(bytes).shape()).containsExactly(8, 3);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"MCXENT", "POISSON", "KL_DIVERGENCE", "HINGE", "SQUARED_HINGE", "MEAN_SQUARED_LOGARITHMIC_ERROR"})
    void knowsTheRangeOfOtherLosses(LossFunction loss) {
        Autoencoder other = Autoencoder.of(network(20, loss, Activation.SOFTMAX));
        INDArray negative = examples.dup();
        negative.putScalar(3, 4, -1.5);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> other.fit(negative, null, QUIET))
                .withMessageStartingWith(
                        "The training examples hold -1.5 (row 3, column 4, counted from 0), but the loss");
        assertThat(other.fit(examples, null, QUIET).epochs()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "SIGMOID, sigmoid, 1.5, from 0 to 1",
        "SIGMOID, sigmoid, -0.5, from 0 to 1",
        "HARDSIGMOID, hardsigmoid, 2, from 0 to 1",
        "SOFTMAX, softmax, 2, from 0 to 1",
        "TANH, tanh, -3, from -1 to 1",
        "SOFTSIGN, softsign, 3, from -1 to 1",
        "RELU, relu, -2, from 0 on",
        "RELU6, relu6, 6.5, from 0 to 6",
        "SOFTPLUS, softplus, -2, from 0 on"
    })
    void wantsTrainingExamplesThatTheOutputCanGive(Activation output, String name, double value, String range) {
        Autoencoder bounded = Autoencoder.of(network(20, LossFunction.MSE, output));
        INDArray beyond = examples.dup();
        beyond.putScalar(1, 2, value);

        assertRefused(
                () -> bounded.fit(beyond, null, QUIET),
                "The training examples hold " + value
                        + " (row 1, column 2, counted from 0), but the output's activation "
                        + name + " gives values " + range + ": scale them into that range, or take an output with an"
                        + " activation that has no bounds, such as identity.");
        assertThat(bounded.fit(examples, beyond, QUIET).last().validationLoss()).isFinite();
        assertThat(bounded.loss(beyond)).isFinite();
    }

    @Test
    void looksForTheActivationBeforeALayerThatOnlyMeasures() {
        Autoencoder bounded = Autoencoder.of(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder().name("code").nIn(20).nOut(3).build())
                .layer(new DenseLayer.Builder()
                        .nOut(20)
                        .activation(Activation.TANH)
                        .build())
                .layer(new LossLayer.Builder(LossFunction.MSE)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> bounded.fit(examples.add(1), null, QUIET))
                .withMessageContaining("activation tanh gives values from -1 to 1");
    }

    @Test
    void wantsNoZeroWhereTheLossDividesByTheTarget() {
        Autoencoder percentage =
                Autoencoder.of(network(20, LossFunction.MEAN_ABSOLUTE_PERCENTAGE_ERROR, Activation.IDENTITY));
        INDArray positive = examples.add(0.1);
        INDArray zero = positive.dup();
        zero.putScalar(5, 6, 0);

        assertRefused(
                () -> percentage.fit(zero, null, QUIET),
                "The training examples hold 0 (row 5, column 6, counted from 0), but the loss LossMAPE divides by the"
                        + " targets: leave such values out, or choose mean squared or mean absolute error.");
        assertThatIllegalArgumentException().isThrownBy(() -> percentage.loss(zero));
        assertThat(percentage.fit(positive, null, QUIET).last().loss()).isFinite();
    }

    @Test
    void namesAnArrayThatWasClosed() {
        INDArray closed = examples.dup();
        closed.close();

        assertRefused(
                () -> autoencoder.encode(closed),
                "The examples lie in an array that was closed: give one that still has its memory.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> autoencoder.fit(closed, null, QUIET))
                .withMessageContaining("closed");
    }

    @Test
    void takesAnyFiniteNumberWithSquaredErrorAndAnIdentityOutput() {
        Autoencoder any = Autoencoder.of(network(20, LossFunction.MSE, Activation.IDENTITY));

        assertThat(any.fit(examples.sub(0.5).mul(1000), null, QUIET).last().loss())
                .isFinite();
    }

    @ParameterizedTest
    @EnumSource(names = {"DOUBLE", "HALF", "INT", "LONG", "UBYTE", "BOOL"})
    void convertsOtherTypesOfNumbers(DataType type) {
        INDArray floats = examples.gt(0.3).castTo(DataType.FLOAT);
        INDArray others = floats.castTo(type);

        assertThat(autoencoder.encode(others)).isEqualTo(autoencoder.encode(floats));
        assertThat(autoencoder.loss(others)).isEqualTo(autoencoder.loss(floats));
        assertThat(autoencoder.reconstruct(others)).isEqualTo(autoencoder.reconstruct(floats));
        assertThat(autoencoder.decode(autoencoder.encode(floats).castTo(DataType.DOUBLE)))
                .isEqualTo(autoencoder.reconstruct(floats));
        assertThat(autoencoder.fit(others, others, QUIET).last().loss()).isFinite();
    }

    @Test
    void saysThatANumberDoesNotFit() {
        INDArray wide = examples.castTo(DataType.DOUBLE);
        wide.putScalar(1, 2, 1e300);

        assertRefused(
                () -> autoencoder.encode(wide),
                "The examples hold 1.0E300 (row 1, column 2, counted from 0), which 32 bits cannot hold: replace such"
                        + " values, or leave these examples out.");
    }

    @Test
    void refusesOtherShapes() {
        assertRefused(
                () -> autoencoder.encode((INDArray) null),
                "The examples are null: give an array with one example in each row.");
        assertRefused(
                () -> autoencoder.encode(Nd4j.zeros(20)),
                "The examples have shape [20], but one example lies in each row: use reshape(1, 20) for a single one.");
        assertRefused(
                () -> autoencoder.fit(Nd4j.zeros(8, 4, 5), null, QUIET),
                "The training examples have shape [8, 4, 5], but the network's first layer takes rows [n, 20]: use"
                        + " reshape(8, 20).");
        assertRefused(
                () -> autoencoder.encode(Nd4j.create(DataType.FLOAT, 0, 20)),
                "The examples have shape [0, 20]: give at least one example.");
        assertRefused(
                () -> autoencoder.decode(Nd4j.zeros(2, 4)),
                "The codes have shape [2, 4], but the decoder takes [n, 3]: give codes that encode returned, or of that"
                        + " shape.");
        assertRefused(
                () -> autoencoder.loss(examples, null),
                "The targets are null: give an array with one example in" + " each row.");
    }

    @Test
    void comparesHeightAndWidthOfPicturesWithTheNetworks() {
        Autoencoder tall = Autoencoder.of(pictures(4, 2));
        Images wide = new Images("wide", Nd4j.zeros(3, 8), new int[3], List.of("all"), 2, 4);
        String message =
                "The pictures of 'wide' are 2 × 4, but the network takes pictures of 4 × 2: resize or transpose"
                        + " them, or build the network with InputType.convolutionalFlat(2, 4, 1).";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> tall.fit(wide, QUIET))
                .withMessage(message);
        assertThatIllegalArgumentException().isThrownBy(() -> tall.loss(wide)).withMessage(message);
        assertThatIllegalArgumentException().isThrownBy(() -> tall.encode(wide)).withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tall.reconstruct(wide))
                .withMessage(message);
        Images low = new Images("low", Nd4j.zeros(3, 6), new int[3], List.of("all"), 3, 2);
        assertThatIllegalArgumentException()
                .as("of the right width")
                .isThrownBy(() -> tall.loss(low))
                .withMessageStartingWith("The pictures of 'low' are 3 × 2, but the network takes pictures of 4 × 2: ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tall.encode(Nd4j.zeros(3, 1, 2, 4)))
                .withMessageContaining("[n, channels, height, width] with the sizes [1, 4, 2]");
        assertThat(tall.encode(Nd4j.zeros(3, 1, 4, 2)).shape()).containsExactly(3, 2, 4, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tall.decode(Nd4j.zeros(3, 2, 2, 4)))
                .withMessageContaining("the decoder takes [n, 2, 4, 2]");
    }

    @Test
    void leavesAForgottenNumberOfInputsToDeeplearning4jsOwnSentence() {
        var configuration = new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder().name("code").nOut(3).build())
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nOut(20)
                        .activation(Activation.IDENTITY)
                        .build())
                .build();

        assertThatExceptionOfType(DL4JInvalidConfigException.class)
                .isThrownBy(() -> Autoencoder.of(configuration))
                .withMessageContaining("nIn=0");
    }

    private static MultiLayerConfiguration network(int inputs, LossFunction loss, Activation output) {
        return new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(new DenseLayer.Builder().name("code").nIn(inputs).nOut(3).build())
                .layer(new OutputLayer.Builder(loss)
                        .nOut(inputs)
                        .activation(output)
                        .build())
                .validateOutputLayerConfig(false)
                .build();
    }

    private static MultiLayerConfiguration pictures(int height, int width) {
        return new NeuralNetConfiguration.Builder()
                .list()
                .layer(new ConvolutionLayer.Builder(1, 1).name("code").nOut(2).build())
                .layer(new ConvolutionLayer.Builder(1, 1)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new CnnLossLayer.Builder(LossFunction.MSE).build())
                .setInputType(InputType.convolutionalFlat(height, width, 1))
                .build();
    }

    @Test
    void coloursForANetworkOfGreyPicturesAreRefused() {
        try (Autoencoder grey = Autoencoder.of(colourNetwork(1));
                Autoencoder colour = Autoencoder.of(colourNetwork(3))) {
            Images colours = new Images("parts", Nd4j.rand(4, 3 * 64), new int[4], List.of("all"), 8, 8, 3);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> grey.encode(colours))
                    .withMessage(
                            "The pictures of 'parts' have 3 channels, but the network takes pictures of 1: build the network"
                                    + " with InputType.convolutionalFlat(8, 8, 3), or take grey() of the pictures.");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> colour.encode(colours.grey()))
                    .withMessage(
                            "The pictures of 'parts' have 1 channel, but the network takes pictures of 3: build the network"
                                    + " with InputType.convolutionalFlat(8, 8, 1).");
            double before = colour.loss(colours);
            colour.fit(colours, Training.epochs(30).batchSize(4).quietly());
            assertThat(colour.loss(colours)).isLessThan(before);
            assertThat(colour.reconstruct(colours).shape()).containsExactly(4, 3 * 64);
            AnomalyDetector detector = AnomalyDetector.allowing(0.5, colour, colours);
            Images marked = new Images("marked", colours.pixels().dup(), new int[4], List.of("all"), 8, 8, 3);
            for (int i = 0; i < 4; i++) {
                marked.pixels()
                        .putScalar(2, 64 + 8 * i, 1 - Math.round(marked.pixels().getDouble(2, 64 + 8 * i)));
                marked.pixels()
                        .putScalar(
                                2, 128 + 8 * i, 1 - Math.round(marked.pixels().getDouble(2, 128 + 8 * i)));
            }
            assertThat(detector.alarms(marked))
                    .anySatisfy(alarm -> assertThat(alarm.parts().get(0).name()).startsWith("lines "));
        }
    }

    private static MultiLayerConfiguration colourNetwork(int channels) {
        return new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(0.01))
                .convolutionMode(ConvolutionMode.Same)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(4).name("code").build())
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .nOut(channels)
                        .activation(Activation.SIGMOID)
                        .build())
                .layer(new CnnLossLayer.Builder(LossFunction.MSE)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.convolutionalFlat(8, 8, channels))
                .build();
    }
}

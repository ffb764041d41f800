package hourglass.engine;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.runtime.NativeBackend;
import java.util.List;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class EngineReportTest {

    @BeforeAll
    static void prepare() {
        NativeBackend.prepare();
    }

    private static MultiLayerConfiguration sequences(DataType type, Layer recurrent) {
        return new NeuralNetConfiguration.Builder()
                .dataType(type)
                .list()
                .layer(recurrent)
                .layer(new RnnOutputLayer.Builder(LossFunction.MSE)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.recurrent(2))
                .build();
    }

    private static LSTM.Builder lstm() {
        return new LSTM.Builder().name("code").nOut(3);
    }

    @Test
    void namesEveryLayerInOrder() {
        EngineReport report = Accelerator.report(
                sequences(DataType.FLOAT, lstm().activation(Activation.TANH).build()));

        assertThat(report).hasToString("code, LSTM: accelerated\nlayer1, RnnOutputLayer: accelerated");
        assertThat(report.couldBeFast()).isEmpty();
    }

    @Test
    void saysWhichChangeMakesAnLstmFast() {
        EngineReport report = Accelerator.report(sequences(DataType.FLOAT, lstm().build()));

        assertThat(report.couldBeFast())
                .containsExactly(new EngineReport.Layer(
                        "code",
                        "LSTM",
                        false,
                        "The activation is sigmoid, and Deeplearning4j's own LSTM is about fifty times slower: set"
                                + " .activation(Activation.TANH).",
                        true));
    }

    @Test
    void saysThatATruncatedBackPropagationIsDeeplearning4js() {
        MultiLayerConfiguration configuration =
                sequences(DataType.FLOAT, lstm().activation(Activation.TANH).build());
        configuration.setBackpropType(BackpropType.TruncatedBPTT);

        EngineReport report = Accelerator.report(configuration);

        assertThat(report.couldBeFast()).containsExactly(report.layers().get(0));
        assertThat(report.layers().get(0))
                .hasToString(
                        "code, LSTM: accelerated. This holds for inference only, since Deeplearning4j trains the layer,"
                                + " about fifty times slower, while back-propagation is truncated: set"
                                + " .backpropType(BackpropType.Standard).");
    }

    @Test
    void layersThatAreMeantAsTheyAreCannotBeMadeFast() {
        EngineReport report = Accelerator.report(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(4)
                        .nOut(3)
                        .activation(Activation.ELU)
                        .weightNoise(new DropConnect(0.5))
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MEAN_ABSOLUTE_ERROR)
                        .nOut(4)
                        .activation(Activation.SIGMOID)
                        .build())
                .build());

        assertThat(report.couldBeFast()).isEmpty();
        assertThat(report.layers().get(0).reason())
                .startsWith(
                        "Deeplearning4j adds the weight noise. The activation is elu(alpha=1.0), and accelerated layers have");
        assertThat(report.layers().get(1).reason()).contains("the activation sigmoid");
        assertThat(Accelerator.report(sequences(
                                DataType.FLOAT, new SimpleRnn.Builder().nOut(3).build()))
                        .layers()
                        .get(0)
                        .reason())
                .isEqualTo("There is no accelerated SimpleRnn.");
    }

    @Test
    void numbersOfAnotherTypeAreNamedWithTheChange() {
        EngineReport report = Accelerator.report(
                sequences(DataType.DOUBLE, lstm().activation(Activation.TANH).build()));

        assertThat(report.couldBeFast()).hasSize(2);
        assertThat(report.layers().get(0).reason())
                .isEqualTo("The network computes with DOUBLE numbers, and the engine with FLOAT: set"
                        + " .dataType(DataType.FLOAT).");
    }

    @Test
    void anEngineThatIsOffAcceleratesNothing() {
        System.setProperty("hourglass.accelerate", "off");
        try {
            List<EngineReport.Layer> layers = Accelerator.report(sequences(
                            DataType.FLOAT, lstm().activation(Activation.TANH).build()))
                    .layers();

            assertThat(layers).noneMatch(EngineReport.Layer::accelerated).noneMatch(EngineReport.Layer::couldBeFast);
            assertThat(layers.get(0).reason()).startsWith("The engine is turned off");
        } finally {
            System.clearProperty("hourglass.accelerate");
        }
    }
}

package hourglass.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import hourglass.network.GraphConfiguration;
import hourglass.network.NetworkConfiguration;
import hourglass.network.SequentialConfiguration;
import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Summaries of networks that were not made, beside those that are measured with an example. */
class ModelSummaryTest {

    private static MultiLayerConfiguration recurrent() {
        return new NeuralNetConfiguration.Builder()
                .list()
                .layer(new Bidirectional(new LSTM.Builder().nOut(3).build()))
                .layer(new LastTimeStep(new LSTM.Builder().name("code").nOut(2).build()))
                .layer(new RepeatVector.Builder<>(7).build())
                .layer(new LSTM.Builder().nOut(3).build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MSE).nOut(4).build())
                .setInputType(InputType.recurrent(4, 7))
                .build();
    }

    private static void assertAsMeasured(
            NetworkConfiguration configuration, Autoencoder autoencoder, INDArray example) {
        try (autoencoder) {
            ModelSummary summary = ModelSummary.of(configuration);

            assertThat(summary).isEqualTo(autoencoder.summary(example));
            assertThat(summary.parameters()).isEqualTo(autoencoder.parameters());
        }
    }

    @Test
    void tellsShapesAndParametersAsAnExampleWould() {
        for (MultiLayerConfiguration configuration :
                List.of(Networks.dense(9, 4, LossFunction.MSE, 0.1), Networks.convolutional(3))) {
            assertAsMeasured(
                    new SequentialConfiguration(configuration), Autoencoder.of(configuration), Nd4j.zeros(1, 9));
        }
        assertAsMeasured(new SequentialConfiguration(recurrent()), Autoencoder.of(recurrent()), Nd4j.zeros(1, 4, 7));
    }

    @Test
    void tellsThemOfAGraphToo() {
        GraphConfiguration graph = new GraphConfiguration(new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer("code", new DenseLayer.Builder().nOut(2).build(), "in")
                .addVertex("both", new MergeVertex(), "code", "in")
                .addLayer(
                        "out", new OutputLayer.Builder(LossFunction.MSE).nOut(5).build(), "both")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(5))
                .build());
        assertAsMeasured(graph, Autoencoder.of(graph.graph()), Nd4j.zeros(1, 5));
        assertThat(graph.inputsOf(1)).containsExactly(0, -1);
        assertThat(graph.before(1)).isZero();
    }

    @Test
    void saysWhatItLacks() {
        MultiLayerConfiguration anySize = new NeuralNetConfiguration.Builder()
                .convolutionMode(ConvolutionMode.Same)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .name("code")
                        .nIn(1)
                        .nOut(4)
                        .build())
                .layer(new ConvolutionLayer.Builder(3, 3).nIn(4).nOut(1).build())
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelSummary.of(new SequentialConfiguration(anySize)))
                .withMessage("The configuration does not tell how large an example is: make the network with"
                        + " Autoencoder.of, and give an example beside it.");
        MultiLayerConfiguration wrong = new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder().name("code").nIn(5).nOut(2).build())
                .layer(new OutputLayer.Builder(LossFunction.MSE).nIn(2).nOut(6).build())
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelSummary.of(new SequentialConfiguration(wrong)))
                .withMessage(
                        "Layer 2 (OutputLayer) puts out 6 numbers, but must put out 5 for the network to give back its"
                                + " input: give it nOut(5).");
    }
}

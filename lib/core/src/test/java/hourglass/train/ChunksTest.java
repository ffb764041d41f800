package hourglass.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hourglass.network.SequentialConfiguration;
import hourglass.network.SequentialNetwork;
import java.util.concurrent.CancellationException;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class ChunksTest {

    @Test
    void aRowOfNumbersIsTakenWithManyOthers() {
        MultiLayerConfiguration dense = new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder().nIn(784).nOut(32).build())
                .layer(new OutputLayer.Builder(LossFunction.MSE).nOut(784).build())
                .build();

        assertThat(Chunks.size(new SequentialConfiguration(dense), 0, 1, Nd4j.zeros(10, 784), 250))
                .isEqualTo(250);
        assertThat(Chunks.size(new SequentialConfiguration(dense), 1, 1, Nd4j.zeros(10, 32), 20_000))
                .isEqualTo(8_000_000 / 784);
    }

    @Test
    void wideLayersBetweenTakeFewExamples() {
        MultiLayerConfiguration wide = new NeuralNetConfiguration.Builder()
                .convolutionMode(ConvolutionMode.Same)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(256).build())
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(1).build())
                .setInputType(InputType.convolutionalFlat(64, 64, 1))
                .build();

        assertThat(Chunks.size(new SequentialConfiguration(wide), 0, 1, Nd4j.zeros(3, 64 * 64), 250))
                .isEqualTo(8_000_000 / (256 * 64 * 64));
        assertThat(Chunks.size(new SequentialConfiguration(wide), 1, 1, Nd4j.zeros(3, 256, 64, 64), 250))
                .isEqualTo(7);
    }

    @Test
    void stepsThatARepeatedCodeMakesAreCounted() {
        MultiLayerConfiguration sequences = new NeuralNetConfiguration.Builder()
                .list()
                .layer(new LastTimeStep(new LSTM.Builder().nIn(2).nOut(8).build()))
                .layer(new RepeatVector.Builder<>(10_000).build())
                .layer(new LSTM.Builder().nIn(8).nOut(40).build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MSE)
                        .nIn(40)
                        .nOut(2)
                        .build())
                .build();

        assertThat(Chunks.size(new SequentialConfiguration(sequences), 0, 3, Nd4j.zeros(2, 2, 10_000), 250))
                .isEqualTo(20);
        assertThat(Chunks.size(new SequentialConfiguration(sequences), 1, 3, Nd4j.zeros(2, 8), 250))
                .isEqualTo(20);
    }

    @Test
    void anExampleIsTakenHoweverLargeItIs() {
        MultiLayerConfiguration dense = new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder().nIn(2).nOut(100_000_000).build())
                .layer(new OutputLayer.Builder(LossFunction.MSE).nOut(2).build())
                .build();

        assertThat(Chunks.size(new SequentialConfiguration(dense), 0, 0, Nd4j.zeros(10, 2), 250))
                .isEqualTo(1);
    }

    @Test
    @Timeout(30)
    void aLongValidationEndsASecondAfterTheInterruptAndAShortOneIsDone() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder().nIn(200).nOut(20_000).build())
                .layer(new OutputLayer.Builder(LossFunction.MSE).nOut(200).build())
                .build());
        network.init();
        MeanLoss loss = new MeanLoss(new SequentialNetwork(network), new NetworkAccess());
        INDArray few = Nd4j.rand(50, 200);
        INDArray many = Nd4j.rand(200_000, 200);
        double measured = loss.of(Examples.of(few), few);
        Thread.currentThread().interrupt();
        try {
            assertThat(loss.ofWithinASecond(Examples.of(few), few)).isEqualTo(measured);
            long before = System.nanoTime();
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> loss.ofWithinASecond(Examples.of(many), many));
            assertThat(System.nanoTime() - before).isBetween(1_000_000_000L, 10_000_000_000L);
        } finally {
            Thread.interrupted();
        }
    }
}

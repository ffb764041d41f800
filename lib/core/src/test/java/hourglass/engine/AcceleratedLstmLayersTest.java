package hourglass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hourglass.engine.layers.AcceleratedLastTimeStepLayer;
import hourglass.engine.layers.AcceleratedLstmLayer;
import hourglass.engine.layers.AcceleratedRepeatVectorLayer;
import hourglass.engine.layers.AcceleratedRnnOutputLayer;
import hourglass.runtime.NativeBackend;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class AcceleratedLstmLayersTest {

    private static final int FEATURES = 5;

    @BeforeAll
    static void prepare() {
        NativeBackend.prepare();
    }

    private static NeuralNetConfiguration.Builder settings() {
        return new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Adam(1e-2))
                .weightInit(WeightInit.XAVIER);
    }

    private static RnnOutputLayer output() {
        return output(LossFunction.XENT, Activation.SIGMOID);
    }

    private static RnnOutputLayer output(LossFunction loss, Activation activation) {
        return new RnnOutputLayer.Builder(loss)
                .nOut(FEATURES)
                .activation(activation)
                .build();
    }

    private static MultiLayerConfiguration signal(LossFunction loss, Activation activation) {
        return settings()
                .list()
                .layer(new LSTM.Builder().nOut(7).activation(Activation.TANH).build())
                .layer(output(loss, activation))
                .setInputType(InputType.recurrent(FEATURES))
                .build();
    }

    private static MultiLayerConfiguration sequenceToSequence(int steps) {
        return settings()
                .list()
                .layer(new LastTimeStep(
                        new LSTM.Builder().nOut(7).activation(Activation.TANH).build()))
                .layer(new RepeatVector.Builder<>(steps).build())
                .layer(new LSTM.Builder().nOut(6).activation(Activation.TANH).build())
                .layer(output())
                .setInputType(InputType.recurrent(FEATURES, steps))
                .build();
    }

    private static MultiLayerConfiguration stacked() {
        return settings()
                .list()
                .layer(new LSTM.Builder().nOut(7).activation(Activation.TANH).build())
                .layer(new LSTM.Builder().nOut(6).activation(Activation.TANH).build())
                .layer(output())
                .setInputType(InputType.recurrent(FEATURES))
                .build();
    }

    private static MultiLayerNetwork network(MultiLayerConfiguration configuration) {
        return initialised(new MultiLayerNetwork(configuration));
    }

    private static MultiLayerNetwork accelerated(MultiLayerConfiguration configuration) {
        return initialised(Accelerator.network(configuration));
    }

    private static MultiLayerNetwork initialised(MultiLayerNetwork network) {
        network.init();
        Accelerator.beforeTraining(network);
        return network;
    }

    private static INDArray signals(int count, int steps) {
        return Nd4j.rand(
                new int[] {count, FEATURES, steps}, Nd4j.getRandomFactory().getNewRandomInstance(3));
    }

    private static double distance(INDArray a, INDArray b) {
        return a.sub(b).norm2Number().doubleValue()
                / Math.max(1e-12, b.norm2Number().doubleValue());
    }

    private static void sameGradients(MultiLayerNetwork accelerated, MultiLayerNetwork plain, INDArray x) {
        for (MultiLayerNetwork network : List.of(accelerated, plain)) {
            network.setInput(x);
            network.setLabels(x);
            network.computeGradientAndScore();
        }
        assertThat(distance(accelerated.gradient().gradient(), plain.gradient().gradient()))
                .isLessThan(1e-4);
        assertThat(accelerated.score()).isCloseTo(plain.score(), within(1e-4 * plain.score()));
        plain.paramTable().keySet().forEach(key -> assertThat(distance(
                        accelerated.gradient().getGradientFor(key),
                        plain.gradient().getGradientFor(key)))
                .as(key)
                .isLessThan(1e-4));
    }

    @Test
    void everyLayerOfASequenceToSequenceNetworkIsAccelerated() {
        MultiLayerNetwork accelerated = accelerated(sequenceToSequence(4));

        assertThat(accelerated.getLayer(0)).isInstanceOf(AcceleratedLastTimeStepLayer.class);
        assertThat(accelerated.getLayer(1)).isInstanceOf(AcceleratedRepeatVectorLayer.class);
        assertThat(accelerated.getLayer(2)).isInstanceOf(AcceleratedLstmLayer.class);
        assertThat(accelerated.getLayer(3)).isInstanceOf(AcceleratedRnnOutputLayer.class);
    }

    @Test
    void theConfigurationThatWentInStaysAsItWas() {
        MultiLayerConfiguration configuration = sequenceToSequence(4);
        String before = configuration.toJson();

        accelerated(configuration);

        assertThat(configuration.toJson()).isEqualTo(before);
        assertThat(((LastTimeStep) configuration.getConf(0).getLayer())
                        .getUnderlying()
                        .getClass())
                .isEqualTo(LSTM.class);
    }

    @ParameterizedTest
    @CsvSource({"1, 4", "3, 1", "37, 6", "2, 2"})
    void outputsAndGradientsAgreeForAnySize(int count, int steps) {
        INDArray x = signals(count, steps);
        for (MultiLayerConfiguration configuration : List.of(
                sequenceToSequence(steps),
                stacked(),
                signal(LossFunction.MSE, Activation.IDENTITY),
                signal(LossFunction.L2, Activation.SIGMOID))) {
            MultiLayerNetwork plain = network(configuration);
            MultiLayerNetwork accelerated = accelerated(configuration);

            assertThat(distance(accelerated.output(x), plain.output(x))).isLessThan(1e-5);
            assertThat(distance(accelerated.output(x, true), plain.output(x, true)))
                    .isLessThan(1e-5);
            sameGradients(accelerated, plain, x);
            sameGradients(accelerated, plain, x.dup('f'));
            sameGradients(accelerated, plain, x.permute(2, 1, 0).dup('c').permute(2, 1, 0));
        }
    }

    @Test
    void lossesAgreeOverFiftyStepsOfViews() {
        for (MultiLayerConfiguration configuration : List.of(
                sequenceToSequence(6),
                stacked(),
                signal(LossFunction.MSE, Activation.IDENTITY),
                signal(LossFunction.MSE, Activation.TANH),
                signal(LossFunction.L2, Activation.SIGMOID))) {
            MultiLayerNetwork plain = network(configuration);
            MultiLayerNetwork accelerated = accelerated(configuration);
            INDArray all = signals(30, 6);
            for (int step = 0; step < 50; step++) {
                INDArray x = all.get(NDArrayIndex.interval(step % 4 * 5, step % 4 * 5 + 11));
                accelerated.fit(x, x);
                plain.fit(x, x);
                assertThat(accelerated.score()).isCloseTo(plain.score(), within(1e-4 * plain.score()));
            }
            DataSet data = new DataSet(all, all);
            assertThat(accelerated.score(data)).isCloseTo(plain.score(data), within(1e-4 * plain.score(data)));
        }
    }

    @Test
    void gradientsAgreeWithFiniteDifferences() {
        for (MultiLayerConfiguration configuration :
                List.of(sequenceToSequence(5), signal(LossFunction.MSE, Activation.IDENTITY))) {
            MultiLayerNetwork accelerated = accelerated(configuration);
            INDArray x = signals(4, 5);
            accelerated.setInput(x);
            accelerated.setLabels(x);
            accelerated.computeGradientAndScore();
            INDArray gradient = accelerated.gradient().gradient().dup().divi(4);
            double derivative = gradient.norm2Number().doubleValue();
            INDArray direction = gradient.div(derivative);
            INDArray start = accelerated.params().dup();
            double step = 3e-2;
            accelerated.setParams(start.add(direction.mul(step).reshape(start.shape())));
            double up = accelerated.score(new DataSet(x, x));
            accelerated.setParams(start.sub(direction.mul(step).reshape(start.shape())));
            double down = accelerated.score(new DataSet(x, x));

            assertThat((up - down) / (2 * step)).isCloseTo(derivative, within(3e-3 * derivative));
        }
    }

    @Test
    void stepByStepWithStoredStatesAgrees() {
        MultiLayerNetwork plain = network(stacked());
        MultiLayerNetwork accelerated = accelerated(stacked());
        INDArray x = signals(3, 4);
        for (int step = 0; step < 4; step++) {
            INDArray one = x.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(step, step + 1));
            assertThat(distance(accelerated.rnnTimeStep(one), plain.rnnTimeStep(one)))
                    .isLessThan(1e-5);
        }
    }

    @Test
    void masksAgree() {
        for (MultiLayerConfiguration configuration :
                List.of(stacked(), signal(LossFunction.MSE, Activation.IDENTITY))) {
            MultiLayerNetwork plain = network(configuration);
            MultiLayerNetwork accelerated = accelerated(configuration);
            INDArray x = signals(3, 4);
            INDArray mask = Nd4j.ones(3, 4);
            mask.putScalar(1, 3, 0);
            DataSet data = new DataSet(x, x, mask, mask);
            for (int step = 0; step < 5; step++) {
                accelerated.fit(data);
                plain.fit(data);
                assertThat(accelerated.score()).isCloseTo(plain.score(), within(1e-4 * plain.score()));
            }
        }
    }
}

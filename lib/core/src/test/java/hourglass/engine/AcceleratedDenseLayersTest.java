package hourglass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import hourglass.engine.layers.AcceleratedDenseLayer;
import hourglass.engine.layers.AcceleratedOutputLayer;
import hourglass.runtime.Acceleration;
import hourglass.runtime.NativeBackend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class AcceleratedDenseLayersTest {

    private static final int INPUTS = 37;

    static {
        NativeBackend.prepare();
    }

    private static MultiLayerConfiguration configuration(Activation hidden, boolean bias) {
        return configuration(hidden, bias, LossFunction.XENT, Activation.SIGMOID);
    }

    private static MultiLayerConfiguration configuration(
            Activation hidden, boolean bias, LossFunction loss, Activation output) {
        return new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Adam(1e-2))
                .weightInit(WeightInit.XAVIER)
                .l2(1e-4)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(INPUTS)
                        .nOut(23)
                        .hasBias(bias)
                        .biasInit(bias ? 0.1 : 0)
                        .activation(hidden)
                        .build())
                .layer(new DenseLayer.Builder()
                        .nOut(5)
                        .hasBias(bias)
                        .activation(hidden)
                        .build())
                .layer(new OutputLayer.Builder(loss)
                        .nOut(INPUTS)
                        .hasBias(bias)
                        .activation(output)
                        .build())
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

    private static INDArray examples(int count) {
        return Nd4j.rand(new int[] {count, INPUTS}, Nd4j.getRandomFactory().getNewRandomInstance(3));
    }

    private static double distance(INDArray a, INDArray b) {
        return a.sub(b).norm2Number().doubleValue()
                / Math.max(1e-12, b.norm2Number().doubleValue());
    }

    private static void sameGradients(MultiLayerNetwork accelerated, MultiLayerNetwork plain, INDArray x, INDArray y) {
        accelerated.setInput(x);
        accelerated.setLabels(y);
        accelerated.computeGradientAndScore();
        plain.setInput(x);
        plain.setLabels(y);
        plain.computeGradientAndScore();
        assertThat(distance(accelerated.gradient().gradient(), plain.gradient().gradient()))
                .isLessThan(1e-4);
        // Deeplearning4j adds the losses up in single precision.
        assertThat(accelerated.score()).isCloseTo(plain.score(), within(3e-4 * plain.score()));
    }

    @Test
    void acceleratedLayersTakeThePlaceOfDenseAndOutputLayers() {
        MultiLayerNetwork accelerated = accelerated(configuration(Activation.RELU, true));

        assertThat(accelerated.getLayer(0)).isInstanceOf(AcceleratedDenseLayer.class);
        assertThat(accelerated.getLayer(1)).isInstanceOf(AcceleratedDenseLayer.class);
        assertThat(accelerated.getLayer(2)).isInstanceOf(AcceleratedOutputLayer.class);
    }

    @Test
    void theConfigurationThatWentInStaysAsItWas() {
        MultiLayerConfiguration configuration = configuration(Activation.RELU, true);
        String before = configuration.toJson();

        accelerated(configuration);

        assertThat(configuration.toJson()).isEqualTo(before);
    }

    @Test
    void layersWithUnknownSettingsStay() {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(4)
                        .nOut(3)
                        .hasLayerNorm(true)
                        .activation(Activation.RELU)
                        .build())
                .layer(new DenseLayer.Builder()
                        .nOut(3)
                        .activation(Activation.SOFTPLUS)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MEAN_ABSOLUTE_ERROR)
                        .nOut(4)
                        .activation(Activation.SIGMOID)
                        .build())
                .build();

        assertThat(Accelerator.report(configuration).layers()).noneMatch(EngineReport.Layer::accelerated);
        assertThat(accelerated(configuration).getLayers())
                .extracting(layer -> layer.getClass().getPackageName())
                .allMatch(name -> name.startsWith("org.deeplearning4j."));
    }

    @ParameterizedTest
    @EnumSource(
            value = Activation.class,
            names = {"RELU", "SIGMOID", "TANH", "IDENTITY"})
    void outputsGradientsAndLossesAgreeOverFiftySteps(Activation hidden) {
        for (boolean bias : new boolean[] {true, false}) {
            agreeOverFiftySteps(configuration(hidden, bias));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MSE, IDENTITY",
        "MSE, SIGMOID",
        "MSE, RELU",
        "L2, IDENTITY",
        "L2, SIGMOID",
        "L2, TANH",
        "SQUARED_LOSS, SIGMOID"
    })
    void squaredErrorsAgreeOverFiftySteps(LossFunction loss, Activation output) {
        for (boolean bias : new boolean[] {true, false}) {
            MultiLayerConfiguration configuration = configuration(Activation.TANH, bias, loss, output);
            assertThat(accelerated(configuration).getLayer(2)).isInstanceOf(AcceleratedOutputLayer.class);
            agreeOverFiftySteps(configuration);
        }
    }

    private static void agreeOverFiftySteps(MultiLayerConfiguration configuration) {
        MultiLayerNetwork plain = network(configuration.clone());
        MultiLayerNetwork accelerated = accelerated(configuration);
        accelerated.setParams(plain.params());
        INDArray x = examples(64);
        sameGradients(accelerated, plain, x, x);

        for (int step = 0; step < 50; step++) {
            INDArray batch = x.get(NDArrayIndex.interval(step % 3 * 20, step % 3 * 20 + 19));
            accelerated.fit(batch, batch);
            plain.fit(batch, batch);
            assertThat(accelerated.score()).isCloseTo(plain.score(), within(1e-4 * plain.score()));
        }
        assertThat(distance(accelerated.output(x), plain.output(x))).isLessThan(1e-4);
        assertThat(distance(accelerated.output(x, true), plain.output(x, true))).isLessThan(1e-4);
        DataSet all = new DataSet(x, x);
        assertThat(accelerated.score(all)).isCloseTo(plain.score(all), within(1e-4 * plain.score(all)));
        assertThat(distance(accelerated.scoreExamples(all, true), plain.scoreExamples(all, true)))
                .isLessThan(1e-4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 129, 700})
    void anyBatchSizeAgrees(int size) {
        for (LossFunction loss : List.of(LossFunction.XENT, LossFunction.MSE)) {
            MultiLayerConfiguration configuration = configuration(Activation.RELU, true, loss, Activation.SIGMOID);
            MultiLayerNetwork plain = network(configuration);
            MultiLayerNetwork accelerated = accelerated(configuration);
            INDArray x = examples(size);

            assertThat(distance(accelerated.output(x), plain.output(x))).isLessThan(1e-5);
            sameGradients(accelerated, plain, x, x);
        }
    }

    @Test
    void viewsAndBothOrdersAgree() {
        MultiLayerNetwork plain = network(configuration(Activation.RELU, true));
        MultiLayerNetwork accelerated = accelerated(configuration(Activation.RELU, true));
        INDArray wide = Nd4j.rand(40, INPUTS + 9);
        INDArray window = wide.get(NDArrayIndex.interval(5, 30), NDArrayIndex.interval(4, 4 + INPUTS));
        INDArray transposed = Nd4j.rand(INPUTS, 25).transpose();
        INDArray everySecond = Nd4j.rand(50, INPUTS).get(NDArrayIndex.interval(0, 2, 50));
        INDArray fortran = window.dup('f');
        INDArray row = wide.get(NDArrayIndex.interval(7, 8), NDArrayIndex.interval(3, 3 + INPUTS));

        for (INDArray x : List.of(window, transposed, everySecond, fortran, row)) {
            assertThat(distance(accelerated.output(x), plain.output(x))).isLessThan(1e-5);
            sameGradients(accelerated, plain, x, x);
            sameGradients(accelerated, plain, x, x.dup('f').muli(0.5));
        }
    }

    @Test
    void gradientsAgreeWithFiniteDifferences() {
        for (MultiLayerConfiguration configuration : List.of(
                configuration(Activation.TANH, true),
                configuration(Activation.SIGMOID, true),
                configuration(Activation.IDENTITY, true),
                configuration(Activation.TANH, true, LossFunction.MSE, Activation.IDENTITY),
                configuration(Activation.TANH, true, LossFunction.L2, Activation.SIGMOID),
                configuration(Activation.TANH, true, LossFunction.L2, Activation.TANH))) {
            MultiLayerNetwork accelerated = accelerated(configuration);
            INDArray x = examples(6);
            accelerated.setInput(x);
            accelerated.setLabels(x);
            accelerated.computeGradientAndScore();
            // The gradient is a sum over the batch, and the score a mean; L2 is added to the gradient by the updater.
            INDArray gradient = accelerated.gradient().gradient().dup().divi(6).reshape(-1);
            INDArray direction = gradient.div(gradient.norm2Number());
            INDArray start = accelerated.params().dup();
            double l2 = 1e-4 * penaltyDerivative(accelerated, direction);

            double step = 1e-2;
            accelerated.setParams(start.add(direction.mul(step).reshape(start.shape())));
            double up = accelerated.score(new DataSet(x, x));
            accelerated.setParams(start.sub(direction.mul(step).reshape(start.shape())));
            double down = accelerated.score(new DataSet(x, x));

            double derivative = gradient.norm2Number().doubleValue() + l2;
            assertThat((up - down) / (2 * step)).isCloseTo(derivative, within(2e-3 * derivative));
        }
    }

    // The derivative of half the sum of squared weights, without the biases, in a direction.
    private static double penaltyDerivative(MultiLayerNetwork network, INDArray direction) {
        double derivative = 0;
        long offset = 0;
        for (var entry : network.paramTable().entrySet()) {
            long length = entry.getValue().length();
            if (entry.getKey().endsWith("W")) {
                INDArray part = direction.get(NDArrayIndex.interval(offset, offset + length));
                INDArray weights = network.params().reshape(-1).get(NDArrayIndex.interval(offset, offset + length));
                derivative += part.mul(weights).sumNumber().doubleValue();
            }
            offset += length;
        }
        return derivative;
    }

    @Test
    void extremeLogitsKeepTheLossFiniteAndTheGradientUseful() {
        MultiLayerNetwork accelerated = accelerated(configuration(Activation.IDENTITY, true));
        accelerated.params().muli(100);
        INDArray x = examples(9);
        accelerated.fit(x, x);

        assertThat(accelerated.score()).isFinite();
        assertThat(accelerated.params().sumNumber().doubleValue()).isFinite();
        assertThat(accelerated.gradient().gradient().norm2Number().doubleValue())
                .isPositive();
    }

    @Test
    void aNetworkThatHasDivergedSaysSo() {
        MultiLayerNetwork accelerated = accelerated(configuration(Activation.RELU, true));
        accelerated.params().putScalar(3, Double.NaN);
        INDArray x = examples(4);
        accelerated.fit(x, x);

        assertThat(accelerated.score()).isNaN();
    }

    @Test
    void aSavedNetworkIsAPlainOneWithTheSameOutputs(@TempDir Path folder) throws Exception {
        MultiLayerConfiguration configuration = configuration(Activation.RELU, true);
        MultiLayerNetwork accelerated = accelerated(configuration);
        INDArray x = examples(20);
        accelerated.fit(x, x);

        MultiLayerNetwork plain = network(configuration);
        plain.setParams(accelerated.params());
        plain.save(folder.resolve("network.zip").toFile());
        MultiLayerNetwork loaded =
                MultiLayerNetwork.load(folder.resolve("network.zip").toFile(), true);

        assertThat(loaded.getLayer(0).getClass())
                .isEqualTo(org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer.class);
        assertThat(distance(loaded.output(x), accelerated.output(x))).isLessThan(1e-6);
    }

    @Test
    void networksThatTrainAtTheSameTimeDoNotDisturbEachOther() throws Exception {
        INDArray x = examples(200);
        MultiLayerNetwork alone = accelerated(configuration(Activation.RELU, true));
        INDArray start = alone.params().dup();
        for (int step = 0; step < 30; step++) {
            alone.fit(x, x);
        }

        var threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<INDArray>> trained = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                trained.add(threads.submit(() -> {
                    MultiLayerNetwork network = accelerated(configuration(Activation.RELU, true));
                    network.setParams(start);
                    for (int step = 0; step < 30; step++) {
                        network.fit(x, x);
                    }
                    return network.params();
                }));
            }
            for (Future<INDArray> parameters : trained) {
                assertThat(distance(parameters.get(), alone.params())).isLessThan(1e-3);
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void theSwitchTurnsItOff() {
        System.setProperty("hourglass.accelerate", "off");
        try {
            MultiLayerNetwork network = accelerated(configuration(Activation.RELU, true));

            assertThat(network.getLayer(0)).isNotInstanceOf(AcceleratedDenseLayer.class);
        } finally {
            System.clearProperty("hourglass.accelerate");
        }
    }

    @Test
    void aWrongWordForTheSwitchIsExplained() {
        assertThatThrownBy(() -> Acceleration.of("fast", "environment variable HOURGLASS_ACCELERATE"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The environment variable HOURGLASS_ACCELERATE is \"fast\", but it can only be \"on\","
                        + " \"portable\" or \"off\": set it to one of them.");
    }

    @Test
    void aWrongWordForTheSwitchDoesNotLeaveOneDnnOut() {
        String before = System.getProperty(Acceleration.PROPERTY);
        try {
            System.setProperty(Acceleration.PROPERTY, "fast");
            assertThat(Acceleration.leavesOutOneDnn()).isFalse();
            System.setProperty(Acceleration.PROPERTY, "portable");
            assertThat(Acceleration.leavesOutOneDnn()).isTrue();
        } finally {
            if (before == null) {
                System.clearProperty(Acceleration.PROPERTY);
            } else {
                System.setProperty(Acceleration.PROPERTY, before);
            }
        }
    }
}

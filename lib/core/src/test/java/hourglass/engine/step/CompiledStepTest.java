package hourglass.engine.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import hourglass.engine.Accelerator;
import hourglass.engine.optimizer.FusedUpdater;
import hourglass.layers.GaussianCode;
import hourglass.layers.KlPenalty;
import hourglass.layers.L1Penalty;
import hourglass.network.ScoreListener;
import hourglass.runtime.NativeBackend;
import hourglass.runtime.WorkerPool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Against Deeplearning4j's own layers, with the same weights and the same batches. */
class CompiledStepTest {
    private static final int INPUTS = 37;

    static {
        NativeBackend.prepare();
    }

    private static Layer dense(int units, Activation activation) {
        return new DenseLayer.Builder().nOut(units).activation(activation).build();
    }

    static Stream<List<Layer>> networks() {
        return Stream.of(
                List.of(),
                List.of(dense(9, Activation.RELU)),
                List.of(dense(23, Activation.TANH), dense(5, Activation.IDENTITY), dense(23, Activation.SIGMOID)),
                List.of(dense(9, Activation.SIGMOID), new KlPenalty(0.1, 0.05), dense(7, Activation.RELU)),
                List.of(dense(9, Activation.RELU), new L1Penalty(0.01)),
                List.of(
                        dense(20, Activation.RELU),
                        dense(6, Activation.IDENTITY),
                        new GaussianCode(0.5),
                        dense(20, Activation.RELU)));
    }

    private static MultiLayerConfiguration configuration(List<Layer> hidden, IUpdater updater) {
        NeuralNetConfiguration.ListBuilder builder = new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(updater)
                .weightInit(WeightInit.XAVIER)
                .biasInit(0.1)
                .list();
        hidden.forEach(layer -> builder.layer(layer.clone()));
        return builder.layer(new OutputLayer.Builder(LossFunction.XENT)
                        .nOut(INPUTS)
                        .activation(Activation.SIGMOID)
                        .build())
                .setInputType(InputType.feedForward(INPUTS))
                .build();
    }

    private static MultiLayerNetwork accelerated(List<Layer> hidden, IUpdater updater) {
        MultiLayerNetwork network = Accelerator.network(configuration(hidden, updater));
        network.init();
        Accelerator.beforeTraining(network);
        assertThat(CompiledStep.of(network)).isNotNull();
        return network;
    }

    private static MultiLayerNetwork plain(List<Layer> hidden, IUpdater updater) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration(hidden, updater));
        network.init();
        return network;
    }

    private static INDArray examples(int count, long seed) {
        return Nd4j.rand(new int[] {count, INPUTS}, Nd4j.getRandomFactory().getNewRandomInstance(seed));
    }

    private static double distance(INDArray a, INDArray b) {
        return a.sub(b).norm2Number().doubleValue() / b.norm2Number().doubleValue();
    }

    /** One example, fewer than there are workers, an odd number, and more than a worker takes through the layers at a time. */
    @ParameterizedTest
    @MethodSource("networks")
    void learnsTheSameFromBatchesOfAnySize(List<Layer> hidden) {
        MultiLayerNetwork accelerated = accelerated(hidden, new Adam(1e-3));
        MultiLayerNetwork plain = plain(hidden, new Adam(1e-3));
        for (int size : new int[] {64, 1, 2, 7, 1301, 64, 3}) {
            INDArray x = examples(size, size);

            accelerated.fit(x, x);
            plain.fit(x, x);

            assertThat(accelerated.score()).isCloseTo(plain.score(), within(1e-4 * plain.score()));
            assertThat(distance(
                            accelerated.gradient().gradient(), plain.gradient().gradient()))
                    .as("updates of a batch of " + size)
                    .isNotNaN();
            assertThat(distance(accelerated.params(), plain.params()))
                    .as("parameters after a batch of " + size)
                    .isLessThan(2e-4);
        }
        assertThat(accelerated.getUpdater()).isInstanceOf(FusedUpdater.class);
        assertThat(accelerated.getIterationCount()).isEqualTo(plain.getIterationCount());
        assertThat(distance(
                        accelerated.getUpdater().getStateViewArray(),
                        plain.getUpdater().getStateViewArray()))
                .isLessThan(1e-3);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void gradientsAreThoseOfDeeplearning4j(List<Layer> hidden) {
        for (int size : new int[] {1, 50, 1301}) {
            MultiLayerNetwork accelerated = accelerated(hidden, new Sgd(0.1));
            MultiLayerNetwork plain = plain(hidden, new Sgd(0.1));
            INDArray x = examples(size, size);
            for (MultiLayerNetwork network : List.of(accelerated, plain)) {
                network.setInput(x);
                network.setLabels(x);
                network.computeGradientAndScore();
            }

            assertThat(distance(
                            accelerated.gradient().gradient(), plain.gradient().gradient()))
                    .isLessThan(1e-5);
            for (Map.Entry<String, INDArray> one :
                    plain.gradient().gradientForVariable().entrySet()) {
                INDArray other = accelerated.gradient().getGradientFor(one.getKey());
                assertThat(other.shape()).isEqualTo(one.getValue().shape());
                assertThat(distance(other, one.getValue())).as(one.getKey()).isLessThan(1e-4);
            }
        }
    }

    /** In double precision, of the score of the network that Deeplearning4j computes from the same configuration. */
    @Test
    void gradientsAreSlopesOfTheScore() {
        List<Layer> hidden = List.of(dense(6, Activation.TANH), dense(4, Activation.SIGMOID));
        MultiLayerNetwork accelerated = accelerated(hidden, new Sgd(0.1));
        MultiLayerConfiguration configuration = configuration(hidden, new Sgd(0.1));
        configuration.setDataType(DataType.DOUBLE);
        MultiLayerNetwork exact = new MultiLayerNetwork(configuration);
        exact.init();
        exact.setParams(accelerated.params().castTo(DataType.DOUBLE));
        INDArray x = examples(40, 5);
        accelerated.setInput(x);
        accelerated.setLabels(x);
        accelerated.computeGradientAndScore();
        INDArray gradient = accelerated.gradient().gradient();
        INDArray doubles = x.castTo(DataType.DOUBLE);
        double step = 1e-5;
        for (long i = 0; i < exact.numParams(); i += 11) {
            double at = exact.params().getDouble(i);
            double above = score(exact, doubles, i, at + step);
            double below = score(exact, doubles, i, at - step);
            score(exact, doubles, i, at);

            assertThat(gradient.getDouble(i) / 40).isCloseTo((above - below) / (2 * step), within(2e-5));
        }
    }

    private static double score(MultiLayerNetwork network, INDArray x, long parameter, double value) {
        network.params().putScalar(parameter, value);
        network.setInput(x);
        network.setLabels(x);
        network.computeGradientAndScore();
        return network.score();
    }

    @Test
    void otherOptimisersAndRegularisationGetTheWholeGradient() {
        List<Layer> hidden = List.of(dense(9, Activation.RELU));
        MultiLayerNetwork accelerated = accelerated(hidden, new Sgd(0.1));
        MultiLayerNetwork plain = plain(hidden, new Sgd(0.1));
        INDArray x = examples(50, 1);
        for (int i = 0; i < 20; i++) {
            accelerated.fit(x, x);
            plain.fit(x, x);
        }

        assertThat(distance(accelerated.params(), plain.params())).isLessThan(1e-5);
    }

    @Test
    void aListenerHearsOfActivationsAndGradients() {
        List<Layer> hidden = List.of(dense(9, Activation.SIGMOID), new KlPenalty(0.1, 0.05), dense(7, Activation.RELU));
        INDArray x = examples(50, 1);
        List<List<List<INDArray>>> heard = new ArrayList<>();
        for (MultiLayerNetwork network : List.of(accelerated(hidden, new Adam(1e-3)), plain(hidden, new Adam(1e-3)))) {
            List<List<INDArray>> calls = new ArrayList<>();
            network.addListeners(new BaseTrainingListener() {
                @Override
                public void onForwardPass(Model model, List<INDArray> activations) {
                    calls.add(activations.stream().map(CompiledStepTest::copy).toList());
                }

                @Override
                public void onGradientCalculation(Model model) {
                    calls.add(List.of(copy(model.gradient().gradient())));
                }
            });
            network.fit(x, x);
            network.fit(x, x);
            heard.add(calls);
        }

        assertThat(heard.get(0)).hasSameSizeAs(heard.get(1)).hasSize(4);
        for (int call = 0; call < heard.get(0).size(); call++) {
            List<INDArray> ours = heard.get(0).get(call);
            assertThat(ours).hasSameSizeAs(heard.get(1).get(call));
            for (int i = 0; i < ours.size(); i++) {
                assertThat(distance(ours.get(i), heard.get(1).get(call).get(i))).isLessThan(1e-4);
            }
        }
    }

    private static INDArray copy(INDArray array) {
        try (MemoryWorkspace ignored = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
            return array.dup();
        }
    }

    @Test
    void aListenerOfScoresChangesNothing() {
        List<Layer> hidden = List.of(dense(9, Activation.RELU));
        MultiLayerNetwork alone = accelerated(hidden, new Adam(1e-3));
        MultiLayerNetwork watched = accelerated(hidden, new Adam(1e-3));
        List<Double> before = new ArrayList<>();
        List<Integer> iterations = new ArrayList<>();
        watched.addListeners(new ScoreListener() {
            @Override
            public void onBackwardPass(Model model) {
                before.add(model.score());
            }

            @Override
            public void iterationDone(Model model, int iteration, int epoch) {
                iterations.add(iteration);
            }
        });
        INDArray x = examples(50, 1);
        for (int i = 0; i < 3; i++) {
            alone.fit(x, x);
            watched.fit(x, x);
        }

        assertThat(watched.params()).isEqualTo(alone.params());
        assertThat(iterations).containsExactly(0, 1, 2);
        assertThat(before).hasSize(3).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(before.get(2)).isEqualTo(alone.score());
    }

    /** Inside of a task of the pool the caller computes all shares alone. */
    @Test
    void theSumsDoNotDependOnHowManyThreadsAreFree() {
        List<Layer> hidden = List.of(dense(64, Activation.RELU), dense(6, Activation.IDENTITY), new GaussianCode(1));
        MultiLayerNetwork free = accelerated(hidden, new Adam(1e-3));
        MultiLayerNetwork busy = accelerated(hidden, new Adam(1e-3));
        INDArray x = examples(256, 1);
        for (int i = 0; i < 5; i++) {
            free.fit(x, x);
            WorkerPool.SHARED.run(1 << 30, (part, parts) -> {
                if (part == 0) {
                    busy.fit(x, x);
                }
            });
        }

        assertThat(busy.params()).isEqualTo(free.params());
    }

    /** Weights of inputs that are always 0 have no gradient, and what is left of Adam's means shrinks with each step. */
    @Test
    void meansOfGradientsThatEndDoNotBecomeSubnormal() {
        List<Layer> hidden = List.of(dense(9, Activation.TANH));
        MultiLayerNetwork network = accelerated(hidden, new Adam(1e-3));
        network.fit(examples(50, 1), examples(50, 1));
        INDArray x = examples(50, 1);
        x.getColumns(0, 1, 2).assign(0);
        INDArray dark = x.dup();
        for (int column = 0; column < 3; column++) {
            dark.getColumn(column).assign(0);
        }
        for (int i = 0; i < 1500; i++) {
            network.fit(dark, dark);
        }

        float[] state = network.getUpdater().getStateViewArray().dup().data().asFloat();
        assertThat(countSubnormal(state)).isZero();
        assertThat(network.params().dup().data().asFloat()).doesNotContain(Float.NaN);
    }

    private static long countSubnormal(float[] numbers) {
        return java.util.stream.IntStream.range(0, numbers.length)
                .filter(i -> numbers[i] != 0 && Math.abs(numbers[i]) < Float.MIN_NORMAL)
                .count();
    }

    @Test
    void goesOnAfterItHasLetGoOfItsMemory() {
        List<Layer> hidden = List.of(dense(9, Activation.RELU));
        MultiLayerNetwork network = accelerated(hidden, new Adam(1e-3));
        MultiLayerNetwork other = accelerated(hidden, new Adam(1e-3));
        INDArray x = examples(50, 1);
        for (int i = 0; i < 3; i++) {
            network.fit(x, x);
            other.fit(x, x);
            INDArray sums = other.gradient().gradient().dup();
            network.setInput(null);

            assertThat(network.gradient().gradient()).isEqualTo(sums);
        }

        assertThat(network.params()).isEqualTo(other.params());
    }

    @Test
    void masksAndOtherShapesAreLeftToDeeplearning4j() {
        List<Layer> hidden = List.of(dense(9, Activation.RELU));
        MultiLayerNetwork accelerated = accelerated(hidden, new Adam(1e-3));
        MultiLayerNetwork plain = plain(hidden, new Adam(1e-3));
        INDArray x = examples(50, 1);
        INDArray mask = Nd4j.rand(50, INPUTS).gt(0.5).castTo(DataType.FLOAT);
        for (int i = 0; i < 5; i++) {
            accelerated.fit(x, x, null, mask);
            plain.fit(x, x, null, mask);
            accelerated.fit(x.dup('f'), x.castTo(DataType.DOUBLE));
            plain.fit(x, x);
        }

        assertThat(distance(accelerated.params(), plain.params())).isLessThan(1e-4);
        INDArray narrow = Nd4j.rand(50, INPUTS - 1);
        assertThatThrownBy(() -> accelerated.fit(narrow, narrow)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void aNetworkWithAnotherLayerIsNotCompiled() {
        MultiLayerNetwork network = Accelerator.network(configuration(
                List.of(dense(9, Activation.IDENTITY), new BatchNormalization.Builder().build()), new Adam(1e-3)));
        network.init();

        assertThat(CompiledStep.of(network)).isNull();
        assertThat(Arrays.stream(network.getLayers()).filter(StepLayer.class::isInstance))
                .hasSize(2);
    }
}

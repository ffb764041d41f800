package hourglass.engine.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.engine.Accelerator;
import hourglass.runtime.NativeBackend;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class FusedUpdaterTest {

    static {
        NativeBackend.prepare();
    }

    private record Case(String name, UnaryOperator<NeuralNetConfiguration.Builder> settings, boolean replaced) {
        MultiLayerConfiguration configuration() {
            return settings.apply(new NeuralNetConfiguration.Builder()
                            .seed(7)
                            .weightInit(WeightInit.XAVIER)
                            .updater(new Adam(1e-2)))
                    .list()
                    .layer(new DenseLayer.Builder()
                            .nIn(13)
                            .nOut(9)
                            .activation(Activation.TANH)
                            .build())
                    .layer(new BatchNormalization.Builder()
                            .nIn(9)
                            .nOut(9)
                            .useLogStd(false)
                            .build())
                    // Its own updater splits the parameters into blocks.
                    .layer(new DenseLayer.Builder()
                            .nIn(9)
                            .nOut(5)
                            .activation(Activation.TANH)
                            .biasUpdater(new Sgd(0.1))
                            .build())
                    .layer(new OutputLayer.Builder(LossFunction.MSE)
                            .nIn(5)
                            .nOut(13)
                            .activation(Activation.IDENTITY)
                            .build())
                    .build();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("Adam alone", b -> b, true),
                new Case("L2", b -> b.l2(1e-2), false),
                new Case("decaying weights", b -> b.weightDecay(1e-2), false),
                new Case(
                        "clipped gradients",
                        b -> b.gradientNormalization(GradientNormalization.ClipElementWiseAbsoluteValue)
                                .gradientNormalizationThreshold(1e-3),
                        false),
                new Case("sums over the batch", b -> b.miniBatch(false), false),
                new Case("another optimiser", b -> b.updater(new Sgd(0.1)), false));
    }

    private static MultiLayerNetwork network(MultiLayerConfiguration configuration) {
        return initialised(new MultiLayerNetwork(configuration));
    }

    private static MultiLayerNetwork accelerated(MultiLayerConfiguration configuration) {
        return initialised(Accelerator.network(configuration));
    }

    private static MultiLayerNetwork initialised(MultiLayerNetwork network) {
        network.init();
        return network;
    }

    private static double distance(INDArray a, INDArray b) {
        return a.sub(b).norm2Number().doubleValue() / b.norm2Number().doubleValue();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void parametersAgreeAfterManySteps(Case c) {
        MultiLayerNetwork plain = network(c.configuration());
        MultiLayerNetwork accelerated = accelerated(c.configuration());
        Accelerator.beforeTraining(accelerated);
        assertThat(accelerated.getUpdater() instanceof FusedUpdater).isEqualTo(c.replaced);
        INDArray x = Nd4j.rand(20, 13);
        for (int step = 0; step < 20; step++) {
            plain.fit(x, x);
            accelerated.fit(x, x);
        }

        assertThat(distance(accelerated.params(), plain.params())).isLessThan(1e-4);
        if (plain.getUpdater().getStateViewArray() != null) {
            assertThat(distance(
                            accelerated.getUpdater().getStateViewArray(),
                            plain.getUpdater().getStateViewArray()))
                    .isLessThan(1e-3);
        }
    }

    /** Where Deeplearning4j would leave the updates that it has subtracted, there are still the sums over the batch. */
    @Test
    void takesTheStepInItsOwnPass() {
        Case c = new Case("Adam alone", b -> b, true);
        INDArray x = Nd4j.rand(20, 13);
        MultiLayerNetwork accelerated = accelerated(c.configuration());
        Accelerator.beforeTraining(accelerated);
        accelerated.setInput(x);
        accelerated.setLabels(x);
        accelerated.computeGradientAndScore();
        INDArray sums = accelerated.getLayer(0).getGradientsViewArray().dup();
        INDArray before = accelerated.getLayer(0).params().dup();

        accelerated.fit(x, x);

        assertThat(distance(accelerated.getLayer(0).getGradientsViewArray(), sums))
                .isLessThan(1e-6);
        assertThat(distance(accelerated.getLayer(0).params(), before)).isGreaterThan(1e-4);
    }

    @Test
    void takesOverTheStateOfTheUpdaterBefore() {
        Case c = new Case("Adam alone", b -> b, true);
        INDArray x = Nd4j.rand(20, 13);
        MultiLayerNetwork whole = accelerated(c.configuration());
        Accelerator.beforeTraining(whole);
        MultiLayerNetwork halves = accelerated(c.configuration());
        for (int step = 0; step < 10; step++) {
            whole.fit(x, x);
            halves.fit(x, x);
        }
        Accelerator.beforeTraining(halves);
        for (int step = 0; step < 10; step++) {
            whole.fit(x, x);
            halves.fit(x, x);
            Accelerator.beforeTraining(halves);
        }

        assertThat(distance(halves.params(), whole.params())).isLessThan(1e-5);
    }

    @Test
    void anUpdaterThatTakesItsPlaceStillSteps() {
        Case c = new Case("Adam alone", b -> b, true);
        INDArray x = Nd4j.rand(20, 13);
        MultiLayerNetwork plain = network(c.configuration());
        MultiLayerNetwork accelerated = accelerated(c.configuration());
        Accelerator.beforeTraining(accelerated);
        for (int step = 0; step < 10; step++) {
            if (step == 5) {
                // Deeplearning4j builds a new updater around the old one's state.
                plain.setLearningRate(1e-3);
                accelerated.setLearningRate(1e-3);
            }
            plain.fit(x, x);
            accelerated.fit(x, x);
        }

        assertThat(distance(accelerated.params(), plain.params())).isLessThan(1e-4);
    }
}

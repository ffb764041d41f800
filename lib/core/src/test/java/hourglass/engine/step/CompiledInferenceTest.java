package hourglass.engine.step;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.engine.Accelerator;
import hourglass.layers.GaussianCode;
import hourglass.layers.KlPenalty;
import hourglass.model.Autoencoder;
import hourglass.network.SequentialNetwork;
import hourglass.runtime.NativeBackend;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Against what Deeplearning4j's own layers put out, with the same weights. */
class CompiledInferenceTest {
    private static final int INPUTS = 37;

    static {
        NativeBackend.prepare();
    }

    private static DenseLayer.Builder dense(int units, Activation activation) {
        return new DenseLayer.Builder().nOut(units).activation(activation);
    }

    static Stream<List<Layer>> networks() {
        Layer penalty = new KlPenalty(0.1, 0.05);
        GaussianCode code = new GaussianCode(0.5);
        code.setLayerName("code");
        return Stream.of(
                List.of(dense(9, Activation.RELU).name("code").build()),
                List.of(
                        dense(23, Activation.TANH).build(),
                        dense(5, Activation.IDENTITY)
                                .name("code")
                                .hasBias(false)
                                .build(),
                        dense(23, Activation.SIGMOID).dropOut(0.5).build()),
                List.of(dense(9, Activation.SIGMOID).name("code").build(), penalty),
                List.of(
                        dense(20, Activation.RELU).build(),
                        dense(6, Activation.IDENTITY).build(),
                        code,
                        dense(20, Activation.RELU).build()));
    }

    private static MultiLayerConfiguration configuration(List<Layer> hidden) {
        NeuralNetConfiguration.ListBuilder builder = new NeuralNetConfiguration.Builder()
                .seed(7)
                .weightInit(WeightInit.XAVIER)
                .biasInit(0.1)
                .list();
        hidden.forEach(layer -> builder.layer(layer.clone()));
        return builder.layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nOut(INPUTS)
                        .activation(Activation.TANH)
                        .build())
                .setInputType(InputType.feedForward(INPUTS))
                .build();
    }

    private static INDArray examples(int count) {
        return Nd4j.rand(new int[] {count, INPUTS}, Nd4j.getRandomFactory().getNewRandomInstance(count));
    }

    private static double distance(INDArray a, INDArray b) {
        assertThat(a.shape()).isEqualTo(b.shape());
        return a.sub(b).norm2Number().doubleValue() / b.norm2Number().doubleValue();
    }

    /** One example, an odd number, and more than go through the layers at a time. */
    @ParameterizedTest
    @MethodSource("networks")
    void putsOutWhatDeeplearning4jDoes(List<Layer> hidden) {
        MultiLayerNetwork plain = new MultiLayerNetwork(configuration(hidden));
        plain.init();
        try (Autoencoder autoencoder = Autoencoder.of(configuration(hidden))) {
            autoencoder.network().setParams(plain.params());
            SequentialNetwork network = new SequentialNetwork(autoencoder.network());
            int last = hidden.size();
            assertThat(CompiledInference.of(network, 0, last)).isNotNull();
            int code = network.configuration().code();
            for (int n : new int[] {1, 2, 301, 9001}) {
                INDArray x = examples(n);
                List<INDArray> activations = plain.feedForward(x, false);

                assertThat(distance(autoencoder.reconstruct(x), activations.get(last + 1)))
                        .isLessThan(1e-6);
                assertThat(distance(autoencoder.encode(x), activations.get(code + 1)))
                        .isLessThan(1e-6);
                assertThat(distance(autoencoder.decode(activations.get(code + 1)), activations.get(last + 1)))
                        .isLessThan(1e-6);
            }
        }
    }

    @Test
    void takesRowsOfAWiderArrayAndArraysInAnyOrder() {
        MultiLayerConfiguration configuration =
                configuration(List.of(dense(9, Activation.RELU).name("code").build()));
        try (Autoencoder autoencoder = Autoencoder.of(configuration)) {
            INDArray wide = Nd4j.rand(100, INPUTS + 5);
            INDArray rows = wide.get(NDArrayIndex.interval(10, 60), NDArrayIndex.interval(2, 2 + INPUTS));
            INDArray expected = autoencoder.reconstruct(rows.dup('c'));

            assertThat(distance(autoencoder.reconstruct(rows), expected)).isLessThan(1e-6);
            assertThat(distance(autoencoder.reconstruct(rows.dup('f')), expected))
                    .isLessThan(1e-6);
        }
    }

    @Test
    void followsWeightsThatAreChanged() {
        MultiLayerNetwork network = Accelerator.network(
                configuration(List.of(dense(9, Activation.RELU).build())));
        network.init();
        CompiledInference layers = CompiledInference.of(new SequentialNetwork(network), 0, 1);
        INDArray x = examples(3);
        INDArray output = Nd4j.create(3, INPUTS);
        network.params().muli(2);

        layers.run(x, output);

        assertThat(distance(output, network.output(x))).isLessThan(1e-6);
    }
}

package hourglass.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import hourglass.layers.GaussianCode;
import hourglass.layers.TeacherForcing;
import hourglass.train.Training;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Recurrent networks in which feed-forward layers work on each step: Deeplearning4j gives them the steps as rows. */
class CodePerStepTest {

    private final INDArray examples = Nd4j.rand(new int[] {300, 2, 5}, 3);

    @Test
    void aDenseCodeOfEachStepIsASequence() {
        Autoencoder autoencoder = of(lstm(6), dense(3, "code"), output(2));

        INDArray codes = autoencoder.encode(examples);

        assertThat(codes.shape()).containsExactly(300, 3, 5);
        INDArray rows =
                autoencoder.network().feedForwardToLayer(1, examples, false).get(2);
        for (int example : List.of(0, 7, 299)) {
            for (int step = 0; step < 5; step++) {
                for (int k = 0; k < 3; k++) {
                    assertThat(codes.getDouble(example, k, step)).isEqualTo(rows.getDouble(example + 300L * step, k));
                }
            }
        }
        assertThat(autoencoder.decode(codes).equalsWithEps(autoencoder.network().output(examples), 1e-6))
                .isTrue();
        assertThat(autoencoder.reconstruct(examples)).isEqualTo(autoencoder.decode(codes));
        assertThat(autoencoder.decode(codes.dup('f'))).isEqualTo(autoencoder.decode(codes));
    }

    @Test
    void aCodeBetweenTwoDenseLayersIsASequence() {
        Autoencoder autoencoder =
                of(lstm(6), dense(4, null), dense(3, "code"), dense(4, null), dense(5, null), lstm(4), output(2));

        INDArray codes = autoencoder.encode(examples);

        assertThat(codes.shape()).containsExactly(300, 3, 5);
        assertThat(autoencoder.decode(codes).equalsWithEps(autoencoder.network().output(examples), 1e-6))
                .isTrue();
        assertThat(autoencoder.encode(examples).ordering()).isEqualTo('c');
    }

    @Test
    void theFirstLayerMayWorkOnEachStepAlone() {
        Autoencoder autoencoder = of(dense(4, null), lstm(3, "code"), output(2));

        assertThat(autoencoder.encode(examples).shape()).containsExactly(300, 3, 5);
        assertThat(autoencoder
                        .reconstruct(examples)
                        .equalsWithEps(autoencoder.network().output(examples), 1e-6))
                .isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> autoencoder.encode(Nd4j.zeros(4, 3, 5)))
                .withMessageContaining("takes sequences [n, 2, time]");
        double before = autoencoder.loss(examples);
        autoencoder.fit(examples, null, Training.epochs(3).batchSize(50).quietly());
        assertThat(autoencoder.loss(examples)).isLessThan(before);
    }

    @Test
    void sequencesOfOneStepStaySequences() {
        Autoencoder autoencoder = of(lstm(6), dense(3, "code"), output(2));
        INDArray single = Nd4j.rand(4, 2, 1);

        assertThat(autoencoder.encode(single).shape()).containsExactly(4, 3, 1);
        assertThat(autoencoder
                        .reconstruct(single)
                        .equalsWithEps(autoencoder.network().output(single), 1e-6))
                .isTrue();
    }

    @Test
    void manyExamplesOfManyStepsFillTheRightMemory() {
        Autoencoder autoencoder = of(lstm(6), dense(3, "code"), output(2));
        INDArray many = Nd4j.rand(1001, 2, 40);

        INDArray all = autoencoder.encode(many);

        INDArray last = many.get(org.nd4j.linalg.indexing.NDArrayIndex.interval(990, 1001))
                .dup('c');
        INDArray alone = autoencoder.encode(last);
        INDArray part = all.get(org.nd4j.linalg.indexing.NDArrayIndex.interval(990, 1001));
        assertThat(part.equalsWithEps(alone, 1e-6)).isTrue();
    }

    @Test
    void aGaussianForEachStepIsEncodedAndItsPosteriorRefused() {
        Autoencoder autoencoder = of(lstm(6), dense(4, null), new GaussianCode(1), output(2));

        assertThat(autoencoder.encode(examples).shape()).containsExactly(300, 2, 5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> autoencoder.posterior(examples))
                .withMessageContaining("put it behind a LastTimeStep");
    }

    @Test
    void teacherForcingGoesThroughDenseLayers() {
        Autoencoder autoencoder = of(
                lstm(6),
                dense(4, null),
                new LastTimeStep(lstm(3, "code")),
                new RepeatVector.Builder<>(5).build(),
                new TeacherForcing(2),
                lstm(6),
                output(2));

        assertThat(autoencoder.encode(examples).shape()).containsExactly(300, 3);
        double before = autoencoder.loss(examples);
        autoencoder.fit(examples, null, Training.epochs(4).batchSize(50).quietly());
        assertThat(autoencoder.loss(examples)).isLessThan(before);
        assertThat(autoencoder.decode(autoencoder.encode(examples))).isEqualTo(autoencoder.reconstruct(examples));
    }

    @Test
    void summaryShowsTheStepsOfEachLayer() {
        ModelSummary summary = of(lstm(6), dense(3, "code"), output(2)).summary(examples);

        assertThat(summary.layers())
                .extracting(ModelSummary.Layer::outputShape)
                .containsExactly(Arrays.asList(6L, 5L), Arrays.asList(3L, 5L), Arrays.asList(2L, 5L));
    }

    @Test
    void stepsBeforeFeaturesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Autoencoder.of(
                        configuration(InputType.recurrent(2, 5, RNNFormat.NWC), lstm(3, "code"), output(2))))
                .withMessageContaining("Layer 1 (LSTM) takes sequences [n, time, features]");
    }

    private static Autoencoder of(Layer... layers) {
        return Autoencoder.of(configuration(InputType.recurrent(2), layers));
    }

    private static MultiLayerConfiguration configuration(InputType input, Layer... layers) {
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(0.01))
                .list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        return list.setInputType(input).build();
    }

    private static LSTM lstm(int units) {
        return lstm(units, null);
    }

    private static LSTM lstm(int units, String name) {
        return new LSTM.Builder()
                .name(name)
                .nOut(units)
                .activation(Activation.TANH)
                .build();
    }

    private static DenseLayer dense(int units, String name) {
        return new DenseLayer.Builder()
                .name(name)
                .nOut(units)
                .activation(Activation.TANH)
                .build();
    }

    private static RnnOutputLayer output(int features) {
        return new RnnOutputLayer.Builder(LossFunction.MSE)
                .nOut(features)
                .activation(Activation.IDENTITY)
                .build();
    }
}

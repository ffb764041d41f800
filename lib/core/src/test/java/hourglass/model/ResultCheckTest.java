package hourglass.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import hourglass.data.Images;
import hourglass.train.Training;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Results that are no numbers, networks that cannot work, and what nobody gave: a sentence for each. */
class ResultCheckTest {

    private static final Training QUIET = Training.epochs(1).batchSize(4).quietly();

    private final Autoencoder autoencoder =
            Autoencoder.of(Networks.dense(6, 3, LossFunction.MSE, Activation.IDENTITY, 0.01));

    @Test
    void anExampleThatOverflowsOnItsWayIsNamed() {
        INDArray examples = Networks.mixtures(8, 6);
        examples.getRow(5).assign(3e38f);
        autoencoder.network().params().assign(2);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> autoencoder.reconstruct(examples))
                .withMessage(
                        "The reconstructions of example 5, counted from 0, are no finite numbers: the input reaches"
                                + " 3.000e+38, which 32 bits cannot carry through these layers; scale it as the training examples"
                                + " were.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> autoencoder.loss(examples))
                .withMessageContaining("3.000e+38");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> autoencoder.decode(Nd4j.valueArrayOf(new long[] {2, 3}, 3e38f)))
                .withMessageStartingWith("The decoded examples of example 0");
    }

    @Test
    void aWeightThatIsNoNumberIsNamedAsTheCause() {
        autoencoder.network().getLayer(0).getParam("W").putScalar(0, 0, Float.NaN);

        assertThatIllegalStateException()
                .isThrownBy(() -> autoencoder.reconstruct(Networks.mixtures(8, 6)))
                .withMessageContaining("are no finite numbers, because a weight is NaN");
    }

    @Test
    void aLossThatCannotTakeTheOutputIsNotBlamedOnTheExamples() {
        Autoencoder wrong = Autoencoder.of(Networks.dense(6, 3, LossFunction.POISSON, Activation.TANH, 0.01));

        assertThatIllegalStateException()
                .isThrownBy(() -> wrong.fit(Networks.mixtures(8, 6), null, QUIET))
                .withMessageContaining(
                        "before the first update, so the learning rate is not the cause: the loss cannot take"
                                + " what the network puts out");
    }

    @Test
    void halfPrecisionIsRefused() {
        MultiLayerConfiguration configuration = Networks.dense(6, 3, LossFunction.MSE, 0.01);
        configuration.setDataType(DataType.HALF);
        configuration.getConfs().forEach(conf -> conf.setDataType(DataType.HALF));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Autoencoder.of(configuration))
                .withMessage("The network computes with HALF numbers, with which a training soon gives NaN: set"
                        + " .dataType(DataType.FLOAT).");
    }

    @Test
    void slopesWithoutAShapeAreRefused() {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder().name("code").nIn(6).nOut(3).build())
                .layer(new PReLULayer.Builder().build())
                .layer(new OutputLayer.Builder(LossFunction.MSE).nIn(3).nOut(6).build())
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Autoencoder.of(configuration))
                .withMessageStartingWith("Layer 2 (PReLULayer) was not told the shape of an example");
    }

    @Test
    void aNetworkWithoutParametersIsSavedAndLoaded() throws IOException {
        Autoencoder shrinking = Autoencoder.of(new NeuralNetConfiguration.Builder()
                .updater(new Adam(0.01))
                .list()
                .layer(new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.AVG)
                        .name("code")
                        .kernelSize(2, 2)
                        .stride(2, 2)
                        .build())
                .layer(new Upsampling2D.Builder(2).build())
                .layer(new CnnLossLayer.Builder(LossFunction.MSE)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.convolutionalFlat(4, 4, 1))
                .build());
        INDArray pictures = Networks.mixtures(5, 16);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        shrinking.save(file);

        Autoencoder loaded = Autoencoder.load(new ByteArrayInputStream(file.toByteArray()));

        assertThat(loaded.reconstruct(pictures)).isEqualTo(shrinking.reconstruct(pictures));
        assertThat(loaded.parameters()).isZero();
    }

    @Test
    void countsThatNoFileMaySayAreNotSaved() {
        autoencoder.network().setEpochCount(-1);

        assertThatIllegalStateException()
                .isThrownBy(() -> autoencoder.save(OutputStream.nullOutputStream()))
                .withMessageStartingWith("The network says that 0 updates and -1 epochs are behind it");
    }

    @Test
    void whatNobodyGaveIsNamed() {
        INDArray examples = Networks.mixtures(8, 6);

        assertThatNullPointerException()
                .isThrownBy(() -> Autoencoder.of((org.deeplearning4j.nn.conf.MultiLayerConfiguration) null))
                .withMessageContaining("no configuration");
        assertThatNullPointerException()
                .isThrownBy(() -> autoencoder.fit(examples, null, null))
                .withMessageContaining("no settings");
        assertThatNullPointerException()
                .isThrownBy(() -> autoencoder.save((Path) null))
                .withMessageContaining("no path");
        assertThatNullPointerException()
                .isThrownBy(() -> autoencoder.save((OutputStream) null))
                .withMessageContaining("no stream");
        assertThatNullPointerException()
                .isThrownBy(() -> Autoencoder.load((Path) null))
                .withMessageContaining("no path");
        assertThatNullPointerException()
                .isThrownBy(() -> Autoencoder.load((InputStream) null))
                .withMessageContaining("no stream");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> autoencoder.encode((Images) null))
                .withMessageContaining("pictures are null");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> autoencoder.summary(null))
                .withMessageContaining("examples are null");
    }
}

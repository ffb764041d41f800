package hourglass.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hourglass.evaluate.Metrics;
import hourglass.runtime.NativeBackend;
import hourglass.train.Training;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A small sister of the faces' network: convolutions around a dense code, transposed convolutions, the squared error. */
class FaceNetworkTest {
    static {
        NativeBackend.prepare();
    }

    private final INDArray pictures = pictures();
    private final Autoencoder autoencoder = Autoencoder.of(configuration());

    @Test
    void takesFlatPicturesAndGivesFlatPicturesBack() {
        INDArray codes = autoencoder.encode(pictures);

        assertThat(codes.shape()).containsExactly(60, 4);
        assertThat(codes.minNumber().doubleValue()).isGreaterThan(0);
        assertThat(codes.maxNumber().doubleValue()).isLessThan(1);
        assertThat(autoencoder.decode(codes).shape()).containsExactly(60, 1, 4, 4);
        assertThat(autoencoder.reconstruct(pictures).shape()).containsExactly(60, 16);
    }

    @Test
    void itsLossIsTheSumOfSquaresOfAPictureDividedByItsPixels() {
        double sum = Metrics.sumOfSquaredErrors(pictures, autoencoder.reconstruct(pictures));

        assertThat(16 * autoencoder.loss(pictures)).isEqualTo(sum, within(1e-5 * sum));
    }

    @Test
    void itLearns() {
        double before = autoencoder.loss(pictures);

        autoencoder.fit(pictures, null, Training.epochs(80).batchSize(20).quietly());

        assertThat(autoencoder.loss(pictures)).isLessThan(before / 5);
    }

    @Test
    void itsLossesAreThoseOfPlainDeeplearning4j() {
        MultiLayerNetwork plain = new MultiLayerNetwork(configuration());
        plain.init();
        plain.params().assign(autoencoder.network().params());
        DataSet batch = new DataSet(pictures, pictures.reshape(60, 1, 4, 4));

        for (int step = 0; step < 20; step++) {
            plain.fit(batch);
            autoencoder.network().fit(batch);
            assertThat(autoencoder.network().score())
                    .as("step %d", step)
                    .isEqualTo(plain.score(), within(1e-4 * plain.score()));
        }
    }

    private static MultiLayerConfiguration configuration() {
        return new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(0.01))
                .weightInit(WeightInit.XAVIER_UNIFORM)
                .convolutionMode(ConvolutionMode.Same)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .nOut(6)
                        .stride(2, 2)
                        .activation(Activation.RELU)
                        .build())
                .layer(new DenseLayer.Builder()
                        .name("code")
                        .nOut(4)
                        .activation(Activation.SIGMOID)
                        .build())
                .layer(new Deconvolution2D.Builder(3, 3)
                        .nOut(6)
                        .stride(2, 2)
                        .activation(Activation.RELU)
                        .build())
                .layer(new Deconvolution2D.Builder(3, 3)
                        .nOut(1)
                        .activation(Activation.SIGMOID)
                        .build())
                .layer(new CnnLossLayer.Builder(LossFunction.L2)
                        .activation(Activation.IDENTITY)
                        .build())
                .inputPreProcessor(2, new FeedForwardToCnnPreProcessor(2, 2, 1))
                .setInputType(InputType.convolutionalFlat(4, 4, 1))
                .build();
    }

    private static INDArray pictures() {
        Nd4j.getRandom().setSeed(7);
        return Networks.mixtures(60, 16);
    }
}

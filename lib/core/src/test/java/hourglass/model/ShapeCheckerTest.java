package hourglass.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import hourglass.train.Training;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class ShapeCheckerTest {
    private static ListBuilder layers() {
        return new NeuralNetConfiguration.Builder()
                .seed(1)
                .convolutionMode(ConvolutionMode.Same)
                .list();
    }

    private static ConvolutionLayer.Builder filters(int n) {
        return new ConvolutionLayer.Builder(3, 3).nOut(n).activation(Activation.IDENTITY);
    }

    private static SubsamplingLayer.Builder pool() {
        return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                .kernelSize(2, 2)
                .stride(2, 2);
    }

    private static Upsampling2D up() {
        return new Upsampling2D.Builder(2).build();
    }

    private static CnnLossLayer loss() {
        return new CnnLossLayer.Builder(LossFunction.XENT)
                .activation(Activation.SIGMOID)
                .build();
    }

    /** 28 → 14 → 7 → 4 → 8 → 16 → 32, or 28 when the convolution before the last up-sampling has no padding. */
    private static MultiLayerConfiguration hourglass(ConvolutionMode last, InputType input) {
        return layers().layer(pool().build())
                .layer(pool().build())
                .layer(pool().name("code").build())
                .layer(up())
                .layer(up())
                .layer(filters(2).convolutionMode(last).build())
                .layer(up())
                .layer(filters(1).build())
                .layer(loss())
                .setInputType(input)
                .build();
    }

    @Test
    void namesTheUpSamplingThatOvershoots() {
        InputType pictures = InputType.convolutionalFlat(28, 28, 1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Autoencoder.of(hourglass(ConvolutionMode.Same, pictures)))
                .withMessage("Layer 7 (Upsampling2D) puts out pictures of 32 × 32 for 16 × 16, but must put out 28 × 28"
                        + " for the network to give back its input: let a convolution before it go without padding"
                        + " (ConvolutionMode.Truncate), or crop (Cropping2D).");
        Autoencoder fits = Autoencoder.of(hourglass(ConvolutionMode.Truncate, pictures));
        assertThat(fits.reconstruct(Nd4j.rand(3, 784)).shape()).containsExactly(3, 784);
    }

    @Test
    void namesTheConvolutionThatLosesTheBorder() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Autoencoder.of(layers().layer(filters(4).name("code").build())
                                .layer(filters(1)
                                        .convolutionMode(ConvolutionMode.Truncate)
                                        .build())
                                .layer(loss())
                                .setInputType(InputType.convolutionalFlat(8, 6, 1))
                                .build()))
                .withMessage(
                        "Layer 2 (ConvolutionLayer) puts out pictures of 6 × 4 for 8 × 6, but must put out 8 × 6 for"
                                + " the network to give back its input: let the convolutions pad (ConvolutionMode.Same), or"
                                + " enlarge more (Upsampling2D).");
    }

    @Test
    void namesTheNumberOfChannels() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Autoencoder.of(layers().layer(filters(4).name("code").build())
                                .layer(filters(3).build())
                                .layer(loss())
                                .setInputType(InputType.convolutionalFlat(8, 8, 1))
                                .build()))
                .withMessage(
                        "Layer 3 (CnnLossLayer) puts out 3 channels, but must put out 1 for the network to give back"
                                + " its input: give the last convolution nOut(1).");
    }

    @Test
    void namesTheWidthOfADenseOutput() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Autoencoder.of(layers().layer(new DenseLayer.Builder()
                                .name("code")
                                .nIn(20)
                                .nOut(3)
                                .build())
                        .layer(new OutputLayer.Builder(LossFunction.MSE)
                                .nIn(3)
                                .nOut(21)
                                .build())
                        .build()))
                .withMessage(
                        "Layer 2 (OutputLayer) puts out 21 numbers, but must put out 20 for the network to give back"
                                + " its input: give it nOut(20).");
    }

    @Test
    void namesTheReshapingThatDoesNotFit() {
        ListBuilder wrong = layers().layer(filters(2).build())
                .layer(new DenseLayer.Builder().name("code").nIn(128).nOut(15).build())
                .layer(filters(1).nIn(1).build())
                .layer(loss())
                .inputPreProcessor(0, new FeedForwardToCnnPreProcessor(8, 8, 1))
                .inputPreProcessor(1, new org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor(8, 8, 2))
                .inputPreProcessor(2, new FeedForwardToCnnPreProcessor(4, 4, 1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Autoencoder.of(wrong.build()))
                .withMessage("Layer 3 (ConvolutionLayer) takes 4 × 4 × 1, but layer 2 (DenseLayer) puts out 15 numbers:"
                        + " give that one nOut(16).");
    }

    @Test
    void namesTheReshapingThatIsNotEnlargedEnough() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Autoencoder.of(layers().layer(pool().build())
                        .layer(new DenseLayer.Builder().name("code").nOut(16).build())
                        .layer(filters(1).build())
                        .layer(loss())
                        .inputPreProcessor(2, new FeedForwardToCnnPreProcessor(4, 4, 1))
                        .setInputType(InputType.convolutionalFlat(8, 8, 1))
                        .build()))
                .withMessageStartingWith(
                        "The reshaping before layer 3 (ConvolutionLayer) puts out pictures of 4 × 4, but"
                                + " must put out 8 × 8");
    }

    @Test
    void looksAtPicturesOfAnySizeWhenTheyCome() {
        MultiLayerConfiguration anySize = layers().layer(filters(2)
                        .nIn(1)
                        .convolutionMode(ConvolutionMode.Truncate)
                        .build())
                .layer(pool().name("code").build())
                .layer(up())
                .layer(filters(1).nIn(2).build())
                .layer(loss())
                .build();
        Autoencoder autoencoder = Autoencoder.of(anySize);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> autoencoder.fit(Nd4j.rand(4, 1, 8, 8), null, Training.epochs(1)))
                .withMessageStartingWith(
                        "Layer 3 (Upsampling2D) puts out pictures of 6 × 6 for 3 × 3, but must put out" + " 8 × 8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> autoencoder.loss(Nd4j.rand(4, 64)))
                .withMessage("The examples have shape [4, 64], but layer 1 (ConvolutionLayer) takes pictures [n, 1,"
                        + " height, width]: reshape them, or let the configuration do it with"
                        + " InputType.convolutionalFlat(height, width, 1).");
        assertThat(autoencoder.encode(Nd4j.rand(4, 1, 8, 8)).shape()).containsExactly(4, 2, 3, 3);
    }

    @Test
    void takesConvolutionsOverSequences() {
        Autoencoder sequences = Autoencoder.of(layers().layer(new Convolution1DLayer.Builder(3)
                        .name("code")
                        .nOut(4)
                        .convolutionMode(ConvolutionMode.Same)
                        .build())
                .layer(new Convolution1DLayer.Builder(3)
                        .nOut(2)
                        .convolutionMode(ConvolutionMode.Same)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new RnnLossLayer.Builder(LossFunction.MSE).build())
                .setInputType(InputType.recurrent(2, 10))
                .build());
        INDArray waves = Nd4j.rand(6, 2, 10);

        assertThat(sequences.fit(waves, waves, Training.epochs(1).quietly()).epochs())
                .hasSize(1);
        assertThat(sequences.encode(waves).shape()).containsExactly(6, 4, 10);
        assertThat(sequences.reconstruct(waves).shape()).containsExactly(6, 2, 10);
    }
}

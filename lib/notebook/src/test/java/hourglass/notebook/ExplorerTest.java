package hourglass.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import hourglass.data.Images;
import hourglass.layers.GaussianCode;
import hourglass.model.Autoencoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class ExplorerTest {
    private static final Images TEST = pictures(12, 12, "sandal", "bag & \"case\" </script><b>");
    private static final Autoencoder DENSE = dense(2, 40, Activation.RELU);

    @Test
    void holdsAllInOneBlockThatLoadsNothing() {
        String html = Explorer.of(DENSE, TEST).html();

        assertThat(html).startsWith("<div data-hourglass-explorer=").endsWith("</script>\n");
        assertThat(html).doesNotContainIgnoringCase("http").doesNotContain("import(", "fetch(", "//cdn", " id=");
        assertThat(html.split("<script", -1)).as("opening script tags").hasSize(2);
        assertThat(html.split("</script", -1)).as("closing script tags").hasSize(2);
        assertThat(html.indexOf("<img src=\"data:image/png;base64,"))
                .as("the still picture stands before the script")
                .isPositive()
                .isLessThan(html.indexOf("<script"));
        assertThat(html).doesNotContain("<b>");
    }

    @Test
    void isTheSameForTheSameWeights() {
        Autoencoder same = dense(2, 40, Activation.RELU);

        assertThat(Explorer.of(same, TEST).html())
                .isEqualTo(Explorer.of(DENSE, TEST).html());
        same.network().params().muli(1.01);
        assertThat(Explorer.of(same, TEST).html())
                .isNotEqualTo(Explorer.of(DENSE, TEST).html());
    }

    @Test
    void statesTheErrorThatRoundingMakes() {
        for (Autoencoder autoencoder : List.of(DENSE, convolutional(false))) {
            Explorer explorer = Explorer.of(autoencoder, TEST);
            BrowserDecoder decoder = BrowserDecoder.of(autoencoder);
            INDArray codes = autoencoder.encode(TEST.pixels());
            Autoencoder rounded = decoder.quantized(explorer.bits());

            double found = autoencoder
                    .decode(codes)
                    .sub(rounded.decode(codes))
                    .amaxNumber()
                    .doubleValue();

            assertThat(found).isPositive().isLessThanOrEqualTo(explorer.error() * 1.1);
            assertThat(explorer.error()).isLessThanOrEqualTo(Explorer.INVISIBLE_ERROR);
            assertThat(rounded.encode(TEST.pixels()))
                    .as("the encoder is untouched")
                    .isEqualTo(codes);
            assertThat(decoder.quantized(16)
                            .decode(codes)
                            .sub(autoencoder.decode(codes))
                            .amaxNumber()
                            .doubleValue())
                    .as("with 256 times as many steps")
                    .isLessThan(found / 60);
        }
    }

    @Test
    void takesMoreBitsWhereEightCouldBeSeen() {
        Autoencoder steep = dense(2, 40, Activation.RELU);
        steep.network().getLayer(2).getParam("W").muli(60);
        Explorer explorer = Explorer.of(steep, TEST);

        assertThat(explorer.bits()).isEqualTo(12);
        assertThat(explorer.error()).isLessThanOrEqualTo(Explorer.INVISIBLE_ERROR);
    }

    @Test
    void roundsNoWeightByMoreThanHalfAStep() {
        float[] weights = new float[500];
        Random random = new Random(7);
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        for (int bits : new int[] {8, 12, 16}) {
            QuantizedWeights row = QuantizedWeights.of(weights, bits);
            float[] values = row.values();

            for (int i = 0; i < weights.length; i++) {
                assertThat(Math.abs(values[i] - weights[i])).isLessThanOrEqualTo(row.scale() * 0.501f);
                assertThat(Math.abs(row.steps()[i])).isLessThan(1 << bits - 1);
            }
        }
        assertThat(QuantizedWeights.of(new float[3], 8).values()).containsOnly(0);
    }

    @Test
    void packsBitsLowestFirst() {
        BitWriter writer = new BitWriter();
        writer.add(new int[] {-2047, 2047, 0}, 12); // 001, FFF, 800
        writer.alignToByte();
        writer.add(1f);

        assertThat(java.util.Base64.getDecoder().decode(writer.base64()))
                .containsExactly(0x01, 0xF0, 0xFF, 0x00, 0x08, 0x00, 0x00, 0x80, 0x3F);
    }

    @Test
    void refusesADecoderThatIsTooLarge() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Explorer.of(dense(2, 4000, Activation.RELU), TEST))
                .withMessageMatching("The decoder has 584,000 weights, and a page with it would have \\d{3} KB, but the"
                        + " explorer's limit is 600 KB: give the decoder's layers fewer units, or use convolutions,"
                        + " which have fewer weights\\.");
    }

    @Test
    void staysWithinTheLimitWhenMoreBitsWouldBeBetter() {
        Autoencoder steep = dense(2, 2000, Activation.RELU);
        steep.network().getLayer(2).getParam("W").muli(60);
        Explorer explorer = Explorer.of(steep, TEST);

        assertThat(explorer.bytes()).isLessThanOrEqualTo(Explorer.LIMIT);
        assertThat(explorer.bits()).isEqualTo(8);
        assertThat(explorer.error()).isGreaterThan(Explorer.INVISIBLE_ERROR);
    }

    @Test
    void refusesWhatItCannotShow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Explorer.of(dense(3, 40, Activation.RELU), TEST))
                .withMessage(
                        "The code has 3 numbers, but the explorer's plane needs 2: let the code be a dense layer of 2"
                                + " units, or 2 means and 2 log-variances before a GaussianCode.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Explorer.of(DENSE, pictures(10, 12, "a", "b")))
                .withMessageContaining("120")
                .withMessageContaining("144");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Explorer.of(convolutional(false), pictures(9, 16, "a", "b")))
                .withMessage("The pictures of 'test' have 9×16 pixels, but the decoder draws 12×12: give the explorer"
                        + " pictures of the size that the network was trained on.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Explorer.of(convolutional(true), TEST))
                .withMessage(
                        "Layer 6 (BatchNormalization) of the decoder is of a kind that the explorer does not know: build"
                                + " the decoder of dense, convolutional, transposed convolutional and up-sampling layers.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Explorer.of(dense(2, 40, Activation.CUBE), TEST))
                .withMessageStartingWith("Layer 2 (DenseLayer) of the decoder has the activation \"cube\", which");
        Autoencoder diverged = dense(2, 40, Activation.RELU);
        diverged.network().getLayer(2).getParam("W").putScalar(0, Double.NaN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Explorer.of(diverged, TEST))
                .withMessage(
                        "Layer 3 (OutputLayer) of the decoder has the weight NaN: the training diverged, so train again"
                                + " with a lower learning rate.");
    }

    @Test
    void takesPicturesOfOneClass() {
        Images one = pictures(12, 12, "sandal");

        assertThat(Explorer.of(DENSE, one).html()).contains("\"classes\":[\"sandal\"]");
    }

    @Test
    void writesAWholePage(@TempDir Path folder) throws Exception {
        Explorer explorer = Explorer.of(DENSE, TEST);
        Path page = folder.resolve("deeper").resolve("explorer.html");

        explorer.write(page);

        assertThat(page).content().startsWith("<!DOCTYPE html>").contains(explorer.html());
        try (var files = Files.list(page.getParent())) {
            assertThat(files).containsExactly(page);
        }
    }

    @Test
    void saysItsSizeAndError() {
        Explorer explorer = Explorer.of(DENSE, TEST);

        assertThat(explorer.summary()).matches("\\d+ KB, 5,840 weights of 8 bits, largest pixel error 0\\.00\\d");
        assertThat(explorer).hasToString("Explorer of test: " + explorer.summary());
    }

    static Explorer explorer() {
        return Explorer.of(DENSE, TEST);
    }

    private static Images pictures(int height, int width, String... classes) {
        int n = 60;
        return new Images(
                "test",
                Nd4j.rand(5, new long[] {n, (long) height * width}),
                IntStream.range(0, n).map(i -> i % classes.length).toArray(),
                List.of(classes),
                height,
                width);
    }

    private static ListBuilder layers() {
        return new NeuralNetConfiguration.Builder()
                .seed(3)
                .weightInit(WeightInit.XAVIER)
                .convolutionMode(ConvolutionMode.Same)
                .list();
    }

    private static Autoencoder dense(int numbers, int units, Activation activation) {
        return Autoencoder.of(layers().layer(new DenseLayer.Builder()
                        .name("code")
                        .nIn(144)
                        .nOut(numbers)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new DenseLayer.Builder()
                        .nIn(numbers)
                        .nOut(units)
                        .activation(activation)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.XENT)
                        .nIn(units)
                        .nOut(144)
                        .activation(Activation.SIGMOID)
                        .build())
                .build());
    }

    private static Autoencoder convolutional(boolean normalised) {
        ListBuilder layers = layers().layer(new DenseLayer.Builder()
                        .nOut(4)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new GaussianCode(1))
                .layer(new DenseLayer.Builder()
                        .nOut(3 * 3 * 4)
                        .activation(Activation.RELU)
                        .build())
                .layer(new Deconvolution2D.Builder(3, 3)
                        .nOut(6)
                        .stride(2, 2)
                        .activation(Activation.RELU)
                        .build())
                .layer(new Upsampling2D.Builder(2).build());
        if (normalised) {
            layers.layer(new BatchNormalization());
        }
        return Autoencoder.of(layers.layer(new ConvolutionLayer.Builder(3, 3)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new CnnLossLayer.Builder(LossFunction.XENT)
                        .activation(Activation.SIGMOID)
                        .build())
                .inputPreProcessor(3, new FeedForwardToCnnPreProcessor(3, 3, 4))
                .setInputType(InputType.feedForward(144))
                .build());
    }
}

package hourglass.readme;

import hourglass.data.Dataset;
import hourglass.data.Images;
import hourglass.data.source.Datasets;
import hourglass.evaluate.Metrics;
import hourglass.model.Autoencoder;
import hourglass.plot.AnimatedGif;
import hourglass.plot.ImageGrid;
import hourglass.train.Training;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Trains a network as in lesson 01 on Fashion-MNIST and writes what one sees of it as the picture at the top of the README: test
 * pictures, the code of each, and what the network draws from the codes, from before the training to its end.
 */
public final class ReadmePicture implements Training.Listener {

    private static final int EPOCHS = 20;
    private static final int BATCH = 64;
    private static final int CODE = 32;
    // One picture each. All ten classes would be drawn smaller, and shirts are like coats.
    private static final int[] SHOWN = {0, 1, 2, 3, 5, 8, 9};
    private static final int MILLIS_PER_FRAME = 300;
    // Half of an octave: each frame has seen 1.4 times as many pictures as the one before.
    private static final double STEP = Math.sqrt(2);
    // Before, there is noise, which takes the most space and looks the same.
    private static final int FIRST = 8;
    // Of grey, so that the file is half as large; more would hardly be seen.
    private static final int LEVELS = 40;
    // Three seconds to look at the end.
    private static final int REST = 10;

    private final Autoencoder autoencoder;
    private final Images test;
    private final Images shown;
    private final List<BufferedImage> frames = new ArrayList<>();
    private int batches;
    private int next = FIRST;

    private ReadmePicture(Autoencoder autoencoder, Images test) {
        this.autoencoder = autoencoder;
        this.test = test;
        shown = test.withClasses(SHOWN).onePerClass();
        frames.add(frame("before the training"));
    }

    /** Writes the picture; the argument is the folder of the project. */
    public static void main(String[] arguments) throws IOException {
        Dataset clothes = Datasets.fashionMnist();
        if (clothes.drawn()) {
            throw new IllegalStateException(
                    "The README's picture shows Fashion-MNIST, which was not found: set HOURGLASS_DATA"
                            + " to a folder that has fashion-mnist/.");
        }
        write(Path.of(arguments[0]).resolve("docs/images/learning.gif"), clothes.train(), clothes.test(), EPOCHS);
    }

    static void write(Path file, Images train, Images test, int epochs) throws IOException {
        Autoencoder autoencoder = Autoencoder.of(network());
        ReadmePicture picture = new ReadmePicture(autoencoder, test);
        autoencoder.fit(
                train,
                Training.epochs(epochs).batchSize(BATCH).seed(42).quietly().listener(picture));
        picture.frames.add(picture.frame(picture.steps() + ", or " + epochs + " epochs"));
        picture.frames.addAll(Collections.nCopies(REST, picture.frames.get(picture.frames.size() - 1)));
        AnimatedGif.write(file, picture.frames, MILLIS_PER_FRAME);
    }

    private static MultiLayerConfiguration network() {
        return new NeuralNetConfiguration.Builder()
                .seed(42)
                .updater(new Adam(1e-3))
                .weightInit(WeightInit.XAVIER)
                .list()
                .layer(new DenseLayer.Builder()
                        .name("code")
                        .nIn(784)
                        .nOut(CODE)
                        .activation(Activation.RELU)
                        .biasInit(1)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.XENT)
                        .nOut(784)
                        .activation(Activation.SIGMOID)
                        .build())
                .build();
    }

    @Override
    public void batch(int epoch, long examples, double loss) {
        batches++;
        if (batches >= next) {
            frames.add(frame(steps()));
            next = Math.max(batches + 1, (int) Math.round(batches * STEP));
        }
    }

    private String steps() {
        return String.format(Locale.ROOT, "after %,d steps of %d pictures", batches, BATCH);
    }

    private BufferedImage frame(String when) {
        INDArray codes = autoencoder.encode(shown);
        double psnr = Metrics.psnr(test.pixels(), autoencoder.reconstruct(test));
        return ImageGrid.of(shown.height(), shown.width())
                .title(String.format(
                        Locale.ROOT,
                        "A network learns to put clothes into %d numbers, and to draw them again%n%s: %.1f dB on pictures that it does not train on",
                        CODE,
                        when,
                        psnr))
                .row("picture", rounded(shown.pixels()))
                .row("32 numbers", rounded(drawn(codes)))
                .row("drawn again", rounded(autoencoder.decode(codes)))
                .image();
    }

    private static INDArray rounded(INDArray pictures) {
        return Transforms.round(pictures.mul(LEVELS - 1)).divi(LEVELS - 1);
    }

    /** Draws codes in the size of the pictures: four rows of eight fields, black for 0, white for the largest number shown. */
    private static INDArray drawn(INDArray codes) {
        double largest = Math.max(codes.maxNumber().doubleValue(), 1e-6);
        INDArray pictures = Nd4j.ones(codes.size(0), 784);
        for (int i = 0; i < codes.size(0); i++) {
            for (int unit = 0; unit < CODE; unit++) {
                for (int pixel = 0; pixel < 18; pixel++) {
                    int y = 2 + unit / 8 * 6 + pixel / 3;
                    int x = 2 + unit % 8 * 3 + pixel % 3;
                    pictures.putScalar(i, 28L * y + x, codes.getDouble(i, unit) / largest);
                }
            }
        }
        return pictures;
    }
}

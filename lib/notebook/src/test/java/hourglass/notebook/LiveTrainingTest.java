package hourglass.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hourglass.data.Images;
import hourglass.data.synthetic.Drawings;
import hourglass.evaluate.Metrics;
import hourglass.model.Autoencoder;
import hourglass.train.History;
import hourglass.train.Training;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class LiveTrainingTest {

    private static final Images PICTURES = new Images(
            "drawn garments", Nd4j.create(Drawings.garments(1, 0, 300)), new int[300], List.of("garment"), 28, 28);

    private static MultiLayerConfiguration configuration() {
        return new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Adam(3e-3))
                .list()
                .layer(new DenseLayer.Builder()
                        .name("code")
                        .nIn(784)
                        .nOut(16)
                        .activation(Activation.RELU)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.XENT)
                        .nOut(784)
                        .activation(Activation.SIGMOID)
                        .build())
                .build();
    }

    private static Training training() {
        return Training.epochs(6).batchSize(50).seed(4).quietly();
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    @Test
    void theWeightsAreTheSameAsWithoutIt() {
        Autoencoder alone = Autoencoder.of(configuration());
        alone.fit(PICTURES, training());
        Autoencoder watched = Autoencoder.of(configuration());
        AtomicLong time = new AtomicLong();
        LiveTraining live =
                LiveTraining.reconstructions(watched, PICTURES.first(5), () -> time.addAndGet(2_000_000_000L));
        History history = watched.fit(PICTURES, training().listener(live.filmStrip(1, 3)));

        assertThat(watched.reconstruct(PICTURES)).isEqualTo(alone.reconstruct(PICTURES));
        assertThat(history.epochs()).hasSize(6);
    }

    @Test
    void isRedrawnOnceASecondAndAtTheEnd() {
        AtomicLong time = new AtomicLong();
        AtomicInteger drawn = new AtomicInteger();
        Autoencoder autoencoder = Autoencoder.of(configuration());
        LiveTraining live = LiveTraining.of(
                () -> {
                    drawn.incrementAndGet();
                    return new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
                },
                time::get);
        for (int batch = 0; batch < 35; batch++) {
            live.batch(1, batch, 0.5);
            time.addAndGet(100_000_000L);
        }

        assertThat(drawn).hasValue(4); // After 0, 1, 2 and 3 seconds.
        live.end(new History(List.of(), false));
        assertThat(drawn).hasValue(5);
        assertThat(autoencoder.parameters()).isPositive();
    }

    @Test
    void aSlowPictureTakesATenthOfTheTime() {
        AtomicLong time = new AtomicLong();
        AtomicInteger drawn = new AtomicInteger();
        LiveTraining live = LiveTraining.of(
                () -> {
                    drawn.incrementAndGet();
                    time.addAndGet(2_000_000_000L);
                    return new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
                },
                time::get);
        for (int batch = 0; batch < 600; batch++) {
            live.batch(1, batch, 0.5);
            time.addAndGet(100_000_000L);
        }

        assertThat(drawn).hasValue(3); // After 0, 22 and 44 seconds.
    }

    @Test
    void theLastRowOfTheStripIsCloserToTheOriginalThanTheFirst() {
        Autoencoder autoencoder = Autoencoder.of(configuration());
        Images few = PICTURES.first(6);
        INDArray before = autoencoder.reconstruct(few.pixels()).dup();
        LiveTraining live = LiveTraining.reconstructions(autoencoder, few).filmStrip(1, 2);
        autoencoder.fit(PICTURES, training().listener(live));
        BufferedImage strip = live.filmStrip();

        assertThat(Metrics.psnr(few.pixels(), autoencoder.reconstruct(few.pixels())))
                .isGreaterThan(Metrics.psnr(few.pixels(), before) + 3);
        // The originals, and before, epoch 1, epoch 2 and the last one, epoch 6.
        int[] original = pixels(strip);
        assertThat(Arrays.stream(original).distinct().count()).isGreaterThan(50);
        assertThat(strip.getHeight()).isGreaterThan(5 * 28);
        assertThat(live.image().getHeight()).isGreaterThan(300); // The losses and two rows.
    }

    @Test
    void aNetworkWithALoopOfItsOwnHasAStripToo() {
        INDArray[] now = {PICTURES.first(1).pixels().mul(0)};
        LiveTraining live = LiveTraining.reconstructions(pixels -> now[0], PICTURES.first(1))
                .filmStrip(1);
        BufferedImage before = live.filmStrip();
        now[0] = PICTURES.first(1).pixels();
        History.Epoch epoch = new History.Epoch(1, 0.5, 0.4, 1, 300);
        live.epoch(epoch);
        live.end(new History(List.of(epoch), false));
        assertThat(live.filmStrip().getHeight()).isGreaterThan(before.getHeight());
        assertThat(live.image().getHeight()).isGreaterThan(live.image().getWidth() / 4);
    }

    @Test
    void anInterruptedTrainingLeavesItsLastPictureAndTheFlag() {
        Autoencoder autoencoder = Autoencoder.of(configuration());
        LiveTraining live =
                LiveTraining.reconstructions(autoencoder, PICTURES.first(3)).filmStrip(1);
        Training.Listener stop = new Training.Listener() {
            @Override
            public void epoch(History.Epoch epoch) {
                Thread.currentThread().interrupt();
            }
        };
        autoencoder.fit(PICTURES, training().listener(live).listener(stop));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(live.image()).isNotNull();
        assertThat(live.filmStrip()).isNotNull();
    }

    @Test
    void whatCannotBeShownIsExplained() {
        Autoencoder autoencoder = Autoencoder.of(configuration());

        assertThatThrownBy(() -> LiveTraining.reconstructions(autoencoder, PICTURES))
                .hasMessage("There are 300 pictures to show while the network trains: give from 1 to 20, for instance"
                        + " test.first(10).");
        LiveTraining live = LiveTraining.reconstructions(autoencoder, PICTURES.first(2));
        assertThatThrownBy(live::image)
                .hasMessage("No training was shown yet: give this to Training.listener, and the training to fit.");
        assertThatThrownBy(live::filmStrip)
                .hasMessage("No epoch was kept: call filmStrip(1, 2, 5) before the training.");
        assertThatThrownBy(() -> live.filmStrip(0))
                .hasMessage("The film strip has the epoch 0: give numbers from 1, the first epoch's.");
        assertThatThrownBy(() -> LiveTraining.of(() -> null).filmStrip(1)).isInstanceOf(IllegalStateException.class);
    }
}

package hourglass.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import hourglass.data.Corruption;
import hourglass.runtime.ArrayViews;
import hourglass.train.History;
import hourglass.train.Training;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class DenoisingTest {
    private static final Corruption NOISE = Corruption.gaussian(0.3);

    @BeforeEach
    void seed() {
        Nd4j.getRandom().setSeed(7);
    }

    /** What the network is given in each step. */
    private static final class Recorder extends BaseTrainingListener {
        final List<INDArray> inputs = new ArrayList<>();
        final List<INDArray> targets = new ArrayList<>();

        @Override
        public void iterationDone(Model model, int iteration, int epoch) {
            inputs.add(((MultiLayerNetwork) model).getInput().detach().dup());
            targets.add(((MultiLayerNetwork) model).getLabels().detach().dup());
        }
    }

    private static Recorder record(INDArray pictures, Training training) {
        Autoencoder autoencoder = Autoencoder.of(Networks.dense(20, 4, LossFunction.XENT, 0.01));
        Recorder recorder = new Recorder();
        autoencoder.network().addListeners(recorder);
        autoencoder.fit(pictures, null, training);
        return recorder;
    }

    private static Training twoEpochs(Corruption noise) {
        return Training.epochs(2).batchSize(4).seed(3).inOrder().quietly().corruption(noise);
    }

    @Test
    void givesTheNetworkNoisyInputAndCleanTargets() {
        INDArray pictures = Networks.mixtures(6, 20);

        Recorder seen = record(pictures, twoEpochs(NOISE));

        assertThat(seen.inputs).hasSize(4);
        for (int step = 0; step < 4; step++) {
            int from = step % 2 * 4;
            int to = Math.min(6, from + 4);
            INDArray clean = ArrayViews.of(pictures, from, to);
            assertThat(seen.targets.get(step)).isEqualTo(clean);
            double distance = Math.sqrt(seen.inputs.get(step).squaredDistance(clean) / clean.length());
            assertThat(distance).isBetween(0.15, 0.35);
        }
    }

    @Test
    void drawsNoiseAnewInEachBatchOfEachEpoch() {
        INDArray pictures = Nd4j.valueArrayOf(new long[] {8, 20}, 0.5f);

        List<INDArray> inputs = record(pictures, twoEpochs(NOISE)).inputs;

        assertThat(inputs).hasSize(4);
        assertAllDifferent(inputs);
    }

    private static void assertAllDifferent(List<INDArray> inputs) {
        for (int i = 0; i < inputs.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertThat(inputs.get(i)).isNotEqualTo(inputs.get(j));
            }
        }
    }

    @Test
    void goesOnWithNewNoiseInTheNextCallOfFit() {
        INDArray pictures = Nd4j.valueArrayOf(new long[] {4, 20}, 0.5f);
        Autoencoder autoencoder = Autoencoder.of(Networks.dense(20, 4, LossFunction.XENT, 0.01));
        Recorder recorder = new Recorder();
        autoencoder.network().addListeners(recorder);

        autoencoder.fit(pictures, null, twoEpochs(NOISE));
        autoencoder.fit(pictures, null, twoEpochs(NOISE));

        assertThat(recorder.inputs).hasSize(4);
        assertAllDifferent(recorder.inputs);
    }

    @Test
    void keepsTheNoiseOfEachPictureWhenDrawnOnceEvenIfShuffled() {
        INDArray pictures = Networks.mixtures(6, 20);
        Training shuffled = Training.epochs(3).batchSize(6).seed(3).quietly().corruption(NOISE.once());

        Recorder seen = record(pictures, shuffled);

        for (int picture = 0; picture < 6; picture++) {
            INDArray clean = pictures.getRow(picture);
            List<INDArray> drawn = new ArrayList<>();
            for (int step = 0; step < 3; step++) {
                for (int row = 0; row < 6; row++) {
                    if (seen.targets.get(step).getRow(row).equals(clean)) {
                        drawn.add(seen.inputs.get(step).getRow(row));
                    }
                }
            }
            assertThat(drawn).hasSize(3).containsOnly(drawn.get(0));
            assertThat(drawn.get(0)).isNotEqualTo(clean);
        }
    }

    @Test
    void isReproducible() {
        INDArray pictures = Networks.mixtures(4, 20);

        List<INDArray> first = record(pictures, twoEpochs(NOISE)).inputs;
        List<INDArray> again = record(pictures, twoEpochs(NOISE)).inputs;
        List<INDArray> other = record(pictures, twoEpochs(NOISE).seed(4)).inputs;

        assertThat(first).hasSize(2).isEqualTo(again);
        assertThat(first.get(0)).isNotEqualTo(other.get(0));
        assertThat(first.get(1)).isNotEqualTo(other.get(1));
    }

    @Test
    void learnsToTakeNoiseAway() {
        INDArray pictures = Networks.mixtures(400, 20);
        INDArray test = Networks.mixtures(100, 20);
        INDArray noisy = NOISE.corrupt(test, 5);
        Autoencoder autoencoder = Autoencoder.of(Networks.dense(20, 4, LossFunction.XENT, 0.01));

        autoencoder.fit(
                pictures, null, Training.epochs(30).batchSize(16).quietly().corruption(NOISE));

        double before = noisy.squaredDistance(test);
        assertThat(autoencoder.reconstruct(noisy).squaredDistance(test)).isLessThan(before / 3);
    }

    @Test
    void validatesOnOneDrawOfNoiseAgainstCleanPictures() {
        INDArray pictures = Networks.mixtures(40, 20);
        Autoencoder autoencoder = Autoencoder.of(Networks.dense(20, 4, LossFunction.XENT, 0.01));

        History history = autoencoder.fit(pictures, pictures, twoEpochs(NOISE));

        INDArray noisy = NOISE.corrupt(pictures, 3);
        assertThat(history.last().validationLoss())
                .isEqualTo(autoencoder.loss(noisy, pictures))
                .isNotCloseTo(autoencoder.loss(pictures), within(1e-5));
    }

    @Test
    void measuresTheLossBetweenWhatItMakesOfNoiseAndTheCleanPicture() {
        INDArray clean = Networks.mixtures(9, 64);
        INDArray noisy = NOISE.corrupt(clean, 5);
        Autoencoder autoencoder = Autoencoder.of(Networks.convolutional(8));
        INDArray restored = autoencoder.reconstruct(noisy);

        double sum = 0;
        for (long i = 0; i < clean.length(); i++) {
            double x = clean.getDouble(i);
            double y = restored.getDouble(i);
            sum -= x * Math.log(y) + (1 - x) * Math.log(1 - y);
        }

        assertThat(autoencoder.loss(noisy, clean)).isCloseTo(sum / clean.length(), within(1e-5));
        assertThat(autoencoder.loss(clean)).isEqualTo(autoencoder.loss(clean, clean));
    }

    @Test
    void wantsOneTargetForEachExample() {
        Autoencoder autoencoder = Autoencoder.of(Networks.dense(20, 4, LossFunction.XENT, 0.01));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> autoencoder.loss(Nd4j.zeros(2, 20), Nd4j.zeros(3, 20)))
                .withMessage("The examples have shape [2, 20] and the targets [3, 20]: give one target for each"
                        + " example.");
    }
}

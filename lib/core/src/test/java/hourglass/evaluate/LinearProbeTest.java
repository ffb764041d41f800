package hourglass.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LinearProbeTest {

    private static int[] labels(int n, int classes) {
        return new Random(1).ints(n, 0, classes).toArray();
    }

    /** Three far corners of a plane, with noise, beside a useless feature and one that never changes. */
    private static INDArray separable(int[] labels, double noise, long seed) {
        Random random = new Random(seed);
        float[][] features = new float[labels.length][4];
        for (int i = 0; i < labels.length; i++) {
            features[i][0] = (float) ((labels[i] == 1 ? 100 : 0) + noise * random.nextGaussian());
            features[i][1] = (float) ((labels[i] == 2 ? 100 : 0) + noise * random.nextGaussian());
            features[i][2] = (float) random.nextGaussian();
            features[i][3] = 7;
        }
        return Nd4j.createFromArray(features);
    }

    @Test
    void findsClassesThatPlanesSeparate() {
        int[] train = labels(3000, 3);
        int[] test = labels(500, 3);
        assertThat(LinearProbe.accuracy(separable(train, 5, 1), train, separable(test, 5, 2), test))
                .isEqualTo(1);
    }

    @Test
    void guessesWhenFeaturesSayNothing() {
        int[] train = labels(3000, 3);
        int[] test = labels(3000, 3);
        INDArray noise =
                Nd4j.createFromArray(new Random(5).doubles(12000).toArray()).reshape(3000, 4);
        INDArray otherNoise =
                Nd4j.createFromArray(new Random(6).doubles(12000).toArray()).reshape(3000, 4);
        assertThat(LinearProbe.accuracy(noise, train, otherNoise, test)).isBetween(0.28, 0.39);
    }

    @Test
    void dependsOnNoScaleOfTheFeatures() {
        int[] train = labels(600, 3);
        int[] test = labels(600, 3);
        INDArray trainX = separable(train, 60, 1);
        INDArray testX = separable(test, 60, 2);
        INDArray scale = Nd4j.createFromArray(new float[] {1000, 0.01f, 3, 1});
        double accuracy = LinearProbe.accuracy(trainX, train, testX, test);
        assertThat(accuracy).isBetween(0.5, 0.9);
        assertThat(LinearProbe.accuracy(trainX.mulRowVector(scale), train, testX.mulRowVector(scale), test))
                .isBetween(accuracy - 0.005, accuracy + 0.005);
    }

    @Test
    void refusesLabelsThatDoNotFit() {
        INDArray features = Nd4j.zeros(3, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinearProbe.accuracy(features, new int[2], features, new int[3]))
                .withMessage("There are 2 training labels for 3 rows of features: pass one label for each row.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinearProbe.accuracy(features, new int[3], features, new int[] {0, -1, 0}))
                .withMessage("The test label of row 1 is -1: classes are numbered from 0.");
    }

    @Test
    void separatesFeaturesOfAnyScaleAndLabelsOfAnySize() {
        int[] train = labels(300, 3);
        int[] large = Arrays.stream(train).map(label -> label * 1_000_000_000).toArray();
        INDArray tiny = separable(train, 5, 1).mul(1e-12);
        assertThat(LinearProbe.accuracy(tiny, large, tiny, large)).isEqualTo(1);
        assertThat(NeighborProbe.accuracy(tiny, large, tiny, large, 1)).isEqualTo(1);
    }

    @Test
    void refusesASingleClassAndTooManyFeatures() {
        INDArray features = Nd4j.rand(3, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinearProbe.accuracy(features, new int[] {4, 4, 4}, features, new int[3]))
                .withMessage(
                        "All training labels are 4, so that there is nothing to tell apart: pass examples of at least"
                                + " two classes.");
        INDArray wide = Nd4j.rand(3, 1_025);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinearProbe.accuracy(wide, new int[] {0, 1, 1}, wide, new int[3]))
                .withMessageStartingWith("There are 1025 numbers per example")
                .withMessageEndingWith("reduce them to at most 1024 first, for instance with PCA.");
    }
}

package hourglass.evaluate.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class MeanBaselineTest {

    private final INDArray pixels = Nd4j.createFromArray(new float[][] {{0, 1, 0.5f}, {1, 1, 0.25f}});

    @Test
    void answersEveryExampleWithTheMean() {
        MeanBaseline baseline = MeanBaseline.fit(pixels);
        assertThat(baseline.reconstruct(Nd4j.zeros(3, 3)))
                .isEqualTo(
                        Nd4j.createFromArray(new float[][] {{0.5f, 1, 0.375f}, {0.5f, 1, 0.375f}, {0.5f, 1, 0.375f}}));
        assertThat(baseline.codeSize()).isZero();
        assertThat(baseline.name()).isEqualTo("training mean");
    }

    @Test
    void refusesExamplesOfAnotherSize() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MeanBaseline.fit(pixels).reconstruct(Nd4j.zeros(3, 4)))
                .withMessage("The examples have 4 numbers each, but 3 are expected: pass an array [n, 3].");
    }
}

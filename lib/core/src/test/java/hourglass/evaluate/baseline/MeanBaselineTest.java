package hourglass.evaluate.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class MeanBaselineTest {

    private final INDArray pixels = Nd4j.createFromArray(new float[][] {{0, 1, 0.5f}, {1, 1, 0.25f}});

    @Test
    void answersEveryPictureWithTheMean() {
        MeanBaseline rival = MeanBaseline.fit(pixels);
        assertThat(rival.reconstruct(Nd4j.zeros(3, 3)))
                .isEqualTo(
                        Nd4j.createFromArray(new float[][] {{0.5f, 1, 0.375f}, {0.5f, 1, 0.375f}, {0.5f, 1, 0.375f}}));
        assertThat(rival.codeSize()).isZero();
        assertThat(rival.name()).isEqualTo("mean picture");
    }

    @Test
    void refusesPicturesOfAnotherSize() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MeanBaseline.fit(pixels).reconstruct(Nd4j.zeros(3, 4)))
                .withMessage("The pictures have 4 pixels each, but 3 are expected: pass an array [n, 3].");
    }
}

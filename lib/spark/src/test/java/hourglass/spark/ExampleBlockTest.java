package hourglass.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import hourglass.runtime.NativeMemory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ExampleBlockTest {

    private static final float[] ONE = {1, 2, 3};
    private static final float[] TWO = {4, 5, 6};
    private static final float[] THREE = {7, 8, 9};

    @Test
    void holdsTheExamplesInTheirOrderAndTakesTheSamePlaceForTheNext() {
        try (ExampleBlock block = new ExampleBlock()) {
            INDArray three = block.of(List.of(ONE, TWO, THREE));
            assertThat(three).isEqualTo(Nd4j.createFromArray(new float[][] {ONE, TWO, THREE}));
            long place = NativeMemory.address(three);

            INDArray two = block.of(List.of(THREE, ONE));
            assertThat(two).isEqualTo(Nd4j.createFromArray(new float[][] {THREE, ONE}));
            assertThat(NativeMemory.address(two)).isEqualTo(place);

            assertThat(block.of(List.of(TWO, TWO, ONE, THREE)))
                    .as("more than there was room for")
                    .isEqualTo(Nd4j.createFromArray(new float[][] {TWO, TWO, ONE, THREE}));
            assertThat(block.of(List.of(new float[] {1}, new float[] {2})))
                    .as("of another length")
                    .isEqualTo(Nd4j.createFromArray(new float[][] {{1}, {2}}));
        }
    }

    @Test
    void givesItsRoomBack() {
        ExampleBlock block = new ExampleBlock();
        INDArray examples = block.of(List.of(ONE, TWO));
        block.close();
        block.close();

        assertThat(examples.wasClosed()).isTrue();
    }

    @Test
    void anExampleOfAnotherLengthIsNamed() {
        try (ExampleBlock block = new ExampleBlock()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> block.of(List.of(ONE, TWO, new float[] {1, 2, 3, 4})))
                    .withMessage(
                            "Example 2 of a partition, counted from 0 within a block of 3, has 4 numbers, and the first"
                                    + " has 3: give examples of one length.");
        }
    }
}

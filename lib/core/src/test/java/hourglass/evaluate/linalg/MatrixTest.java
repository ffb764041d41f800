package hourglass.evaluate.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class MatrixTest {

    private static final float[][] NUMBERS = {{1, 2, 3}, {4, 5, 6}};

    @ParameterizedTest
    @EnumSource(names = {"DOUBLE", "FLOAT", "HALF", "LONG", "INT", "SHORT", "BYTE", "UBYTE"})
    void convertsNumbersOfEveryType(DataType type) {
        INDArray array = Nd4j.createFromArray(NUMBERS).castTo(type);
        assertThat(Matrix.of("array", array).toArrays()).isDeepEqualTo(NUMBERS);
        assertThat(Matrix.of("array", array.transpose()).toDoubles())
                .isDeepEqualTo(new double[][] {{1, 4}, {2, 5}, {3, 6}});
    }

    @Test
    void readsViewsAndPermutedArrays() {
        INDArray large = Nd4j.arange(2 * 3 * 4).castTo(DataType.FLOAT).reshape(2, 3, 4);
        assertThat(Matrix.of("array", large.permute(2, 0, 1)).toArrays()[1]).containsExactly(1, 5, 9, 13, 17, 21);
        INDArray view = large.get(NDArrayIndex.all(), NDArrayIndex.interval(1, 3), NDArrayIndex.interval(2, 4));
        assertThat(Matrix.of("array", view).toArrays()).isDeepEqualTo(new float[][] {{6, 7, 10, 11}, {18, 19, 22, 23}});
    }

    @Test
    void readsALastBlockOfOneRowOfAView() {
        int rows = Matrix.BLOCK + 1;
        INDArray view = Nd4j.arange(3 * rows)
                .castTo(DataType.FLOAT)
                .reshape(rows, 3)
                .get(NDArrayIndex.all(), NDArrayIndex.interval(1, 3));
        Matrix matrix = Matrix.of("array", view);
        assertThat(matrix.toArrays()[rows - 1]).containsExactly(3 * rows - 2, 3 * rows - 1);
        assertThat(matrix.map(2, block -> block.mul(2)).getFloat(rows - 1, 1)).isEqualTo(6 * rows - 2);
        assertThat(Covariance.mean(matrix).toDoubleVector()).containsExactly(1.5 * rows - 0.5, 1.5 * rows + 0.5);
    }

    @Test
    void namesTheNumberThatIsNotFinite() {
        INDArray doubles = Nd4j.ones(DataType.DOUBLE, 3, 2, 2);
        doubles.putScalar(1, 1, 0, 1e300);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Matrix.of("training set", doubles))
                .withMessage(
                        "The training set holds 1.0E300 in row 1, column 2, which is too large for float32: scale the"
                                + " data first.");
        doubles.putScalar(1, 1, 0, Double.NEGATIVE_INFINITY);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Matrix.of("training set", doubles.permute(2, 1, 0)))
                .withMessageStartingWith("The training set holds -Infinity in row 0, column 4: if it comes from");
    }

    @Test
    void refusesWhatIsNoMatrixOfNumbers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Matrix.of("training set", null))
                .withMessage("The training set is null: pass an array [n, numbers per example].");
        for (INDArray array : new INDArray[] {Nd4j.zeros(5), Nd4j.scalar(1), Nd4j.empty(DataType.FLOAT)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Matrix.of("training set", array))
                    .withMessageEndingWith("pass at least one example as [n, numbers per example].");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Matrix.of("training set", Nd4j.ones(2, 2).gt(0)))
                .withMessage("The training set has the data type BOOL: pass numbers, such as float32.");
    }

    @Test
    void neverChangesTheArrayThatItViews() {
        INDArray array = Nd4j.createFromArray(NUMBERS);
        Covariance.of(Matrix.of("array", array));
        PrincipalAxes.of(Matrix.of("array", array), 2);
        assertThat(array.toFloatMatrix()).isDeepEqualTo(NUMBERS);
    }

    @Test
    void arraysThatWereClosedAreRefused() {
        INDArray closed = Nd4j.rand(3, 4);
        closed.close();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Matrix.of("training set", closed))
                .withMessage("The training set lies in an array that was closed: pass one that still has its memory.");
    }
}

package hourglass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class ParallelCopyTest {

    static {
        NativeBackend.prepare();
    }

    @Test
    void gathersRowsOfAnyLayout() {
        INDArray plain = Nd4j.rand(DataType.FLOAT, 500, 301);
        int[] numbers = {499, 0, 7, 7, 250, 1};
        for (INDArray from : new INDArray[] {plain, plain.get(NDArrayIndex.interval(0, 500)), plain.dup('f')}) {
            INDArray to = Nd4j.create(DataType.FLOAT, numbers.length, 301);
            ParallelCopy.rows(from, numbers, to);
            for (int i = 0; i < numbers.length; i++) {
                assertThat(to.getRow(i)).isEqualTo(from.getRow(numbers[i]));
            }
        }
    }

    @Test
    void copiesArraysOfAnyLayout() {
        INDArray plain = Nd4j.rand(DataType.FLOAT, 211, 3, 307);
        INDArray window = plain.get(NDArrayIndex.interval(2, 201));
        INDArray permuted = plain.permute(0, 2, 1);
        for (INDArray from : new INDArray[] {plain, window, permuted, plain.castTo(DataType.DOUBLE)}) {
            INDArray to = Nd4j.create(DataType.FLOAT, from.shape());
            ParallelCopy.all(from, to);
            assertThat(to).isEqualTo(from.castTo(DataType.FLOAT));

            INDArray frame = Nd4j.zeros(DataType.FLOAT, from.size(0) + 2, from.size(1), from.size(2));
            ParallelCopy.all(from, frame.get(NDArrayIndex.interval(1, from.size(0) + 1)));
            assertThat(frame.get(NDArrayIndex.interval(1, from.size(0) + 1))).isEqualTo(to);
            assertThat(frame.get(NDArrayIndex.point(0)).maxNumber().doubleValue())
                    .isZero();
            assertThat(frame.get(NDArrayIndex.point(from.size(0) + 1))
                            .maxNumber()
                            .doubleValue())
                    .isZero();
        }
    }
}

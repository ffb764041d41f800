package hourglass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ValueScanTest {
    @BeforeAll
    static void prepare() {
        NativeBackend.prepare();
    }

    @ParameterizedTest
    @ValueSource(
            floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -Float.MIN_VALUE, 1.0000001f, -3, 255
            })
    void findsTheFirstValueOutside(float value) {
        INDArray array = Nd4j.valueArrayOf(new long[] {300, 700}, 0.5f);
        array.putScalar(123, 456, value);
        array.putScalar(299, 699, value);

        assertThat(ValueScan.firstOutside(array, 0, 1)).isEqualTo(123 * 700 + 456);
        assertThat(ValueScan.firstNotFinite(array)).isEqualTo(Float.isFinite(value) ? -1 : 123 * 700 + 456);
        assertThat(ValueScan.firstNotFinite(Nd4j.scalar(value).reshape(1, 1)))
                .isEqualTo(Float.isFinite(value) ? -1 : 0);
    }

    @Test
    void takesTheLimitsThemselvesAndNegativeZero() {
        assertThat(ValueScan.firstOutside(
                        Nd4j.createFromArray(0f, -0f, 1f, 0.5f).reshape(2, 2), 0, 1))
                .isEqualTo(-1);
        assertThat(ValueScan.firstOutside(
                        Nd4j.createFromArray(-1f, 1f, Math.nextUp(1f)).reshape(1, 3), -1, 1))
                .isEqualTo(2);
        assertThat(ValueScan.firstNotFinite(
                        Nd4j.createFromArray(Float.MAX_VALUE, -Float.MAX_VALUE).reshape(1, 2)))
                .isEqualTo(-1);
    }

    @Test
    void looksAtViewsAndOtherTypesToo() {
        INDArray array = Nd4j.zeros(DataType.FLOAT, 4, 6);
        array.putScalar(2, 5, Float.NaN);

        assertThat(ValueScan.firstNotFinite(array.transpose())).isEqualTo(5 * 4 + 2);
        assertThat(ValueScan.firstNotFinite(ArrayViews.of(array, 2, 4))).isEqualTo(5);
        assertThat(ValueScan.firstNotFinite(ArrayViews.of(array, 0, 2))).isEqualTo(-1);
        assertThat(ValueScan.firstNotFinite(array.castTo(DataType.DOUBLE))).isEqualTo(2 * 6 + 5);
    }
}

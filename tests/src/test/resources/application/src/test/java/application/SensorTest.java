package application;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SensorTest {

    @Test
    void aReadingBecomesThreeNumbers() {
        INDArray codes = new Sensor().encode(Nd4j.ones(5, 12));

        assertArrayEquals(new long[] {5, 3}, codes.shape());
        assertTrue(codes.getDouble(0, 0) == codes.getDouble(4, 0) && Math.abs(codes.getDouble(0, 0)) > 1e-6);
    }
}

package hourglass.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import hourglass.testing.ForeignBytes;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The weights, or the optimiser's state, of a model file from a stranger. */
class ParameterFuzzTest {
    private static final ForeignBytes FILE = ForeignBytes.named("coefficients.bin", IOException.class);
    private static final int MOST = 1000;

    @FuzzTest
    @Timeout(10)
    void areReadOrRefused(byte[] bytes) throws IOException {
        Optional<INDArray> read = read(bytes);
        if (read.isPresent()) {
            INDArray vector = read.get();
            assertThat(vector.shape()).hasSize(2).startsWith(1);
            // All of them are in the file.
            assertThat(vector.length()).isBetween(1L, Math.min(MOST, bytes.length / (long) Float.BYTES));
            assertThat(read(written(vector))).hasValueSatisfying(again -> {
                assertThat(bits(again)).isEqualTo(bits(vector));
                again.close();
            });
            vector.close();
        }
    }

    private static Optional<INDArray> read(byte[] bytes) {
        return FILE.read(bytes, ForeignBytes.PLAIN, ParameterFuzzTest::read);
    }

    /** As the reader of model files does, which makes a sentence of the reason. */
    private static INDArray read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return ParameterReader.read(in, MOST, Files.size(file));
        } catch (IOException e) {
            throw new IOException(file + " " + e.getMessage() + ".", e);
        }
    }

    private static byte[] written(INDArray vector) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Nd4j.write(vector, new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    /** Bits and not values, since NaN is not equal to itself; of its many forms one is written. */
    private static int[] bits(INDArray vector) {
        float[] values = vector.data().asFloat();
        int[] bits = new int[values.length];
        Arrays.setAll(bits, i -> Float.floatToIntBits(values[i]));
        return bits;
    }
}

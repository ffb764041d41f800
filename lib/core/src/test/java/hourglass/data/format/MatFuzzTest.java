package hourglass.data.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import hourglass.data.source.IdxBytes;
import hourglass.data.source.MatBytes;
import hourglass.testing.ForeignBytes;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;

/** MATLAB's files from a stranger who knows the checksum that is asked for. */
class MatFuzzTest {
    private static final ForeignBytes FILE = ForeignBytes.named("some.mat", IllegalArgumentException.class);

    @FuzzTest
    @Timeout(10)
    void areReadOrRefused(byte[] bytes) {
        Optional<MatFile.Bytes> read = read(bytes);
        read.ifPresent(matrix -> {
            assertThat(matrix.rows() * matrix.columns()).isEqualTo(matrix.values().length);
            byte[] written = MatBytes.file(MatBytes.matrix("faces", matrix.rows(), matrix.columns(), matrix.values()));
            assertThat(read(written)).hasValueSatisfying(again -> {
                assertThat(again.rows()).isEqualTo(matrix.rows());
                assertThat(again.columns()).isEqualTo(matrix.columns());
                assertThat(again.values()).isEqualTo(matrix.values());
            });
        });
    }

    private static Optional<MatFile.Bytes> read(byte[] bytes) {
        return FILE.read(bytes, ForeignBytes.COMPRESSED, path -> MatFile.read(path, "faces", IdxBytes.sha256(bytes)));
    }
}

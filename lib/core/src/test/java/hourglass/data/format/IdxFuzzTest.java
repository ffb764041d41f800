package hourglass.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.code_intelligence.jazzer.junit.FuzzTest;
import hourglass.data.source.IdxBytes;
import hourglass.testing.ForeignBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Timeout;
import org.nd4j.linalg.api.ndarray.INDArray;

/** IDX files from a stranger, compressed or not. */
class IdxFuzzTest {
    private static final ForeignBytes FILE = ForeignBytes.named("some-idx3-ubyte", IllegalArgumentException.class);

    @FuzzTest
    @Timeout(10)
    void areReadWholeOrRefused(byte[] bytes) throws IOException {
        if (bytes.length > 1 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b) {
            Optional<IdxFile> file = FILE.read(bytes, ForeignBytes.COMPRESSED, IdxFile::read);
            if (file.isPresent()) {
                holdsExactly(new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes(), file.get());
            }
            return;
        }
        Optional<IdxFile> file = FILE.read(bytes, ForeignBytes.PLAIN, IdxFile::read);
        file.ifPresent(read -> holdsExactly(bytes, read));
        Optional<IdxFile> same = FILE.read(IdxBytes.gzip(bytes), ForeignBytes.COMPRESSED, IdxFile::read);
        assertThat(same.map(IdxFile::sha256)).isEqualTo(file.map(IdxFile::sha256));
    }

    /** Writes again what was read, and finds every byte in its place. */
    private static void holdsExactly(byte[] bytes, IdxFile file) {
        assertThat(file.sha256()).isEqualTo(IdxBytes.sha256(bytes));
        if (bytes[3] == 1) {
            int[] labels = file.labels();
            assertThat(labels).hasSize(file.size());
            assertThat(Arrays.stream(labels).allMatch(label -> label >= 0 && label <= 255))
                    .isTrue();
            assertThat(IdxBytes.labels(labels)).isEqualTo(bytes);
            assertThatIllegalArgumentException().isThrownBy(file::pixels);
            return;
        }
        assertThatIllegalArgumentException().isThrownBy(file::labels);
        INDArray pixels = file.pixels();
        int pixelsEach = file.height() * file.width();
        assertThat(pixels.shape()).isEqualTo(new long[] {file.size(), pixelsEach});
        ByteBuffer written = ByteBuffer.allocate(bytes.length)
                .putInt(0x803)
                .putInt(file.size())
                .putInt(file.height())
                .putInt(file.width());
        boolean inRange = true;
        for (float pixel : pixels.data().asFloat()) {
            inRange &= pixel >= 0 && pixel <= 1;
            written.put((byte) Math.round(pixel * 255));
        }
        assertThat(inRange).as("pixels from 0 to 1").isTrue();
        assertThat(written.array()).isEqualTo(bytes);
        pixels.close();
    }
}

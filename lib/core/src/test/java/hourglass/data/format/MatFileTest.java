package hourglass.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hourglass.data.source.IdxBytes;
import hourglass.data.source.MatBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatFileTest {
    private static final byte[] VALUES = {0, 1, 127, (byte) 128, (byte) 200, (byte) 255};
    private static final byte[] OTHER = MatBytes.matrix("u", 1, 2, new byte[] {5, 6});
    private static final byte[] FACES = MatBytes.matrix("faces", 2, 3, VALUES);

    @TempDir
    Path folder;

    private Path path;

    @BeforeEach
    void name() {
        path = folder.resolve("some.mat");
    }

    @Test
    void aVariableIsFoundAmongOthersWithAllItsBytes() throws IOException {
        MatFile.Bytes faces = read(MatBytes.file(OTHER, FACES, OTHER));

        assertThat(faces.rows()).isEqualTo(2);
        assertThat(faces.columns()).isEqualTo(3);
        assertThat(faces.values()).isEqualTo(VALUES);
    }

    @Test
    void aCompressedVariableIsTheSame() throws IOException {
        assertThat(read(MatBytes.file(MatBytes.compressed(OTHER), MatBytes.compressed(FACES)))
                        .values())
                .isEqualTo(VALUES);
    }

    @Test
    void theOtherOrderOfBytesAndSmallElementsAreRead() throws IOException {
        ByteBuffer file = ByteBuffer.allocate(128 + 8 + 16 + 16 + 8 + 8); // Of big endian, until it is told otherwise.
        file.position(124).putShort((short) 0x0100).putShort((short) ('M' << 8 | 'I'));
        file.putInt(14).putInt(file.remaining() - Integer.BYTES);
        file.putInt(6).putInt(8).putInt(9).putInt(0); // unsigned bytes
        file.putInt(5).putInt(8).putInt(3).putInt(1);
        // At most four bytes stand in the second half of their tag, and their number in the first quarter.
        file.putInt(2 << 16 | 1).put((byte) 'u').put((byte) '8').putShort((short) 0);
        file.putInt(3 << 16 | 2).put(new byte[] {7, 8, (byte) 200, 0});
        Files.write(path, file.array());

        MatFile.Bytes read = MatFile.read(path, "u8", IdxBytes.sha256(file.array()));

        assertThat(read.rows()).isEqualTo(3);
        assertThat(read.columns()).isEqualTo(1);
        assertThat(read.values()).containsExactly(7, 8, 200);
    }

    @Test
    void anotherContentThanThePublishedOneIsRefused() throws IOException {
        Files.write(path, MatBytes.file(FACES));

        assertThatThrownBy(() -> MatFile.read(path, "faces", "1234"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(path + " is not the published file (its bytes have the SHA-256 "
                        + IdxBytes.sha256(Files.readAllBytes(path))
                        + " instead of 1234): delete it, or put the published file in its place.");
    }

    @Test
    void aFileThatIsCutAnywhereIsRefusedInOneSentence() throws IOException {
        for (byte[] whole : new byte[][] {MatBytes.file(FACES), MatBytes.file(MatBytes.compressed(FACES))}) {
            for (int length : new int[] {0, 3, 127, 130, 140, whole.length - 1}) {
                assertDamaged(Arrays.copyOf(whole, length));
            }
        }
    }

    @Test
    void aFileWhoseCompressedDataAreSpoiledIsRefusedInOneSentence() throws IOException {
        byte[] spoiled = MatBytes.file(MatBytes.compressed(FACES));
        Arrays.fill(spoiled, 136, 150, (byte) 0x5a);
        assertDamaged(spoiled);
    }

    @Test
    void whatIsNoMatrixOfBytesIsRefused() throws IOException {
        assertThatThrownBy(() -> read(MatBytes.file(OTHER)))
                .hasMessage(path + " has no matrix 'faces': put the published file in its place.");
        assertThatThrownBy(() -> read(MatBytes.file(MatBytes.matrix("faces", MatBytes.INT8_CLASS, 2, 3, VALUES))))
                .hasMessageStartingWith(path + " holds 'faces' as ")
                .hasMessageEndingWith("not as a matrix of unsigned bytes: put the published file in its place.");
        assertThatThrownBy(() -> MatFile.read(path.resolveSibling("none.mat"), "faces", ""))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("There is no file " + path.resolveSibling("none.mat") + ": check the path.");
    }

    private void assertDamaged(byte[] bytes) throws IOException {
        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(java.util.regex.Pattern.quote(path.toString())
                        + " (is damaged or not a .mat file of MATLAB's level 5 format: copy or download it again"
                        + "|has no matrix 'faces': put the published file in its place)\\.");
    }

    private MatFile.Bytes read(byte[] bytes) throws IOException {
        Files.write(path, bytes);
        return MatFile.read(path, "faces", IdxBytes.sha256(bytes));
    }
}

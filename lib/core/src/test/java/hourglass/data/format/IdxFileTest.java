package hourglass.data.format;

import static hourglass.data.source.IdxBytes.gzip;
import static hourglass.data.source.IdxBytes.labels;
import static hourglass.data.source.IdxBytes.pictures;
import static hourglass.data.source.IdxBytes.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class IdxFileTest {

    @TempDir
    Path folder;

    @Test
    void everyGreyLevelOfEveryPixelComesBack() throws IOException {
        int count = 150; // more pixels than one block of the conversion, and not a multiple of it
        IdxFile file = IdxFile.read(write(pictures(count, 30, 20)));

        INDArray pixels = file.pixels();

        assertThat(file.size()).isEqualTo(count);
        assertThat(file.height()).isEqualTo(30);
        assertThat(file.width()).isEqualTo(20);
        assertThat(pixels.shape()).containsExactly(count, 600);
        assertThat(pixels.ordering()).isEqualTo('c');
        assertThat(pixels.dataType()).isEqualTo(DataType.FLOAT);
        float[] values = pixels.dup().data().asFloat();
        for (int i = 0; i < values.length; i++) {
            if (values[i] != (i & 0xff) / 255f) {
                assertThat(values[i]).as("pixel %d", i).isEqualTo((i & 0xff) / 255f);
            }
        }
    }

    @Test
    void labelsComeBackUnsigned() throws IOException {
        assertThat(IdxFile.read(write(labels(3, 0, 255))).labels()).containsExactly(3, 0, 255);
    }

    @Test
    void compressionIsSeenInTheBytesAndNotInTheName() throws IOException {
        byte[] plain = pictures(3, 2, 2);
        IdxFile fromCompressed = IdxFile.read(write("train-images-idx3-ubyte", gzip(plain)));
        IdxFile fromPlain = IdxFile.read(write("train-images-idx3-ubyte.gz", plain));

        assertThat(fromCompressed.pixels()).isEqualTo(fromPlain.pixels());
        assertThat(fromCompressed.sha256()).isEqualTo(fromPlain.sha256()).isEqualTo(sha256(plain));
    }

    @Test
    void aWrongMagicNumberIsRefused() throws IOException {
        byte[] bytes = pictures(1, 2, 2);
        bytes[2] = 0x0f; // no type of IDX

        assertFault(
                bytes,
                " begins with 0x00000f03, but IDX files begin with 0x00000803 (pictures) or 0x00000801"
                        + " (labels): give one of these.");
    }

    @Test
    void numbersOfAnotherTypeOrInOtherDimensionsAreNamed() throws IOException {
        String remedy =
                ", but pictures are read from unsigned bytes in 3 dimensions and labels from unsigned bytes in 1:"
                        + " write the numbers as such.";

        assertFault(header(0xd03, 1, 2, 2), " holds 32-bit floats in 3 dimensions (0x00000d03)" + remedy);
        assertFault(header(0xc02, 1, 8, 5), " holds 32-bit integers in 2 dimensions (0x00000c02)" + remedy);
        assertFault(header(0x804, 1, 3, 2, 2), " holds unsigned bytes in 4 dimensions (0x00000804)" + remedy);
    }

    @Test
    void readingEndsWhenTheThreadIsInterrupted() throws IOException {
        Path file = write(gzip(pictures(100, 28, 28)));
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> IdxFile.read(file))
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("Stopped while reading " + file + ": run it again for the whole result.");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aFileThatEndsEarlyIsRefused() throws IOException {
        assertFault(new byte[0], " is empty: copy or download it again.");
        assertFault(new byte[3], " ends after 3 bytes, within its header: copy or download it again.");
        assertFault(
                Arrays.copyOf(pictures(1, 2, 2), 9),
                " ends after 9 bytes, within its header: copy or download it again.");
        assertFault(
                Arrays.copyOf(pictures(1000, 2, 2), 4015),
                " says that it holds 1,000 pictures of 2×2, but ends after 3,999 of 4,000 bytes: copy or download it"
                        + " again.");
    }

    @Test
    void aFileThatGoesOnIsRefused() throws IOException {
        String fault = " says that it holds 3 labels, but goes on after these 3 bytes: its header or its end is wrong.";
        byte[] longer = Arrays.copyOf(labels(1, 2, 3), 12);

        assertFault(longer, fault);
        assertFault(gzip(longer), fault);
    }

    @Test
    void aHeaderThatPromisesTooMuchTakesNoMemory() throws IOException {
        assertFault(
                header(0x803, 400_000_000, 1, 1),
                " says that it holds 400,000,000 pictures of 1×1, but ends after 0 of 400,000,000 bytes: copy or"
                        + " download it again.");
        assertThatThrownBy(() -> IdxFile.read(write(header(0x803, -1, -1, -1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(".* says that it holds 4,294,967,295 pictures of 4294967295×4294967295, more than"
                        + " the [0-9,]+ million bytes that fit here: split it, or give Java more memory with -Xmx\\.");
        assertFault(
                header(0x803, 5, 0, 7),
                " says that it holds 5 pictures of 0×7, which is nothing: give a file with at least one picture or"
                        + " label.");
    }

    @Test
    void aCompressedFloodIsLeftAsSoonAsItPassesItsHeader() throws IOException {
        Path flood = write(gzip(Arrays.copyOf(labels(1, 2), 1 << 26)));

        assertThatThrownBy(() -> IdxFile.read(flood))
                .hasMessage(
                        flood + " says that it holds 2 labels, but goes on after these 2 bytes: its header or its end"
                                + " is wrong.");
    }

    @Test
    void damagedCompressionIsRefused() throws IOException {
        byte[] compressed = gzip(pictures(100, 5, 5));
        byte[] wrongSum = compressed.clone();
        wrongSum[compressed.length - 6]++;
        byte[] wrongBlock = compressed.clone();
        wrongBlock[10] = 7; // a kind of block that does not exist

        assertFault(
                Arrays.copyOf(compressed, 100),
                " ends in the middle of its compressed data: copy or download it again.");
        for (byte[] damaged : new byte[][] {wrongSum, wrongBlock}) {
            Path path = write(damaged);
            assertThatThrownBy(() -> IdxFile.read(path))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("The compressed data in " + path + " are damaged: copy or download the file again.");
        }
    }

    @Test
    void labelsAndPicturesAreNotMistakenForEachOther() throws IOException {
        Path labels = write("l", labels(1, 2));
        Path pictures = write("p", pictures(1, 2, 2));

        assertThatThrownBy(() -> IdxFile.read(labels).pixels())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(labels + " holds 2 labels (0x00000801), not pictures (0x00000803): give the file whose name"
                        + " contains 'images-idx3'.");
        assertThatThrownBy(() -> IdxFile.read(pictures).labels())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(pictures + " holds 1 pictures of 2×2 (0x00000803), not labels (0x00000801): give the file"
                        + " whose name contains 'labels-idx1'.");
    }

    @Test
    void aFileThatCannotBeReadIsNamed() {
        Path missing = folder.resolve("missing");

        assertThatThrownBy(() -> IdxFile.read(missing))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("There is no file " + missing + ": check the path.");
        assertThatThrownBy(() -> IdxFile.read(folder))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageMatching(".* cannot be read \\(.*\\): check that it is a file and that you may read it\\.");
    }

    private void assertFault(byte[] bytes, String sentence) throws IOException {
        Path path = write(bytes);
        assertThatThrownBy(() -> IdxFile.read(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(path + sentence);
    }

    private static byte[] header(int... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length);
        for (int number : numbers) {
            bytes.putInt(number);
        }
        return bytes.array();
    }

    private Path write(byte[] bytes) throws IOException {
        return write("file", bytes);
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }
}

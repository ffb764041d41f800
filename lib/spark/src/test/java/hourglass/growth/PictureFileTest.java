package hourglass.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hourglass.data.synthetic.Drawings;
import java.io.EOFException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

class PictureFileTest {

    private static final int PICTURES = 1_300;

    @TempDir
    static Path folder;

    private static Path path;

    @BeforeAll
    static void write() throws Exception {
        path = folder.resolve("pictures");
        PictureFile.write(path, PICTURES);
    }

    @Test
    void holdsDrawnGarmentsWithNoiseOnTheirLitPixelsAndNoTwoAlike() throws Exception {
        assertThat(path).hasSize(784L * PICTURES);
        float[] drawn = Drawings.garments(7, 3, 1)[0];
        float[] once = new float[784];
        float[] again = new float[784];
        try (PictureFile file = PictureFile.open(path)) {
            file.read(3, 1, once);
            file.read(1_003, 1, again);
        }

        assertThat(again).isNotEqualTo(once);
        for (int i = 0; i < 784; i++) {
            assertThat(once[i]).isBetween(Math.max(0, drawn[i] - 8.1f / 255), Math.min(1, drawn[i] + 7.1f / 255));
            assertThat(drawn[i] == 0 && once[i] != 0).isFalse();
        }
        assertThat(IntStream.range(0, 784).filter(i -> once[i] != drawn[i]).count())
                .isGreaterThan(50);
    }

    @Test
    void fewerPicturesAreTheFirstOfMore() throws Exception {
        Path few = folder.resolve("few");
        PictureFile.write(few, 1_100);

        assertThat(Files.readAllBytes(few)).isEqualTo(java.util.Arrays.copyOf(Files.readAllBytes(path), 784 * 1_100));
    }

    @Test
    void theArrayTheBatchesAndThePicturesOneByOneAreTheSame() throws Exception {
        try (PictureFile file = PictureFile.open(path)) {
            INDArray all = GrowthRun.all(file, PICTURES);
            ExistingDataSetIterator batches = new ExistingDataSetIterator(new PictureBatches(file, PICTURES, 256));
            for (int epoch = 0; epoch < 2; epoch++) {
                batches.reset();
                int seen = 0;
                while (batches.hasNext()) {
                    INDArray some = batches.next().getFeatures();
                    for (int i = 0; i < some.size(0); i += 51) {
                        assertThat(some.getRow(i)).isEqualTo(all.getRow(seen + i));
                    }
                    seen += (int) some.size(0);
                }
                assertThat(seen).isEqualTo(PICTURES);
            }
            Iterator<float[]> one = PictureFile.pictures(path, 700, PICTURES);
            for (int i = 700; i < PICTURES; i++) {
                assertThat(one.next()).isEqualTo(all.getRow(i).toFloatVector());
            }
            assertThat(one.hasNext()).isFalse();
        }
    }

    @Test
    void aFileThatEndsTooSoonIsAnError() throws Exception {
        try (PictureFile file = PictureFile.open(path)) {
            assertThatThrownBy(() -> file.read(PICTURES - 1, 2, new float[2 * 784]))
                    .isInstanceOf(EOFException.class)
                    .hasMessage("The file of pictures ends before picture 1301.");
        }
    }
}

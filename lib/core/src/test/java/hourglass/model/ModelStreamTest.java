package hourglass.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import hourglass.train.Training;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Models that are no files: in memory, or in an archive, as the resources of an application are. */
class ModelStreamTest {

    private final INDArray examples = Networks.mixtures(16, 20);
    private final Autoencoder autoencoder = Autoencoder.of(Networks.dense(20, 3, LossFunction.XENT, 0.01));
    private final ByteArrayOutputStream model = new ByteArrayOutputStream();

    @BeforeEach
    void train() throws IOException {
        autoencoder.fit(examples, null, Training.epochs(2).batchSize(4).quietly());
        autoencoder.save(model);
    }

    @Test
    void givesTheSameOutputsAndTrainsOnInTheSameWay() throws IOException {
        Autoencoder loaded = Autoencoder.load(new ByteArrayInputStream(model.toByteArray()));

        assertThat(loaded.encode(examples)).isEqualTo(autoencoder.encode(examples));
        loaded.fit(examples, null, Training.epochs(1).batchSize(4).quietly());
        autoencoder.fit(examples, null, Training.epochs(1).batchSize(4).quietly());
        assertThat(loaded.network().params()).isEqualTo(autoencoder.network().params());
    }

    @Test
    void leavesTheStreamsOpenForWhatFollows() throws IOException {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(archive)) {
            zip.putNextEntry(new ZipEntry("models/first.zip"));
            autoencoder.save(zip);
            zip.putNextEntry(new ZipEntry("models/second.txt"));
            zip.write(7);
        }

        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive.toByteArray()))) {
            zip.getNextEntry();
            assertThat(Autoencoder.load(zip).encode(examples)).isEqualTo(autoencoder.encode(examples));
            assertThat(zip.getNextEntry().getName()).isEqualTo("models/second.txt");
            assertThat(zip.read()).isEqualTo(7);
        }
    }

    @Test
    void refusesWhatIsNoModelAndLeavesNothingBehind() throws IOException {
        long before = temporaryFiles();
        byte[] half = Arrays.copyOf(model.toByteArray(), model.size() / 2);

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Autoencoder.load(new ByteArrayInputStream(half)))
                .withMessageStartingWith("The stream is not a model that can be loaded: ");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Autoencoder.load(new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("connection reset");
                    }
                }))
                .withMessage("connection reset");
        assertThatNullPointerException()
                .isThrownBy(() -> Autoencoder.load((InputStream) null))
                .withMessage("There is no stream to load a model from: check the name of the resource.");
        assertThat(temporaryFiles()).isEqualTo(before);
    }

    private static long temporaryFiles() throws IOException {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("hourglass-model"))
                    .count();
        }
    }
}

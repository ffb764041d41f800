package hourglass.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hourglass.testing.SmallDisk;
import hourglass.train.Training;
import hourglass.train.UnsavedModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A disk of 64 kilobytes, with room for a small model and for none of 300,000 parameters. */
class FullDiskTest {
    @TempDir
    Path folder;

    private Path file;
    private SmallDisk disk;
    private byte[] old;
    private final Autoencoder large = Autoencoder.of(Networks.dense(500, 300, LossFunction.XENT, 0.001));

    @BeforeEach
    void mount() throws Exception {
        Path mounted = folder.resolve("small");
        disk = SmallDisk.at(mounted, 64);
        file = mounted.resolve("model.zip");
        Autoencoder.of(Networks.dense(20, 3, LossFunction.XENT, 0.01)).save(file);
        old = Files.readAllBytes(file);
    }

    @AfterEach
    void unmount() throws Exception {
        if (disk != null) {
            disk.close();
        }
    }

    @Test
    void keepsTheOldModelAndNothingOfTheNewOne() throws IOException {
        assertThatIOException()
                .isThrownBy(() -> large.save(file))
                .withMessage("The model could not be written to " + file
                        + " (No space left on device): choose a folder that can be written and has room.");

        assertOnlyTheOldFile();
    }

    @Test
    void keepsTheOldCheckpointAndTheTrainedWeights() throws IOException {
        INDArray pictures = Networks.mixtures(64, 500);

        UnsavedModelException unsaved = catchThrowableOfType(
                () -> large.fit(
                        pictures,
                        pictures,
                        Training.epochs(2).batchSize(32).quietly().keepBest(file)),
                UnsavedModelException.class);

        assertThat(unsaved)
                .hasMessageStartingWith("The best model, of epoch ")
                .hasMessageContaining(
                        "could not be written to " + file + " (No space left on device): the training is done");
        assertThat(unsaved.history().epochs()).hasSize(2);
        assertThat(large.loss(pictures)).isEqualTo(unsaved.history().best().validationLoss());
        assertOnlyTheOldFile();
    }

    @Test
    void whatCannotBeWrittenAtAllIsToldBeforeTheTraining() throws Exception {
        INDArray pictures = Networks.mixtures(64, 500);
        disk.becomeReadOnly();

        assertThatIOException()
                .isThrownBy(() -> large.save(file))
                .withMessage("The model could not be written to " + file
                        + " (Read-only file system): choose a folder that can be written and has room.");
        assertThat(catchThrowableOfType(
                        () -> large.fit(
                                pictures, pictures, Training.epochs(1).quietly().keepBest(file)),
                        UncheckedIOException.class))
                .hasMessageContaining("(Read-only file system)");
        assertThat(large.network().getIterationCount()).isZero();
        assertOnlyTheOldFile();
    }

    private void assertOnlyTheOldFile() throws IOException {
        assertThat(file).hasBinaryContent(old);
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }
}

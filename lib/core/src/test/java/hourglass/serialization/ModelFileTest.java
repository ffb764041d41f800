package hourglass.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import hourglass.model.Autoencoder;
import hourglass.model.Networks;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.api.preprocessor.ImagePreProcessingScaler;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class ModelFileTest {
    @TempDir
    Path folder;

    private Path model;

    @BeforeEach
    void save() throws IOException {
        model = folder.resolve("model.zip");
        Autoencoder.of(Networks.dense(20, 3, LossFunction.XENT, 0.01)).save(model);
    }

    @Test
    void isReadByDeeplearning4jToo() throws IOException {
        assertThat(ModelSerializer.restoreMultiLayerNetwork(model.toFile()).params())
                .isEqualTo(Autoencoder.load(model).network().params());
    }

    @Test
    void leavesNoTemporaryFileBehind() throws IOException {
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(model);
        }
    }

    @Test
    void isRefusedWhenItNamesAForeignClass() throws IOException {
        edit(json -> json.replace("org.nd4j.linalg.activations.impl.ActivationReLU", "javax.swing.JEditorPane"));

        assertThatIOException()
                .isThrownBy(() -> Autoencoder.load(model))
                .withMessage(model + " names the class javax.swing.JEditorPane, which is not one of Deeplearning4j's or"
                        + " Hourglass's: it was not loaded. If it is your own, name its package: load(file,"
                        + " Set.of(\"com.example.layers\")).");
    }

    @Test
    void isRefusedWhenItsCountsCannotBe() throws IOException {
        edit(json -> json.replace("\"iterationCount\" : 0", "\"iterationCount\" : -5"));

        assertThatIOException()
                .isThrownBy(() -> Autoencoder.load(model))
                .withMessage(
                        model + " is not a model that can be loaded: it says that -5 updates and 0 epochs are behind"
                                + " it; save it again or take another copy.");
    }

    @Test
    void isRefusedWhenCutShort() throws IOException {
        byte[] whole = Files.readAllBytes(model);
        Files.write(model, Arrays.copyOf(whole, whole.length / 2));

        assertThatIOException()
                .isThrownBy(() -> Autoencoder.load(model))
                .withMessageContaining("is not a model that can be loaded: it is no whole zip file");
    }

    @Test
    void isRefusedWhenItsWeightsAreThoseOfAnotherNetwork() throws IOException {
        Path other = folder.resolve("other.zip");
        Autoencoder.of(Networks.dense(20, 2, LossFunction.XENT, 0.01)).save(other);
        try (FileSystem zip = FileSystems.newFileSystem(model);
                FileSystem from = FileSystems.newFileSystem(other)) {
            Files.delete(zip.getPath(ModelSerializer.COEFFICIENTS_BIN));
            Files.copy(from.getPath(ModelSerializer.COEFFICIENTS_BIN), zip.getPath(ModelSerializer.COEFFICIENTS_BIN));
        }

        assertThatIOException()
                .isThrownBy(() -> Autoencoder.load(model))
                .withMessage(
                        model + " is not a model that can be loaded: it has 102 parameters where its layers need 143;"
                                + " save it again or take another copy.");
    }

    @Test
    void isRefusedWhenAPartIsMissing() throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(model)) {
            Files.delete(zip.getPath(ModelSerializer.COEFFICIENTS_BIN));
        }

        assertThatIOException()
                .isThrownBy(() -> Autoencoder.load(model))
                .withMessageContaining("it has no part coefficients.bin");
    }

    @Test
    void saysThatANormaliserIsNotLoaded() throws IOException {
        List<String> messages = new ArrayList<>();
        Logger logger = Logger.getLogger(ModelFile.class.getName());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                messages.add(entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            Autoencoder.load(model);
            assertThat(messages).isEmpty();
            ModelSerializer.addNormalizerToModel(model.toFile(), new ImagePreProcessingScaler(0, 1));
            Autoencoder.load(model);
        } finally {
            logger.removeHandler(handler);
        }

        assertThat(messages)
                .containsExactly(
                        model + " holds a normaliser too, which is not loaded because reading it would run Java"
                                + " deserialisation: scale examples as it did before you give them to the network.");
    }

    @Test
    void saysWhichFileIsNotThere() {
        assertThatIOException()
                .isThrownBy(() -> Autoencoder.load(folder.resolve("none.zip")))
                .withMessageStartingWith("There is no model file");
    }

    @Test
    void keepsTheOldFileWhenTheNewOneCannotBeWritten() throws IOException {
        byte[] before = Files.readAllBytes(model);
        Path inside = model.resolve("under-a-file.zip");

        assertThatIOException()
                .isThrownBy(() -> Autoencoder.load(model).save(inside))
                .withMessageContaining("could not be written");
        assertThat(Files.readAllBytes(model)).isEqualTo(before);
    }

    private void edit(java.util.function.UnaryOperator<String> change) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(model)) {
            Path json = zip.getPath(ModelSerializer.CONFIGURATION_JSON);
            String before = Files.readString(json);
            String after = change.apply(before);
            assertThat(after).isNotEqualTo(before);
            Files.writeString(json, after);
        }
    }
}

package hourglass.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import example.losses.OwnLayer;
import example.losses.OwnLoss;
import hourglass.train.Training;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Layers and losses of an application, in a package that Hourglass does not know. */
class OwnClassesTest {
    private static final Set<String> OURS = Set.of("example.losses");

    private static Autoencoder network() {
        return Autoencoder.of(new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(new DenseLayer.Builder().nIn(6).nOut(3).name("code").build())
                .layer(new OwnLayer())
                .layer(new OutputLayer.Builder(new OwnLoss())
                        .nIn(3)
                        .nOut(6)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
    }

    @Test
    void areLoadedFromAPackageThatIsTrusted(@TempDir Path folder) throws IOException {
        INDArray x = Nd4j.rand(20, 6);
        Path file = folder.resolve("own.zip");
        try (Autoencoder autoencoder = network()) {
            autoencoder.fit(x, null, Training.epochs(2).quietly());
            autoencoder.save(file);

            assertThatIOException()
                    .isThrownBy(() -> Autoencoder.load(file))
                    .withMessage(
                            file + " names the class example.losses.OwnLayer, which is not one of Deeplearning4j's or"
                                    + " Hourglass's: it was not loaded. If it is your own, name its package: load(file,"
                                    + " Set.of(\"com.example.layers\")).");
            try (Autoencoder loaded = Autoencoder.load(file, OURS)) {
                assertThat(loaded.reconstruct(x)).isEqualTo(autoencoder.reconstruct(x));
                assertThat(loaded.lossFunction()).isEqualTo("OwnLoss");
                assertThat(loaded.configuration().getConf(1).getLayer()).isInstanceOf(OwnLayer.class);
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            AnomalyDetector.allowing(0.1, autoencoder, x).save(out);
            try (AnomalyDetector loaded = AnomalyDetector.load(new ByteArrayInputStream(out.toByteArray()), OURS)) {
                assertThat(loaded.autoencoder().reconstruct(x)).isEqualTo(autoencoder.reconstruct(x));
            }
        }
    }

    @Test
    void ofAPackageWithALongerNameAreNotTrusted(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("own.zip");
        try (Autoencoder autoencoder = network()) {
            autoencoder.save(file);
        }
        assertThatIOException()
                .isThrownBy(() -> Autoencoder.load(file, Set.of("example.loss")))
                .withMessageContaining("names the class example.losses.OwnLayer");
        try (Autoencoder loaded = Autoencoder.load(file, Set.of("example"))) {
            assertThat(loaded.parameters()).isEqualTo(6 * 3 + 3 + 3 * 6 + 6);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "java.util",
                "javax.swing",
                "com",
                "org.apache",
                "com.sun",
                "a b",
                "example.",
                ".example",
                "[Lexample"
            })
    void nothingButAPackageOfOnesOwnCanBeTrusted(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Autoencoder.load(Path.of("none.zip"), Set.of(name)))
                .withMessage("The package \"" + name
                        + "\" cannot be trusted with what a file names: give the one that your layers"
                        + " and losses are in, such as \"com.example.layers\".");
    }
}

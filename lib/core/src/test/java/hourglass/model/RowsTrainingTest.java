package hourglass.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import hourglass.data.RowScaler;
import hourglass.data.Rows;
import hourglass.train.History;
import hourglass.train.Training;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Rows of numbers with names and gaps through an autoencoder. */
class RowsTrainingTest {
    private static final List<String> NAMES = List.of("time", "speed", "power", "heat");
    private static final Training SHORT = Training.epochs(40).batchSize(32).quietly();

    @TempDir
    private Path folder;

    private Autoencoder autoencoder;

    @BeforeEach
    void build() {
        autoencoder = Autoencoder.of(configuration());
    }

    private static MultiLayerConfiguration configuration() {
        return Networks.dense(4, 3, LossFunction.MSE, Activation.IDENTITY, 0.02);
    }

    /** Speed decides power and heat; times are far from 0. */
    private static Rows machine(int n, double gaps, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] values = new double[n][];
        for (int i = 0; i < n; i++) {
            double speed = 50 + 20 * random.nextDouble();
            values[i] = new double[] {1.7e9 + 1000 * random.nextDouble(), speed, 3 * speed - 20, 900 - 5 * speed};
            for (int column = 1; column < 4; column++) {
                values[i][column] = random.nextDouble() < gaps ? Double.NaN : values[i][column];
            }
        }
        return Rows.of(NAMES, values);
    }

    @Test
    void learnsAndGivesBackTheUnitsOfTheColumns() {
        Rows train = machine(400, 0, 1);

        History history = autoencoder.fit(train, machine(100, 0, 2), SHORT);

        assertThat(history.last().loss()).isLessThan(history.epochs().get(0).loss() / 5);
        Rows test = machine(50, 0, 3);
        Rows back = autoencoder.reconstruct(test);
        assertThat(back.columns()).isEqualTo(NAMES);
        double error = 0;
        for (int row = 0; row < test.size(); row++) {
            error += Math.abs(back.get(row, "power") - test.get(row, "power")) / test.size();
        }
        assertThat(error)
                .as("mean error of the power, which goes from 130 to 190")
                .isLessThan(10);
        assertThat(autoencoder.encode(test).shape()).containsExactly(50, 3);
    }

    @Test
    void columnsAreFoundByTheirNames() {
        autoencoder.fit(machine(100, 0, 1), null, SHORT);
        Rows test = machine(9, 0, 3);
        Rows turned = test.select(List.of("heat", "time", "power", "speed"));

        assertThat(autoencoder.encode(turned)).isEqualTo(autoencoder.encode(test));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> autoencoder.encode(test.without("heat")))
                .withMessageContaining("There is no column \"heat\" among time, speed, power");
    }

    @Test
    void whatIsMissingCountsNeitherInTheLossNorInItsGradient() {
        Autoencoder still = Autoencoder.of(configuration());
        Rows rows = machine(60, 0.3, 4);

        History history =
                still.fit(rows, rows, Training.epochs(1).batchSize(7).quietly().learningRate(1e-12));

        RowScaler scaler = still.scaler().orElseThrow();
        Rows back = still.reconstruct(rows);
        double sum = 0;
        int count = 0;
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < 4; column++) {
                double value = rows.row(row)[column];
                if (!Double.isNaN(value)) {
                    sum += Math.pow(
                            (value - back.row(row)[column])
                                    / scaler.columns().get(column).scale(),
                            2);
                    count++;
                }
            }
        }
        assertThat(still.loss(rows)).isCloseTo(sum / count, within(1e-4));
        assertThat(history.last().loss()).isCloseTo(still.loss(rows), within(1e-5));
        assertThat(history.last().validationLoss()).isCloseTo(still.loss(rows), within(1e-6));
    }

    @Test
    void aColumnThatIsAlwaysKnownIsLearnedWhereTheOthersAreMissing() {
        Rows rows = machine(400, 0.4, 5);
        double before = Double.NaN;
        autoencoder.scaler(RowScaler.standard(rows));
        before = autoencoder.loss(rows);

        autoencoder.fit(rows, null, SHORT);

        assertThat(autoencoder.loss(rows)).isLessThan(before / 2);
    }

    @Test
    void theScaleIsSavedWithTheModel() throws IOException {
        Path best = folder.resolve("best.zip");
        Path last = folder.resolve("last.zip");
        Path own = folder.resolve("own.zip");
        Rows test = machine(20, 0.1, 3);
        autoencoder.fit(
                machine(200, 0.1, 1), machine(50, 0, 2), SHORT.keepBest(best).checkpointEvery(40, last));
        autoencoder.save(own);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        autoencoder.save(stream);

        for (Path file : List.of(last, own)) {
            Autoencoder loaded = Autoencoder.load(file);
            assertThat(loaded.scaler()).isEqualTo(autoencoder.scaler());
            assertThat(loaded.reconstruct(test)).isEqualTo(autoencoder.reconstruct(test));
        }
        assertThat(Autoencoder.load(best).scaler()).isEqualTo(autoencoder.scaler());
        assertThat(Autoencoder.load(new ByteArrayInputStream(stream.toByteArray()))
                        .reconstruct(test))
                .isEqualTo(autoencoder.reconstruct(test));
        MultiLayerNetwork plain = ModelSerializer.restoreMultiLayerNetwork(own.toFile());
        assertThat(plain.params()).isEqualTo(autoencoder.network().params());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"columns\": 3}",
                "{\"columns\": []}",
                "{\"columns\": [{\"name\": \"a\", \"fill\": 0, \"shift\": 0, \"scale\": 0}]}",
                "{\"columns\": [{\"name\": \"a\", \"fill\": 0, \"shift\": 0, \"scale\": 1e999}]}",
                "{\"columns\": [{\"name\": 7, \"fill\": 0, \"shift\": 0, \"scale\": 1}]}",
                "[[[[",
                "{\"columns\": [{\"name\": \"a\", \"fill\": \"0\", \"shift\": 0, \"scale\": 1}]}"
            })
    void aPartThatIsNoScaleIsRefused(String text) throws Exception {
        Path file = folder.resolve("model.zip");
        autoencoder.fit(machine(50, 0, 1), null, Training.epochs(1).quietly());
        autoencoder.save(file);
        try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + file.toUri()), Map.of())) {
            Files.writeString(zip.getPath("hourglass", "columns.json"), text);
        }

        assertThatIOException()
                .isThrownBy(() -> Autoencoder.load(file))
                .withMessageStartingWith(file + " is not a model that can be loaded: its part hourglass/columns.json ");
    }

    /** An application that looks for outliers meets them, and must not meet an exception. */
    @Test
    void rowsFarBeyondTheTrainingAreEncodedAndMeasuredInARangeToo() {
        Autoencoder bounded = Autoencoder.of(Networks.dense(4, 3, LossFunction.XENT, 0.02));
        bounded.fit(machine(200, 0, 1), machine(50, 0, 2), SHORT);
        double[] far = machine(1, 0, 3).row(0);
        far[2] = 1e6;
        Rows outlier = Rows.of(NAMES, new double[][] {far});

        assertThat(bounded.scaler().orElseThrow().columns().get(1).shift()).isCloseTo(50, within(1.0));
        assertThat(bounded.encode(outlier).shape()).containsExactly(1, 3);
        assertThat(bounded.reconstruct(outlier).get(0, "power")).isBetween(120.0, 200.0);
        assertThat(bounded.loss(outlier)).isFinite();
    }

    @Test
    void laterTrainingsKeepTheScale() {
        autoencoder.fit(machine(200, 0, 1), null, Training.epochs(1).quietly());
        RowScaler first = autoencoder.scaler().orElseThrow();

        autoencoder.fit(machine(200, 0, 9), null, Training.epochs(1).quietly());

        assertThat(autoencoder.scaler()).contains(first);
    }

    @Test
    void refusesWhatCannotWork() {
        Rows rows = machine(10, 0, 1);
        assertThatIllegalStateException()
                .isThrownBy(() -> autoencoder.encode(rows))
                .withMessageContaining("The scale of the columns is not known yet");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> autoencoder.fit(rows.without("heat"), null, SHORT))
                .withMessage(
                        "There are 3 columns, but the network's first layer takes 4 numbers: begin with a DenseLayer of"
                                + " nIn(3), or choose other columns.");
        assertThat(autoencoder.scaler()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Autoencoder.of(Networks.convolutional(2)).fit(rows.without("heat"), null, SHORT))
                .withMessageContaining("There are 3 columns");
    }
}

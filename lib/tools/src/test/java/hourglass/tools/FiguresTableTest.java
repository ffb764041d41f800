package hourglass.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiguresTableTest {
    @Test
    void takesAFigureFromItsRecordAndSaysWhatIsMissing(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("results.json");
        Files.writeString(
                file,
                """
                [{"lesson": "01", "model": "shallow-32", "data": "mnist", "metric": "test-bce-per-pixel", "value": 0.09244,
                "budget": "full", "epochs": 100, "seconds": 71.6, "seed": 42}]
                """);

        String made = FiguresTable.withFigures(
                "a\n<!-- figures -->\nold\n<!-- end of figures -->\nb", ResultsFile.read(file));

        assertThat(made)
                .contains("| 784-32-784 | mnist | 0.0932 in 100 epochs | **0.0924** | 100 epochs, 72 s | not reached |")
                .contains("| 784-32-784 | fashion-mnist | 0.282 in 100 epochs | not measured yet |  |  |")
                .contains(
                        "| convolutional VAE, 2 numbers: negative ELBO of a training picture, nats | mnist | 146.95 in 30"
                                + " epochs | not measured yet |  |  |")
                .contains(
                        "| convolutional VAE, 2 numbers: negative ELBO of a test picture, nats | mnist |  | not measured yet |"
                                + "  |  |")
                .doesNotContain("old")
                .endsWith("<!-- end of figures -->\nb");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FiguresTable.withFigures("no table", ResultsFile.read(file)))
                .withMessageContaining("put these two lines back");
    }
}

package hourglass.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hourglass.tools.NotebookFile;
import hourglass.tools.NotebookLint;
import hourglass.tools.OutputChecks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("jupyter")
class RecorderTest {
    @Test
    void writesTheSameNotebookEachTime() throws IOException {
        Trial trial = Trial.of("recorded");
        Path path = trial.notebook("tiny");
        // As JupyterLab leaves it when a reader saves.
        Files.writeString(path, Files.readString(path).replace("\"Java\"", "\"Java (jjava)\""));

        assertThat(trial.recorder("full").record("tiny")).isTrue();
        String first = Files.readString(path);
        assertThat(trial.recorder("full").record("*")).isTrue();

        assertThat(path).hasContent(first);
        assertThat(ImageIO.read(path.resolveSibling("images")
                                .resolve("tiny.png")
                                .toFile())
                        .getWidth())
                .isEqualTo(8);
        assertThat(NotebookLint.problems(NotebookFile.read(path))).isEmpty();
        assertThat(OutputChecks.of(trial.project()).problems(NotebookFile.read(path)))
                .isEmpty();
        assertThat(first)
                .startsWith("{\n \"cells\": [\n  {\n   \"cell_type\": \"markdown\",\n")
                .endsWith("}\n")
                .contains("\"100 of 100\\n\"", "\"alt\": \"A square of eight by eight")
                .doesNotContain("iopub", "BufferedImage@", "\"version\"", "widget", " \\n\"");
    }

    @Test
    void keepsTheFiguresOfEachBudgetAndTheOutputsOfTheFullOne() throws IOException {
        Trial trial = Trial.of("recorded-budgets");
        Path path = trial.notebook("budget");

        assertThat(trial.recorder("standard").record("budget")).isTrue();
        assertThat(NotebookFile.read(path).recordedSha256()).isEmpty();
        assertThat(trial.recorder("full").record("budget")).isTrue();
        assertThat(NotebookFile.read(path).recordedSha256()).isPresent();

        assertThat(Files.readAllLines(trial.project().results()))
                .hasSize(4)
                .satisfies(lines -> assertThat(lines.get(1))
                        .startsWith("{\"lesson\": \"99\", \"model\": \"dense\", \"data\": \"waves\", \"metric\":"
                                + " \"pictures-seen\", \"value\": 320.0, \"budget\": \"full\", \"epochs\": 5, "))
                .satisfies(lines -> assertThat(lines.get(2))
                        .contains("\"value\": 192.0, \"budget\": \"standard\", \"epochs\": 3, "));
    }

    @Test
    void leavesANotebookThatFailsAsItIs() throws IOException {
        Trial trial = Trial.of("not-recorded");
        Path path = trial.notebook("failing");
        String before = Files.readString(path);

        assertThat(trial.recorder("standard").record("*")).isFalse();

        assertThat(path).hasContent(before);
        assertThat(trial.project().results()).doesNotExist();
    }

    @Test
    void saysThatNoNotebookWasChosen() throws IOException {
        Trial trial = Trial.of("nothing-to-record");

        assertThatThrownBy(() -> trial.recorder("standard").record("01*"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("No notebook in notebooks/ matches \"01*\": name it as in -Dnotebooks=01*.");
    }
}

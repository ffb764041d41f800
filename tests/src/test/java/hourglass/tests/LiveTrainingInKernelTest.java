package hourglass.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import hourglass.tools.NotebookFile;
import hourglass.tools.NotebookRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A picture that is redrawn while a network learns is one output of its cell. */
@Tag("jupyter")
class LiveTrainingInKernelTest {
    private static final int TRAINING = 2; // its place among the code cells of the notebook

    @TempDir
    Path folder;

    @Test
    void leavesTheLastPictureInTheRecordedNotebook() throws IOException {
        Trial trial = Trial.of("live");

        NotebookRun run = trial.runner("quick").run(trial.notebook("live"));

        assertThat(run.problems()).isEmpty();
        List<JsonObject> shown = pictures(run.executed().orElseThrow());
        assertThat(shown).hasSize(1);
        assertThat(NotebookFile.text(shown.get(0).getAsJsonObject("data").get("text/plain")))
                .startsWith("Figure: Loss after 400 epochs: ");
    }

    private static List<JsonObject> pictures(NotebookFile notebook) {
        return notebook.codeCells().get(TRAINING).outputs().stream()
                .filter(output ->
                        output.has("data") && output.getAsJsonObject("data").has("image/png"))
                .toList();
    }

    @Test
    void isRedrawnByTheKernel() throws IOException, InterruptedException {
        Trial trial = Trial.of("live-messages");
        Path notebook = trial.notebook("live");
        List<String> cells = NotebookFile.read(notebook).codeCells().stream()
                .map(NotebookFile.Cell::source)
                .toList();
        Path file = Files.writeString(folder.resolve("cells.json"), new Gson().toJson(cells));
        Path log = folder.resolve("log");
        Path script = Trial.real().root().resolve(Path.of("tests", "src", "test", "python", "run_cells.py"));

        Process process = Trial.python()
                .command(
                        script.toString(),
                        file.toString(),
                        trial.project().notebooks().toString())
                .redirectError(log.toFile())
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said + Files.readString(log)).isZero();

        JsonArray report = JsonParser.parseString(said.lines().reduce("", (earlier, line) -> line))
                .getAsJsonArray();
        JsonObject training = report.get(TRAINING).getAsJsonObject();
        assertThat(training.get("status").getAsString())
                .as(training.get("error").getAsString())
                .isEqualTo("ok");
        assertThat(training.getAsJsonArray("pictures")).hasSize(1);
        assertThat(training.get("updates").getAsInt()).as("updates").isPositive();
    }
}

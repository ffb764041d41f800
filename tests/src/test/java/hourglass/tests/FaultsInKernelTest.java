package hourglass.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import hourglass.model.Autoencoder;
import hourglass.tools.NotebookFile;
import hourglass.tools.NotebookRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader may run cells twice or out of order, and the system may kill a kernel: no lesson is written for that. */
@Tag("jupyter")
class FaultsInKernelTest {
    /** A training in a cell of its own, which needs what cells before it have made. */
    private static final String TRAINING = "trained.fit(x, null";

    @TempDir
    Path folder;

    @Test
    void aLessonMayBeRunTwiceAndItsCellsOutOfOrder() throws IOException, InterruptedException {
        NotebookFile lesson = NotebookFile.read(
                NotebookFile.find(Trial.real().notebooks(), "00*").get(0));
        List<String> sources = new ArrayList<>(
                lesson.codeCells().stream().map(NotebookFile.Cell::source).toList());
        sources.add(Files.readString(Trial.real().claims(lesson.path())));
        String setUp = sources.get(0);
        String training = sources.stream()
                .filter(source -> source.contains(TRAINING))
                .findFirst()
                .orElseThrow();
        var cells = new ArrayList<String>();
        cells.add(training); // before anything else
        cells.addAll(sources);
        cells.add(setUp); // again, in the middle of a session
        cells.add(training); // alone
        cells.add(
                "Autoencoder.of(messageNetwork(5, 2, 42)).fit(x.dup().putScalar(0, 0, Double.NaN), null, Training.epochs(1).quietly());");
        cells.addAll(sources);

        List<JsonObject> said = run(cells);

        int size = sources.size();
        assertThat(text(said.get(0), "status")).isEqualTo("error");
        // The compiler names what is not there yet.
        assertThat(text(said.get(0), "error")).contains("cannot find symbol").contains("Budget");
        List<JsonObject> first = said.subList(1, 1 + size);
        List<JsonObject> second = said.subList(said.size() - size, said.size());
        assertAllRan(first);
        assertAllRan(said.subList(1 + size, 3 + size));
        assertThat(text(said.get(3 + size), "error"))
                .contains("The training examples hold NaN (row 0, column 0, counted from 0), which is no finite number:"
                        + " replace such values, or leave these examples out.");
        assertAllRan(second);
        assertThat(figures(second)).isNotEmpty().isEqualTo(figures(first));
        for (int i = 0; i < size; i++) {
            assertThat(second.get(i).get("pictures"))
                    .as("pictures of code cell %d", i + 1)
                    .isEqualTo(first.get(i).get("pictures"));
        }
    }

    @Test
    void aKilledKernelIsExplainedAndItsBestModelKept() throws IOException {
        assumeFalse(
                System.getProperty("os.name").startsWith("Windows"), "Skipped: Windows has no signals to kill with.");
        Trial trial = Trial.of("killed");

        NotebookRun run = trial.runner("quick").run(trial.notebook("killed"));

        assertThat(run.problems().get(0))
                .startsWith(
                        "The kernel's process ended in the middle of the notebook, in code cell 2: it crashed or was"
                                + " killed, which a system does when memory runs out, so run it again, with more memory if need"
                                + " be.");
        assertThat(run.problems()).contains("Code cell 3 (cell 4) was not run.");
        Path best = trial.project().notebooks().resolve("best.zip");
        assertThat(Autoencoder.load(best).parameters()).isEqualTo(16 * 4 + 4 + 4 * 16 + 16);
    }

    private static void assertAllRan(List<JsonObject> cells) {
        for (JsonObject cell : cells) {
            assertThat(text(cell, "status")).as(() -> text(cell, "error")).isEqualTo("ok");
        }
    }

    /** What the last cell recorded, without the times. */
    private static List<JsonObject> figures(List<JsonObject> cells) {
        var figures = new ArrayList<JsonObject>();
        String recorded = text(cells.get(cells.size() - 1), "results");
        for (JsonElement element : JsonParser.parseString(recorded).getAsJsonArray()) {
            JsonObject figure = element.getAsJsonObject();
            figure.remove("seconds");
            figures.add(figure);
        }
        return figures;
    }

    private static String text(JsonObject cell, String name) {
        return cell.get(name).getAsString();
    }

    private List<JsonObject> run(List<String> cells) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("cells.json"), new Gson().toJson(cells));
        Path log = folder.resolve("log");
        Path script = Trial.real().root().resolve(Path.of("tests", "src", "test", "python", "run_cells.py"));
        ProcessBuilder builder = Trial.python()
                .command(
                        script.toString(),
                        file.toString(),
                        Trial.real().notebooks().toString());
        builder.environment().put("HOURGLASS_BUDGET", "quick");
        builder.environment().put("HOURGLASS_OFFLINE", "1");
        builder.environment()
                .put("HOURGLASS_RESULTS", folder.resolve("results.json").toString());
        Process process = builder.redirectError(log.toFile()).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said + Files.readString(log)).isZero();
        return JsonParser.parseString(said.lines().reduce("", (earlier, line) -> line))
                .getAsJsonArray()
                .asList()
                .stream()
                .map(JsonElement::getAsJsonObject)
                .toList();
    }
}

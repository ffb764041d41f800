package hourglass.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import hourglass.tools.NotebookRun;
import hourglass.tools.NotebookRunner;
import hourglass.tools.PythonEnvironment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("jupyter")
class NotebookRunnerTest {
    @Test
    void keepsAPageAndALogOfAFailedNotebook() throws IOException {
        Trial trial = Trial.of("failing");

        NotebookRun run = trial.runner("quick").run(trial.notebook("failing"));

        assertThat(run.problems().get(0))
                .startsWith("Code cell 2 (cell 3) failed: ")
                .contains("IllegalStateException")
                .endsWith("The lesson is wrong.\"");
        assertThat(run.problems().subList(1, 3))
                .containsExactly(
                        "Code cell 3 (cell 4) was not run.",
                        "See tests/target/notebooks/failing.html and tests/target/notebooks/failing.log."
                                .replace('/', File.separatorChar));
        assertThat(trial.project().executed().resolve("failing.html"))
                .content()
                .contains("What does a failure look like?")
                .contains("The lesson is wrong.");
    }

    @Test
    void runsTheClaimsInTheSameKernelAndKeepsThemOffThePage() throws IOException {
        Trial trial = Trial.of("claims");
        Path notebook = trial.notebook("tiny");

        NotebookRun run = trial.runner("quick").run(notebook);
        assertThat(run.problems()).isEmpty();
        assertThat(run.executed().orElseThrow().codeCells()).hasSize(3).noneMatch(cell -> cell.source()
                .contains("checks"));

        Path claims = trial.project().claims(notebook);
        Files.writeString(claims, "if (sum != 5051) throw new AssertionError(\"The sum is \" + sum + \".\");");
        assertThat(trial.runner("quick").run(notebook).problems().get(0))
                .startsWith("The claims in tests/src/test/claims/tiny.jsh failed: ".replace('/', File.separatorChar))
                .endsWith("The sum is 5050.");

        Files.writeString(claims, "int twice = 2 * sum;");
        assertThat(trial.runner("quick").run(notebook).problems().get(0)).endsWith("the last line is check.finish().");

        Files.delete(claims);
        assertThat(trial.runner("quick").run(notebook).problems().get(0))
                .startsWith("No claim of this notebook is checked: write them into ");
    }

    @Test
    void saysThatTheKernelWasLost() throws IOException {
        Trial trial = Trial.of("dying");

        NotebookRun run = trial.runner("quick").run(trial.notebook("dying"));

        assertThat(run.problems().get(0))
                .startsWith(
                        "The kernel's process ended in the middle of the notebook, in code cell 2: it crashed or was killed");
        assertThat(run.problems()).contains("Code cell 3 (cell 4) was not run.");
    }

    @Test
    void trainsLessAtTheQuickBudget() throws IOException {
        Trial trial = Trial.of("budget");
        var notebook = trial.notebook("budget");

        JsonObject quick = onlyRecord(trial.runner("quick").run(notebook));
        JsonObject standard = onlyRecord(trial.runner("standard").run(notebook));

        assertThat(quick.get("epochs").getAsInt()).isEqualTo(1);
        assertThat(standard.get("epochs").getAsInt()).isEqualTo(3);
        assertThat(quick.get("value").getAsDouble())
                .as("pictures at budget quick")
                .isEqualTo(64);
        assertThat(standard.get("value").getAsDouble())
                .as("pictures at budget standard")
                .isEqualTo(192);
    }

    private static JsonObject onlyRecord(NotebookRun run) {
        assertThat(run.problems()).isEmpty();
        assertThat(run.seconds()).isPositive();
        assertThat(run.results().records()).hasSize(1);
        return run.results().records().iterator().next();
    }

    @Test
    void knowsThreeBudgets() {
        assertThatThrownBy(() -> new NotebookRunner(Trial.real(), PythonEnvironment.of(Trial.real()), "fast"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The budget is \"fast\": choose -Dbudget=quick, standard or full.");
    }
}

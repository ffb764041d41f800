package hourglass.tools;

import static hourglass.tools.NotebookBuilder.data;
import static hourglass.tools.NotebookBuilder.error;
import static hourglass.tools.NotebookBuilder.picture;
import static hourglass.tools.NotebookBuilder.stream;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputChecksTest {
    private static final Project PROJECT = Project.at(Path.of("/srv/work/hourglass"));
    private final OutputChecks checks = OutputChecks.of(PROJECT);

    @Test
    void acceptsResults() throws IOException {
        JsonObject shown = picture(false);
        shown.getAsJsonObject("data").addProperty("text/plain", "BufferedImage@7fd34283: type = 1");
        NotebookFile notebook = NotebookBuilder.titled("Good")
                .code("1", data("text/plain", "1"))
                .code("figure", shown)
                .code(
                        "display(html)",
                        data("text/html", "<table><td>0.28 nats/pixel</td><td>a@example.org</td></table>"),
                        data("text/html", "<img src=\"data:image/png;base64," + "AB/tmp/C".repeat(40) + "\">"))
                .code("fit", stream("stdout", "epoch 3/3 loss 0.2931 · https://example.org/home/page · 1 s\n"))
                .build();

        assertThat(checks.problems(notebook)).isEmpty();
    }

    @Test
    void rejectsAnError() {
        assertThat(problem(error("java.lang.IllegalStateException", "The loss rose to 0.9.")))
                .isEqualTo("Code cell 1 (cell 2) failed: java.lang.IllegalStateException: \"The loss rose to 0.9.\"");
    }

    @Test
    void rejectsStandardError() {
        assertThat(problem(stream("stderr", "hello\n")))
                .isEqualTo("Code cell 1 (cell 2) wrote to standard error: \"hello\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10:00:01.123 [main] WARN something",
                "SLF4J(W): No providers were found.",
                "o.n.l.f.Nd4jBackend - Loaded [CpuBackend] backend",
                "INFO  hourglass - started",
                "WARNING: A restricted method in java.lang.System has been called"
            })
    void rejectsLogLines(String line) {
        assertThat(problem(stream("stdout", "epoch 1\n" + line + "\nepoch 2\n")))
                .startsWith("Code cell 1 (cell 2) shows a ")
                .contains("\"" + line.replace("  ", " ") + "\"")
                .doesNotContain("epoch");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Foo@1a2b3c",
                "hourglass.data.Images@6d06d69c",
                "[I@15db9742",
                "REPL.$JShell$12$Point@3b192d32",
                "REPL.$JShell$12$$Lambda/0x00007f1c3c000a00@1b28cdfa"
            })
    void rejectsTheAddressOfAnObject(String address) {
        assertThat(problem(data("text/plain", "value: " + address)))
                .startsWith("Code cell 1 (cell 2) shows the address of an object, ")
                .endsWith(" in place of its content.");
        assertThat(checks.problems(NotebookBuilder.titled("Html")
                        .code("x", data("text/html", "<b>" + address + "</b>"))
                        .build()))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "read /home/ada/data/x.gz",
                "/root/.cache/hourglass",
                "saved in /tmp/model.zip",
                "file:///tmp/model.zip",
                "/Users/ada/x",
                "in C:\\Users\\ada\\x",
                "/srv/work/hourglass/data"
            })
    void rejectsPathsOfTheMachine(String text) {
        assertThat(problem(stream("stdout", text + "\n")))
                .startsWith("Code cell 1 (cell 2) shows a path of this machine (")
                .endsWith(": \"" + text + "\"");
    }

    @Test
    void rejectsAConstantPicture() throws IOException {
        assertThat(problem(picture(true)))
                .isEqualTo("Code cell 1 (cell 2) holds a picture of 9×7 in which all pixels are equal.");
    }

    @Test
    void rejectsAPictureThatCannotBeDecoded() {
        assertThat(problem(data("image/png", "AAAA")))
                .isEqualTo("Code cell 1 (cell 2) holds a picture that is not a PNG.");
        assertThat(problem(data("image/png", "&&&="))).startsWith("Code cell 1 (cell 2) holds a picture that ");
    }

    @Test
    void rejectsASkippedCell() {
        assertThat(checks.problems(NotebookBuilder.titled("Skipped")
                        .code("1")
                        .codeRunAs(null, "2")
                        .codeRunAs(3, "3")
                        .build()))
                .containsExactly("Code cell 2 (cell 3) was not run.");
    }

    @Test
    void rejectsCellsRunOutOfOrder() {
        assertThat(checks.problems(NotebookBuilder.titled("Disorder")
                        .codeRunAs(4, "1")
                        .codeRunAs(2, "2")
                        .build()))
                .containsExactly("Code cell 1 (cell 2) was run as number 4, not in its order.");
    }

    @Test
    void rejectsANotebookWithoutCode() {
        assertThat(checks.problems(NotebookBuilder.titled("Words only").build()))
                .containsExactly("There is no code cell, so nothing was run.");
    }

    /** The one problem of a notebook whose first cell has the given output. */
    private String problem(JsonObject output) {
        List<String> problems =
                checks.problems(NotebookBuilder.titled("Bad").code("x", output).build());
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }
}

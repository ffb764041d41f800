package hourglass.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hourglass.notebook.RecordedResults;
import hourglass.tools.NotebookFile;
import hourglass.tools.Project;
import hourglass.train.Budget;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Lesson 10 closes with a table over all lessons before it, made from their records when it runs. */
class ClosingTableTest {
    private static final Project PROJECT = Project.ofThisBuild();

    @Test
    void equalsTheRecords() throws IOException {
        NotebookFile lesson =
                NotebookFile.read(NotebookFile.find(PROJECT.notebooks(), "10*").get(0));
        assumeTrue(lesson.recordedSha256().isPresent(), "lesson 10 has no recorded outputs");
        String table = hourglass.notebook.Notebook.html(RecordedResults.read(PROJECT.results())
                .before("10")
                .at(Budget.STANDARD)
                .table());

        assertThat(lesson.codeCells().stream()
                        .flatMap(cell -> cell.outputs().stream())
                        .filter(output -> output.has("data"))
                        .map(output ->
                                NotebookFile.text(output.getAsJsonObject("data").get("text/html"))))
                .as("lesson 10 shows the figures of results.json as they are now: run mvn -Precord -Dnotebooks=10*")
                .contains(table);
    }
}

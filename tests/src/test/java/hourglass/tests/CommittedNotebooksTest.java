package hourglass.tests;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.tools.NotebookFile;
import hourglass.tools.NotebookLint;
import hourglass.tools.OutputChecks;
import hourglass.tools.Project;
import hourglass.tools.ResultsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Reads every notebook as it is committed, without a kernel; {@code -Dnotebooks=01*} chooses. */
class CommittedNotebooksTest {
    private static final Project PROJECT = Project.ofThisBuild();

    @TestFactory
    List<DynamicTest> areCleanAndAsNewAsTheirCode() throws IOException {
        List<Path> notebooks = NotebookFile.find(PROJECT.notebooks(), System.getProperty("notebooks", "*"));
        assertThat(notebooks).isNotEmpty();
        return notebooks.stream()
                .map(path -> DynamicTest.dynamicTest(
                        PROJECT.notebooks().relativize(path).toString(),
                        () -> assertThat(problems(path)).isEmpty()))
                .toList();
    }

    private static List<String> problems(Path path) throws IOException {
        NotebookFile notebook = NotebookFile.read(path);
        var problems = new ArrayList<>(NotebookLint.problems(notebook));
        if (notebook.recordedSha256().isPresent()) {
            problems.addAll(OutputChecks.of(PROJECT).problems(notebook));
        }
        return problems;
    }

    /** Reading refuses a record that lacks something. */
    @Test
    void theirRecordsAreCompleteAndOfAKnownBudget() throws IOException {
        assertThat(ResultsFile.read(PROJECT.results()).records()).isNotEmpty().allSatisfy(record -> assertThat(
                        record.get("budget").getAsString())
                .isIn("quick", "standard", "full"));
    }
}

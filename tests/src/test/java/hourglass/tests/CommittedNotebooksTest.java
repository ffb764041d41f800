package hourglass.tests;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.tools.NotebookFile;
import hourglass.tools.NotebookLint;
import hourglass.tools.NumberLint;
import hourglass.tools.OutputChecks;
import hourglass.tools.Project;
import hourglass.tools.ResultsFile;
import hourglass.tools.StyleLint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Reads every notebook as it is committed, without a kernel; {@code -Dnotebooks=01*} chooses. */
class CommittedNotebooksTest {
    private static final Project PROJECT = Project.ofThisBuild();

    /** Lessons whose text was written before the house style and is still to follow it. */
    private static final Set<String> OLDER = Set.of("06", "07", "08", "09", "10", "11");

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
        if (!OLDER.contains(notebook.name().substring(0, 2))) {
            problems.addAll(StyleLint.problems(notebook));
            problems.addAll(NumberLint.problems(notebook, Files.readString(PROJECT.claims(path))));
        }
        return problems;
    }

    @Test
    void eachFileOfClaimsBelongsToANotebook() throws IOException {
        try (Stream<Path> claims = Files.list(PROJECT.claims())) {
            assertThat(claims)
                    .containsExactlyInAnyOrderElementsOf(NotebookFile.find(PROJECT.notebooks(), "*").stream()
                            .map(PROJECT::claims)
                            .toList());
        }
    }

    /** Reading refuses a record that lacks something. */
    @Test
    void theirRecordsAreCompleteAndOfAKnownBudget() throws IOException {
        assertThat(ResultsFile.read(PROJECT.results()).records()).isNotEmpty().allSatisfy(record -> assertThat(
                        record.get("budget").getAsString())
                .isIn("quick", "standard", "full"));
    }
}

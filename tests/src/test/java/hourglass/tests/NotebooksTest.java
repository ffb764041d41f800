package hourglass.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Runs every notebook of the project, one after the other; {@code -Dnotebooks=01*} chooses. */
@Tag("jupyter")
class NotebooksTest {
    private static final Project PROJECT = Project.ofThisBuild();
    private static final String BUDGET = System.getProperty("budget", "quick");
    private static final List<String> TIMES = new ArrayList<>();
    private static double total;

    @TestFactory
    List<DynamicTest> runsAndShowsResultsOnly() throws IOException {
        String selection = System.getProperty("notebooks", "*");
        List<Path> notebooks = Notebook.find(PROJECT.notebooks(), selection);
        assertThat(notebooks)
                .as("notebooks in notebooks/ that match \"%s\"", selection)
                .isNotEmpty();
        JavaRuntime.check();
        var runner = new NotebookRunner(PROJECT, PythonEnvironment.of(PROJECT).ready(), BUDGET);
        return notebooks.stream()
                .map(path -> DynamicTest.dynamicTest(name(path), () -> {
                    NotebookRun run = runner.run(path);
                    total += run.seconds();
                    TIMES.add(String.format(Locale.ROOT, "%7.1f s  %s", run.seconds(), name(path)));
                    assertThat(run.problems()).as(name(path)).isEmpty();
                }))
                .toList();
    }

    @AfterAll
    static void reportTimes() {
        System.out.println("Notebooks at budget " + BUDGET + ":");
        TIMES.forEach(System.out::println);
        System.out.println(String.format(Locale.ROOT, "%7.1f s  in all", total));
    }

    private static String name(Path path) {
        return PROJECT.notebooks().relativize(path).toString();
    }
}

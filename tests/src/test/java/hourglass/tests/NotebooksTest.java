package hourglass.tests;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.tools.JavaRuntime;
import hourglass.tools.Jdk;
import hourglass.tools.NotebookFile;
import hourglass.tools.NotebookRun;
import hourglass.tools.NotebookRunner;
import hourglass.tools.OtherJdks;
import hourglass.tools.Project;
import hourglass.tools.PythonEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Runs every notebook of the project, one after the other; {@code -Dnotebooks=01*} chooses. Where real datasets are given,
 * {@code -Dalso=drawn} runs them on the drawn pictures as well, under another JDK where there is one, so that two JDKs see
 * all lessons in the same time. {@code -Dalso=jdks} runs everything again on each other JDK; see {@link OtherJdks} for where
 * they are looked for.
 */
@Tag("jupyter")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NotebooksTest {
    private static final Project PROJECT = Project.ofThisBuild();
    private static final String BUDGET = System.getProperty("budget", "quick");
    // Seconds: where the first run takes longer, a second one would bring the whole build beyond 40 minutes.
    private static final double TIME_FOR_BOTH = 10 * 60;
    private static final List<String> TIMES = new ArrayList<>();
    private static double total;

    @TestFactory
    @Order(1)
    List<DynamicTest> runsAndShowsResultsOnly() throws IOException {
        JavaRuntime.check();
        return tests(runner(), "");
    }

    @TestFactory
    @Order(2)
    List<DynamicTest> runsOnTheDrawnPicturesAsWell() throws IOException {
        String data = System.getenv("HOURGLASS_DATA");
        if (!also("drawn") || data == null || data.isBlank()) {
            return List.of(); // Not asked for, or the first run was on the drawn pictures itself.
        }
        if (total > TIME_FOR_BOTH) {
            System.out.println("The first run took too long for a second one on the drawn pictures.");
            return List.of();
        }
        NotebookRunner drawn = runner().onDrawnPictures();
        Optional<Jdk> other = OtherJdks.newest(OtherJdks.ofThisMachine());
        if (other.isEmpty()) {
            System.out.println(
                    "No other finished JDK from 17 on was found on this machine, so the drawn pictures run on "
                            + drawn.jdk() + " as well; -Djdks=FOLDER names one.");
        }
        return tests(other.map(drawn::on).orElse(drawn), "drawn pictures, ");
    }

    @TestFactory
    @Order(3)
    List<DynamicTest> runsOnEachOtherJdk() throws IOException {
        if (!also("jdks")) {
            return List.of();
        }
        List<Jdk> others = OtherJdks.ofThisMachine();
        if (others.isEmpty()) {
            System.out.println("No other finished JDK from 17 on was found on this machine: the notebooks ran on "
                    + Jdk.ofThisBuild() + " only; -Djdks=FOLDER,FOLDER names others.");
        }
        var tests = new ArrayList<DynamicTest>();
        for (Jdk other : others) {
            tests.addAll(tests(runner().on(other), ""));
        }
        return tests;
    }

    private static boolean also(String what) {
        return List.of(System.getProperty("also", "").split(",")).contains(what);
    }

    private static NotebookRunner runner() {
        return new NotebookRunner(PROJECT, PythonEnvironment.of(PROJECT).ready(), BUDGET);
    }

    private static List<DynamicTest> tests(NotebookRunner runner, String where) throws IOException {
        String selection = System.getProperty("notebooks", "*");
        List<Path> notebooks = NotebookFile.find(PROJECT.notebooks(), selection);
        assertThat(notebooks)
                .as("notebooks in notebooks/ that match \"%s\"", selection)
                .isNotEmpty();
        return notebooks.stream()
                .map(path -> {
                    String name = PROJECT.notebooks().relativize(path) + " (" + where + runner.jdk() + ")";
                    return DynamicTest.dynamicTest(name, () -> {
                        NotebookRun run = runner.run(path);
                        total += run.seconds();
                        TIMES.add(String.format(Locale.ROOT, "%7.1f s  %s", run.seconds(), name));
                        assertThat(run.problems()).as(name).isEmpty();
                    });
                })
                .toList();
    }

    @AfterAll
    static void reportTimes() {
        System.out.println("Notebooks at budget " + BUDGET + ":");
        TIMES.forEach(System.out::println);
        System.out.println(String.format(Locale.ROOT, "%7.1f s  in all", total));
    }
}

package hourglass.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import hourglass.data.source.Datasets;
import hourglass.tools.Project;
import hourglass.tools.Readme;
import hourglass.tools.ResultsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
    private static final Project PROJECT = Project.ofThisBuild();

    @Test
    void showsTheFiguresThatTheLessonsRecorded() throws IOException {
        String figures = Files.readString(PROJECT.figures());

        assertThat(figures).isEqualTo(Readme.withFigures(figures, ResultsFile.read(PROJECT.results())));
    }

    @Test
    void takesAFigureFromItsRecordAndSaysWhatIsMissing(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("results.json");
        Files.writeString(
                file,
                """
                [{"lesson": "01", "model": "shallow-32", "data": "mnist", "metric": "test-bce-per-pixel", "value": 0.09244,
                "budget": "full", "epochs": 100, "seconds": 71.6, "seed": 42}]
                """);

        String made =
                Readme.withFigures("a\n<!-- figures -->\nold\n<!-- end of figures -->\nb", ResultsFile.read(file));

        assertThat(made)
                .contains("| 784-32-784 | mnist | 0.0932 in 100 epochs | **0.0924** | 100 epochs, 72 s | not reached |")
                .contains("| 784-32-784 | fashion-mnist | 0.282 in 100 epochs | not measured yet |  |  |")
                .doesNotContain("old")
                .endsWith("<!-- end of figures -->\nb");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Readme.withFigures("no table", ResultsFile.read(file)))
                .withMessageContaining("put these two lines back");
    }

    @Test
    void showsTheExampleThatIsCompiled() throws IOException {
        Path source = PROJECT.root().resolve("tests/src/test/java/hourglass/tests/ReadmeExample.java");
        String example = between(Files.readString(source), "// begin\n(.*?)// end");
        String shown = between(Files.readString(PROJECT.readme()), "```java\n(.*?)```");

        assertThat(shown.replaceAll("\\s+", "")).isEqualTo(example.replaceAll("\\s+", ""));
    }

    @Test
    void showsAnExampleThatLearnsAndLoadsWhatItSaved(@TempDir Path folder) throws IOException {
        ReadmeExample.Made made = ReadmeExample.run(folder.resolve("clothes.zip"));

        assertThat(made.history().last().validationLoss())
                .isLessThan(made.history().epochs().get(0).validationLoss());
        assertThat(made.codes().shape()).containsExactly(1000, 32);
        assertThat(made.pictures().shape()).containsExactly(1000, 784);
        var test = Datasets.drawn().test().pixels();
        assertThat(made.loaded().encode(test).equalsWithEps(made.codes(), 1e-6)).isTrue();
        assertThat(made.saved().reconstruct(test).equalsWithEps(made.pictures(), 1e-6))
                .isTrue();
    }

    @Test
    void namesBothCommandsAndOnlyLinksThatExist() throws IOException {
        String readme = Files.readString(PROJECT.readme());

        assertThat(readme).contains("```\nmvn -Plab\n```", "```\nmvn verify\n```");
        Matcher link = Pattern.compile("\\]\\((?!https?:)([^)#]+)\\)").matcher(readme);
        while (link.find()) {
            assertThat(PROJECT.root().resolve(link.group(1))).exists();
        }
    }

    private static String between(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }
}

package hourglass.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class StyleLintTest {
    private static final String TAKES = "**Takes**: a minute to run at the standard budget, 3 minutes to read.";

    @Test
    void acceptsShortCellsAndAnHonestTime() throws IOException {
        assertThat(StyleLint.problems(NotebookBuilder.titled("Good")
                        .text(TAKES)
                        .code("%classpath x\n" + "import java.util.List;\n".repeat(30) + "int i = 0;")
                        .code("String name = \"java.util.List\"; // java.util.List", NotebookBuilder.picture(false))
                        .code("line\n".repeat(20))
                        .build()))
                .isEmpty();
    }

    @Test
    void refusesLongLinesLongCellsAndNamesInFull() {
        assertThat(problems("x".repeat(101)))
                .containsExactly("Code cell 1 (cell 3) has a line of 101 characters, the limit is 100: divide \""
                        + "x".repeat(40) + "…\".");
        assertThat(problems("List<String> x = java.util.List.of();"))
                .containsExactly("Code cell 1 (cell 3) writes java.util.List in full: import it in the set-up cell.");
        assertThat(problems("x\n".repeat(21)))
                .containsExactly(
                        "Code cell 1 (cell 3) has 21 lines: divide it, the limit is 20.",
                        "Half of the code cells have 21 lines and more, the limit is 12: divide some.");
    }

    @Test
    void refusesATimeThatIsNotTrueOrMissing() {
        assertThat(StyleLint.problems(NotebookBuilder.titled("Long")
                        .text(TAKES)
                        .text("word ".repeat(1800))
                        .build()))
                .containsExactly(
                        "The lesson says that it takes 3 minutes to read; 1815 words and 0 pictures take about 10.");
        assertThat(StyleLint.problems(NotebookBuilder.titled("Silent").build()))
                .singleElement()
                .asString()
                .startsWith("The lesson does not say how long it takes: write \"**Takes**: …");
    }

    private static List<String> problems(String code) {
        return StyleLint.problems(
                NotebookBuilder.titled("Bad").text(TAKES).code(code).build());
    }
}

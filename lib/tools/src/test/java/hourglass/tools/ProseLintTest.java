package hourglass.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProseLintTest {
    private static final String FORTY = "Word ".repeat(39);

    @TestFactory
    Stream<DynamicTest> theLessonsAreInPlainEnglish() throws IOException {
        List<Path> lessons = NotebookFile.find(Project.ofThisBuild().notebooks(), "*");
        assertThat(lessons).isNotEmpty();
        return lessons.stream()
                .map(path -> DynamicTest.dynamicTest(path.getFileName().toString(), () -> assertThat(problems(path))
                        .isEmpty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "ARCHITECTURE.md",
                "CONTRIBUTING.md",
                "CHANGELOG.md",
                "docs/application.md",
                "docs/elsewhere.md",
                "docs/figures.md",
                "docs/glossary.md",
                "docs/troubleshooting.md"
            })
    void thePagesAreInPlainEnglish(String page) throws IOException {
        assertThat(ProseLint.problems(
                        Files.readString(Project.ofThisBuild().root().resolve(page))))
                .isEmpty();
    }

    @Test
    void rejectsASentenceThatIsTooLong() {
        assertThat(ProseLint.problems(FORTY + "end.")).isEmpty();
        assertThat(ProseLint.problems(FORTY + "one end.\n\nA short one."))
                .singleElement()
                .asString()
                .startsWith("A sentence has 41 words, the limit is 40: divide \"Word Word ");
        assertThat(ProseLint.problems(FORTY + "and\nover a line break.")).hasSize(1);
    }

    @Test
    void endsASentenceAtAPointOrSemicolonAndNotAtAnInitial() {
        assertThat(ProseLint.problems(FORTY + "end. " + FORTY + "end; " + FORTY + "end! " + FORTY + "end."))
                .isEmpty();
        assertThat(ProseLint.problems(FORTY + "by C. J. Stone.")).hasSize(1);
        assertThat(ProseLint.problems(FORTY + "with 0.5 of it.")).hasSize(1);
    }

    @Test
    void looksAtListsItemByItemAndNotAtCodeTablesFormulasPicturesAndReferences() {
        assertThat(ProseLint.problems("- " + FORTY + "\n- " + FORTY + "\n1. " + FORTY))
                .isEmpty();
        assertThat(ProseLint.problems("```\n" + FORTY + FORTY + "\n```\n\n| " + FORTY + FORTY + "|\n\n# " + FORTY
                        + FORTY
                        + "\n\n$$" + FORTY + FORTY + "$$\n\n![" + FORTY + FORTY + "](x.png)\n\n## Read on\n\n- " + FORTY
                        + FORTY))
                .isEmpty();
        assertThat(ProseLint.problems(FORTY + "`a b c d`")).isEmpty();
    }

    @Test
    void rejectsPraise() {
        assertThat(ProseLint.problems("This powerful network is simply amazing."))
                .extracting(problem -> problem.substring(0, problem.indexOf(" says")))
                .containsExactly("\"powerful\"", "\"simply\"", "\"amazing\"");
        assertThat(ProseLint.problems("`simply` and a simple network, to a power."))
                .isEmpty();
    }

    private static List<String> problems(Path path) throws IOException {
        return NotebookFile.read(path).cells().stream()
                .filter(NotebookFile.Cell::isMarkdown)
                .flatMap(cell -> ProseLint.problems(cell.source()).stream()
                        .map(problem -> "Cell " + cell.place() + ": " + problem))
                .toList();
    }
}

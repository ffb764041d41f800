package hourglass.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkdownAnchorsTest {
    private static final Path ROOT = Project.ofThisBuild().root();
    private static final Pattern LINK = Pattern.compile("\\]\\(((?!https?:)[^)\\s]*#[^)\\s]+)\\)");

    @Test
    void areThoseOfGitHub() {
        assertThat(MarkdownAnchors.in(
                        "# Title\n\n## training, validation and test\n### t-SNE\n  #### `fit` & co: *why?* ##\n"))
                .containsExactly("title", "training-validation-and-test", "t-sne", "fit--co-why");
        assertThat(MarkdownAnchors.in("## A [link](there.md#x) in it\n## Größe\n"))
                .containsExactly("a-link-in-it", "größe");
    }

    @Test
    void areNumberedWhereAHeadingIsRepeated() {
        assertThat(MarkdownAnchors.in("## Run\n## Run\n## Run\n")).containsExactly("run", "run-1", "run-2");
    }

    @Test
    void areNotMadeOfCodeOrText() {
        assertThat(MarkdownAnchors.in("#no heading\n\n```\n# a comment\n```\n\n# One\n    # code\ntext # text\n"))
                .containsExactly("one");
    }

    @Test
    void areMissedByALinkThatIsWrong(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("words and more.md"), "### batch\n");

        assertThat(MarkdownAnchors.problem(folder, "words%20and%20more.md#bach"))
                .hasValue("words%20and%20more.md#bach, but words and more.md has no heading with the anchor \"bach\":"
                        + " correct the link or add the heading.");
        assertThat(MarkdownAnchors.problem(folder, "words%20and%20more.md#Batch"))
                .isPresent();
        assertThat(Stream.of(
                        "words%20and%20more.md#batch",
                        "words%20and%20more.md",
                        "missing.md#batch",
                        "https://example.org/words.md#bach",
                        "other.ipynb#bach",
                        "#bach"))
                .allSatisfy(link ->
                        assertThat(MarkdownAnchors.problem(folder, link)).isEmpty());
    }

    @Test
    void ofThePagesAreThoseThatThePagesLinkTo() throws IOException {
        var problems = new ArrayList<String>();
        int links = 0;
        for (Path page : pages()) {
            Matcher link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                links++;
                String target = link.group(1).startsWith("#") ? page.getFileName() + link.group(1) : link.group(1);
                MarkdownAnchors.problem(page.getParent(), target)
                        .ifPresent(words -> problems.add(ROOT.relativize(page) + " links to " + words));
            }
        }

        assertThat(links).isGreaterThan(20);
        assertThat(problems).isEmpty();
    }

    @Test
    void ofTheGlossaryAreOneForEachWord() throws IOException {
        String glossary = Files.readString(ROOT.resolve("docs/glossary.md"));
        List<String> entries = Pattern.compile("(?m)^(?=##+ )")
                .splitAsStream(glossary)
                .filter(part -> part.startsWith("### "))
                .toList();

        assertThat(entries)
                .extracting(entry -> entry.lines().findFirst().orElseThrow())
                .doesNotHaveDuplicates();
        assertThat(entries).hasSizeGreaterThan(100).allSatisfy(entry -> assertThat(entry)
                .contains("](../notebooks/"));
    }

    private static List<Path> pages() throws IOException {
        var pages = new ArrayList<Path>();
        for (String folder : List.of("", "docs", "data", "lib", "lib/benchmarks", ".github")) {
            try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
            }
        }
        return pages;
    }
}

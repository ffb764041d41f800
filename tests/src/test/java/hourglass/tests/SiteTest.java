package hourglass.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import hourglass.tools.NotebookFile;
import hourglass.tools.Project;
import hourglass.tools.ResultsFile;
import hourglass.tools.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Makes the site of the committed lessons and reads it, by parsing and in a real browser. */
@Tag("jupyter")
class SiteTest {
    private static final Project PROJECT = Trial.real();
    private static final Path FOLDER = PROJECT.executed().resolveSibling("site");
    private static final Pattern ELSEWHERE = Pattern.compile("^(https?:)?//.*");
    private static final Pattern LATEX = Pattern.compile("\\$|\\\\[a-zA-Z]{2,}");
    // The lessons have more; a converter that leaves formulas out, or a parser that does not see them, is noticed.
    private static final int FEWEST_FORMULAS = 200;

    private static final Map<String, Document> PAGES = new TreeMap<>();

    @BeforeAll
    static void build() throws IOException {
        assertThat(Site.build(PROJECT, Trial.python(), FOLDER)).exists();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".html")).toList()) {
                PAGES.put(file.getFileName().toString(), Jsoup.parse(Files.readString(file)));
            }
        }
    }

    @Test
    void hasAPageForEachLessonAndForWhatTheReadmeLinksTo() throws IOException {
        List<String> lessons = NotebookFile.find(PROJECT.notebooks(), "*").stream()
                .map(path -> path.getFileName().toString().replace(".ipynb", ".html"))
                .toList();

        assertThat(PAGES.keySet())
                .containsAll(lessons)
                .contains("index.html", "results.html")
                .containsAll(documents());
        assertThat(PAGES.get("index.html").select(".lessons li")).hasSize(lessons.size());
        assertThat(PAGES.get("index.html").text()).contains("mvn -Plab", "mvn verify");
        assertThat(PAGES.get("figures.html").text()).contains("784-32-784");
        assertThat(PAGES.get("index.html").select(".side a").eachAttr("href")).containsAll(documents());
        for (int i = 0; i < lessons.size(); i++) {
            Document page = PAGES.get(lessons.get(i));
            assertThat(page.select(".side a[aria-current=page]").attr("href")).isEqualTo(lessons.get(i));
            assertThat(page.select("a[rel=prev]").attr("href")).isEqualTo(i == 0 ? "" : lessons.get(i - 1));
            assertThat(page.select("a[rel=next]").attr("href"))
                    .isEqualTo(i + 1 == lessons.size() ? "" : lessons.get(i + 1));
            assertThat(page.select(".side ul a").eachText()).contains("Summary", "Read on");
        }
    }

    /** The pages of the Markdown files to which the README links, each named by its file or, for a README, by its folder. */
    private static List<String> documents() throws IOException {
        List<String> documents = Pattern.compile("\\]\\((?!https?:)([^)#]+)\\.md")
                .matcher(Files.readString(PROJECT.readme()))
                .results()
                .map(link -> Path.of(link.group(1)))
                .map(path -> path.endsWith("README") ? path.getParent() : path)
                .map(path -> path.getFileName().toString().toLowerCase(Locale.ROOT) + ".html")
                .distinct()
                .toList();
        assertThat(documents).contains("data.html", "performance.html", "figures.html");
        return documents;
    }

    @Test
    void showsEveryOutputOfEveryLesson() throws IOException {
        for (Path path : NotebookFile.find(PROJECT.notebooks(), "*")) {
            NotebookFile notebook = NotebookFile.read(path);
            Document page = PAGES.get(notebook.name() + ".html");
            List<NotebookFile.Cell> cells = notebook.codeCells();

            assertThat(page.select(".cell > pre.code").eachText()).hasSameSizeAs(cells);
            assertThat(page.select(".cell pre.code").first().wholeText())
                    .isEqualToIgnoringWhitespace(cells.get(0).source());
            assertThat(page.select(".cell figure img")).hasSize((int)
                    cells.stream().filter(NotebookFile.Cell::hasPicture).count());
            assertThat(page.select(".cell > *:not(pre.code)"))
                    .hasSize(cells.stream()
                            .mapToInt(cell -> cell.outputs().size())
                            .sum());
            assertThat(page.select(".note").isEmpty())
                    .as("%s says that it was not run", path.getFileName())
                    .isEqualTo(notebook.recordedSha256().isPresent());
        }
    }

    @Test
    void showsEveryRecord() throws IOException {
        Document page = PAGES.get("results.html");
        long rows = ResultsFile.read(PROJECT.results()).records().stream()
                .map(record -> Stream.of("lesson", "data", "metric", "model")
                        .map(name -> record.get(name).getAsString())
                        .collect(Collectors.joining(" ")))
                .distinct()
                .count();

        assertThat(page.select("tbody tr")).hasSize((int) rows);
    }

    @Test
    void everyLinkAndAnchorLeadsSomewhere() {
        var broken = new ArrayList<String>();
        PAGES.forEach((name, page) -> {
            for (Element link : page.select("a[href]")) {
                String target = link.attr("href");
                String file = target.replaceFirst("#.*", "");
                String anchor = target.contains("#") ? target.substring(target.indexOf('#') + 1) : "";
                Document to = file.isEmpty() ? page : PAGES.get(file);
                boolean found = ELSEWHERE.matcher(target).matches()
                        || target.startsWith("mailto:")
                        || (to == null
                                ? anchor.isEmpty() && Files.isRegularFile(FOLDER.resolve(file))
                                : anchor.isEmpty() || to.getElementById(anchor) != null);
                if (!found) {
                    broken.add(name + " → " + target);
                }
            }
            assertThat(page.select("[id]").eachAttr("id"))
                    .as("anchors of %s", name)
                    .doesNotHaveDuplicates();
        });

        assertThat(broken).isEmpty();
    }

    @Test
    void everyPictureLiesInTheSiteAndHasAlternativeText() {
        PAGES.forEach((name, page) -> {
            for (Element image : page.select("img")) {
                if (!image.attr("src").startsWith("data:")) {
                    assertThat(FOLDER.resolve(image.attr("src"))).exists();
                }
                assertThat(image.hasAttr("alt")).as("%s in %s", image, name).isTrue();
            }
            for (Element image : page.select("main figure img, [data-hourglass-explorer] img")) {
                assertThat(image.attr("alt"))
                        .as("%s in %s", image.attr("src"), name)
                        .hasSizeGreaterThan(20);
            }
        });
    }

    @Test
    void nothingComesFromElsewhere() throws IOException {
        PAGES.forEach((name, page) -> {
            assertThat(page.select("script[src], iframe, object, embed")).isEmpty();
            assertThat(page.select("link[href]").eachAttr("href"))
                    .as("what %s loads", name)
                    .noneMatch(ELSEWHERE.asPredicate());
            assertThat(page.select("img").eachAttr("src")).noneMatch(ELSEWHERE.asPredicate());
        });
        assertThat(Files.readString(FOLDER.resolve("site.css"))).doesNotContain("url(", "@import", "@font-face");
    }

    @Test
    void eachPageSaysWhatItIs() {
        var titles = new ArrayList<String>();
        var descriptions = new ArrayList<String>();
        PAGES.forEach((name, page) -> {
            assertThat(page.select("html").attr("lang")).isEqualTo("en");
            assertThat(page.select("h1")).as("titles of %s", name).hasSize(1);
            assertThat(page.select("a").first().attr("href")).isEqualTo("#content");
            titles.add(page.title());
            descriptions.add(page.select("meta[name=description]").attr("content"));
        });

        assertThat(titles).doesNotHaveDuplicates().allMatch(title -> title.contains("Hourglass"));
        assertThat(descriptions).doesNotHaveDuplicates().allSatisfy(text -> assertThat(text)
                .hasSizeBetween(40, 170));
    }

    @Test
    void formulasAreMathMl() {
        PAGES.forEach((name, page) -> {
            Document prose = page.clone();
            prose.select("pre, code, script, style").remove();
            assertThat(prose.text()).as("text of %s", name).doesNotContainPattern(LATEX);
        });
        assertThat(PAGES.values().stream()
                        .mapToInt(page -> page.select("math").size())
                        .sum())
                .isGreaterThan(FEWEST_FORMULAS);
        assertThat(formula("01_undercomplete.html", "\\ln 2 = 0.69").select("mrow > *"))
                .as("with the space after a function's name")
                .extracting(Element::tagName)
                .containsExactly("mi", "mspace", "mn", "mo", "mn");
        assertThat(formula("09_variational.html", "p(z) = N(0, I)").select("mo").eachText())
                .containsExactly("(", ")", "=", "(", ",", ")");
    }

    private static Element formula(String page, String latex) {
        return PAGES.get(page).select("math").stream()
                .filter(math -> math.attr("alttext").equals(latex))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no formula " + latex + " in " + page));
    }

    @Test
    void worksInABrowserWithoutANetwork() throws IOException, InterruptedException {
        Browser browser = Browser.installed();

        JsonObject report = browser.run(
                "browse_site.py",
                FOLDER.toString(),
                FOLDER.resolveSibling("site-screenshots").toString());

        assertThat(report.getAsJsonArray("requests")).isEmpty();
        assertThat(report.getAsJsonArray("errors")).isEmpty();
        JsonObject pages = report.getAsJsonObject("pages");
        assertThat(pages.keySet()).hasSize(2 * PAGES.size());
        int explorers = 0;
        for (String name : pages.keySet()) {
            JsonObject page = pages.getAsJsonObject(name);
            for (String fault : List.of("broken", "unreadable", "raw", "flat")) {
                assertThat(page.getAsJsonArray(fault))
                        .as("%s in %s", fault, name)
                        .isEmpty();
            }
            assertThat(page.get("wider").getAsInt())
                    .as("pixels that %s is too wide", name)
                    .isLessThanOrEqualTo(0);
            assertThat(page.get("lowest").getAsDouble()).isGreaterThanOrEqualTo(4.5);
            String file = name.substring(name.indexOf(' ') + 1);
            assertThat(page.get("formulas").getAsInt())
                    .isEqualTo(PAGES.get(file).select("main math").size());
            if (page.has("explorer")) {
                explorers++;
                JsonObject explorer = page.getAsJsonObject("explorer");
                assertThat(explorer.get("moved").getAsBoolean())
                        .as("drag in %s", name)
                        .isTrue();
                assertThat(explorer.get("drawn").getAsBoolean())
                        .as("drag in %s", name)
                        .isTrue();
            }
        }
        assertThat(explorers).isEqualTo(2);
        JsonObject walk = report.getAsJsonObject("walk");
        assertThat(walk.getAsJsonArray("visited"))
                .hasSameSizeAs(NotebookFile.find(PROJECT.notebooks(), "*"))
                .doesNotHaveDuplicates();
        assertThat(walk.get("end").getAsString()).isEqualTo("index.html");
        JsonObject skip = walk.getAsJsonObject("skip");
        assertThat(skip.get("target").getAsString()).isEqualTo("#content");
        assertThat(skip.get("inView").getAsBoolean()).isTrue();
        assertThat(skip.get("focus").getAsString()).isEqualTo("content");
    }

    @Test
    void theBrowserSeesWhatIsWrongWithAPage(@TempDir Path folder) throws IOException, InterruptedException {
        Browser browser = Browser.installed();
        Files.writeString(
                folder.resolve("faulty.html"),
                """
                <!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Faulty</title>
                <p>Mathematics such as $x$ or \\frac12.</p><p style="color: #999999">Pale.</p>
                <img src="missing.png" alt="Missing"><div style="width: 500px">Wide</div><math></math>
                <script>fetch('https://example.org/').catch(() => {}); undefined.name;</script>
                """);

        JsonObject report = browser.run(
                "browse_site.py", folder.toString(), folder.resolve("shots").toString());

        JsonObject narrow = report.getAsJsonObject("pages").getAsJsonObject("narrow faulty.html");
        assertThat(narrow.getAsJsonArray("broken")).isNotEmpty();
        assertThat(narrow.getAsJsonArray("raw")).hasSize(1);
        assertThat(narrow.getAsJsonArray("unreadable")).hasSize(1);
        assertThat(narrow.getAsJsonArray("flat")).hasSize(1);
        assertThat(narrow.get("wider").getAsInt()).isGreaterThan(100);
        assertThat(report.getAsJsonArray("requests")).isNotEmpty();
        assertThat(report.getAsJsonArray("errors")).isNotEmpty();
    }
}

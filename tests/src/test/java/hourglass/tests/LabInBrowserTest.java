package hourglass.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import hourglass.tools.NotebookFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Reads notebooks in JupyterLab in a real browser, through the menus, as somebody does who opened it with {@code mvn -Plab}.
 * The pictures of what was seen stay in {@code tests/target/screenshots}.
 */
@Tag("jupyter")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "ending a process politely needs a signal")
class LabInBrowserTest {
    private static final String LESSON = "00_start_here";
    // Seconds. A cell ends within a batch, which takes milliseconds; the browser shares the processor with it.
    private static final double LONGEST_STOP = 5;
    // A picture on which nothing is drawn has one, or two with a frame.
    private static final int FEWEST_COLOURS = 3;
    // A chart that has collapsed is narrower; whole ones are several hundred pixels wide.
    private static final int FEWEST_PIXELS = 150;
    private static final Pattern BAR =
            Pattern.compile("epoch (\\d+)/100000 ([█░]{20}) loss \\d\\.\\d{4} · [\\d,]+ examples/s · \\d+:\\d\\d left");

    private static JsonObject report;

    @BeforeAll
    static void read() throws IOException, InterruptedException {
        Browser browser = Browser.installed();
        Trial trial = Trial.of("lab-in-browser");
        trial.notebook("lab");
        trial.lesson(LESSON);
        // The drawn pictures, which every machine has. One thread, since the browser needs a processor too: threads
        // that wait for each other would wait for it as well.
        var environment = Map.of(
                "HOURGLASS_BUDGET", "quick", "HOURGLASS_OFFLINE", "1", "HOURGLASS_DATA", "", "OMP_NUM_THREADS", "1");
        try (OpenLab lab = OpenLab.on(trial, "--no-browser --port=0", environment)) {
            report = browser.run(
                    Map.of("HOURGLASS_LAB", lab.address() + "lab?token=" + lab.token()),
                    "browse_lab.py",
                    trial.project().notebooks().toString(),
                    "lab.ipynb",
                    LESSON + ".ipynb",
                    Trial.real().executed().resolveSibling("screenshots").toString());
        }
        System.out.println("JupyterLab in the browser: seconds " + report.get("seconds"));
    }

    @Test
    void theBarMovesWhileANetworkTrains() {
        var epochs = new HashSet<String>();
        var bars = new HashSet<String>();
        for (String line : strings(report.getAsJsonObject("training").getAsJsonArray("lines"))) {
            Matcher bar = BAR.matcher(line);
            if (bar.matches()) {
                epochs.add(bar.group(1));
                bars.add(bar.group(2));
            }
        }
        assertThat(epochs).as("epochs that the page showed").hasSizeGreaterThan(2);
        assertThat(bars).as("bars that the page showed").hasSizeGreaterThan(1);
        assertThat(report.getAsJsonObject("training").get("clipped").getAsDouble())
                .as("pixels of the bar out of sight")
                .isLessThanOrEqualTo(0);
    }

    @Test
    void theMenuStopsATrainingAndTheNextCellsGoOnWithItsWeights() {
        JsonObject training = report.getAsJsonObject("training");
        JsonArray texts = training.getAsJsonArray("texts");

        assertThat(training.get("secondsToStop").getAsDouble()).isLessThan(LONGEST_STOP);
        // A kernel may refuse the last words of a cell that it has stopped; then the bar stays.
        assertThat(strings(texts.get(3).getAsJsonArray()).get(0))
                .containsPattern("epochs, then interrupted|░ loss|█ loss");
        double untrained = number(texts.get(2), "untrained ([\\d.]+)");
        double stopped = number(texts.get(4), "stopped at ([\\d.]+)");
        assertThat(stopped).isLessThan(untrained * 0.9);
        assertThat(number(texts.get(6), "trained 2 epochs more ([\\d.]+)")).isCloseTo(stopped, within(stopped * 0.05));
        // By the kernel, under the cell that was stopped.
        assertThat(strings(training.getAsJsonArray("problems")))
                .allMatch(problem -> problem.strip().endsWith("Evaluation interrupted."))
                .hasSizeLessThan(2);
    }

    @Test
    void chartsAreWholeAndShowSomething() {
        assertWhole(report.getAsJsonObject("training").getAsJsonArray("images"), 2);
    }

    @Test
    void theExplorerFollowsPointerAndKeysAndLeavesOtherKeysToJupyterLab() {
        JsonObject explorer = report.getAsJsonObject("explorer");
        assertDragged(explorer.getAsJsonArray("drag"));

        JsonObject keys = explorer.getAsJsonObject("keys");
        int cell = keys.getAsJsonObject("Home").get("cell").getAsInt();
        double scrolled = keys.getAsJsonObject("Home").get("scrolled").getAsDouble();
        for (String key : List.of("Home", "ArrowRight", "ArrowUp", "Shift+ArrowLeft", "ArrowDown", "heard")) {
            JsonObject shown = keys.getAsJsonObject(key);
            assertThat(shown.get("focused").getAsBoolean()).as(key).isTrue();
            assertThat(shown.get("cell").getAsInt())
                    .as(key + ": the cell stays")
                    .isEqualTo(cell);
            assertThat(shown.get("scrolled").getAsDouble())
                    .as(key + ": the page stays")
                    .isEqualTo(scrolled);
        }
        assertThat(List.of("Home", "ArrowRight", "ArrowUp", "Shift+ArrowLeft"))
                .extracting(key -> keys.getAsJsonObject(key).get("code"))
                .doesNotHaveDuplicates();
        assertThat(keys.getAsJsonObject("heard").get("heard").getAsString()).contains("code (", "5 nearest points: ");
        assertThat(keys.getAsJsonObject("Escape").get("focused").getAsBoolean()).isFalse();
        JsonObject outside = keys.getAsJsonObject("outside");
        assertThat(outside.get("cell").getAsInt())
                .as("after Escape the arrow keys go from cell to cell")
                .isEqualTo(cell - 1);
        assertThat(outside.get("code")).isEqualTo(keys.getAsJsonObject("Escape").get("code"));
    }

    @Test
    void aSavedNotebookShowsTheExplorerAgainInTheDarkThemeToo() {
        JsonObject again = report.getAsJsonObject("again");
        assertDragged(again.getAsJsonArray("drag"));
        assertThat(again.get("background").getAsString())
                .as("dark ink needs its own light ground")
                .isEqualTo("rgb(255, 255, 255)");
        assertWhole(again.getAsJsonArray("images"), 2);
    }

    @Test
    void aNotebookOfAStrangerShowsTheStillPicture() {
        JsonObject untrusted = report.getAsJsonObject("untrusted");
        assertThat(untrusted.get("programs").getAsBoolean())
                .as("programs of a stranger run")
                .isFalse();
        assertThat(untrusted.getAsJsonObject("still").get("shown").getAsDouble())
                .isGreaterThan(FEWEST_PIXELS);
    }

    @Test
    void aWholeLessonRunsThroughTheMenu() throws IOException {
        JsonObject lesson = report.getAsJsonObject("lesson");
        NotebookFile committed = NotebookFile.read(Trial.real().notebooks().resolve(LESSON + ".ipynb"));

        assertThat(lesson.getAsJsonArray("problems")).isEmpty();
        assertThat(strings(lesson.getAsJsonArray("prompts")))
                .as("every cell ran, in order")
                .hasSize(committed.codeCells().size())
                .isEqualTo(numbers(committed.codeCells().size()));
        assertWhole(lesson.getAsJsonArray("images"), 3);
        assertWhole(lesson.getAsJsonArray("hero"), 1);
        assertThat(strings(lesson.getAsJsonArray("last"))).isNotEmpty();
    }

    @Test
    void nothingIsAskedOrLoadedFromElsewhereAndTheConsoleIsClean() {
        assertThat(report.getAsJsonObject("training").getAsJsonArray("questions"))
                .isEmpty();
        assertThat(report.getAsJsonArray("requests")).isEmpty();
        assertThat(report.getAsJsonArray("errors")).isEmpty();
    }

    private static void assertDragged(JsonArray seen) {
        var pictures = new ArrayList<JsonElement>();
        var codes = new ArrayList<JsonElement>();
        for (JsonElement shown : seen) {
            pictures.add(shown.getAsJsonObject().get("picture"));
            codes.add(shown.getAsJsonObject().get("code"));
        }
        assertThat(codes).hasSize(3).doesNotHaveDuplicates();
        assertThat(pictures).doesNotHaveDuplicates();
    }

    private static void assertWhole(JsonArray images, int fewest) {
        assertThat(images).hasSizeGreaterThanOrEqualTo(fewest);
        for (JsonElement element : images) {
            JsonObject image = element.getAsJsonObject();
            assertThat(image.get("width").getAsInt()).isGreaterThan(FEWEST_PIXELS);
            assertThat(image.get("shown").getAsDouble()).isGreaterThan(FEWEST_PIXELS);
            assertThat(image.get("colours").getAsInt()).isGreaterThanOrEqualTo(FEWEST_COLOURS);
            assertThat(image.get("hidden").getAsDouble())
                    .as("pixels out of sight: %s", image)
                    .isLessThanOrEqualTo(0);
        }
    }

    private static double number(JsonElement texts, String pattern) {
        Matcher matcher =
                Pattern.compile(pattern).matcher(strings(texts.getAsJsonArray()).get(0));
        assertThat(matcher.find()).as(texts.toString()).isTrue();
        return Double.parseDouble(matcher.group(1));
    }

    private static List<String> strings(JsonArray array) {
        return array.asList().stream().map(JsonElement::getAsString).toList();
    }

    private static List<String> numbers(int n) {
        return IntStream.rangeClosed(1, n).mapToObj(i -> "[" + i + "]:").toList();
    }
}

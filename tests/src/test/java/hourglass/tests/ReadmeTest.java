package hourglass.tests;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.data.source.Datasets;
import hourglass.tools.FiguresTable;
import hourglass.tools.Project;
import hourglass.tools.ResultsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
    private static final Project PROJECT = Project.ofThisBuild();

    @Test
    void itsPageOfFiguresShowsWhatTheLessonsRecorded() throws IOException {
        String page = Files.readString(PROJECT.figures());

        assertThat(page).isEqualTo(FiguresTable.withFigures(page, ResultsFile.read(PROJECT.results())));
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
        assertThat(link.results()).hasSizeGreaterThan(20);
        link.reset();
        while (link.find()) {
            assertThat(PROJECT.root().resolve(link.group(1))).exists();
        }
    }

    @Test
    void beginsWithAPictureThatMovesAndLoadsFast() throws IOException {
        Matcher picture =
                Pattern.compile("!\\[([^\\]]{30,})\\]\\(([^)]+\\.gif)\\)").matcher(Files.readString(PROJECT.readme()));
        assertThat(picture.find()).isTrue();
        Path file = PROJECT.root().resolve(picture.group(2));

        assertThat(file).isRegularFile();
        assertThat(Files.size(file)).as("bytes").isLessThan(1_000_000);
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in);
            assertThat(reader.getNumImages(true)).as("frames").isGreaterThan(20);
        } finally {
            reader.dispose();
        }
    }

    private static String between(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }
}

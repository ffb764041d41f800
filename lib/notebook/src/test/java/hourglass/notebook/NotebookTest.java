package hourglass.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import hourglass.doctor.Finding;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

class NotebookTest {
    private final PrintStream before = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(printed, true));
    }

    @AfterEach
    void restore() {
        System.setOut(before);
    }

    @Test
    void differentiatesAGraphWithoutALine() {
        SameDiff graph = SameDiff.create();
        var w = graph.var("w", Nd4j.scalar(3f));
        w.mul(w).sum("loss");
        graph.setLossVariables("loss");

        Notebook.silently(() -> graph.createGradFunction("w"));

        assertThat(graph.calculateGradients(Map.of(), "w").get("w").getFloat(0)).isEqualTo(6f);
        assertThat(printed.toString()).isEmpty();
    }

    @Test
    void printsAgainAfterwardsEvenAfterAnError() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Notebook.silently(() -> {
                    System.out.println("lost");
                    throw new IllegalStateException("thrown on");
                }))
                .withMessage("thrown on");

        System.out.print("kept");
        assertThat(printed.toString()).isEqualTo("kept");
    }

    @Test
    void saysInOneLineWhatItRunsOnAndInOneMoreEachThatIsWrong() {
        Locale locale = Locale.getDefault();
        try {
            Notebook.setUp(List::of);
            String[] healthy = printed.toString().split(System.lineSeparator());
            printed.reset();
            Notebook.setUp(() -> List.of(
                    Finding.wrong("Fonts", "No chart can be drawn", "install fonts"),
                    Finding.warning("Memory", "Little is free", "close other kernels")));

            assertThat(healthy[0])
                    .startsWith("Java " + Runtime.version().feature() + " · ")
                    .contains("HOURGLASS_BUDGET");
            assertThat(printed.toString().split(System.lineSeparator()))
                    .startsWith(healthy)
                    .endsWith("No chart can be drawn: install fonts.", "Little is free: close other kernels.")
                    .hasSize(healthy.length + 2);
        } finally {
            Locale.setDefault(locale);
        }
    }

    @Test
    void picturesKeepEachPixelAndGreyOnesTakeLessRoom() throws IOException {
        BufferedImage grey = picture(256, level -> level << 16 | level << 8 | level);
        BufferedImage colored = picture(1_000, level -> level * 12_347);

        assertThat(pixels(decoded(grey))).isEqualTo(pixels(grey));
        assertThat(pixels(decoded(colored))).isEqualTo(pixels(colored));

        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        ImageIO.write(grey, "png", plain);
        assertThat(Base64.getDecoder().decode(PngImages.base64(grey))).hasSizeLessThan(plain.size() * 3 / 4);
    }

    private static BufferedImage picture(int levels, IntUnaryOperator color) {
        Random random = new Random(1);
        BufferedImage picture = new BufferedImage(90, 70, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 70; y++) {
            for (int x = 0; x < 90; x++) {
                picture.setRGB(x, y, color.applyAsInt(random.nextInt(levels)));
            }
        }
        return picture;
    }

    private static BufferedImage decoded(BufferedImage figure) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(PngImages.base64(figure))));
    }

    private static int[] pixels(BufferedImage picture) {
        int width = picture.getWidth();
        if (picture.getType() != BufferedImage.TYPE_BYTE_GRAY) {
            return picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width);
        }
        // Java reads a grey file into a colour space of its own, in which getRGB is brighter than what the file says.
        int[] levels = picture.getRaster().getSamples(0, 0, width, picture.getHeight(), 0, (int[]) null);
        return Arrays.stream(levels).map(level -> 0xff000000 | level * 0x010101).toArray();
    }
}

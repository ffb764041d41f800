package hourglass.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.Color;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class MatrixDiagramTest {

    private static final double[][] PIXELS = {{0, 0.5, 1}, {0, 0.5, 1}, {0, 0, 0}};
    private static final double[][] FILTER = {{-1, 0, 1}, {-1, 0, 1}, {-1, 0, 1}};

    private static long count(BufferedImage image, Color color) {
        long count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += image.getRGB(x, y) == color.getRGB() ? 1 : 0;
            }
        }
        return count;
    }

    @Test
    void aCellHasTheColourOfItsNumber() {
        BufferedImage image =
                MatrixDiagram.titled("Two").matrix("weights", FILTER).image();

        assertThat(count(image, Theme.diverging(1))).isGreaterThan(3000);
        assertThat(count(image, Theme.diverging(-1))).isGreaterThan(3000);
        assertThat(image.getWidth()).isEqualTo(Theme.WIDTH);
    }

    @Test
    void aFrameIsDrawnAroundItsCells() {
        BufferedImage plain =
                MatrixDiagram.titled("One").matrix("pixels", PIXELS).image();
        BufferedImage framed =
                MatrixDiagram.titled("One").matrix("pixels", PIXELS, 1, 1, 2, 2).image();

        assertThat(count(framed, Theme.INK)).isGreaterThan(count(plain, Theme.INK) + 600);
    }

    @Test
    void saysInWordsWhatItShows() {
        MatrixDiagram diagram = MatrixDiagram.titled("Products\nOf nine pixels.")
                .matrix("pixels", PIXELS)
                .sign("×")
                .matrix("filter", FILTER);

        assertThat(diagram.alternativeText()).isEqualTo("Products: pixels (3×3) × filter (3×3), numbers from −1 to 1.");
        assertThat(diagram.image().getProperty(Theme.DESCRIPTION)).isEqualTo(diagram.alternativeText());
    }

    @Test
    void keepsItsNumbersWhenTheArrayChanges() {
        double[][] values = {{1, 2}};
        MatrixDiagram diagram = MatrixDiagram.titled("Kept").matrix("values", values);
        values[0][1] = 7;

        assertThat(diagram.alternativeText()).endsWith("numbers from 1 to 2.");
    }

    @Test
    void refusesWhatCannotBeDrawn() {
        MatrixDiagram diagram = MatrixDiagram.titled("Refused");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> diagram.matrix("m", new double[][] {{1, 2}, {3}}))
                .withMessage("The matrix \"m\" has rows of 2 and of 1 numbers: pass rows of one length.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> diagram.matrix("m", new double[0][]))
                .withMessage("The matrix \"m\" has no rows: pass at least one.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> diagram.matrix("m", new double[][] {{Double.NaN}}))
                .withMessageContaining("\"m\" holds NaN at index 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> diagram.matrix("m", PIXELS, 1, 1, 3, 3))
                .withMessage("The frame of 3×3 cells at row 1 and column 1 leaves the matrix \"m\" of 3×3: choose cells"
                        + " inside.");
        assertThatIllegalArgumentException()
                .isThrownBy(diagram::image)
                .withMessage("The diagram \"Refused\" has no matrix: add one before the image.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MatrixDiagram.titled("Wide")
                        .matrix("m", new double[1][21])
                        .image())
                .withMessage(
                        "The diagram \"Wide\" has 1 rows and 21 columns of numbers, but at most 20 can be read: draw a"
                                + " heat map instead.");
    }
}

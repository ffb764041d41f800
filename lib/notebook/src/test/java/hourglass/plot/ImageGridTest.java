package hourglass.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ImageGridTest {

    private static final Color HALF = new Color(128, 128, 128);

    private static INDArray pictures(float... levels) {
        INDArray pixels = Nd4j.zeros(DataType.FLOAT, levels.length, 16);
        for (int i = 0; i < levels.length; i++) {
            pixels.getRow(i).assign(levels[i]);
        }
        return pixels;
    }

    private static int grey(BufferedImage image, int x, int y) {
        Color color = new Color(image.getRGB(x, y));
        assertThat(color.getRed()).isEqualTo(color.getGreen()).isEqualTo(color.getBlue());
        return color.getRed();
    }

    @Test
    void theGreyRangeIsFixedWhateverElseARowHolds() {
        for (INDArray pixels : List.of(pictures(0.5f), pictures(0.5f, 0.4f), pictures(0, 0.5f, 1), pictures(0.5f, 9))) {
            BufferedImage image = ImageGrid.of(4, 4).row("", pixels).image();
            assertThat(EveryFigureTest.count(image, HALF)).isGreaterThan(1000);
        }
    }

    @Test
    void valuesOutsideTheRangeAreClipped() {
        BufferedImage sheet = ImageGrid.tile(pictures(-3, 0, 0.5f, 1, 7), 1, 5, 4, 4);
        int cell = sheet.getWidth() / 5;
        int[] expected = {0, 0, 128, 255, 255};
        for (int i = 0; i < 5; i++) {
            assertThat(grey(sheet, i * cell + cell / 2, sheet.getHeight() / 2)).isEqualTo(expected[i]);
        }
    }

    @Test
    void everyPixelBecomesASquareBlockOfItsOwnGrey() {
        INDArray pixels = Nd4j.createFromArray(new float[][] {{0, 0.2f, 0.4f, 0.6f, 0.8f, 1}});
        BufferedImage sheet = ImageGrid.tile(pixels, 1, 1, 2, 3);
        int scale = sheet.getWidth() / 3;
        assertThat(scale).isGreaterThan(100);
        assertThat(sheet.getHeight()).isEqualTo(2 * scale);
        for (int y = 0; y < sheet.getHeight(); y++) {
            for (int x = 0; x < sheet.getWidth(); x++) {
                assertThat(grey(sheet, x, y)).isEqualTo((y / scale * 3 + x / scale) * 51);
            }
        }
    }

    @Test
    void aSheetIsFilledRowByRow() {
        BufferedImage sheet = ImageGrid.tile(pictures(0, 0.2f, 0.4f, 0.6f, 0.8f, 1), 2, 3, 4, 4);
        int cell = sheet.getWidth() / 3;
        for (int i = 0; i < 6; i++) {
            assertThat(grey(sheet, i % 3 * cell + cell / 2, i / 3 * cell + cell / 2))
                    .isEqualTo(i * 51);
        }
    }

    @Test
    void theThreeShapesOfPicturesGiveTheSameGrid() {
        INDArray flat = Nd4j.rand(DataType.FLOAT, 5, 12);
        BufferedImage expected = ImageGrid.of(3, 4).row("row", flat).image();
        for (INDArray shaped : List.of(flat.reshape(5, 3, 4), flat.reshape(5, 1, 3, 4), flat.dup('f'))) {
            assertSame(ImageGrid.of(3, 4).row("row", shaped).image(), expected);
        }
    }

    private static void assertSame(BufferedImage actual, BufferedImage expected) {
        int[] pixels = actual.getRGB(0, 0, actual.getWidth(), actual.getHeight(), null, 0, actual.getWidth());
        assertThat(pixels)
                .isEqualTo(
                        expected.getRGB(0, 0, expected.getWidth(), expected.getHeight(), null, 0, expected.getWidth()));
    }

    @Test
    void aRowShowsItsFirstTenPicturesOrAsManyAsAsked() {
        INDArray pixels = pictures(new float[15]);
        pixels.getRow(9).assign(0.5f);
        pixels.getRow(10).assign(0.25f);
        BufferedImage ten = ImageGrid.of(4, 4).row("", pixels).image();
        assertThat(EveryFigureTest.count(ten, HALF)).isPositive();
        assertThat(EveryFigureTest.count(ten, new Color(64, 64, 64))).isZero();
        BufferedImage twelve = ImageGrid.of(4, 4).columns(12).row("", pixels).image();
        assertThat(EveryFigureTest.count(twelve, new Color(64, 64, 64))).isPositive();
    }

    @Test
    void aSignedRowIsSymmetricAboutWhite() {
        INDArray pixels = pictures(-2, 0, 2, 1);
        BufferedImage image = ImageGrid.of(4, 4).signedRow("", pixels).image();
        int negative = EveryFigureTest.count(image, Theme.diverging(-1));
        assertThat(negative).isPositive().isEqualTo(EveryFigureTest.count(image, Theme.diverging(1)));
        assertThat(EveryFigureTest.count(image, Theme.diverging(0.5))).isEqualTo(negative);
        BufferedImage limited = ImageGrid.of(4, 4).signedRow("", pixels, 1).image();
        assertThat(EveryFigureTest.count(limited, Theme.diverging(1))).isEqualTo(2 * negative);
    }

    @Test
    void captionsMakeRoomForThemselves() {
        INDArray pixels = pictures(0.1f, 0.2f);
        int plain = ImageGrid.of(4, 4).row("row", pixels).image().getHeight();
        assertThat(ImageGrid.of(4, 4)
                        .row("row", pixels)
                        .caption(i -> "c" + i)
                        .image()
                        .getHeight())
                .isGreaterThan(plain);
        assertThat(ImageGrid.of(4, 4)
                        .row("row", pixels, List.of("20 dB", "19 dB"))
                        .image()
                        .getHeight())
                .isGreaterThan(plain);
    }

    @Test
    void numbersAreWrittenBelowThePicturesToOneDecimal() {
        INDArray pixels = pictures(0.1f, 0.2f);
        double[] decibels = {19.96, Double.POSITIVE_INFINITY, 3};

        assertThat(image(ImageGrid.of(4, 4).row("row", pixels, decibels)))
                .isEqualTo(image(ImageGrid.of(4, 4).row("row", pixels, List.of("20.0", "∞"))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageGrid.of(4, 4).row("back", pixels, new double[] {1, Double.NaN}))
                .withMessage(
                        "The number 1 of the row \"back\" is not a number (NaN): pass one for each picture, such as its PSNR.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageGrid.of(4, 4).row("back", pixels, new double[0]))
                .withMessage("The row \"back\" has no number for its pictures: pass one for each.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageGrid.of(4, 4).row("back", pixels, new double[] {1}))
                .withMessage("The row \"back\" has 1 captions for 2 pictures: pass one for each.");
    }

    private static List<Integer> image(ImageGrid grid) {
        var image = grid.image();
        return Arrays.stream(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                .boxed()
                .toList();
    }

    @Test
    void drawingLeavesThePicturesAlone() {
        INDArray pixels = pictures(-1, 0.5f, 3);
        INDArray before = pixels.dup();
        ImageGrid.of(4, 4).row("", pixels).signedRow("", pixels).image();
        assertThat(pixels).isEqualTo(before);
    }

    @Test
    void picturesThatDoNotFitAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageGrid.of(28, 28).row("back", Nd4j.zeros(3, 783)))
                .withMessage(
                        "The pictures of \"back\" have shape [3, 783], but 28×28 pixels are expected: pass [n, 784],"
                                + " [n, 28, 28] or [n, 1, 28, 28], or [n, 3, 28, 28] in colour, with at least one picture.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageGrid.of(4, 4).row("back", pictures(0, Float.NaN)))
                .withMessage("Picture 1 of \"back\" holds NaN at pixel 0: the training diverged, so train again with a"
                        + " lower learning rate.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageGrid.of(4, 4).row("back", pictures(0, 1), List.of("one")))
                .withMessage("The row \"back\" has 1 captions for 2 pictures: pass one for each.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageGrid.tile(pictures(0, 1), 2, 2, 4, 4))
                .withMessage("A sheet of 2×2 pictures needs 4, but there are 2: pass more or ask for fewer.");
    }

    @Test
    void coloursAreDrawnInTheirOrder() {
        // A red, a green, a blue and an orange pixel; red, green and blue lie behind one another.
        INDArray pixels = Nd4j.createFromArray(new float[][] {{1, 0, 0, 1, 0, 1, 0, 0.5f, 0, 0, 1, 0}});

        for (INDArray shape : new INDArray[] {pixels, pixels.reshape('c', 1, 3, 2, 2), pixels.dup('f')}) {
            BufferedImage sheet = ImageGrid.tile(shape, 1, 1, 2, 2);
            int right = sheet.getWidth() - 1;
            int bottom = sheet.getHeight() - 1;

            assertThat(sheet.getRGB(0, 0)).isEqualTo(0xffff0000);
            assertThat(sheet.getRGB(right, 0)).isEqualTo(0xff00ff00);
            assertThat(sheet.getRGB(0, bottom)).isEqualTo(0xff0000ff);
            assertThat(sheet.getRGB(right, bottom)).isEqualTo(0xffff8000);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageGrid.of(2, 2).signedRow("weights", pixels, 1))
                .withMessage(
                        "The row \"weights\" is in colour, and a signed row has a colour for each sign: give one channel, such"
                                + " as the mean over dimension 1.");
    }

    @Test
    void sizesThatMakeNoGridAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageGrid.of(0, 28))
                .withMessage("Pictures cannot be 0×28 pixels: pass a positive height and width.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageGrid.of(4, 4).columns(0))
                .withMessage("A row cannot show 0 pictures: choose from 1 to 32.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageGrid.of(4, 4).image())
                .withMessage("The grid has no row: add one before the image.");
    }
}

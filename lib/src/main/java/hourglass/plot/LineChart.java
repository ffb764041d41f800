package hourglass.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Draws lines over a number axis. Markers appear only where a line has few points.
 *
 * <pre>{@code
 * LineChart.titled("Error against code size")
 *     .axes("numbers in the code", "cross-entropy, nats per pixel")
 *     .line("PCA", sizes, errorsOfPca)
 *     .line("autoencoder", sizes, errors)
 *     .horizontal("entropy floor", Errors.entropyFloor(test.pixels()))
 *     .logarithmicX()
 *     .image()
 * }</pre>
 */
public final class LineChart {

    private static final int FEW_POINTS = 16;
    private static final int HEIGHT = 380;

    private final String title;
    private final List<Consumer<Figure>> bands = new ArrayList<>();
    private final List<Consumer<Figure>> parts = new ArrayList<>();
    private String xAxis = "";
    private String yAxis = "";
    private int lines;
    private int height = HEIGHT;

    private LineChart(String title) {
        this.title = title;
    }

    /** Starts a chart; what follows a line break in the title is set smaller. */
    public static LineChart titled(String title) {
        return new LineChart(title);
    }

    /** Names the axes, with their units. */
    public LineChart axes(String xAxis, String yAxis) {
        this.xAxis = xAxis;
        this.yAxis = yAxis;
        return this;
    }

    /** Adds a line through the values at x = 1, 2, 3 and so on. */
    public LineChart line(String name, double[] y) {
        return line(name, IntStream.rangeClosed(1, y.length).asDoubleStream().toArray(), y);
    }

    /**
     * Adds a line in the next colour.
     *
     * @throws IllegalArgumentException if it has no points, not as many x as y values, or one that is not finite
     */
    public LineChart line(String name, double[] x, double[] y) {
        Color color = Theme.color(lines);
        lines++;
        return line(name, x, y, color, Theme.LINE);
    }

    LineChart line(String name, double[] x, double[] y, Color color, BasicStroke stroke) {
        Checked.points(name, x, y);
        parts.add(figure -> {
            figure.line(x, y, color, stroke, y.length <= FEW_POINTS);
            figure.lineKey(name, color, stroke);
        });
        return this;
    }

    LineChart unnamedLine(double[] x, double[] y, Color color, BasicStroke stroke) {
        parts.add(figure -> figure.line(x, y, color, stroke, y.length <= FEW_POINTS && stroke == Theme.LINE));
        return this;
    }

    /** Fills the band between two lines, such as a signal and its reconstruction, behind all lines. */
    public LineChart band(String name, double[] x, double[] lower, double[] upper) {
        Checked.points(name, x, lower);
        Checked.points(name, x, upper);
        int n = x.length;
        double[] roundX = new double[2 * n];
        double[] roundY = new double[2 * n];
        for (int i = 0; i < n; i++) {
            roundX[i] = x[i];
            roundX[2 * n - 1 - i] = x[i];
            roundY[i] = lower[i];
            roundY[2 * n - 1 - i] = upper[i];
        }
        Color color = Theme.color(5);
        Color fill = Theme.translucent(color, 0.35);
        bands.add(figure -> {
            figure.outline(roundX, roundY, fill);
            figure.areaKey(name, fill, fill);
        });
        return this;
    }

    /** Adds a dashed line across the plot at a value of the y axis, such as the least loss that can be reached. */
    public LineChart horizontal(String name, double y) {
        Checked.finite(name, y);
        parts.add(figure -> figure.rule(name, y, false));
        return this;
    }

    /** Adds a dashed line up the plot at a value of the x axis, such as the epoch that was kept. */
    public LineChart vertical(String name, double x) {
        Checked.finite(name, x);
        parts.add(figure -> figure.rule(name, x, true));
        return this;
    }

    /**
     * Sets the height of the plot and its axes, without title and legend, in pixels; {@value #HEIGHT} if it is not called.
     *
     * @throws IllegalArgumentException if there is no room for a plot
     */
    public LineChart height(int pixels) {
        if (pixels < 150) {
            throw new IllegalArgumentException("A chart " + pixels + " pixels high shows nothing: give at least 150.");
        }
        height = pixels;
        return this;
    }

    /** Makes the x axis logarithmic. */
    public LineChart logarithmicX() {
        parts.add(Figure::logarithmicX);
        return this;
    }

    /** Makes the y axis logarithmic. */
    public LineChart logarithmicY() {
        parts.add(Figure::logarithmicY);
        return this;
    }

    /** Labels whole numbers only on the x axis, as epochs want it. */
    public LineChart countAlongX() {
        parts.add(Figure::countAlongX);
        return this;
    }

    /**
     * Draws the chart, {@value Theme#WIDTH} pixels wide.
     *
     * @throws IllegalArgumentException if it has no line, or a value that is not positive on a logarithmic axis
     */
    public BufferedImage image() {
        if (parts.isEmpty() && bands.isEmpty()) {
            throw new IllegalArgumentException("The chart \"" + title + "\" has no line: add one before the image.");
        }
        Figure figure = new Figure(title, xAxis, yAxis, height);
        bands.forEach(band -> band.accept(figure));
        parts.forEach(part -> part.accept(figure));
        return figure.image();
    }
}

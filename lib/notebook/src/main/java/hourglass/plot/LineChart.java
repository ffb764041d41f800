package hourglass.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws lines over a number axis, each in a color of its own. A line of at most {@value #FEW_POINTS} points has them marked
 * with a shape of its own; if there are more than {@value #FEW_LINES} lines, each has dashes of its own. Up to
 * {@value Theme#STYLES} lines can be told apart in this way.
 *
 * <pre>{@code
 * LineChart.titled("Error against code size")
 *     .axes("numbers in the code", "cross-entropy, nats per pixel")
 *     .line("PCA", sizes, errorsOfPca)
 *     .line("autoencoder", sizes, errors)
 *     .horizontal("entropy floor", Metrics.entropyFloor(test.pixels()))
 *     .logarithmicX()
 *     .image()
 * }</pre>
 */
public final class LineChart {
    private static final int LEAST_HEIGHT = 150;
    private static final int MOST_HEIGHT = 4000;

    private static final int FEW_POINTS = 16;
    private static final int FEW_LINES = 4;
    private static final int HEIGHT = 380;

    private final String title;
    private final List<Consumer<Figure>> bands = new ArrayList<>();
    private final List<Consumer<Figure>> foreground = new ArrayList<>();
    private String xAxis = "";
    private String yAxis = "";
    private int lines;
    private int height = HEIGHT;

    private LineChart(String title) {
        this.title = title;
    }

    /** Starts a chart; what follows a line break in the title is set smaller. */
    public static LineChart titled(String title) {
        Preconditions.given("title", title);
        return new LineChart(title);
    }

    /** Names the axes, with their units. */
    public LineChart axes(String xAxis, String yAxis) {
        Preconditions.given("name of the x axis", xAxis);
        Preconditions.given("name of the y axis", yAxis);
        this.xAxis = xAxis;
        this.yAxis = yAxis;
        return this;
    }

    /**
     * Adds a line through the values at x = 1, 2, 3 and so on.
     *
     * @throws IllegalArgumentException if there is no value, or one that is not finite
     */
    public LineChart line(String name, double[] y) {
        Preconditions.given("name", name);
        Preconditions.given("array of y values", y);
        return line(name, IntStream.rangeClosed(1, y.length).asDoubleStream().toArray(), y);
    }

    /**
     * Adds a line in the next color.
     *
     * @throws IllegalArgumentException if it has no points, not as many x as y values, or one that is not finite
     */
    public LineChart line(String name, double[] x, double[] y) {
        Preconditions.given("name", name);
        Preconditions.given("array of x values", x);
        Preconditions.given("array of y values", y);
        Preconditions.points(name, x, y);
        int index = lines;
        lines++;
        foreground.add(figure -> {
            BasicStroke stroke = lines > FEW_LINES ? Theme.stroke(index) : Theme.LINE;
            Marker marker = marker(index, y);
            figure.line(x, y, Theme.color(index), stroke, marker);
            figure.lineKey(name, Theme.color(index), stroke, marker);
        });
        return this;
    }

    /** Adds a line in the color, and with the markers, of line {@code index}. */
    LineChart line(String name, double[] x, double[] y, int index) {
        Preconditions.points(name, x, y);
        foreground.add(figure -> {
            figure.line(x, y, Theme.color(index), Theme.LINE, marker(index, y));
            figure.lineKey(name, Theme.color(index), Theme.LINE, marker(index, y));
        });
        return this;
    }

    LineChart unnamedLine(double[] x, double[] y, int index, BasicStroke stroke) {
        Marker marker = stroke == Theme.LINE ? marker(index, y) : SeriesMarkers.NONE;
        foreground.add(figure -> figure.line(x, y, Theme.color(index), stroke, marker));
        return this;
    }

    private static Marker marker(int index, double[] y) {
        return y.length <= FEW_POINTS ? Theme.marker(index) : SeriesMarkers.NONE;
    }

    /**
     * Fills the band between two lines, such as a signal and its reconstruction, behind all lines; a chart has one at most.
     *
     * @throws IllegalArgumentException if the three arrays are not of one length, are empty, or hold a number that is not
     *     finite
     */
    public LineChart band(String name, double[] x, double[] lower, double[] upper) {
        Preconditions.points(name, x, lower);
        Preconditions.points(name, x, upper);
        Color fill = Theme.translucent(Theme.BAND, 0.35);
        bands.add(figure -> {
            figure.band(x, lower, upper, fill);
            figure.areaKey(name, fill, fill);
        });
        return this;
    }

    /** Adds a dashed line across the plot at a value of the y axis, such as the least loss that can be reached. */
    public LineChart horizontal(String name, double y) {
        Preconditions.finite(name, y);
        foreground.add(figure -> figure.referenceLine(name, y, false));
        return this;
    }

    /** Adds a dashed line up the plot at a value of the x axis, such as the epoch that was kept. */
    public LineChart vertical(String name, double x) {
        Preconditions.finite(name, x);
        foreground.add(figure -> figure.referenceLine(name, x, true));
        return this;
    }

    /**
     * Sets the height of the plot and its axes, without title and legend, in pixels; {@value #HEIGHT} if it is not called.
     *
     * @param pixels from {@value #LEAST_HEIGHT}, which leave room for a plot, to {@value #MOST_HEIGHT}
     * @throws IllegalArgumentException if the number is out of its range
     */
    public LineChart height(int pixels) {
        if (pixels < LEAST_HEIGHT || pixels > MOST_HEIGHT) {
            throw new IllegalArgumentException("A chart cannot be " + pixels + " pixels high: give from " + LEAST_HEIGHT
                    + ", which leave room for a plot, to " + MOST_HEIGHT + ".");
        }
        height = pixels;
        return this;
    }

    /** Makes the x axis logarithmic, unless its values differ by less than a factor of 3, where both kinds look alike. */
    public LineChart logarithmicX() {
        foreground.add(Figure::logarithmicX);
        return this;
    }

    /** Makes the y axis logarithmic, unless its values differ by less than a factor of 3, where both kinds look alike. */
    public LineChart logarithmicY() {
        foreground.add(Figure::logarithmicY);
        return this;
    }

    /** Labels only whole numbers on the x axis, if all its values are whole: for epochs and other counts. */
    public LineChart countAlongX() {
        foreground.add(Figure::countAlongX);
        return this;
    }

    /**
     * Draws the chart, {@value Theme#WIDTH} pixels wide.
     *
     * @throws IllegalArgumentException if it has no line, more lines or bands than can be told apart, or a value that is
     *     not positive on a logarithmic axis
     */
    public BufferedImage image() {
        if (foreground.isEmpty() && bands.isEmpty()) {
            throw new IllegalArgumentException("The chart \"" + title + "\" has no line: add one before the image.");
        }
        Preconditions.requireAtMost(Theme.STYLES, lines, "lines", title);
        Preconditions.requireAtMost(1, bands.size(), "bands", title);
        Figure figure = new Figure(title, xAxis, yAxis, height);
        bands.forEach(band -> band.accept(figure));
        foreground.forEach(part -> part.accept(figure));
        return figure.image();
    }
}

package hourglass.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A chart with two number axes: XChart draws the axes and the data, this class the header, the legend and the labels. */
final class Figure {

    private static final Color TRANSPARENT = new Color(0, 0, 0, 0);

    // What XChart's axes, with their titles and the padding around them, take of the width and height of a chart.
    private static final int BESIDE_PLOT = 140;
    private static final int BELOW_PLOT = 90;
    private static final int LONGEST_LABEL = 200;

    /**
     * Values of the chart with the way in which they are drawn.
     *
     * @param y one for each x, or two: the values of a second line, which bound an area together with the first ones
     */
    private record Series(double[] x, List<double[]> y, boolean connected, Consumer<XYSeries> style) {}

    /** A dashed line across the plot at a value of one axis, with its name. */
    private record ReferenceLine(String name, double value, boolean vertical) {}

    /** A text at a point of the plot, {@code rise} pixels above it. */
    private record PointLabel(String text, double x, double y, double rise, Color color) {}

    private final String title;
    private final String xTitle;
    private final String yTitle;
    private final int width;
    private final int plotHeight;
    private final List<Series> series = new ArrayList<>();
    private final List<FigureHeader.Key> keys = new ArrayList<>();
    private final List<ReferenceLine> referenceLines = new ArrayList<>();
    private final List<PointLabel> pointLabels = new ArrayList<>();
    private final Range x = new Range();
    private final Range y = new Range();
    private boolean numbered = true;
    private int markerSize = 7;

    Figure(String title, String xTitle, String yTitle, int plotHeight) {
        this(title, xTitle, yTitle, Theme.WIDTH, plotHeight);
    }

    Figure(String title, String xTitle, String yTitle, int width, int plotHeight) {
        this.title = title;
        this.xTitle = xTitle;
        this.yTitle = yTitle;
        this.width = width;
        this.plotHeight = plotHeight;
    }

    void line(double[] xs, double[] ys, Color color, BasicStroke stroke, Marker marker) {
        add(xs, List.of(ys), true, line -> {
            line.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
            line.setMarker(marker);
            line.setMarkerColor(color);
            line.setLineColor(color);
            line.setLineStyle(stroke);
        });
    }

    /** Fills the area below a line, down to zero. */
    void area(double[] xs, double[] ys, Color color) {
        add(xs, List.of(ys), true, area -> {
            area.setXYSeriesRenderStyle(XYSeriesRenderStyle.Area);
            area.setMarker(SeriesMarkers.NONE);
            area.setFillColor(Theme.translucent(color, 0.35));
            area.setLineColor(color);
            area.setLineStyle(new BasicStroke(1.8f));
        });
        y.include(0);
    }

    /** Fills the area between two lines. */
    void band(double[] xs, double[] lower, double[] upper, Color color) {
        add(xs, List.of(lower, upper), true, band -> {
            band.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
            band.setMarker(SeriesMarkers.NONE);
            band.setFillColor(color);
            band.setLineColor(TRANSPARENT);
            band.setLineStyle(new BasicStroke(0));
        });
    }

    void points(double[] xs, double[] ys, Color color, Marker marker, int size) {
        add(xs, List.of(ys), false, points -> {
            points.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
            points.setMarker(marker);
            points.setMarkerColor(color);
        });
        markerSize = size;
    }

    private void add(double[] xs, List<double[]> ys, boolean connected, Consumer<XYSeries> style) {
        series.add(new Series(xs, ys, connected, style));
        x.include(xs);
        ys.forEach(y::include);
    }

    /** Makes the axes long enough for points that are not drawn. */
    void include(double[] xs, double[] ys) {
        x.include(xs);
        y.include(ys);
    }

    void referenceLine(String name, double value, boolean vertical) {
        referenceLines.add(new ReferenceLine(Theme.shortened(Theme.SMALL, name, width / 2), value, vertical));
        (vertical ? x : y).include(value);
    }

    /** Writes a text over a point, {@code rise} pixels above it. */
    void pointLabel(String text, double atX, double atY, double rise, Color color) {
        pointLabels.add(new PointLabel(Theme.shortened(Theme.BOLD, text, LONGEST_LABEL), atX, atY, rise, color));
    }

    void lineKey(String name, Color color, BasicStroke stroke, Marker marker) {
        keys.add(new FigureHeader.Key(name, 28, (g, atX, atY) -> {
            g.setColor(color);
            g.setStroke(stroke);
            g.draw(new Line2D.Double(atX - 14, atY, atX + 14, atY));
            marker.paint(g, atX, atY, 7);
        }));
    }

    void areaKey(String name, Color fill, Color edge) {
        keys.add(new FigureHeader.Key(name, 18, (g, atX, atY) -> {
            Rectangle2D box = new Rectangle2D.Double(atX - 9, atY - 6, 18, 12);
            g.setColor(fill);
            g.fill(box);
            g.setColor(edge);
            g.setStroke(new BasicStroke(1.8f));
            g.draw(box);
        }));
    }

    static FigureHeader.Key pointKey(String name, Color color, Marker marker) {
        return new FigureHeader.Key(name, 12, (g, atX, atY) -> {
            g.setColor(color);
            marker.paint(g, atX, atY, 11);
        });
    }

    /** Draws no numbers and no grid, for planes whose axes have no meaning. */
    void withoutNumbers() {
        numbered = false;
    }

    /** Labels whole numbers only, for axes that count; values between them are labelled as usual. */
    void countAlongX() {
        x.counting = true;
    }

    void logarithmicX() {
        x.logarithmic = true;
    }

    void logarithmicY() {
        y.logarithmic = true;
    }

    BufferedImage image() {
        FigureHeader header = new FigureHeader(title, keys);
        int top = header.height(width);
        BufferedImage canvas = Theme.canvas(width, top + plotHeight, title);
        Graphics2D g = Theme.graphics(canvas);
        paint(g, 0, top);
        header.draw(g, width);
        g.dispose();
        return canvas;
    }

    /** Draws axes, data and labels, without the header, on a part of a larger canvas. */
    XYChart paint(Graphics2D g, int left, int top) {
        int xPixels = width - BESIDE_PLOT;
        int yPixels = plotHeight - BELOW_PLOT;
        // A narrow panel has closer numbers, so that there are at least two.
        AxisScale xScale = x.scale(xPixels, Math.min(90, xPixels / 3), Math.min(80, xPixels / 4));
        AxisScale yScale = y.scale(yPixels, 52, 80);
        XYChart chart = chart(xScale, yScale);
        g.translate(left, top);
        chart.paint(g, width, plotHeight);
        // A spacing wider than the plot is high makes XChart place every value in the middle of the other axis.
        chart.getStyler().setXAxisTickMarkSpacingHint(1);
        g.setTransform(AffineTransform.getTranslateInstance(left, top));
        g.setClip(null);
        // XChart sets hints of its own.
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        Plot plot = new Plot(chart, xScale, yScale);
        referenceLines.forEach(line -> draw(g, plot, line));
        drawPointLabels(g, plot);
        g.setTransform(new AffineTransform());
        return chart;
    }

    /** Makes the chart that XChart draws, in coordinates instead of values. */
    private XYChart chart(AxisScale xScale, AxisScale yScale) {
        XYChart chart = new XYChartBuilder()
                .width(width)
                .height(plotHeight)
                .xAxisTitle(axisTitle(xTitle, xScale, width - 60))
                .yAxisTitle(axisTitle(yTitle, yScale, plotHeight - 50))
                .build();
        XYStyler styler = chart.getStyler();
        Theme.apply(styler);
        styler.setMarkerSize(markerSize);
        styler.setXAxisMin(xScale.min()).setXAxisMax(xScale.max());
        styler.setYAxisMin(yScale.min()).setYAxisMax(yScale.max());
        styler.setXAxisLogarithmic(xScale.logarithmic()).setYAxisLogarithmic(yScale.logarithmic());
        // Which numbers of a logarithmic axis have a label is decided by AxisScale.
        styler.setXAxisLogarithmicDecadeOnly(false).setYAxisLogarithmicDecadeOnly(false);
        styler.setXAxisTickLabelsFormattingFunction(xScale.label());
        styler.setYAxisTickLabelsFormattingFunction(yScale.label());
        styler.setPlotGridVerticalLinesVisible(numbered && !x.logarithmic);
        styler.setPlotGridHorizontalLinesVisible(numbered);
        if (!numbered) {
            styler.setAxisTicksVisible(false).setPlotBorderVisible(true);
        }
        int xPixels = width - BESIDE_PLOT;
        int spacing = Math.min(90, xPixels / 3);
        double span = xScale.max() - xScale.min();
        if (x.counting && x.whole && span < 9) {
            spacing = (int) ((width - 120) / span);
        } else if (xScale.leastStep() > 0) {
            spacing = Math.max(spacing, (int) (xPixels / span * xScale.leastStep()));
        } else if (yScale.logarithmic()) {
            // XChart leaves a logarithmic y axis without numbers if it is shorter than the spacing along x.
            spacing = Math.min(spacing, plotHeight / 3);
        }
        styler.setXAxisTickMarkSpacingHint(spacing);
        styler.setYAxisTickMarkSpacingHint(
                Math.max(52, (int) ((plotHeight - BELOW_PLOT) / (yScale.max() - yScale.min()) * yScale.leastStep())));
        for (Series one : series) {
            double[] xs = positions(one.x, xScale);
            List<Polyline> lines = one.y.stream()
                    .map(ys -> new Polyline(xs, positions(ys, yScale)))
                    .map(line -> one.connected ? line.thinned(2 * width, title) : line)
                    .toList();
            Polyline drawn = lines.size() == 1 ? lines.get(0) : lines.get(0).andBackAlong(lines.get(1));
            one.style.accept(
                    chart.addSeries("series " + chart.getSeriesCollection().size(), drawn.x(), drawn.y()));
        }
        return chart;
    }

    private static double[] positions(double[] values, AxisScale scale) {
        return Arrays.stream(values).map(scale.position()).toArray();
    }

    private String axisTitle(String name, AxisScale scale, int pixels) {
        String unit =
                !numbered || scale.unit().isEmpty() ? "" : name.isBlank() ? scale.unit() : " (" + scale.unit() + ")";
        return Theme.shortened(Theme.TEXT, name, pixels - Theme.width(Theme.TEXT, unit)) + unit;
    }

    /** Where values lie on the screen, once XChart has drawn a chart. */
    private record Plot(XYChart chart, AxisScale xScale, AxisScale yScale) {

        double left() {
            return chart.getScreenXFromChart(xScale.min());
        }

        double right() {
            return chart.getScreenXFromChart(xScale.max());
        }

        double top() {
            return chart.getScreenYFromChart(yScale.max());
        }

        double bottom() {
            return chart.getScreenYFromChart(yScale.min());
        }

        double x(double value) {
            return chart.getScreenXFromChart(xScale.position().applyAsDouble(value));
        }

        double y(double value) {
            return chart.getScreenYFromChart(yScale.position().applyAsDouble(value));
        }
    }

    private static void draw(Graphics2D g, Plot plot, ReferenceLine line) {
        g.setColor(Theme.INK);
        g.setStroke(Theme.DASHED);
        int width = Theme.width(Theme.SMALL, line.name);
        if (line.vertical) {
            double at = plot.x(line.value);
            g.draw(new Line2D.Double(at, plot.top(), at, plot.bottom()));
            double left = at + 8 + width < plot.right() ? at + 8 : Math.max(plot.left(), at - 8 - width);
            text(g, Theme.SMALL, Theme.INK, line.name, left, plot.top() + 14);
        } else {
            double at = plot.y(line.value);
            g.draw(new Line2D.Double(plot.left(), at, plot.right(), at));
            double baseline = at - 6 < plot.top() + 10 ? at + 16 : at - 6;
            text(g, Theme.SMALL, Theme.INK, line.name, plot.right() - width - 4, baseline);
        }
    }

    /** Moves a label down as long as it would cover another; the legend alone names what finds no place. */
    private void drawPointLabels(Graphics2D g, Plot plot) {
        List<Rectangle2D> taken = new ArrayList<>();
        for (PointLabel label : pointLabels) {
            double width = Theme.width(Theme.BOLD, label.text);
            double left = Math.max(plot.left(), Math.min(plot.right() - width, plot.x(label.x) - width / 2));
            Rectangle2D.Double place = new Rectangle2D.Double(left, plot.y(label.y) - 9 - label.rise, width, 18);
            while (taken.stream().anyMatch(place::intersects)) {
                place.y += 3;
            }
            if (place.getMaxY() <= plot.bottom() + 4) {
                taken.add(place);
                text(g, Theme.BOLD, label.color, label.text, place.x, place.y + 14);
            }
        }
    }

    /** Draws a text with a white rim, which keeps it readable on top of data. */
    private static void text(Graphics2D g, Font font, Color color, String text, double left, double baseline) {
        if (text.isBlank()) {
            return;
        }
        var shape = new TextLayout(text, font, g.getFontRenderContext())
                .getOutline(AffineTransform.getTranslateInstance(left, baseline));
        g.setColor(Theme.translucent(Theme.BACKGROUND, 0.85));
        g.setStroke(new BasicStroke(4, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.draw(shape);
        g.setColor(color);
        g.setFont(font);
        g.drawString(text, (float) left, (float) baseline);
    }

    /** The values that an axis must show. */
    private static final class Range {
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        boolean logarithmic;
        boolean counting;
        boolean whole = true;

        void include(double... values) {
            for (double value : values) {
                least = Math.min(least, value);
                greatest = Math.max(greatest, value);
                whole &= value == Math.rint(value);
            }
        }

        /** Returns the scale of an axis of a length, with numbers at least {@code spacing} pixels apart. */
        AxisScale scale(int pixels, int spacing, int labelWidth) {
            double ticks = pixels / (double) spacing;
            return logarithmic
                    ? AxisScale.logarithmic(least, greatest, pixels, spacing / 2, ticks, labelWidth)
                    : AxisScale.linear(least, greatest, counting && whole, ticks, labelWidth);
        }
    }
}

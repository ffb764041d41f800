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
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A chart with two number axes: XChart draws the axes and the data, this class the header, the key and the notes. */
final class Figure {

    private static final Color NO_COLOR = new Color(0, 0, 0, 0);

    /** A line across the plot at a value of one axis. */
    private record Rule(String name, double value, boolean vertical) {}

    /** A text at a point of the plot. */
    private record Note(String text, double x, double y, double rise, Color color) {}

    private final String title;
    private final XYChart chart;
    private final int width;
    private final int plotHeight;
    private final List<FigureHeader.Key> keys = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();
    private final Range x = new Range();
    private final Range y = new Range();
    private boolean numbered = true;

    Figure(String title, String xAxis, String yAxis, int plotHeight) {
        this(title, xAxis, yAxis, Theme.WIDTH, plotHeight);
    }

    Figure(String title, String xAxis, String yAxis, int width, int plotHeight) {
        this.title = title;
        this.width = width;
        this.plotHeight = plotHeight;
        chart = new XYChartBuilder()
                .width(width)
                .height(plotHeight)
                .xAxisTitle(xAxis)
                .yAxisTitle(yAxis)
                .build();
        Theme.apply(chart.getStyler());
    }

    void line(double[] xs, double[] ys, Color color, BasicStroke stroke, Marker marker) {
        XYSeries series = add(xs, ys);
        series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
        series.setMarker(marker);
        series.setMarkerColor(color);
        series.setLineColor(color);
        series.setLineStyle(stroke);
    }

    /** Fills the area below a line, down to zero. */
    void area(double[] xs, double[] ys, Color color) {
        XYSeries series = add(xs, ys);
        series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Area);
        series.setMarker(SeriesMarkers.NONE);
        series.setFillColor(Theme.translucent(color, 0.35));
        series.setLineColor(color);
        series.setLineStyle(new BasicStroke(1.8f));
        y.include(0);
    }

    /** Fills the closed outline through the points. */
    void outline(double[] xs, double[] ys, Color color) {
        XYSeries series = add(xs, ys);
        series.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
        series.setMarker(SeriesMarkers.NONE);
        series.setFillColor(color);
        series.setLineColor(NO_COLOR);
        series.setLineStyle(new BasicStroke(0));
    }

    void points(double[] xs, double[] ys, Color color, Marker marker, int size) {
        XYSeries series = add(xs, ys);
        series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
        series.setMarker(marker);
        series.setMarkerColor(color);
        chart.getStyler().setMarkerSize(size);
    }

    void rule(String name, double value, boolean vertical) {
        rules.add(new Rule(name, value, vertical));
        (vertical ? x : y).include(value);
    }

    /** Writes a text over a point, {@code rise} pixels above its centre. */
    void note(String text, double atX, double atY, double rise, Color color) {
        notes.add(new Note(text, atX, atY, rise, color));
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

    /** Draws no numbers and no grid, for planes whose axes mean nothing. */
    void withoutNumbers() {
        numbered = false;
        chart.getStyler().setAxisTicksVisible(false).setPlotBorderVisible(true);
    }

    /** Labels whole numbers only, for axes that count. */
    void countAlongX() {
        x.counts = true;
    }

    void logarithmicX() {
        x.logarithmic = true;
    }

    void logarithmicY() {
        y.logarithmic = true;
    }

    private XYSeries add(double[] xs, double[] ys) {
        for (double value : xs) {
            x.include(value);
        }
        for (double value : ys) {
            y.include(value);
        }
        return chart.addSeries("series " + chart.getSeriesCollection().size(), xs, ys);
    }

    BufferedImage image() {
        FigureHeader header = new FigureHeader(title, keys);
        int top = header.height(width);
        BufferedImage canvas = Theme.canvas(width, top + plotHeight, title);
        Graphics2D g = Theme.pen(canvas);
        paint(g, 0, top);
        header.draw(g, width);
        g.dispose();
        return canvas;
    }

    /** Draws axes, data and notes, without the header, on a part of a larger canvas. */
    void paint(Graphics2D g, int left, int top) {
        x.pad();
        y.pad();
        var styler = chart.getStyler();
        styler.setXAxisMin(x.min).setXAxisMax(x.max).setYAxisMin(y.min).setYAxisMax(y.max);
        styler.setXAxisLogarithmic(x.logarithmic).setYAxisLogarithmic(y.logarithmic);
        styler.setXAxisLogarithmicDecadeOnly(x.max / x.min > 5000).setYAxisLogarithmicDecadeOnly(y.max / y.min > 5000);
        styler.setXAxisTickLabelsFormattingFunction(x.labels((width - 140) / 90.0));
        styler.setYAxisTickLabelsFormattingFunction(y.labels((plotHeight - 90) / 52.0));
        styler.setPlotGridVerticalLinesVisible(numbered && !x.logarithmic);
        styler.setPlotGridHorizontalLinesVisible(numbered);
        int usualSpacing = styler.getXAxisTickMarkSpacingHint();
        if (x.counts && x.max - x.min < 9) {
            styler.setXAxisTickMarkSpacingHint((int) ((width - 120) / (x.max - x.min)));
        }
        g.translate(left, top);
        chart.paint(g, width, plotHeight);
        // A spacing wider than the plot is high makes XChart place every value in the middle of the other axis.
        styler.setXAxisTickMarkSpacingHint(usualSpacing);
        g.setTransform(AffineTransform.getTranslateInstance(left, top));
        g.setClip(null);
        // XChart sets hints of its own.
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        rules.forEach(rule -> draw(g, rule));
        drawNotes(g);
        g.setTransform(new AffineTransform());
    }

    private void draw(Graphics2D g, Rule rule) {
        double left = chart.getScreenXFromChart(x.min);
        double right = chart.getScreenXFromChart(x.max);
        double bottom = chart.getScreenYFromChart(y.min);
        double top = chart.getScreenYFromChart(y.max);
        g.setColor(Theme.INK);
        g.setStroke(Theme.DASHED);
        int width = Theme.width(Theme.SMALL, rule.name);
        if (rule.vertical) {
            double at = chart.getScreenXFromChart(rule.value);
            g.draw(new Line2D.Double(at, top, at, bottom));
            boolean fits = at + 8 + width < right;
            text(g, Theme.SMALL, Theme.INK, rule.name, fits ? at + 8 : at - 8 - width, top + 14);
        } else {
            double at = chart.getScreenYFromChart(rule.value);
            g.draw(new Line2D.Double(left, at, right, at));
            text(g, Theme.SMALL, Theme.INK, rule.name, right - width - 4, at - 6 < top + 10 ? at + 16 : at - 6);
        }
    }

    /** Moves a name down as long as it would cover one that is already there. */
    private void drawNotes(Graphics2D g) {
        Font font = Theme.TEXT.deriveFont(Font.BOLD);
        double first = chart.getScreenXFromChart(x.min);
        double last = chart.getScreenXFromChart(x.max);
        List<Rectangle2D> taken = new ArrayList<>();
        for (Note note : notes) {
            double width = Theme.width(font, note.text);
            double left = Math.max(first, Math.min(last - width, chart.getScreenXFromChart(note.x) - width / 2));
            Rectangle2D.Double place =
                    new Rectangle2D.Double(left, chart.getScreenYFromChart(note.y) - 9 - note.rise, width, 18);
            while (taken.stream().anyMatch(place::intersects)) {
                place.y += 3;
            }
            taken.add(place);
            text(g, font, note.color, note.text, place.x, place.y + 14);
        }
    }

    /** Draws a text with a white rim, which keeps it readable on top of data. */
    private static void text(Graphics2D g, Font font, Color color, String text, double left, double baseline) {
        if (text.isEmpty()) {
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
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        boolean logarithmic;
        boolean counts;

        void include(double value) {
            min = Math.min(min, value);
            max = Math.max(max, value);
        }

        void pad() {
            if (logarithmic) {
                if (min <= 0) {
                    throw new IllegalArgumentException("A logarithmic axis cannot show " + min
                            + ": leave values that are not positive out, or use a linear axis.");
                }
                double factor = Math.max(1.08, Math.pow(max / min, 0.03));
                min /= factor;
                max *= factor;
                return;
            }
            if (min == max) {
                double around = counts ? 1 : min == 0 ? 1 : Math.abs(min) * 0.1;
                min -= around;
                max += around;
                return;
            }
            double margin = 0.04 * (max - min);
            double below = min == 0 ? 0 : min - margin;
            min = min > 0 && below < 0 ? 0 : below;
            max += margin;
        }

        /** Labels ticks with equally many decimals; {@code ticks} is how many XChart makes at most. */
        Function<Double, String> labels(double ticks) {
            if (logarithmic) {
                boolean wide = max / min > 200;
                return value -> logarithmicLabel(value, wide);
            }
            double step = (max - min) / ticks;
            double power = Math.pow(10, Math.floor(Math.log10(step)));
            // XChart's steps are 1, 2 or 5 times a power of ten, so only a step beyond 5 loses a decimal.
            double decade = step > 5 * power ? 10 * power : power;
            int digits = counts ? 0 : (int) Math.max(0, -Math.rint(Math.log10(decade)));
            return value -> {
                int needed = digits;
                while (needed <= digits && Math.abs(value - rounded(value, needed)) > 1e-3 * step && !counts) {
                    needed++;
                }
                return format("#,##0" + (needed == 0 ? "" : "." + "0".repeat(needed)), value);
            };
        }

        private static double rounded(double value, int digits) {
            double factor = Math.pow(10, digits);
            return Math.rint(value * factor) / factor;
        }

        /** Labels 1, 2 and 5 of each decade, or its 1 alone, since the others would stand on each other. */
        private static String logarithmicLabel(double value, boolean wide) {
            int decade = (int) Math.floor(Math.log10(value) + 1e-9);
            long digit = Math.round(value / Math.pow(10, decade));
            if (digit != 1 && (wide || digit != 2 && digit != 5)) {
                return "";
            }
            if (digit == 1 && (decade < -3 || decade > 5)) {
                return "10" + superscript(decade);
            }
            return format("#,##0.######", value);
        }

        private static String superscript(int number) {
            StringBuilder text = new StringBuilder();
            for (char c : Integer.toString(number).toCharArray()) {
                text.append(c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(c - '0'));
            }
            return text.toString();
        }

        private static String format(String pattern, double value) {
            String text = new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ENGLISH)).format(value);
            return text.matches("-0(\\.0*)?") ? text.substring(1) : text.replace('-', '−');
        }
    }
}

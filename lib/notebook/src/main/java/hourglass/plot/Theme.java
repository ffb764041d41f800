package hourglass.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The look that all figures share: colors, fonts, sizes, and the title block that stands above charts and grids alike.
 *
 * <p>Fonts are the JDK's logical ones, which exist on every JDK. JupyterLab shows a picture at its natural size, so
 * figures are drawn {@value #WIDTH} pixels wide, the width of a notebook's column.
 */
public final class Theme {

    /** The width of a figure in pixels. */
    public static final int WIDTH = 800;

    /** The image property that holds a figure's title in words: {@code image.getProperty(Theme.DESCRIPTION)}. */
    public static final String DESCRIPTION = "description";

    static final Color BACKGROUND = Color.WHITE;
    static final Color INK = new Color(0x222222);
    static final Color QUIET = new Color(0x5F5F5F);
    static final Color GRID = new Color(0xE4E4E4);
    static final Color AXIS = new Color(0x9A9A9A);

    static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 17);
    static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
    static final Font BOLD = TEXT.deriveFont(Font.BOLD);
    static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    static final Font TINY = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

    /** A picture of so many pixels takes 160 MB of memory, at four bytes each, and up to a second to draw. */
    private static final int MOST_PIXELS = 40_000_000;

    static final int MARGIN = 16;
    static final BasicStroke LINE = new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    static final BasicStroke DASHED =
            new BasicStroke(1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0);

    /**
     * Four colors of M. Okabe and K. Ito ("Color universal design", 2008) and six that were searched for, so that any two
     * of the ten stay apart for readers without red, green or blue cones, and each stands out from white. (Okabe and Ito's
     * orange, sky blue and yellow do not: their contrast is below 3.)
     */
    private static final List<Color> PALETTE = List.of(
            new Color(0x0072B2), // blue
            new Color(0xD55E00), // vermilion
            new Color(0x009E73), // bluish green
            new Color(0xCC79A7), // reddish purple
            new Color(0x332288), // indigo
            new Color(0x7F86F5), // periwinkle
            new Color(0xB1170D), // red
            new Color(0x882255), // wine
            new Color(0x222222), // black
            new Color(0x6F6F6F)); // grey

    /** What fills the space between two lines; never a line, since its contrast to white is 2.2. */
    static final Color BAND = new Color(0xE69F00);

    private static final Marker[] MARKERS = {
        SeriesMarkers.CIRCLE,
        SeriesMarkers.TRIANGLE_UP,
        SeriesMarkers.SQUARE,
        SeriesMarkers.DIAMOND,
        SeriesMarkers.TRIANGLE_DOWN
    };

    /** Lengths of dashes and gaps; the first is a solid line. */
    private static final float[][] DASHES = {null, {9, 4}, {2, 4}, {9, 4, 2, 4}, {15, 4}};

    /** How many lines or classes differ in color, or in dashes and shape: ten colors, each with five shapes. */
    static final int STYLES = 50;

    /** Eleven steps of matplotlib's "viridis" (N. Smith and S. van der Walt, 2015; CC0), dark to light. */
    private static final int[] VIRIDIS = {
        0x440154, 0x482475, 0x414487, 0x355F8D, 0x2A788E, 0x21918C, 0x22A884, 0x44BF70, 0x7AD151, 0xBDDF26, 0xFDE725
    };

    private Theme() {}

    /** Returns the ten colors for lines, bars and classes, the most distinct first. */
    public static List<Color> palette() {
        return PALETTE;
    }

    /** Returns the color of line, bar or class {@code index}; after ten they start again. */
    static Color color(int index) {
        return PALETTE.get(index % PALETTE.size());
    }

    /** Returns the shape of the points of line or class {@code index}, so that color is never the only difference. */
    static Marker marker(int index) {
        return MARKERS[variant(index, MARKERS.length)];
    }

    /** Returns the dashes of line {@code index}, for charts with many lines; those of line 0 are solid. */
    static BasicStroke stroke(int index) {
        float[] dashes = DASHES[variant(index, DASHES.length)];
        return dashes == null
                ? LINE
                : new BasicStroke(LINE.getLineWidth(), BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dashes, 0);
    }

    // One further with each round of the palette, so that each color comes once with each variant.
    private static int variant(int index, int variants) {
        return (index + index / PALETTE.size()) % variants;
    }

    static Color translucent(Color color, double opacity) {
        return new Color(color.getRed(), color.getGreen(), color.getBlue(), (int) Math.round(255 * opacity));
    }

    /** Returns a color of the perceptually even map for {@code share} from 0 (dark) to 1 (light). */
    static Color sequential(double share) {
        double place = Math.max(0, Math.min(1, share)) * (VIRIDIS.length - 1);
        int step = Math.min(VIRIDIS.length - 2, (int) place);
        return mix(new Color(VIRIDIS[step]), new Color(VIRIDIS[step + 1]), place - step);
    }

    /** Returns a color of the diverging map for numbers of both signs: blue for −1, white for 0 and vermilion for 1. */
    static Color diverging(double signed) {
        double value = Math.max(-1, Math.min(1, signed));
        return mix(Color.WHITE, value < 0 ? new Color(0x00568A) : new Color(0xB34700), Math.abs(value));
    }

    /** Returns a color between two, for {@code share} from 0 to 1. */
    static Color mix(Color from, Color to, double share) {
        return new Color(
                mix(from.getRed(), to.getRed(), share),
                mix(from.getGreen(), to.getGreen(), share),
                mix(from.getBlue(), to.getBlue(), share));
    }

    private static int mix(int from, int to, double share) {
        return (int) Math.round(from + share * (to - from));
    }

    /** Returns black or white, whichever can be read on {@code background}. */
    static Color readableOn(Color background) {
        return contrast(background, INK) > contrast(background, Color.WHITE) ? INK : Color.WHITE;
    }

    /** Returns {@code color}, darkened until text in it can be read on white. */
    public static Color forText(Color color) {
        Color text = color;
        while (contrast(text, BACKGROUND) < 4.5) {
            text = mix(text, Color.BLACK, 0.1);
        }
        return text;
    }

    /** Returns the contrast of the Web Content Accessibility Guidelines 2.1, from 1 to 21. */
    static double contrast(Color one, Color other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(Color color) {
        return 0.2126 * linear(color.getRed()) + 0.7152 * linear(color.getGreen()) + 0.0722 * linear(color.getBlue());
    }

    /** Undoes the gamma of sRGB: from 0..255 to light from 0 to 1. */
    static double linear(int channel) {
        double value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    /**
     * Returns an empty canvas that carries its title as the property {@value #DESCRIPTION}, for readers who use a screen
     * reader.
     *
     * @throws IllegalArgumentException if there are too many pixels
     */
    static BufferedImage canvas(int width, int height, String title) {
        requireDrawable(width, height, title);
        BufferedImage plain = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(DESCRIPTION, title.strip().replace("\n", ". "));
        return new BufferedImage(plain.getColorModel(), plain.getRaster(), false, properties);
    }

    /** Refuses a figure of more pixels than a notebook can show; widths and heights may be products that exceed an int. */
    static void requireDrawable(long width, long height, String title) {
        if (width > MOST_PIXELS || height > MOST_PIXELS || width * height > MOST_PIXELS) {
            throw new IllegalArgumentException(String.format(
                    Locale.ENGLISH,
                    "The figure \"%s\" would have %,d × %,d pixels, more than a notebook shows: draw a smaller part of it.",
                    shortened(TITLE, title, WIDTH),
                    width,
                    height));
        }
    }

    /** Returns the graphics of a canvas, which it makes white. */
    static Graphics2D graphics(BufferedImage canvas) {
        Graphics2D g = canvas.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.setRenderingHint(RenderingHints.KEY_RENDERING, RenderingHints.VALUE_RENDER_QUALITY);
        g.setColor(BACKGROUND);
        g.fillRect(0, 0, canvas.getWidth(), canvas.getHeight());
        return g;
    }

    static int width(Font font, String text) {
        return (int) Math.ceil(font.getStringBounds(text, new FontRenderContext(null, true, false))
                .getWidth());
    }

    /** Breaks a text into lines that are no wider than {@code width}: at blanks, and inside of words that are wider. */
    static List<String> wrap(Font font, String text, int width) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.split("\n")) {
            String line = "";
            for (String word : paragraph.split(" ")) {
                if (!line.isEmpty() && width(font, line + " " + word) > width) {
                    lines.add(line);
                    line = "";
                }
                line += (line.isEmpty() ? "" : " ") + word;
                for (int end = fitting(font, line, width); end < line.length(); end = fitting(font, line, width)) {
                    end = Math.max(end, line.offsetByCodePoints(0, 1));
                    lines.add(line.substring(0, end));
                    line = line.substring(end);
                }
            }
            lines.add(line);
        }
        return lines;
    }

    /** Returns a text in one line, whose end is replaced by "…" where it is wider than {@code width} pixels. */
    static String shortened(Font font, String text, int width) {
        String line = text.strip().replaceAll("\\s+", " ");
        return fitting(font, line, width) == line.length()
                ? line
                : line.substring(0, fitting(font, line, width - width(font, "…")))
                                .strip() + "…";
    }

    /** Returns how many characters of a text fit into {@code width} pixels, without cutting a letter from its accents. */
    private static int fitting(Font font, String text, int width) {
        // Long texts are not measured to their end: a letter and its accents are seldom narrower than a pixel.
        String start = text.substring(0, Math.min(text.length(), Math.max(0, 4 * width)));
        if (start.length() == text.length() && width(font, text) <= width) {
            return text.length();
        }
        BreakIterator letters = BreakIterator.getCharacterInstance(Locale.ROOT);
        letters.setText(start);
        int[] ends = IntStream.generate(letters::next)
                .takeWhile(end -> end != BreakIterator.DONE)
                .toArray();
        int fits = 0;
        int most = ends.length;
        while (fits < most) {
            int middle = (fits + most + 1) / 2;
            if (width(font, start.substring(0, ends[middle - 1])) <= width) {
                fits = middle;
            } else {
                most = middle - 1;
            }
        }
        return fits == 0 ? 0 : ends[fits - 1];
    }

    static void centred(Graphics2D g, Font font, Color color, String text, double x, double baseline) {
        g.setFont(font);
        g.setColor(color);
        FontMetrics metrics = g.getFontMetrics();
        g.drawString(text, (float) (x - metrics.stringWidth(text) / 2.0), (float) baseline);
    }

    /** Switches off XChart's own title, legend, borders and tick marks; {@link FigureHeader} draws title and legend. */
    static void apply(AxesChartStyler styler) {
        styler.setChartTitleVisible(false)
                .setLegendVisible(false)
                .setChartBackgroundColor(BACKGROUND)
                .setPlotBackgroundColor(BACKGROUND)
                .setPlotBorderVisible(false)
                .setChartFontColor(QUIET)
                .setChartPadding(MARGIN)
                .setPlotContentSize(0.96)
                .setLocale(Locale.ENGLISH)
                .setMarkerSize(7)
                .setAntiAlias(true)
                .setTextAntiAlias(true);
        styler.setPlotGridLinesColor(GRID)
                .setPlotGridLinesStroke(new BasicStroke(1))
                .setPlotMargin(2)
                .setAxisTickLabelsFont(SMALL)
                .setAxisTickLabelsColor(QUIET)
                .setAxisTitleFont(TEXT)
                .setAxisTicksLineVisible(false)
                .setAxisTicksMarksVisible(false)
                .setPlotTicksMarksVisible(false)
                .setAxisTickPadding(8)
                .setAxisTitlePadding(10)
                .setXAxisTickMarkSpacingHint(90)
                .setYAxisTickMarkSpacingHint(52);
        styler.setSeriesMarkers(new Marker[] {SeriesMarkers.NONE});
    }
}

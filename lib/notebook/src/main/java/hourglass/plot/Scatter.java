package hourglass.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Draws points in a plane in the color and the shape of their class, with the name of each class at its middle; up to
 * three planes stand side by side under one legend, each with axes of its own
 * unless {@link #equalAxes()} is called. Up to {@value Theme#STYLES} classes can be told
 * apart by color and shape. Of more than 50,000 points in a plane the figure shows a part, and says so.
 *
 * <pre>{@code
 * Scatter.titled("Two numbers for a digit").classes(test.classes())
 *     .panel("PCA", pca.encode(test.pixels()), test.labels())
 *     .panel("autoencoder", autoencoder.encode(test.pixels()), test.labels())
 *     .image()
 * }</pre>
 */
public final class Scatter {

    private static final int MOST_PANELS = 3;

    /** XChart draws so many points in less than a second. */
    private static final int MOST_POINTS = 50_000;

    private record Panel(String name, double[] x, double[] y, int[] labels) {}

    private final String title;
    private final List<Panel> panels = new ArrayList<>();
    private List<String> classes = List.of("");
    private String xAxis = "";
    private String yAxis = "";
    private boolean equalAxes;

    private Scatter(String title) {
        this.title = title;
    }

    /** Starts a figure; what follows a line break in the title is set smaller. */
    public static Scatter titled(String title) {
        Preconditions.given("title", title);
        return new Scatter(title);
    }

    /** Names the axes of every panel; without names they have no numbers either, for planes whose axes have no meaning. */
    public Scatter axes(String xAxis, String yAxis) {
        this.xAxis = xAxis;
        this.yAxis = yAxis;
        return this;
    }

    /** Gives all panels the same axes, so that places and distances can be compared between them. */
    public Scatter equalAxes() {
        equalAxes = true;
        return this;
    }

    /** Names the classes; labels are their places in the list. */
    public Scatter classes(List<String> names) {
        Preconditions.given("list of names", names);
        this.classes = List.copyOf(names);
        return this;
    }

    /**
     * Adds a plane at the right of those before.
     *
     * @param name what stands above it, or an empty text
     * @param xy points [n, 2], at least one
     * @param labels their n classes
     * @throws IllegalArgumentException if shapes do not agree or a number is not finite
     */
    public Scatter panel(String name, INDArray xy, int[] labels) {
        Preconditions.given("name", name);
        Preconditions.given("array of points", xy);
        Preconditions.given("array of labels", labels);
        if (xy.rank() != 2 || xy.size(1) != 2) {
            throw new IllegalArgumentException("A scatter plot needs points [n, 2], but these have shape "
                    + Arrays.toString(xy.shape()) + ": pick two columns.");
        }
        Preconditions.requireSame("points", (int) xy.size(0), "labels", labels.length);
        double[] x = xy.getColumn(0).toDoubleVector();
        double[] y = xy.getColumn(1).toDoubleVector();
        Preconditions.points(name.isBlank() ? title : name, x, y);
        panels.add(new Panel(name, x, y, labels.clone()));
        return this;
    }

    /**
     * Draws the figure, {@value Theme#WIDTH} pixels wide.
     *
     * @throws IllegalArgumentException if there is no panel or more than three, a label has no class, or there are more
     *     classes than can be told apart
     */
    public BufferedImage image() {
        if (panels.isEmpty() || panels.size() > MOST_PANELS) {
            throw new IllegalArgumentException("The figure \"" + title + "\" has " + panels.size()
                    + " planes: add one to " + MOST_PANELS + " before the image.");
        }
        panels.forEach(this::requireClasses);
        Preconditions.requireAtMost(Theme.STYLES, classes.size(), "classes", title);
        int count = panels.size();
        int width = Theme.WIDTH / count;
        int height = count == 1 ? 560 : 40 + width;
        boolean named = panels.stream().anyMatch(panel -> !panel.name.isBlank());
        int stride = panels.stream()
                .mapToInt(panel -> (panel.x.length - 1) / MOST_POINTS + 1)
                .max()
                .orElseThrow();
        // Said in the figure, so that nobody takes a part of the points for all of them.
        String sampled =
                stride == 1 ? "" : (title.contains("\n") ? " " : "\n") + "One point in " + stride + " is drawn.";
        FigureHeader header = new FigureHeader(title + sampled, keys());
        int top = header.height(Theme.WIDTH) + (named ? 26 : 0);
        BufferedImage canvas = Theme.canvas(Theme.WIDTH, top + height, title);
        Graphics2D g = Theme.graphics(canvas);
        for (int i = 0; i < count; i++) {
            Panel panel = panels.get(i);
            figure(panel, width, height, stride).paint(g, i * width, top);
            Theme.centred(
                    g,
                    Theme.BOLD,
                    Theme.INK,
                    Theme.shortened(Theme.BOLD, panel.name, width - 20),
                    (i + 0.5) * width,
                    top - 4);
        }
        header.draw(g, Theme.WIDTH);
        g.dispose();
        return canvas;
    }

    private Figure figure(Panel panel, int width, int height, int stride) {
        Figure figure = new Figure(panel.name, xAxis, yAxis, width, height);
        if (xAxis.isBlank() && yAxis.isBlank()) {
            figure.withoutNumbers();
        }
        if (equalAxes) {
            panels.forEach(each -> figure.include(each.x, each.y));
        }
        // A panel of half the width has a quarter of the area for as many points.
        int crowd = panel.x.length / stride * panels.size();
        int size = crowd > 4000 ? 4 : crowd > 1000 ? 5 : crowd > 50 ? 7 : 11;
        double opacity = crowd > 4000 ? 0.45 : crowd > 1000 ? 0.6 : 0.8;
        for (int label = 0; label < classes.size(); label++) {
            int wanted = label;
            int[] ofLabel = IntStream.range(0, panel.labels.length)
                    .filter(i -> panel.labels[i] == wanted)
                    .toArray();
            if (ofLabel.length == 0) {
                continue;
            }
            double[] x = Arrays.stream(ofLabel).mapToDouble(i -> panel.x[i]).toArray();
            double[] y = Arrays.stream(ofLabel).mapToDouble(i -> panel.y[i]).toArray();
            Color color = Theme.color(label);
            figure.points(
                    every(stride, x), every(stride, y), Theme.translucent(color, opacity), Theme.marker(label), size);
            // In a cloud the name stands at the centre; a few single points must not be hidden by it.
            double rise = ofLabel.length < 5 ? 18 : 0;
            figure.pointLabel(classes.get(label), median(x), median(y), rise, Theme.forText(color));
        }
        return figure;
    }

    private static double[] every(int stride, double[] values) {
        return IntStream.range(0, (values.length - 1) / stride + 1)
                .mapToDouble(i -> values[i * stride])
                .toArray();
    }

    private List<FigureHeader.Key> keys() {
        List<FigureHeader.Key> keys = new ArrayList<>();
        for (int label = 0; label < classes.size(); label++) {
            int wanted = label;
            if (panels.stream().anyMatch(panel -> Arrays.stream(panel.labels).anyMatch(l -> l == wanted))) {
                keys.add(Figure.pointKey(classes.get(label), Theme.color(label), Theme.marker(label)));
            }
        }
        return keys;
    }

    private void requireClasses(Panel panel) {
        for (int i = 0; i < panel.labels.length; i++) {
            if (panel.labels[i] < 0 || panel.labels[i] >= classes.size()) {
                throw new IllegalArgumentException("The label of point " + i + " is " + panel.labels[i]
                        + ", but there are " + classes.size() + " classes: pass labels from 0 to "
                        + (classes.size() - 1) + ".");
            }
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}

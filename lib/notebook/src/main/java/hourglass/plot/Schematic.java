package hourglass.plot;

import hourglass.model.Autoencoder;
import hourglass.model.ModelSummary;
import hourglass.network.GraphConfiguration;
import hourglass.network.Network;
import hourglass.network.NetworkConfiguration;
import hourglass.network.SequentialConfiguration;
import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Draws the layers of an autoencoder from left to right, from its configuration alone, with their kinds, shapes, parameters and
 * settings.
 *
 * <p>The height of a bar grows with the logarithm of its numbers, so that the code is the waist of the picture. A convolutional
 * layer is a stack of planes, in proportion to height and width of its pictures, with one more for each doubling of the channels.
 * A layer that works on a sequence is a row of steps. A layer without parameters has a white face. The code has a color of its
 * own.
 *
 * <pre>{@code
 * Schematic.of(autoencoder).image()
 * }</pre>
 */
public final class Schematic {

    private final NetworkConfiguration configuration;
    private final ModelSummary summary;
    private final List<LayerBlock> columns;
    private String title;

    private Schematic(NetworkConfiguration configuration, ModelSummary summary) {
        this.configuration = configuration;
        this.summary = summary;
        columns = LayerBlock.of(configuration, summary);
        title = "Autoencoder: " + input().text() + " → " + code().text() + " → " + output().text() + "\n" + layers()
                + ", " + parameters() + "." + key();
    }

    /**
     * Takes the configuration of an autoencoder, trained or not.
     *
     * @throws IllegalArgumentException if it does not tell how large an example is, or a layer does not know what it puts out
     * @throws IllegalStateException if the autoencoder was closed
     */
    public static Schematic of(Autoencoder autoencoder) {
        Preconditions.given("autoencoder", autoencoder);
        return of(configuration(autoencoder));
    }

    /**
     * Takes the configuration of an autoencoder, and its shapes from one example that is sent through it.
     *
     * @param example [1, …] or more examples, of which the first is taken
     * @throws IllegalArgumentException if the example is not of finite numbers in the shape that the network takes
     * @throws IllegalStateException if the autoencoder was closed
     */
    public static Schematic of(Autoencoder autoencoder, INDArray example) {
        Preconditions.given("autoencoder", autoencoder);
        Preconditions.given("example", example);
        return new Schematic(configuration(autoencoder), autoencoder.summary(example));
    }

    /**
     * Takes layers that follow one another, which no network needs to have been made of.
     *
     * @throws IllegalArgumentException if it is no configuration of an autoencoder, does not tell how large an example is, or a
     *     layer does not know what it puts out
     */
    public static Schematic of(MultiLayerConfiguration configuration) {
        Preconditions.given("configuration", configuration);
        return of(new SequentialConfiguration(configuration.clone()));
    }

    /** Takes a graph; see {@link #of(MultiLayerConfiguration)}. */
    public static Schematic of(ComputationGraphConfiguration configuration) {
        Preconditions.given("configuration", configuration);
        return of(new GraphConfiguration(configuration));
    }

    /** Takes either kind of network; see {@link #of(MultiLayerConfiguration)}. */
    public static Schematic of(NetworkConfiguration configuration) {
        Preconditions.given("configuration", configuration);
        return new Schematic(configuration, ModelSummary.of(configuration));
    }

    private static NetworkConfiguration configuration(Autoencoder autoencoder) {
        // As its author wrote it, and not with the engine's layers in the place of others.
        return autoencoder.read(Network::configuration) instanceof GraphConfiguration
                ? new GraphConfiguration(autoencoder.graphConfiguration())
                : new SequentialConfiguration(autoencoder.configuration());
    }

    /** Sets the title in the place of sizes and parameters; what follows a line break in it is set smaller. */
    public Schematic title(String title) {
        Preconditions.given("title", title);
        this.title = title;
        return this;
    }

    /** Returns the layers that are drawn, in the summary's order. */
    List<ModelSummary.Layer> drawn() {
        return columns.stream()
                .map(LayerBlock::layer)
                .filter(layer -> layer != null)
                .toList();
    }

    SchematicLayout layout() {
        FigureHeader header = new FigureHeader(title, List.of());
        return new SchematicLayout(columns, header::height);
    }

    /**
     * Draws the schematic, from {@value Theme#WIDTH} to {@value SchematicLayout#MOST_WIDTH} pixels wide; layers that do not fit into
     * one row go on in another.
     *
     * @throws IllegalArgumentException if there are too many layers for a picture
     */
    public BufferedImage image() {
        SchematicLayout layout = layout();
        BufferedImage canvas = Theme.canvas(layout.width(), layout.height(), alternativeText());
        Graphics2D g = Theme.graphics(canvas);
        new FigureHeader(title, List.of()).draw(g, layout.width());
        g.setStroke(new BasicStroke(1.4f));
        for (SchematicLayout.Bracket bracket : layout.brackets()) {
            g.setColor(LayerGlyph.color(bracket.part()));
            g.draw(new Line2D.Double(bracket.left(), bracket.y(), bracket.right(), bracket.y()));
            g.draw(new Line2D.Double(bracket.left(), bracket.y(), bracket.left(), bracket.y() + 4));
            g.draw(new Line2D.Double(bracket.right(), bracket.y(), bracket.right(), bracket.y() + 4));
        }
        for (SchematicLayout.Way way : layout.ways()) {
            way(g, way);
        }
        for (Point2D circle : layout.connectors()) {
            g.setColor(Theme.AXIS);
            g.draw(new Ellipse2D.Double(circle.getX() - 8, circle.getY() - 8, 16, 16));
        }
        for (SchematicLayout.Placed block : layout.blocks()) {
            block.glyph().draw(g, block.bounds().getX(), block.axis());
        }
        layout.texts().forEach(text -> text.draw(g));
        g.dispose();
        return canvas;
    }

    private static void way(Graphics2D g, SchematicLayout.Way way) {
        g.setColor(Theme.AXIS);
        List<Point2D> points = way.points();
        Path2D path = new Path2D.Double();
        path.moveTo(points.get(0).getX(), points.get(0).getY());
        for (Point2D point : points.subList(1, points.size())) {
            path.lineTo(point.getX(), point.getY());
        }
        g.setStroke(new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
        g.draw(path);
        if (way.arrow()) {
            Point2D end = points.get(points.size() - 1);
            Point2D before = points.get(points.size() - 2);
            LayerGlyph.head(
                    g, Math.atan2(end.getY() - before.getY(), end.getX() - before.getX()), end.getX(), end.getY());
        }
    }

    /**
     * Returns the schematic in sentences, for readers who do not see it: sizes, layers and parameters.
     *
     * @return "An autoencoder with 2 layers and 50,992 parameters turns 784 numbers into a code of 32 numbers and back. …"
     */
    public String alternativeText() {
        StringBuilder text = new StringBuilder("An autoencoder with " + layers() + " and " + parameters() + " turns "
                + input().sentence() + " into a code of " + code().sentence() + " and back.");
        text.append(" The encoder has ")
                .append(part("encoder"))
                .append(". The decoder has ")
                .append(part("decoder"))
                .append(".");
        long around = around();
        if (around > 0) {
            text.append(around == 1 ? " One connection leads" : " " + around + " connections lead")
                    .append(" around other layers.");
        }
        return text.toString();
    }

    private String layers() {
        return summary.layers().size() + (summary.layers().size() == 1 ? " layer" : " layers");
    }

    private String parameters() {
        return Numbers.count(summary.parameters()) + (summary.parameters() == 1 ? " parameter" : " parameters");
    }

    /** What the forms stand for that the words do not explain. */
    private String key() {
        boolean bars = columns.stream().anyMatch(block -> !block.size().isPicture());
        boolean white = columns.stream().anyMatch(block -> block.layer() != null && !block.learns());
        return (bars ? " A bar is as high as the logarithm of its numbers." : "")
                + (white ? " White blocks learn nothing." : "");
    }

    private LayerSize input() {
        return columns.get(0).size();
    }

    private LayerSize code() {
        return columns.stream()
                .filter(block -> block.part() == LayerBlock.Part.CODE)
                .findFirst()
                .orElseThrow()
                .size();
    }

    private LayerSize output() {
        return columns.get(columns.size() - 1).size();
    }

    /** How many connections do not lead from a block to the next. */
    private long around() {
        long count = 0;
        for (int i = 0; i < columns.size(); i++) {
            int next = i;
            count += columns.get(i).sources().stream()
                    .filter(source -> source != next - 1)
                    .count();
        }
        return count;
    }

    /** Lists the layers of a part: "dense (2) and LSTM", each kind once, in the order of their first. */
    private String part(String part) {
        Map<String, Integer> kinds = new LinkedHashMap<>();
        columns.stream()
                .filter(block -> block.layer() != null && block.layer().part().equals(part))
                .forEach(block -> kinds.merge(block.words().kind(), 1, Integer::sum));
        List<String> words = new ArrayList<>();
        kinds.forEach((kind, count) -> words.add(kind + (count == 1 ? "" : " (" + count + ")")));
        int count = kinds.values().stream().mapToInt(Integer::intValue).sum();
        String list = words.size() == 1
                ? words.get(0)
                : String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.get(words.size() - 1);
        return count + (count == 1 ? " layer: " : " layers: ") + list;
    }
}

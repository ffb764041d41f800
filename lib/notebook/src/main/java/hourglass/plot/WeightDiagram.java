package hourglass.plot;

import hourglass.layers.ActivityPenalty;
import hourglass.model.Autoencoder;
import hourglass.network.GraphConfiguration;
import hourglass.network.Network;
import hourglass.network.NetworkConfiguration;
import hourglass.network.SequentialConfiguration;
import hourglass.runtime.ArrayViews;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Draws a small dense network with a circle for each unit and a line for each weight: blue below zero, orange above, and the wider
 * the larger it is. With an example, the circles have the colors of its activations, and their numbers where there is room.
 *
 * <pre>{@code
 * WeightDiagram.of(autoencoder).example(messages).image()
 * }</pre>
 */
public final class WeightDiagram {

    /** More circles beside and below each other than these cannot be told apart. */
    private static final int MOST_UNITS = 20;

    private static final int MOST_LAYERS = 6;
    private static final double HEIGHT = 420;
    private static final double WIDEST_GAP = 50;
    private static final double THINNEST_LINE = 0.4;

    /** Of the distance between two units: the radius of a circle, and the width of the largest weight. */
    private static final double RADIUS = 0.41;

    private static final double WIDEST_LINE = 0.13;
    private static final int SIDE = 56;

    /**
     * The units of the input or of a dense layer.
     *
     * @param weights [unit before][unit]; empty for the input
     * @param last the place of the last layer whose outputs these are, which may be one behind it that passes numbers on; −1 for
     *     the input
     */
    private record Column(int units, double[][] weights, List<String> words, boolean isCode, int last) {}

    /** A line between two units. */
    record Line(Point2D from, Point2D to, double weight) {}

    /** A circle; its value is NaN without an example. */
    record Unit(Point2D middle, double radius, double value) {}

    private final Autoencoder autoencoder;
    private final List<Column> columns;
    private final double largest;
    private double widest;
    private String title;
    private List<double[]> activations = List.of();

    private WeightDiagram(Autoencoder autoencoder, List<Column> columns) {
        this.autoencoder = autoencoder;
        this.columns = columns;
        largest = weights().stream().mapToDouble(Math::abs).max().orElse(0);
        widest = largest;
        title = columns.stream().map(column -> String.valueOf(column.units)).collect(Collectors.joining(" → "))
                + " units and their " + Numbers.count(weights().size()) + " weights"
                + "\nThe wider a line, the larger its weight. Biases are not drawn.";
    }

    /**
     * Takes the weights that an autoencoder has now.
     *
     * @param autoencoder of at most 6 dense layers with at most 20 units each, and with penalties and dropout
     * @throws IllegalArgumentException if it has other or larger layers, or a weight is no finite number
     * @throws IllegalStateException if the autoencoder was closed
     */
    public static WeightDiagram of(Autoencoder autoencoder) {
        Preconditions.given("autoencoder", autoencoder);
        if (autoencoder.read(Network::configuration) instanceof GraphConfiguration) {
            throw new IllegalArgumentException(
                    "The network is a graph, and a diagram of weights has one layer after the other: draw it with Schematic.");
        }
        return new WeightDiagram(autoencoder, columns(autoencoder));
    }

    private static List<Column> columns(Autoencoder autoencoder) {
        NetworkConfiguration configuration = new SequentialConfiguration(autoencoder.configuration());
        List<Column> columns = new ArrayList<>();
        for (int place = 0; place <= configuration.last(); place++) {
            Layer layer = LayerWords.unwrapped(configuration.settingsAt(place));
            boolean passesOn = layer instanceof ActivityPenalty
                    || layer instanceof DropoutLayer
                    || layer instanceof ActivationLayer
                    || layer instanceof LossLayer;
            boolean dense = layer instanceof DenseLayer || layer instanceof OutputLayer;
            if (configuration.reshapingAt(place) != null || !passesOn && !dense) {
                throw new IllegalArgumentException("Layer " + (place + 1) + " (" + configuration.kindAt(place)
                        + ") has no single weight between each two units, of which the diagram draws a line: draw the network"
                        + " with Schematic.");
            }
            if (dense) {
                double[][] weights = weights(autoencoder, place);
                if (columns.isEmpty()) {
                    requireFew(weights.length, "The network takes " + weights.length + " numbers");
                    columns.add(new Column(weights.length, new double[0][], List.of("input"), false, -1));
                }
                int units = weights[0].length;
                requireFew(
                        units,
                        "Layer " + (place + 1) + " (" + configuration.kindAt(place) + ") has " + units + " units");
                LayerWords words = LayerWords.of(configuration, place);
                columns.add(new Column(
                        units,
                        weights,
                        List.of(place == configuration.code() ? Autoencoder.CODE : words.kind(), words.activation()),
                        place == configuration.code(),
                        place));
            } else if (!columns.isEmpty()) {
                Column before = columns.remove(columns.size() - 1);
                columns.add(new Column(before.units, before.weights, before.words, before.isCode, place));
            }
        }
        if (columns.size() > MOST_LAYERS + 1) {
            throw new IllegalArgumentException(
                    "The network has " + (columns.size() - 1) + " dense layers, but a diagram of weights has room for "
                            + MOST_LAYERS + ": draw it with Schematic.");
        }
        return List.copyOf(columns);
    }

    private static void requireFew(int units, String what) {
        if (units > MOST_UNITS) {
            throw new IllegalArgumentException(what + ", but a diagram of weights has room for " + MOST_UNITS
                    + " a layer: draw the network with Schematic, or a weight matrix with Charts.heatMap.");
        }
    }

    private static double[][] weights(Autoencoder autoencoder, int place) {
        double[][] weights = autoencoder.read(
                network -> network.layers()[place].getParam("W").toDoubleMatrix());
        for (double[] row : weights) {
            for (double weight : row) {
                if (!Double.isFinite(weight)) {
                    throw new IllegalArgumentException("A weight of layer " + (place + 1) + " is " + weight
                            + ", which cannot be drawn: load a model that was saved earlier, or build it anew.");
                }
            }
        }
        return weights;
    }

    /** Sets the title; what follows a line break in it is set smaller. */
    public WeightDiagram title(String title) {
        Preconditions.given("title", title);
        this.title = title;
        return this;
    }

    /**
     * Sets the weight that gets the widest line, so that two diagrams have one scale; the largest weight of this one if it is not
     * called.
     *
     * @param weight at least the largest absolute value of the weights
     * @throws IllegalArgumentException if it is less, or no finite number
     */
    public WeightDiagram widest(double weight) {
        if (!(weight >= largest) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException(
                    "The widest line cannot stand for a weight of " + weight + ", for the largest one here is "
                            + largest + ": pass that of the diagram which has larger weights.");
        }
        widest = weight;
        return this;
    }

    /**
     * Shows what each unit puts out for an example.
     *
     * @param example [1, n] or more examples, of which the first is taken
     * @throws IllegalArgumentException if it is not of finite numbers in the shape that the network takes
     * @throws IllegalStateException if the autoencoder was closed
     */
    public WeightDiagram example(INDArray example) {
        Preconditions.given("example", example);
        if (example.rank() == 0 || example.size(0) == 0) {
            throw new IllegalArgumentException("There is no example in an array of shape "
                    + Arrays.toString(example.shape()) + ": pass [1, " + columns.get(0).units + "].");
        }
        INDArray first = example.rank() < 2 ? example : ArrayViews.of(example, 0, 1);
        List<INDArray> outputs = autoencoder.activations(first);
        List<double[]> values = new ArrayList<>();
        for (Column column : columns) {
            values.add((column.last < 0 ? first : outputs.get(column.last))
                    .reshape(column.units)
                    .toDoubleVector());
        }
        activations = values;
        return this;
    }

    private List<Double> weights() {
        return columns.stream()
                .flatMap(column -> Arrays.stream(column.weights))
                .flatMapToDouble(Arrays::stream)
                .boxed()
                .toList();
    }

    /** Returns the circles from left to right, and from the top of each layer. */
    List<Unit> units() {
        List<Unit> units = new ArrayList<>();
        double gap = gap();
        double axis = top() + mostUnits() * gap / 2;
        for (int i = 0; i < columns.size(); i++) {
            int count = columns.get(i).units;
            for (int unit = 0; unit < count; unit++) {
                double y = axis + (unit - (count - 1) / 2.0) * gap;
                double value = activations.isEmpty() ? Double.NaN : activations.get(i)[unit];
                units.add(new Unit(new Point2D.Double(middle(i), y), RADIUS * gap, value));
            }
        }
        return units;
    }

    private double middle(int column) {
        double left = Theme.MARGIN + SIDE;
        return left + column * (Theme.WIDTH - 2 * left) / (columns.size() - 1);
    }

    /** Returns the lines, the widest last. */
    List<Line> lines() {
        List<Unit> units = units();
        List<Line> lines = new ArrayList<>();
        int before = 0;
        for (Column column : columns.subList(1, columns.size())) {
            int start = before + column.weights.length;
            for (int from = 0; from < column.weights.length; from++) {
                for (int to = 0; to < column.units; to++) {
                    lines.add(new Line(
                            units.get(before + from).middle, units.get(start + to).middle, column.weights[from][to]));
                }
            }
            before = start;
        }
        lines.sort(Comparator.comparingDouble(line -> Math.abs(line.weight)));
        return lines;
    }

    /** Returns the words below the layers and the numbers in the circles. */
    List<PlacedText> texts() {
        List<PlacedText> texts = new ArrayList<>();
        double bottom = top() + bodyHeight() + 8;
        int room = columns.size() < 2 ? Theme.WIDTH : (int) (middle(1) - middle(0)) - 8;
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            List<String> words = new ArrayList<>(column.words);
            words.add(1, column.units == 1 ? "1 unit" : column.units + " units");
            double y = bottom;
            for (int line = 0; line < words.size(); line++) {
                Font font = line == 0 ? Theme.SMALL.deriveFont(Font.BOLD) : Theme.SMALL;
                Color color = line > 0 ? Theme.QUIET : Theme.INK;
                String text = Theme.shortened(font, words.get(line), Math.min(room, 2 * (SIDE + Theme.MARGIN) - 8));
                texts.add(PlacedText.centred(text, font, color, middle(i), y));
                y += PlacedText.lineHeight(font) + 2;
            }
        }
        List<Unit> units = activations.isEmpty() ? List.of() : units();
        int decimals = decimals(units);
        for (Unit unit : decimals == 0 ? List.<Unit>of() : units) {
            double y = unit.middle.getY() - PlacedText.lineHeight(Theme.TINY) / 2;
            Color ink = Theme.readableOn(face(unit));
            texts.add(PlacedText.centred(number(unit, decimals), Theme.TINY, ink, unit.middle.getX(), y));
        }
        return texts;
    }

    /** Returns how many decimals, of at most two, there is room for in all circles. */
    private static int decimals(List<Unit> units) {
        int decimals = 2;
        for (Unit unit : units) {
            while (decimals > 0 && Theme.width(Theme.TINY, number(unit, decimals)) > 2 * unit.radius - 3) {
                decimals--;
            }
        }
        return decimals;
    }

    private static String number(Unit unit, int decimals) {
        return Numbers.decimals(new BigDecimal(unit.value), decimals);
    }

    private int mostUnits() {
        return columns.stream().mapToInt(Column::units).max().orElseThrow();
    }

    private double gap() {
        return Math.min(WIDEST_GAP, HEIGHT / mostUnits());
    }

    private double bodyHeight() {
        return mostUnits() * gap();
    }

    private int height() {
        return (int) Math.ceil(top() + bodyHeight() + 8 + 3 * (PlacedText.lineHeight(Theme.SMALL) + 2)) + Theme.MARGIN;
    }

    private int top() {
        return header().height(Theme.WIDTH) + 12;
    }

    private double reach() {
        return activations.stream()
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .max()
                .orElse(0);
    }

    private Color face(Unit unit) {
        return Double.isNaN(unit.value) || reach() == 0 ? Color.WHITE : Theme.diverging(unit.value / reach());
    }

    private FigureHeader header() {
        List<FigureHeader.Key> keys = new ArrayList<>();
        double most = weights().stream().mapToDouble(weight -> weight).max().orElse(0);
        double least = weights().stream().mapToDouble(weight -> weight).min().orElse(0);
        if (most > 0) {
            keys.add(lineKey("weights up to " + Numbers.text(most), most));
        }
        if (least < 0) {
            keys.add(lineKey("weights down to " + Numbers.text(least), least));
        }
        if (reach() > 0) {
            boolean negative =
                    activations.stream().flatMapToDouble(Arrays::stream).anyMatch(value -> value < 0);
            if (negative) {
                keys.add(circleKey("activation " + Numbers.text(-reach()), -1));
            }
            keys.add(circleKey("activation " + Numbers.text(reach()), 1));
        }
        return new FigureHeader(title, keys);
    }

    private FigureHeader.Key lineKey(String name, double weight) {
        return new FigureHeader.Key(name, 28, (g, x, y) -> {
            g.setColor(color(weight));
            g.setStroke(stroke(weight));
            g.draw(new Line2D.Double(x - 12, y, x + 12, y));
        });
    }

    private static FigureHeader.Key circleKey(String name, double share) {
        return new FigureHeader.Key(name, 16, (g, x, y) -> circle(g, x, y, 7, Theme.diverging(share)));
    }

    private static Color color(double weight) {
        return Theme.color(weight < 0 ? 0 : 1);
    }

    private BasicStroke stroke(double weight) {
        double width = THINNEST_LINE + (WIDEST_LINE * gap() - THINNEST_LINE) * Math.abs(weight) / widest;
        return new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);
    }

    private static void circle(Graphics2D g, double x, double y, double radius, Color face) {
        Ellipse2D circle = new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
        g.setColor(face);
        g.fill(circle);
        g.setColor(Theme.INK);
        g.setStroke(new BasicStroke(1.2f));
        g.draw(circle);
    }

    /** Draws the network, {@value Theme#WIDTH} pixels wide. */
    public BufferedImage image() {
        BufferedImage canvas = Theme.canvas(Theme.WIDTH, height(), alternativeText());
        Graphics2D g = Theme.graphics(canvas);
        header().draw(g, Theme.WIDTH);
        for (Line line : lines()) {
            if (line.weight != 0) {
                g.setColor(Theme.translucent(color(line.weight), 0.85));
                g.setStroke(stroke(line.weight));
                g.draw(new Line2D.Double(line.from, line.to));
            }
        }
        for (Unit unit : units()) {
            circle(g, unit.middle.getX(), unit.middle.getY(), unit.radius, face(unit));
        }
        texts().forEach(text -> text.draw(g));
        g.dispose();
        return canvas;
    }

    /**
     * Returns the diagram in a sentence, for readers who do not see it.
     *
     * @return "A dense network of 5, 2 and 5 units, with 20 weights from −1.872 to 2.31."
     */
    public String alternativeText() {
        List<String> units =
                columns.stream().map(column -> String.valueOf(column.units)).toList();
        double most = weights().stream().mapToDouble(weight -> weight).max().orElse(0);
        double least = weights().stream().mapToDouble(weight -> weight).min().orElse(0);
        return "A dense network of " + String.join(", ", units.subList(0, units.size() - 1)) + " and "
                + units.get(units.size() - 1) + " units, with "
                + Numbers.count(weights().size()) + " weights from "
                + Numbers.text(least) + " to " + Numbers.text(most)
                + (activations.isEmpty() ? "." : ", and the activations of one example.");
    }
}

package hourglass.plot;

import hourglass.train.History;
import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The charts of the lessons, each in one call: data first, then the title, then the axes. {@link LineChart},
 * {@link Histogram} and {@link Scatter} build the ones that need more.
 *
 * <p>Every method returns a picture {@value Theme#WIDTH} pixels wide and throws {@link IllegalArgumentException} for
 * data that cannot be drawn: none, a number that is not finite, or lengths that differ. What follows a line break in a
 * title is set smaller.
 */
public final class Charts {

    private static final String DEFAULT_UNIT = "nats per pixel";

    private Charts() {}

    /** Draws the training and validation loss of each epoch, in nats per pixel; the title has those of the last epoch. */
    public static BufferedImage loss(History history) {
        return loss(history, DEFAULT_UNIT);
    }

    /**
     * Draws the training and validation loss of each epoch.
     *
     * @param unit the unit of the loss, for the axis
     */
    public static BufferedImage loss(History history, String unit) {
        Preconditions.given("history", history);
        requireEpochs("history", history);
        History.Epoch last = history.last();
        String title = "Loss after " + epochs(history) + ": " + Numbers.text(last.loss()) + " training"
                + (validated(history) ? ", " + Numbers.text(last.validationLoss()) + " validation" : "")
                + (history.interrupted() ? " (interrupted)" : "");
        LineChart chart = LineChart.titled(title).axes("epoch", "loss, " + unit).countAlongX();
        chart.line("training", numbers(history), finiteLosses("training loss", history.losses()));
        if (validated(history)) {
            chart.line("validation", numbers(history), finiteLosses("validation loss", history.validationLosses()));
        }
        return chart.image();
    }

    /**
     * Draws the losses of several trainings, in nats per pixel: one color each, the validation loss as a solid line
     * and the training loss dashed. The legend has the last validation loss, or the training loss where there is none.
     *
     * @param names the name of each history
     */
    public static BufferedImage loss(List<String> names, List<History> histories) {
        return loss(names, histories, DEFAULT_UNIT);
    }

    /** Draws the losses of several trainings, whose loss has the given unit. */
    public static BufferedImage loss(List<String> names, List<History> histories, String unit) {
        Preconditions.given("list of names", names);
        Preconditions.given("list of histories", histories);
        Preconditions.requireSame("names", names.size(), "histories", histories.size());
        Preconditions.requireAtMost(Theme.palette().size(), histories.size(), "trainings", "Loss per epoch");
        boolean anyValidated = histories.stream().anyMatch(Charts::validated);
        LineChart chart = LineChart.titled(
                        "Loss per epoch" + (anyValidated ? "\nSolid: validation. Dashed: training." : ""))
                .axes("epoch", "loss, " + unit)
                .countAlongX();
        for (int i = 0; i < names.size(); i++) {
            History history = histories.get(i);
            requireEpochs(names.get(i), history);
            double[] training = finiteLosses(names.get(i), history.losses());
            if (validated(history)) {
                double[] validation = finiteLosses(names.get(i), history.validationLosses());
                chart.unnamedLine(numbers(history), training, i, Theme.DASHED);
                chart.line(
                        names.get(i) + ": " + Numbers.text(history.last().validationLoss()),
                        numbers(history),
                        validation,
                        i);
            } else {
                chart.line(names.get(i) + ": " + Numbers.text(history.last().loss()), numbers(history), training, i);
            }
        }
        return chart.image();
    }

    /**
     * Draws the parts of what the training minimised: the reconstruction loss and each further term, multiplied by its weight,
     * in nats per pixel. The axis is logarithmic unless a part is 0.
     *
     * @throws IllegalArgumentException if there is no term beside the loss
     */
    public static BufferedImage terms(History history) {
        Preconditions.given("history", history);
        requireEpochs("history", history);
        if (history.terms().isEmpty()) {
            throw new IllegalArgumentException(
                    "The history has no term beside the loss: draw it with Charts.loss, or add a penalty to the network.");
        }
        History.Epoch last = history.last();
        StringBuilder title =
                new StringBuilder("After " + epochs(history) + ": " + Numbers.text(last.loss()) + " reconstruction");
        last.terms().forEach(term -> title.append(" + ")
                .append(Numbers.text(term.penalty()))
                .append(" ")
                .append(term.name()));
        LineChart chart = LineChart.titled(
                        title + "\nThe parts of what training minimised: mean over each epoch's batches")
                .axes("epoch", DEFAULT_UNIT)
                .countAlongX()
                .line("reconstruction", numbers(history), finiteLosses("reconstruction", history.losses()));
        for (String term : history.terms()) {
            chart.line(term + ", weighted", numbers(history), finiteLosses(term, history.penalties(term)));
        }
        // A penalty is often a hundredth of the loss, and would be a flat line on a linear axis.
        boolean positive = history.epochs().stream()
                .allMatch(epoch -> epoch.loss() > 0 && epoch.terms().stream().allMatch(term -> term.penalty() > 0));
        return (positive ? chart.logarithmicY() : chart).image();
    }

    /** Draws one line over x. */
    public static BufferedImage line(double[] x, double[] y, String title, String xAxis, String yAxis) {
        Preconditions.given("array of x values", x);
        Preconditions.given("array of y values", y);
        Preconditions.given("title", title);
        Preconditions.given("name of the x axis", xAxis);
        Preconditions.given("name of the y axis", yAxis);
        Preconditions.points(title, x, y);
        LineChart chart = LineChart.titled(title).axes(xAxis, yAxis);
        return chart.unnamedLine(x, y, 0, Theme.LINE).image();
    }

    /** Draws several lines over the same x, one row of {@code ys} for each name. */
    public static BufferedImage lines(
            double[] x, List<String> names, double[][] ys, String title, String xAxis, String yAxis) {
        Preconditions.given("array of x values", x);
        Preconditions.given("list of names", names);
        Preconditions.given("list of y values", ys);
        Preconditions.given("title", title);
        Preconditions.given("name of the x axis", xAxis);
        Preconditions.given("name of the y axis", yAxis);
        Preconditions.requireSame("names", names.size(), "lines", ys.length);
        LineChart chart = LineChart.titled(title).axes(xAxis, yAxis);
        for (int i = 0; i < ys.length; i++) {
            chart.line(names.get(i), x, ys[i]);
        }
        return chart.image();
    }

    /** Draws how often values occur, in 40 bins. */
    public static BufferedImage histogram(double[] values, String title, String xAxis) {
        Preconditions.given("array of values", values);
        Preconditions.given("title", title);
        Preconditions.given("name of the x axis", xAxis);
        return Histogram.titled(title).axis(xAxis).sample(title, values).image();
    }

    /**
     * Draws points in a plane in the color and the shape of their class, with the name of each class at its middle.
     *
     * @param xy points [n, 2]
     * @param labels their n classes, each an index of {@code classes}
     */
    public static BufferedImage scatter(INDArray xy, int[] labels, List<String> classes, String title) {
        return scatter(xy, labels, classes, title, "first number of the code", "second number of the code");
    }

    /** Draws points by class, with names for the axes. */
    public static BufferedImage scatter(
            INDArray xy, int[] labels, List<String> classes, String title, String xAxis, String yAxis) {
        Preconditions.given("array of points", xy);
        Preconditions.given("array of labels", labels);
        Preconditions.given("list of classes", classes);
        Preconditions.given("title", title);
        Preconditions.given("name of the x axis", xAxis);
        Preconditions.given("name of the y axis", yAxis);
        return Scatter.titled(title)
                .axes(xAxis, yAxis)
                .classes(classes)
                .panel("", xy, labels)
                .image();
    }

    /** Draws a matrix as colors, row 0 at the top, with its numbers where they fit; rows and columns are numbered. */
    public static BufferedImage heatMap(double[][] values, String title) {
        Preconditions.given("array of values", values);
        Preconditions.given("title", title);
        List<String> rows =
                IntStream.range(0, values.length).mapToObj(Integer::toString).toList();
        List<String> columns = IntStream.range(0, values.length == 0 ? 0 : values[0].length)
                .mapToObj(Integer::toString)
                .toList();
        return heatMap(values, rows, columns, title, "", "");
    }

    /**
     * Draws a matrix as colors, row 0 at the top, with its numbers where they fit: a confusion table, for example.
     *
     * @param values {@code values[row][column]}
     * @param rows the names of the rows, at the left
     * @param columns the names of the columns, below
     * @param xAxis what the columns are, or an empty text
     * @param yAxis what the rows are, or an empty text
     */
    public static BufferedImage heatMap(
            double[][] values, List<String> rows, List<String> columns, String title, String xAxis, String yAxis) {
        Preconditions.given("array of values", values);
        Preconditions.given("list of rows", rows);
        Preconditions.given("list of columns", columns);
        Preconditions.given("title", title);
        Preconditions.given("name of the x axis", xAxis);
        Preconditions.given("name of the y axis", yAxis);
        return HeatMap.image(values, rows, columns, title, xAxis, yAxis);
    }

    /**
     * Draws horizontal bars from 0, each with its name at the left and its value at the end.
     *
     * <p>It does not use XChart 4.0.3, whose horizontal bars leave out names (two of three, in a chart of 200 pixels) and whose
     * vertical ones have no room for long names.
     *
     * @param names one for each bar; beyond half of the figure's width they are shortened
     * @param values the lengths, of any sign
     * @param axis what the values are, with their unit, or an empty text
     */
    public static BufferedImage bars(List<String> names, double[] values, String title, String axis) {
        Preconditions.given("list of names", names);
        Preconditions.given("array of values", values);
        Preconditions.given("title", title);
        Preconditions.given("name of the axis", axis);
        Preconditions.requireSame("names", names.size(), "bars", values.length);
        Preconditions.values(title, values);
        int rowHeight = 34;
        List<String> labels = names.stream()
                .map(name -> Theme.shortened(Theme.TEXT, name, Theme.WIDTH / 2))
                .toList();
        int left = Theme.MARGIN + widest(labels) + 12;
        List<String> numbers = withEqualDecimals(values);
        int numberWidth = widest(numbers);
        // As shares of the largest, since the difference of two large numbers may be too large for a double.
        double largest = Math.max(
                Double.MIN_VALUE, Arrays.stream(values).map(Math::abs).max().orElseThrow());
        double[] shares = Arrays.stream(values).map(value -> value / largest).toArray();
        double min = Math.min(0, Arrays.stream(shares).min().orElseThrow());
        double max = Math.max(0, Arrays.stream(shares).max().orElseThrow());
        double right = Theme.WIDTH - Theme.MARGIN - numberWidth - 8;
        double start = left + (min < 0 ? numberWidth + 8 : 0);
        double scale = max == min ? 0 : (right - start) / (max - min);
        double zero = start - min * scale;

        FigureHeader header = new FigureHeader(
                axis.isBlank() ? title : title + (title.contains("\n") ? " " : "\n") + axis, List.of());
        int top = header.height(Theme.WIDTH) + 6;
        BufferedImage canvas = Theme.canvas(Theme.WIDTH, top + rowHeight * values.length + Theme.MARGIN, title);
        Graphics2D g = Theme.graphics(canvas);
        header.draw(g, Theme.WIDTH);
        for (int i = 0; i < values.length; i++) {
            double y = top + i * rowHeight;
            double end = zero + shares[i] * scale;
            g.setColor(Theme.color(0));
            g.fill(new Rectangle2D.Double(Math.min(zero, end), y + 5, Math.abs(end - zero), rowHeight - 10));
            g.setFont(Theme.TEXT);
            g.setColor(Theme.INK);
            g.drawString(labels.get(i), left - 12 - Theme.width(Theme.TEXT, labels.get(i)), (float) y + 22);
            double text = values[i] < 0 ? end - 6 - Theme.width(Theme.TEXT, numbers.get(i)) : end + 6;
            g.drawString(numbers.get(i), (float) text, (float) y + 22);
        }
        g.setColor(Theme.AXIS);
        g.setStroke(new BasicStroke(1));
        g.draw(new Rectangle2D.Double(zero, top, 0, rowHeight * values.length));
        g.dispose();
        return canvas;
    }

    /**
     * Puts figures one below the other into one picture, whose description joins theirs.
     *
     * @param figures at least one
     * @throws IllegalArgumentException if there is none
     */
    public static BufferedImage stack(BufferedImage... figures) {
        Preconditions.given("list of figures", figures);
        if (figures.length == 0) {
            throw new IllegalArgumentException("There are no figures to stack: pass at least one.");
        }
        String description = Arrays.stream(figures)
                .map(figure -> figure.getProperty(Theme.DESCRIPTION) instanceof String words ? words : "")
                .filter(words -> !words.isBlank())
                .collect(Collectors.joining("; "));
        BufferedImage canvas = Theme.canvas(
                Arrays.stream(figures).mapToInt(BufferedImage::getWidth).max().orElseThrow(),
                Arrays.stream(figures).mapToInt(BufferedImage::getHeight).sum(),
                description);
        Graphics2D g = Theme.graphics(canvas);
        int y = 0;
        for (BufferedImage figure : figures) {
            g.drawImage(figure, 0, y, null);
            y += figure.getHeight();
        }
        g.dispose();
        return canvas;
    }

    private static int widest(List<String> texts) {
        return texts.stream()
                .mapToInt(text -> Theme.width(Theme.TEXT, text))
                .max()
                .orElse(0);
    }

    /** Prints numbers with equally many decimals, as many as the largest needs; very large or small ones as powers of ten. */
    private static List<String> withEqualDecimals(double[] values) {
        double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
        boolean whole = Arrays.stream(values).allMatch(value -> value == Math.rint(value));
        if (largest >= 1e10 || largest < 1e-3 && !whole) {
            return Arrays.stream(values).mapToObj(Numbers::text).toList();
        }
        int decimals = whole || largest >= 1000 ? 0 : largest < 1 ? 4 : 3 - (int) Math.log10(largest);
        return Arrays.stream(values)
                .mapToObj(value -> Numbers.decimals(new BigDecimal(value), decimals))
                .toList();
    }

    private static boolean validated(History history) {
        return !Double.isNaN(history.last().validationLoss());
    }

    private static double[] numbers(History history) {
        return history.epochs().stream().mapToDouble(History.Epoch::number).toArray();
    }

    private static String epochs(History history) {
        int number = history.last().number();
        return number == 1 ? "1 epoch" : number + " epochs";
    }

    private static void requireEpochs(String name, History history) {
        if (history.epochs().isEmpty()) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" has no epoch to draw: train for at least one whole epoch first.");
        }
    }

    private static double[] finiteLosses(String name, double[] losses) {
        for (int i = 0; i < losses.length; i++) {
            if (!Double.isFinite(losses[i])) {
                throw new IllegalArgumentException("\"" + name + "\" is " + losses[i] + " in epoch " + (i + 1)
                        + ": the training diverged, so train again with a lower learning rate.");
            }
        }
        return losses;
    }
}

package hourglass.plot;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Draws how often values occur, of one sample or of several over the same bins. One sample is counted; of several, each
 * is drawn as shares of itself, so that a small one can be compared with a large one.
 *
 * <pre>{@code
 * Histogram.titled("Reconstruction error").axis("mean squared error")
 *     .sample("normal", normalErrors).sample("abnormal", abnormalErrors)
 *     .vertical("threshold", threshold)
 *     .image()
 * }</pre>
 */
public final class Histogram {

    private record Sample(String name, double[] values) {}

    private record Rule(String name, double value) {}

    private final String title;
    private final List<Sample> samples = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();
    private String axis = "";
    private int bins = 40;

    private Histogram(String title) {
        this.title = title;
    }

    /** Starts a histogram of 40 bins; what follows a line break in the title is set smaller. */
    public static Histogram titled(String title) {
        return new Histogram(title);
    }

    /** Names the x axis, with its unit. */
    public Histogram axis(String axis) {
        this.axis = axis;
        return this;
    }

    /** Sets the number of bins between the smallest and the largest value. */
    public Histogram bins(int bins) {
        if (bins < 1) {
            throw new IllegalArgumentException("A histogram cannot have " + bins + " bins: choose at least 1.");
        }
        this.bins = bins;
        return this;
    }

    /**
     * Adds a sample in the next colour.
     *
     * @throws IllegalArgumentException if it is empty or a value is not finite
     */
    public Histogram sample(String name, double[] values) {
        Preconditions.values(name, values);
        samples.add(new Sample(name, values.clone()));
        return this;
    }

    /** Adds a dashed line at a value, such as a threshold. */
    public Histogram vertical(String name, double value) {
        rules.add(new Rule(name, Preconditions.finite(name, value)));
        return this;
    }

    /** Draws the histogram, {@value Theme#WIDTH} pixels wide. */
    public BufferedImage image() {
        if (samples.isEmpty()) {
            throw new IllegalArgumentException(
                    "The histogram \"" + title + "\" has no sample: add one before the image.");
        }
        double min = samples.stream()
                .flatMapToDouble(s -> Arrays.stream(s.values))
                .min()
                .orElseThrow();
        double max = samples.stream()
                .flatMapToDouble(s -> Arrays.stream(s.values))
                .max()
                .orElseThrow();
        if (min == max) {
            min -= 0.5;
            max += 0.5;
        }
        boolean shares = samples.size() > 1;
        Figure figure = new Figure(title, axis, shares ? "share of each sample" : "count", 380);
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            double[] heights = heights(sample.values, min, max, shares ? 1.0 / sample.values.length : 1);
            Color color = Theme.color(i);
            steps(figure, heights, min, max, color);
            if (shares) {
                figure.areaKey(sample.name, Theme.translucent(color, 0.35), color);
            }
        }
        rules.forEach(rule -> figure.rule(rule.name, rule.value, true));
        return figure.image();
    }

    private double[] heights(double[] values, double min, double max, double weight) {
        double[] heights = new double[bins];
        for (double value : values) {
            heights[Math.min(bins - 1, (int) ((value - min) / (max - min) * bins))] += weight;
        }
        return heights;
    }

    /** Walks along the edge of the columns: two points for each. */
    private void steps(Figure figure, double[] heights, double min, double max, Color color) {
        double[] x = new double[2 * bins + 2];
        double[] y = new double[2 * bins + 2];
        for (int bin = 0; bin < bins; bin++) {
            x[2 * bin + 1] = min + (max - min) * bin / bins;
            // Not computed at the end, where rounding may lead beyond the largest value: a chart's x must not go back.
            x[2 * bin + 2] = bin == bins - 1 ? max : min + (max - min) * (bin + 1) / bins;
            y[2 * bin + 1] = heights[bin];
            y[2 * bin + 2] = heights[bin];
        }
        x[0] = min;
        x[2 * bins + 1] = max;
        figure.area(x, y, color);
    }
}

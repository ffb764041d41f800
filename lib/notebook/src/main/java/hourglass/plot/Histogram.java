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
    /** The most bins, of which each has about a pixel of the chart's width. */
    public static final int MOST_BINS = 1000;

    private record Sample(String name, double[] values) {}

    private record ReferenceLine(String name, double value) {}

    private final String title;
    private final List<Sample> samples = new ArrayList<>();
    private final List<ReferenceLine> referenceLines = new ArrayList<>();
    private String axis = "";
    private int bins = 40;

    private Histogram(String title) {
        this.title = title;
    }

    /** Starts a histogram of 40 bins; what follows a line break in the title is set smaller. */
    public static Histogram titled(String title) {
        Preconditions.given("title", title);
        return new Histogram(title);
    }

    /** Names the x axis, with its unit. */
    public Histogram axis(String axis) {
        Preconditions.given("name of the axis", axis);
        this.axis = axis;
        return this;
    }

    /**
     * Sets the number of bins between the smallest and the largest value; 40 if it is not called.
     *
     * @param bins from 1 to {@value #MOST_BINS}
     * @throws IllegalArgumentException if the number is out of its range
     */
    public Histogram bins(int bins) {
        if (bins < 1 || bins > MOST_BINS) {
            throw new IllegalArgumentException(
                    "A histogram cannot have " + bins + " bins: choose from 1 to " + MOST_BINS + ".");
        }
        this.bins = bins;
        return this;
    }

    /**
     * Adds a sample in the next color.
     *
     * @throws IllegalArgumentException if it is empty or a value is not finite
     */
    public Histogram sample(String name, double[] values) {
        Preconditions.values(name, values);
        samples.add(new Sample(name, values.clone()));
        return this;
    }

    /**
     * Adds a dashed line at a value, such as a threshold.
     *
     * @throws IllegalArgumentException if the value is not finite
     */
    public Histogram vertical(String name, double value) {
        referenceLines.add(new ReferenceLine(name, Preconditions.finite(name, value)));
        return this;
    }

    /**
     * Draws the histogram, {@value Theme#WIDTH} pixels wide.
     *
     * @throws IllegalArgumentException if there is no sample, or more than there are colors, which are ten
     */
    public BufferedImage image() {
        if (samples.isEmpty()) {
            throw new IllegalArgumentException(
                    "The histogram \"" + title + "\" has no sample: add one before the image.");
        }
        Preconditions.requireAtMost(Theme.palette().size(), samples.size(), "samples", title);
        double min = samples.stream()
                .flatMapToDouble(s -> Arrays.stream(s.values))
                .min()
                .orElseThrow();
        double max = samples.stream()
                .flatMapToDouble(s -> Arrays.stream(s.values))
                .max()
                .orElseThrow();
        if (min == max) {
            double around = Math.max(0.5, Math.abs(min) * 0.1);
            min = Math.max(-Double.MAX_VALUE, min - around);
            max = Math.min(Double.MAX_VALUE, max + around);
        }
        boolean shares = samples.size() > 1;
        Figure figure = new Figure(title, axis, shares ? "share of each sample" : "count", 380);
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            double[] heights = heights(sample.values, min, max, shares ? 1.0 / sample.values.length : 1);
            Color color = Theme.color(i);
            addColumns(figure, heights, min, max, color);
            if (shares) {
                figure.areaKey(sample.name, Theme.translucent(color, 0.35), color);
            }
        }
        referenceLines.forEach(line -> figure.referenceLine(line.name, line.value, true));
        return figure.image();
    }

    private double[] heights(double[] values, double min, double max, double weight) {
        double[] heights = new double[bins];
        for (double value : values) {
            heights[Math.min(bins - 1, (int) (share(value, min, max) * bins))] += weight;
        }
        return heights;
    }

    /** Adds the outline of the columns, with two points for the top of each. */
    private void addColumns(Figure figure, double[] heights, double min, double max, Color color) {
        double[] x = new double[2 * bins + 2];
        double[] y = new double[2 * bins + 2];
        for (int bin = 0; bin < bins; bin++) {
            x[2 * bin + 1] = edge(bin, min, max);
            x[2 * bin + 2] = edge(bin + 1, min, max);
            y[2 * bin + 1] = heights[bin];
            y[2 * bin + 2] = heights[bin];
        }
        x[0] = min;
        x[2 * bins + 1] = max;
        figure.area(x, y, color);
    }

    /** Returns the left edge of a bin, or the right one of the last: exactly the largest value, which rounding could exceed. */
    double edge(int bin, double min, double max) {
        double share = bin / (double) bins;
        return bin == bins
                ? max
                : max - min < Double.MAX_VALUE ? min + (max - min) * share : min * (1 - share) + max * share;
    }

    /**
     * Returns where a value lies between two others, from 0 to 1; halves them where their difference is too large for a double.
     */
    private static double share(double value, double min, double max) {
        return max - min < Double.MAX_VALUE ? (value - min) / (max - min) : (value / 2 - min / 2) / (max / 2 - min / 2);
    }
}

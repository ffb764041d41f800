package hourglass.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import hourglass.train.History;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class ChartsTest {

    private static final double NAN = Double.NaN;

    @Test
    void aHigherBarIsLongerInProportion() {
        BufferedImage one = Charts.bars(List.of("a", "b"), new double[] {1, 4}, "Bars", "");
        int lower = longestRun(one, 0, one.getHeight() / 2 + 12);
        int upper = longestRun(one, one.getHeight() / 2 + 12, one.getHeight());
        assertThat((double) upper / lower).isBetween(3.95, 4.05);
    }

    private static int longestRun(BufferedImage image, int from, int to) {
        int longest = 0;
        for (int y = from; y < to; y++) {
            int run = 0;
            for (int x = 0; x < image.getWidth(); x++) {
                run += image.getRGB(x, y) == Theme.color(0).getRGB() ? 1 : 0;
            }
            longest = Math.max(longest, run);
        }
        return longest;
    }

    @Test
    void theHeatMapShowsTheLargestValueLightAndRowZeroAtTheTop() {
        BufferedImage image = Charts.heatMap(new double[][] {{0, 0}, {0, 1}}, "");
        assertThat(where(image, Theme.sequential(1))[1]).isGreaterThan(where(image, Theme.sequential(0))[1]);
    }

    @Test
    void aHeatMapOfFewColumnsIsWide() {
        BufferedImage image = Charts.heatMap(new double[][] {{0, 1, 0, 1}}, "");
        int last = 0;
        for (int x = 0; x < 600; x++) {
            last = image.getRGB(x, 30) == Theme.sequential(1).getRGB() ? x : last;
        }
        assertThat(last).isGreaterThan(550);
    }

    /** The mean place of a colour left of the scale. */
    private static double[] where(BufferedImage image, Color color) {
        double x = 0;
        double y = 0;
        int n = 0;
        for (int row = 0; row < image.getHeight(); row++) {
            for (int column = 0; column < 200; column++) {
                if (image.getRGB(column, row) == color.getRGB()) {
                    x += column;
                    y += row;
                    n++;
                }
            }
        }
        return new double[] {x / n, y / n};
    }

    @Test
    void numbersPrintAlikeInEveryLocale() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertThat(Numbers.text(0.28346)).isEqualTo("0.2835");
            assertThat(Numbers.text(19.876)).isEqualTo("19.88");
            assertThat(Numbers.text(60000)).isEqualTo("60,000");
            assertThat(Numbers.text(-2)).isEqualTo("−2");
            assertThat(Numbers.text(0.0000123)).isEqualTo("1.23e−05");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aRuleStandsAtItsValueHoweverFewEpochsThereAre() {
        assertThat(darkest(0.11)).isLessThan(darkest(0.05) - 100);
    }

    @Test
    void aHistogramEndsAtItsLargestValueWhateverRoundingDoes() {
        // 0.514 + (2.905 − 0.514) · 40 / 40 is larger than 2.905.
        assertThat(0.514 + (2.905 - 0.514) * 40 / 40).isGreaterThan(2.905);
        assertThat(Histogram.titled("errors").edge(40, 0.514, 2.905)).isEqualTo(2.905);
        BufferedImage image = Histogram.titled("errors")
                .sample("the least and the greatest", new double[] {0.514, 2.905})
                .image();

        int middle = image.getWidth() / 2;
        int first = coloured(image, 0, middle);
        assertThat(first).isGreaterThan(500);
        assertThat((double) coloured(image, middle, image.getWidth()) / first)
                .as("the column at the right end, by that at the left end")
                .isBetween(0.9, 1.1);
    }

    /** How many pixels between two columns of pixels are neither white nor grey nor black. */
    private static int coloured(BufferedImage image, int from, int to) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = from; x < to; x++) {
                Color color = new Color(image.getRGB(x, y));
                int[] channels = {color.getRed(), color.getGreen(), color.getBlue()};
                Arrays.sort(channels);
                count += channels[2] - channels[0] > 30 ? 1 : 0;
            }
        }
        return count;
    }

    /** The row of pixels, counted from the top, in which a rule at this height lies. */
    private static int darkest(double height) {
        BufferedImage image = LineChart.titled("few epochs")
                .axes("epoch", "loss")
                .line("loss", new double[] {0.12, 0.07, 0.045})
                .horizontal("", height)
                .countAlongX()
                .image();
        int best = 0;
        int most = -1;
        for (int y = image.getHeight() / 5; y < image.getHeight() * 4 / 5; y++) {
            int dark = 0;
            for (int x = image.getWidth() / 4; x < image.getWidth() * 3 / 4; x++) {
                dark += (image.getRGB(x, y) & 0xff) < 100 ? 1 : 0;
            }
            if (dark > most) {
                most = dark;
                best = y;
            }
        }
        return best;
    }

    @Test
    void aHistoryWithoutTermsIsSentToTheOtherChart() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Charts.terms(EveryFigureTest.history(2, true)))
                .withMessage(
                        "The history has no term beside the loss: draw it with Charts.loss, or add a penalty to the"
                                + " network.");
    }

    @Test
    void aLossThatDivergedIsNamedWithItsEpoch() {
        History history =
                new History(List.of(new History.Epoch(1, 0.3, NAN, 1, 1), new History.Epoch(2, NAN, NAN, 1, 1)), false);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Charts.loss(history))
                .withMessage("\"training loss\" is NaN in epoch 2: the training diverged, so train again with a lower"
                        + " learning rate.");
    }

    @Test
    void aHistoryWithoutEpochsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Charts.loss(new History(List.of(), true)))
                .withMessage("\"history\" has no epoch to draw: train for at least one whole epoch first.");
    }

    @Test
    void lengthsThatDifferAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Charts.line(new double[3], new double[2], "Line", "x", "y"))
                .withMessage("\"Line\" has 3 x values and 2 y values: pass equally many.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Charts.bars(List.of("a"), new double[2], "Bars", ""))
                .withMessage("There are 1 names for 2 bars: pass equally many.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Charts.scatter(Nd4j.zeros(3, 2), new int[2], List.of("a"), "Plane"))
                .withMessage("There are 3 points for 2 labels: pass equally many.");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Charts.heatMap(new double[][] {{1}, {2, 3}}, List.of("a", "b"), List.of("c"), "Heat", "", ""))
                .withMessage("Row 1 has 2 values for 1 columns: pass equally many.");
    }

    @Test
    void valuesThatCannotBeDrawnAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Charts.histogram(new double[] {1, NAN}, "Errors", "x"))
                .withMessage("\"Errors\" holds NaN at index 1, which cannot be drawn: leave it out, or look for the"
                        + " cause (a training that diverged?).");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Charts.histogram(new double[0], "Errors", "x"))
                .withMessage("\"Errors\" has no values to draw: pass at least one.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LineChart.titled("Empty").image())
                .withMessage("The chart \"Empty\" has no line: add one before the image.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LineChart.titled("Log")
                        .line("a", new double[] {0, 1}, new double[] {1, 2})
                        .logarithmicX()
                        .image())
                .withMessage("A logarithmic axis cannot show 0.0: leave values that are not positive out, or use a"
                        + " linear axis.");
    }

    @Test
    void pointsAndLabelsThatMakeNoPlaneAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Charts.scatter(Nd4j.zeros(3, 5), new int[3], List.of("a"), "Plane"))
                .withMessage("A scatter plot needs points [n, 2], but these have shape [3, 5]: pick two columns.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Charts.scatter(Nd4j.zeros(2, 2), new int[] {0, 1}, List.of("a"), "Plane"))
                .withMessage("The label of point 1 is 1, but there are 1 classes: pass labels from 0 to 0.");
    }

    @Test
    void sizesThatNoScreenShowsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Histogram.titled("h").bins(Integer.MAX_VALUE))
                .withMessage("A histogram cannot have 2147483647 bins: choose from 1 to 1000.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LineChart.titled("l").height(Integer.MAX_VALUE))
                .withMessage(
                        "A chart cannot be 2147483647 pixels high: give from 150, which leave room for a plot, to 4000.");
    }
}

package hourglass.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ScatterTest {

    private static final List<String> TWO = List.of("first", "second");

    /** Two clouds: class 0 below, class 1 above, or the other way round. */
    private static INDArray clouds(int n, int above) {
        Random random = new Random(1);
        double[][] points = new double[n][2];
        for (int i = 0; i < n; i++) {
            points[i] = new double[] {random.nextDouble(), random.nextDouble() + (i % 2 == above ? 5 : 0)};
        }
        return Nd4j.createFromArray(points);
    }

    private static int[] labels(int n) {
        return IntStream.range(0, n).map(i -> i % 2).toArray();
    }

    @Test
    void eachPanelShowsItsOwnPointsInItsOwnHalf() {
        BufferedImage image = Scatter.titled("Clouds")
                .axes("x", "y")
                .classes(TWO)
                .panel("up", clouds(40, 1), labels(40))
                .panel("down", clouds(40, 0), labels(40))
                .image();
        int half = Theme.WIDTH / 2;
        assertThat(height(image, 0, half, 1)).isLessThan(height(image, 0, half, 0));
        assertThat(height(image, half, Theme.WIDTH, 1)).isGreaterThan(height(image, half, Theme.WIDTH, 0));
    }

    /** In pixels: the name of a class stands beside its points, above or below as there is room. */
    private static final double NEAR = 15;

    @Test
    void equalAxesPutEqualPointsAtEqualPlaces() {
        INDArray small = Nd4j.createFromArray(new double[][] {{1, 1}, {2, 2}});
        INDArray large = Nd4j.createFromArray(new double[][] {{1, 1}, {20, 20}});
        int half = Theme.WIDTH / 2;
        Scatter scatter = Scatter.titled("")
                .axes("x", "y")
                .classes(TWO)
                .panel("small", small, labels(2))
                .panel("large", large, labels(2));
        BufferedImage own = scatter.image();
        assertThat(height(own, 0, half, 1)).isCloseTo(height(own, half, Theme.WIDTH, 1), within(NEAR));
        BufferedImage equal = scatter.equalAxes().image();
        assertThat(height(equal, 0, half, 0)).isCloseTo(height(equal, half, Theme.WIDTH, 0), within(NEAR));
        assertThat(height(equal, 0, half, 1)).isGreaterThan(height(equal, half, Theme.WIDTH, 1) + 100);
    }

    /** The mean line, counted from above, of the pixels that look most like the colour of a class. */
    private static double height(BufferedImage image, int from, int to, int label) {
        Color color = Theme.color(label);
        double sum = 0;
        int count = 0;
        for (int y = 90; y < image.getHeight(); y++) {
            for (int x = from; x < to; x++) {
                Color pixel = new Color(image.getRGB(x, y));
                int distance = Math.abs(pixel.getRed() - color.getRed())
                        + Math.abs(pixel.getGreen() - color.getGreen())
                        + Math.abs(pixel.getBlue() - color.getBlue());
                if (distance < 170) {
                    sum += y;
                    count++;
                }
            }
        }
        assertThat(count).isGreaterThan(50);
        return sum / count;
    }

    @Test
    void onePanelIsTheChartOfThatName() {
        BufferedImage chart = Charts.scatter(clouds(20, 1), labels(20), TWO, "Clouds", "x", "y");
        BufferedImage built = Scatter.titled("Clouds")
                .axes("x", "y")
                .classes(TWO)
                .panel("", clouds(20, 1), labels(20))
                .image();
        assertThat(built.getHeight()).isEqualTo(chart.getHeight());
        for (int y = 0; y < chart.getHeight(); y += 7) {
            for (int x = 0; x < chart.getWidth(); x += 3) {
                assertThat(built.getRGB(x, y)).isEqualTo(chart.getRGB(x, y));
            }
        }
    }

    @Test
    void whatMakesNoFigureIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scatter.titled("Empty").image())
                .withMessage("The figure \"Empty\" has 0 planes: add one to 3 before the image.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scatter.titled("Odd")
                        .classes(TWO)
                        .panel("", clouds(4, 0), new int[] {0, 1, 2, 0})
                        .image())
                .withMessage("The label of point 2 is 2, but there are 2 classes: pass labels from 0 to 1.");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Scatter.titled("Odd").panel("left", clouds(4, 0).put(1, 1, Double.NaN), new int[4]))
                .withMessage(
                        "\"left\" holds NaN at index 1, which cannot be drawn: leave it out, or look for the cause (a"
                                + " training that diverged?).");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scatter.titled("Odd").panel("left", clouds(4, 0), new int[3]))
                .withMessage("There are 4 points for 3 labels: pass equally many.");
    }
}

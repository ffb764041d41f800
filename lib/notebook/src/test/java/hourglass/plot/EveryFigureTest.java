package hourglass.plot;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.model.Autoencoder;
import hourglass.train.History;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Renders each kind of figure headless and looks at its pixels. */
class EveryFigureTest {

    private static final double[] X = IntStream.range(0, 50).asDoubleStream().toArray();
    private static final double[] RISING = Arrays.stream(X).map(x -> x / 10).toArray();
    private static final double[] FALLING =
            Arrays.stream(X).map(x -> 5 - x / 10).toArray();
    private static final List<String> CLASSES = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");

    static History history(int epochs, boolean validated) {
        return new History(
                IntStream.rangeClosed(1, epochs)
                        .mapToObj(i ->
                                new History.Epoch(i, 0.3 + 0.1 / i, validated ? 0.31 + 0.1 / i : Double.NaN, 1, 60_000))
                        .toList(),
                false);
    }

    static History penalised() {
        List<History.Term> terms = List.of(new History.Term("L1", 40, 0.05));
        return new History(
                IntStream.rangeClosed(1, 9)
                        .mapToObj(i -> new History.Epoch(i, 0.3 + 0.1 / i, Double.NaN, 1, 60_000, terms))
                        .toList(),
                false);
    }

    private static INDArray points(int n) {
        return Nd4j.createFromArray(new Random(1).doubles(2L * n).toArray()).reshape(n, 2);
    }

    private static Arguments figure(String name, int colours, Supplier<BufferedImage> image) {
        return Arguments.of(name, colours, image);
    }

    static Stream<Arguments> figures() {
        INDArray pixels = Nd4j.rand(DataType.FLOAT, 12, 36);
        double[] normal = new Random(2).doubles(500).toArray();
        double[] wide = Arrays.stream(normal).map(value -> 3 * value).toArray();
        return Stream.of(
                figure("loss", 2, () -> Charts.loss(history(20, true))),
                figure("loss of a single epoch", 1, () -> Charts.loss(history(1, false))),
                figure(
                        "losses",
                        2,
                        () -> Charts.loss(List.of("one", "two"), List.of(history(5, true), history(9, false)))),
                figure("terms of a score", 2, () -> Charts.terms(penalised())),
                figure("line", 1, () -> Charts.line(X, RISING, "A line", "x", "y")),
                figure(
                        "lines",
                        2,
                        () -> Charts.lines(
                                X, List.of("up", "down"), new double[][] {RISING, FALLING}, "Lines", "x", "y")),
                figure("line chart with everything", 2, () -> LineChart.titled("Everything\nand more")
                        .axes("x", "y")
                        .line("up", RISING)
                        .line("down", FALLING)
                        .band("between", X, RISING, FALLING)
                        .horizontal("floor", -1)
                        .vertical("here", 3)
                        .image()),
                figure("logarithmic", 1, () -> LineChart.titled("Sweep")
                        .line("share", new double[] {1e-6, 1e-4, 1e-2}, new double[] {1, 10, 100})
                        .logarithmicX()
                        .logarithmicY()
                        .image()),
                figure("two low charts in one picture", 2, () -> {
                    BufferedImage up = LineChart.titled("Up")
                            .line("up", RISING)
                            .height(200)
                            .image();
                    BufferedImage both = LineChart.titled("Both")
                            .line("up", RISING)
                            .line("down", FALLING)
                            .height(200)
                            .image();
                    return Charts.stack(up, both);
                }),
                figure("histogram", 1, () -> Charts.histogram(normal, "Values", "value")),
                figure("histogram of two", 2, () -> Histogram.titled("Two")
                        .axis("value")
                        .bins(25)
                        .sample("one", normal)
                        .sample("other", wide)
                        .vertical("threshold", 1)
                        .image()),
                figure("histogram of one value", 1, () -> Charts.histogram(new double[] {2, 2}, "Same", "value")),
                figure(
                        "scatter",
                        10,
                        () -> Charts.scatter(
                                points(200),
                                IntStream.range(0, 200).map(i -> i % 10).toArray(),
                                CLASSES,
                                "Plane")),
                figure("scatter in two panels", 10, () -> Scatter.titled("Planes")
                        .axes("x", "y")
                        .classes(CLASSES)
                        .panel(
                                "one",
                                points(300),
                                IntStream.range(0, 300).map(i -> i % 10).toArray())
                        .panel(
                                "other",
                                points(400).mul(-7),
                                IntStream.range(0, 400).map(i -> i % 10).toArray())
                        .image()),
                figure("scatter of three panels without axes", 3, () -> Scatter.titled("Maps")
                        .classes(List.of("a", "b", "c"))
                        .panel(
                                "one",
                                points(60),
                                IntStream.range(0, 60).map(i -> i % 3).toArray())
                        .panel("two", points(60), new int[60])
                        .panel("three", points(5), new int[5])
                        .image()),
                figure("heat map", 0, () -> Charts.heatMap(new double[][] {{0, 1}, {0.5, 0.25}}, "Heat")),
                figure("heat map of one value", 0, () -> Charts.heatMap(new double[][] {{3, 3}}, "Heat")),
                figure(
                        "confusion table",
                        0,
                        () -> Charts.heatMap(new double[10][10], CLASSES, CLASSES, "Table", "predicted", "true")),
                figure(
                        "bars",
                        1,
                        () -> Charts.bars(List.of("one", "two"), new double[] {-1, 2.5}, "Bars", "nats per pixel")),
                figure("schematic", 3, () -> Schematic.of(LessonNetworks.all().get("deep"))
                        .image()),
                figure("weights", 2, () -> {
                    try (Autoencoder autoencoder = Autoencoder.of(
                            LessonNetworks.all().get("five messages").layers())) {
                        return WeightDiagram.of(autoencoder).image();
                    }
                }),
                figure("matrices", 0, () -> MatrixDiagram.titled("Matrices")
                        .matrix("weights", new double[][] {{-1, 0, 1}})
                        .image()),
                figure("grid", 0, () -> ImageGrid.of(6, 6)
                        .title("Grid")
                        .row("pictures", pixels)
                        .signedRow("difference", pixels.sub(0.5))
                        .image()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("figures")
    void isAsWideAsANotebookAndHoldsItsColours(String name, int colours, Supplier<BufferedImage> figure) {
        BufferedImage image = figure.get();
        assertThat(image.getWidth()).isEqualTo(Theme.WIDTH);
        assertThat(image.getHeight()).isBetween(100, 760);
        assertThat(count(image, Color.WHITE)).as("background").isGreaterThan(5000);
        assertThat(count(image, Theme.INK)).as("ink of the title").isGreaterThan(20);
        for (int i = 0; i < colours; i++) {
            assertThat(count(image, Theme.color(i))).as("colour %d", i).isGreaterThan(15);
        }
        if (colours > 0 && colours < 10) {
            assertThat(count(image, Theme.color(colours)))
                    .as("a colour of no series")
                    .isZero();
        }
        for (int x = 0; x < image.getWidth(); x++) {
            assertThat(image.getRGB(x, 0)).as("margin at the top").isEqualTo(Color.WHITE.getRGB());
        }
        for (int y = 0; y < image.getHeight(); y++) {
            assertThat(image.getRGB(Theme.WIDTH - 1, y))
                    .as("margin at the right")
                    .isEqualTo(Color.WHITE.getRGB());
        }
    }

    static int count(BufferedImage image, Color color) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += image.getRGB(x, y) == color.getRGB() ? 1 : 0;
            }
        }
        return count;
    }
}

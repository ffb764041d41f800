package hourglass.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import hourglass.train.History;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.AxisTickCalculator;
import org.nd4j.linalg.factory.Nd4j;

/** Whatever is drawn, a chart ends and can be read, or refuses in a sentence. */
class ChartPropertiesTest {

    /** A chart takes less than a second of processor time; this much more lets the tests pass on a busy machine. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final String FIXED_SEED = "20260101";

    /** One to twelve values: alike or not, of any sign, from the smallest to the largest that a double holds. */
    @Provide
    Arbitrary<double[]> values() {
        Arbitrary<Double> magnitude = Combinators.combine(
                        Arbitraries.integers().between(1000, 9999),
                        Arbitraries.integers().between(-326, 304))
                .as((mantissa, exponent) -> Double.parseDouble(mantissa + "e" + exponent));
        Arbitrary<Double> anything = Arbitraries.oneOf(
                magnitude,
                magnitude.map(value -> -value),
                Arbitraries.of(0.0, -0.0, Double.MIN_VALUE, -Double.MAX_VALUE, Double.MAX_VALUE, 1e15, 0.7, 1.0, 2.5));
        Arbitrary<double[]> mixed = anything.array(double[].class).ofMinSize(1).ofMaxSize(12);
        Arbitrary<double[]> narrow = Combinators.combine(
                        anything,
                        Arbitraries.integers().between(1, 16),
                        Arbitraries.integers()
                                .between(-9, 9)
                                .array(int[].class)
                                .ofMinSize(1)
                                .ofMaxSize(12))
                .as((middle, digits, steps) -> Arrays.stream(steps)
                        .mapToDouble(step -> finite(middle * (1 + step * Math.pow(10, -digits))))
                        .toArray());
        Arbitrary<double[]> flat = Combinators.combine(
                        anything, Arbitraries.integers().between(1, 12))
                .as((value, size) -> {
                    double[] all = new double[size];
                    Arrays.fill(all, value);
                    return all;
                });
        return Arbitraries.oneOf(mixed, narrow, flat);
    }

    private static double finite(double value) {
        return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, value));
    }

    /** Names in several scripts, with and without blanks, from 0 to 400 letters. */
    @Provide
    Arbitrary<String> names() {
        return Combinators.combine(
                        Arbitraries.of(
                                "x",
                                "Übergröße ",
                                "自己符号化器",
                                "автокодировщик ",
                                "مشفر ",
                                "स्वचालित ",
                                "🙂",
                                "a\nb\t",
                                "e\u0301",
                                "<&>"),
                        Arbitraries.integers().between(0, 400))
                .as((part, length) -> {
                    String text = part.repeat(length / part.length() + 1);
                    return text.substring(0, length);
                });
    }

    @Property(tries = 150, seed = FIXED_SEED, shrinking = ShrinkingMode.BOUNDED)
    void bothAxesHaveAtLeastTwoDifferentNumbersInsideOfThem(
            @ForAll("values") double[] x, @ForAll("values") double[] y, @ForAll @IntRange(min = 0, max = 3) int kind) {
        int n = Math.min(x.length, y.length);
        double[] xs = kind > 1 ? positive(x, n) : Arrays.copyOf(x, n);
        double[] ys = kind % 2 == 1 ? positive(y, n) : Arrays.copyOf(y, n);
        for (int[] size : new int[][] {{800, 380}, {800, 150}, {266, 306}}) {
            Figure figure = new Figure("t", "x", "y", size[0], size[1]);
            figure.line(xs, ys, Theme.color(0), Theme.LINE, Theme.marker(0));
            if (kind > 1) {
                figure.logarithmicX();
            }
            if (kind % 2 == 1) {
                figure.logarithmicY();
            }
            XYChart chart = ends(() -> figure.paint(Theme.graphics(Theme.canvas(size[0], size[1], "t")), 0, 0));
            assertReadable(numbers(chart, "getXAxis"), size[0]);
            assertReadable(numbers(chart, "getYAxis"), size[1]);
        }
    }

    private static double[] positive(double[] values, int n) {
        return Arrays.stream(values, 0, n)
                .map(value -> value == 0 ? 1 : Math.abs(value))
                .toArray();
    }

    private record Tick(String text, double place) {}

    /** The numbers beside an axis, which XChart keeps to itself. */
    private static List<Tick> numbers(XYChart chart, String axis) {
        try {
            var getter = Class.forName("org.knowm.xchart.internal.chartpart.AxesChart")
                    .getDeclaredMethod(axis);
            getter.setAccessible(true);
            Object it = getter.invoke(chart);
            var ticks = (AxisTickCalculator)
                    it.getClass().getMethod("getAxisTickCalculator").invoke(it);
            List<Tick> numbers = new ArrayList<>();
            for (int i = 0; i < ticks.getTickLabels().size(); i++) {
                String text = ticks.getTickLabels().get(i);
                if (text != null && !text.isBlank()) {
                    numbers.add(new Tick(text, ticks.getTickLocations().get(i)));
                }
            }
            return numbers;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertReadable(List<Tick> numbers, int pixels) {
        assertThat(numbers).hasSizeGreaterThanOrEqualTo(2);
        assertThat(numbers).extracting(Tick::text).doesNotHaveDuplicates();
        assertThat(numbers).allSatisfy(number -> {
            assertThat(number.text).hasSizeLessThan(16);
            assertThat(number.place).isBetween(0.0, (double) pixels);
        });
    }

    @Property(tries = 60, seed = FIXED_SEED, shrinking = ShrinkingMode.BOUNDED)
    void everyChartEndsOrRefusesWhateverTheValues(@ForAll("values") double[] values, @ForAll("names") String name) {
        List<String> names =
                IntStream.range(0, values.length).mapToObj(i -> name + i).toList();
        int[] labels = IntStream.range(0, values.length).toArray();
        assertDrawn(() -> Charts.line(values, values, name, name, name));
        assertDrawn(() -> Charts.histogram(values, name, name));
        assertDrawn(() -> Charts.bars(names, values, name, name));
        assertDrawn(() -> Charts.heatMap(new double[][] {values}, List.of(name), names, name, name, name));
        assertDrawn(() -> Charts.scatter(
                Nd4j.createFromArray(new double[][] {values, values}).transpose(), labels, names, name));
        assertDrawn(() -> Charts.loss(history(values)));
        assertDrawn(() -> Histogram.titled(name)
                .sample(name, values)
                .sample(name, new double[] {0})
                .vertical(name, values[0])
                .image());
        assertDrawn(() -> LineChart.titled(name)
                .line(name, values)
                .band(name, values, values, values)
                .horizontal(name, values[0])
                .vertical(name, values[0])
                .countAlongX()
                .image());
    }

    private static History history(double[] losses) {
        return new History(
                IntStream.range(0, losses.length)
                        .mapToObj(i -> new History.Epoch(i + 1, losses[i], Double.NaN, 1, 1))
                        .toList(),
                false);
    }

    private static void assertDrawn(Supplier<BufferedImage> drawing) {
        BufferedImage image = ends(drawing);
        assertThat(image.getWidth()).isEqualTo(Theme.WIDTH);
        assertThat(image.getHeight()).isLessThan(4_000);
        assertThat(EveryFigureTest.count(image, Theme.BACKGROUND))
                .as("not covered by text")
                .isGreaterThan(image.getWidth() * image.getHeight() / 4);
    }

    private static <T> T ends(Supplier<T> drawing) {
        return assertTimeoutPreemptively(LIMIT, drawing::get);
    }

    @Property(tries = 30, seed = FIXED_SEED)
    void valuesThatAreNotFiniteAreRefusedInASentence(
            @ForAll("values") double[] values, @ForAll @IntRange(max = 11) int place, @ForAll boolean nan) {
        double[] broken = values.clone();
        broken[place % broken.length] = nan ? Double.NaN : Double.NEGATIVE_INFINITY;
        List<String> names = Arrays.stream(broken).mapToObj(value -> "n").toList();
        assertRefused(() -> Charts.line(broken, broken, "t", "x", "y"));
        assertRefused(() -> Charts.histogram(broken, "t", "x"));
        assertRefused(() -> Charts.bars(names, broken, "t", ""));
        assertRefused(() -> Charts.heatMap(new double[][] {broken}, "t"));
        assertRefused(() -> Charts.loss(history(broken)));
        assertRefused(() -> LineChart.titled("t").horizontal("h", broken[place % broken.length]));
    }

    private static void assertRefused(Supplier<Object> drawing) {
        assertThat(sentence(drawing)).matches("[^\\n]*(NaN|Infinity)[^\\n]*: [^\\n]*\\.");
    }

    /** Returns the sentence with which a drawing refuses, or an empty text. */
    private static String sentence(Supplier<?> drawing) {
        try {
            ends(drawing);
            return "";
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    @Property(tries = 25, seed = FIXED_SEED)
    void allSeriesDifferOrTheChartRefuses(@ForAll @IntRange(min = 1, max = 100) int count) {
        List<String> names = IntStream.range(0, count).mapToObj(i -> "n" + i).toList();
        double[][] lines = new Random(1)
                .doubles(20L * count)
                .boxed()
                .collect(
                        () -> new double[count][20],
                        (all, value) -> all[(int) (value * count)][(int) (value * 2000) % 20] = value,
                        (a, b) -> {});
        double[] x = IntStream.range(0, 20).asDoubleStream().toArray();
        int[] labels = IntStream.range(0, count).toArray();
        List<History> histories = names.stream().map(name -> history(x)).toList();

        assertThat(sentence(() -> Charts.lines(x, names, lines, "t", "x", "y")).isEmpty())
                .isEqualTo(count <= Theme.STYLES);
        assertThat(sentence(() -> Charts.scatter(Nd4j.rand(count, 2), labels, names, "t"))
                        .isEmpty())
                .isEqualTo(count <= Theme.STYLES);
        assertThat(sentence(() -> Charts.loss(names, histories)).isEmpty())
                .isEqualTo(count <= Theme.palette().size());
        assertThat(sentence(() -> {
                            Histogram histogram = Histogram.titled("t");
                            names.forEach(name -> histogram.sample(name, x));
                            return histogram.image();
                        })
                        .isEmpty())
                .isEqualTo(count <= Theme.palette().size());
        assertThat(IntStream.range(0, Math.min(count, Theme.STYLES))
                        .mapToObj(i -> Theme.color(i) + " " + Theme.marker(i)))
                .doesNotHaveDuplicates();
        assertThat(IntStream.range(0, Math.min(count, Theme.STYLES))
                        .mapToObj(i ->
                                Theme.color(i) + Arrays.toString(Theme.stroke(i).getDashArray())))
                .doesNotHaveDuplicates();
    }

    @Property(tries = 300, seed = FIXED_SEED)
    void aPointLiesWhereTheNumbersBesideTheAxisSay(@ForAll("values") double[] values) {
        double least = Arrays.stream(values).min().orElseThrow();
        double greatest = Arrays.stream(values).max().orElseThrow();
        AxisScale scale = AxisScale.linear(least, greatest, false, 7, 80);

        double first = scale.position().applyAsDouble(least);
        double last = scale.position().applyAsDouble(greatest);
        assertThat(scale.min()).isLessThanOrEqualTo(first);
        assertThat(scale.max()).isGreaterThanOrEqualTo(last);
        if (least < greatest) {
            assertThat((last - first) / (scale.max() - scale.min())).isBetween(0.89, 1.0);
        } else {
            assertThat(first).isEqualTo(last).isBetween(scale.min(), scale.max());
        }
    }
}

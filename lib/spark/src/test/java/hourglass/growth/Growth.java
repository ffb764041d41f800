package hourglass.growth;

import hourglass.runtime.AtomicFile;
import hourglass.testing.Child;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/**
 * Measures how seconds and memory grow with the number of pictures, each point in a process of its own, then what Spark costs on
 * this machine, and writes tables and a chart.
 *
 * <p>System properties: {@code sizes}, numbers of pictures with commas between them, and {@code rounds}, how often all points take
 * turns, of which the medians count. With the default sizes, the files go to lib/benchmarks and the tables into
 * lib/PERFORMANCE.md; with others to lib/spark/target/growth alone, for they are a trial. All files are written at the end.
 */
public final class Growth {

    private static final List<Integer> SIZES = List.of(1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000);
    // Below, a round is its fixed costs, and above it takes long without saying more.
    private static final int LEAST_ON_SPARK = 3_000;
    private static final int MOST_ON_SPARK = 100_000;
    private static final int[] EXECUTORS = {2, 4, 8};
    // One gigabit, as cheap machines have between them.
    private static final double BANDWIDTH = 1e9 / 8;
    // Small, so that what the collector has not yet taken is not mistaken for growth.
    private static final String HEAP = "512m";

    private final String classPath = System.getProperty("java.class.path");
    private final Path file;

    private Growth(Path file) {
        this.file = file;
    }

    /** Runs all; the argument is the folder of the project. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path root = Path.of(arguments[0]);
        List<Integer> sizes = sizes(System.getProperty("sizes", ""));
        int rounds = Math.max(1, Integer.getInteger("rounds", 1));
        boolean trial = !sizes.equals(SIZES);
        Path folder = root.resolve(trial ? "lib/spark/target/growth" : "lib/benchmarks");
        Path temporary = Files.createTempDirectory("growth");
        Path file = temporary.resolve("pictures");
        try {
            PictureFile.write(file, sizes.get(sizes.size() - 1));
            Growth growth = new Growth(file);
            List<GrowthPoint> points = growth.points(sizes, rounds);
            List<SparkPoint> spark = growth.spark(sizes, rounds);
            publish(folder, trial ? null : root.resolve("lib/PERFORMANCE.md"), points, spark);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(temporary);
        }
    }

    /** The numbers of pictures to measure, in order. */
    static List<Integer> sizes(String property) {
        if (property.isBlank()) {
            return SIZES;
        }
        List<Integer> sizes;
        try {
            sizes = Arrays.stream(property.split(","))
                    .map(size -> Integer.valueOf(size.strip()))
                    .distinct()
                    .sorted()
                    .toList();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "The sizes \"" + property + "\" are not numbers with commas between them: give 1000,3000,10000.",
                    e);
        }
        if (sizes.get(0) < 1 || sizes.size() < 3 || onSpark(sizes).size() < 2) {
            throw new IllegalArgumentException(
                    "The sizes " + sizes + " do not make a line: give three or more above 0, two of" + " them from "
                            + LEAST_ON_SPARK + " to " + MOST_ON_SPARK + ".");
        }
        return sizes;
    }

    private static List<Integer> onSpark(List<Integer> sizes) {
        return sizes.stream()
                .filter(size -> size >= LEAST_ON_SPARK && size <= MOST_ON_SPARK)
                .toList();
    }

    private List<GrowthPoint> points(List<Integer> sizes, int rounds) throws IOException, InterruptedException {
        List<GrowthPoint> all = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (int size : sizes) {
                for (String way : List.of(GrowthPoint.MEMORY, GrowthPoint.STREAM)) {
                    all.addAll(rows(1, GrowthPoint::of, GrowthRun.class, way, file.toString(), Integer.toString(size)));
                }
            }
        }
        return medians(all, point -> List.of(point.way(), point.pictures()), GrowthPoint::median);
    }

    private List<SparkPoint> spark(List<Integer> sizes, int rounds) throws IOException, InterruptedException {
        List<Integer> on = onSpark(sizes);
        String counts = on.stream().map(String::valueOf).collect(Collectors.joining(","));
        List<SparkPoint> all = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (int executors = 1; executors <= 2; executors++) {
                all.addAll(rows(
                        SparkRun.rows(executors, on.size()),
                        SparkPoint::of,
                        SparkRun.class,
                        Integer.toString(executors),
                        file.toString(),
                        counts));
            }
        }
        return medians(all, SparkPoint::withoutSeconds, SparkPoint::median);
    }

    /** One point of those of all rounds that differ in what was measured alone, in the order of the first round. */
    private static <T> List<T> medians(List<T> all, Function<T, Object> what, Function<List<T>, T> median) {
        Map<Object, List<T>> together =
                all.stream().collect(Collectors.groupingBy(what, LinkedHashMap::new, Collectors.toList()));
        return together.values().stream().map(median).toList();
    }

    private <T> List<T> rows(int expected, Function<String, T> of, Class<?> type, String... arguments)
            throws IOException, InterruptedException {
        String name = type.getSimpleName() + " " + String.join(" ", arguments);
        List<String> lines = Child.lines(name, "ROW,", Child.java(classPath, HEAP, type, arguments));
        if (lines.size() != expected) {
            throw new IllegalStateException(name + " gave " + lines.size() + " of " + expected
                    + " figures, so nothing was written: see its lines above.");
        }
        return lines.stream().map(of).toList();
    }

    private static void publish(Path folder, Path page, List<GrowthPoint> points, List<SparkPoint> spark)
            throws IOException {
        SparkModel model = SparkModel.of(spark, BANDWIDTH);
        String text = GrowthReport.of(machine(), "growth.png", points, spark, model, EXECUTORS);
        var chart = GrowthChart.of(points, model, EXECUTORS);
        // Before the first file is written: a page without its marks is a fault that would leave the others alone.
        String whole = page == null
                ? null
                : GrowthReport.inserted(
                        Files.readString(page),
                        GrowthReport.of(machine(), "benchmarks/growth.png", points, spark, model, EXECUTORS));
        write(
                folder.resolve("growth.csv"),
                GrowthPoint.HEADER + "\n"
                        + points.stream().map(GrowthPoint::csv).collect(Collectors.joining("\n", "", "\n")));
        write(
                folder.resolve("growth-spark.csv"),
                SparkPoint.HEADER + "\n"
                        + spark.stream().map(SparkPoint::csv).collect(Collectors.joining("\n", "", "\n")));
        write(folder.resolve("growth.md"), text);
        AtomicFile.write(folder.resolve("growth.png"), out -> ImageIO.write(chart, "png", out));
        if (page != null) {
            write(page, whole);
        }
        System.out.println(text);
    }

    private static String machine() throws IOException {
        String processor;
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            processor = lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown processor");
        }
        var machine = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return "Measured on " + machine.getAvailableProcessors() + " cores (" + processor + "), "
                + Math.round(machine.getTotalMemorySize() / (double) (1 << 30)) + " GB, JDK "
                + Runtime.version().feature();
    }

    private static void write(Path file, String text) throws IOException {
        AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
}

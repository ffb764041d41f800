package hourglass.growth;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** Writes what was measured as Markdown: {@code growth.md}, and the part of lib/PERFORMANCE.md between two marks. */
final class GrowthReport {

    private static final String BEGIN = "<!-- growth: what follows is written by mvn -Pgrowth -->";
    private static final String END = "<!-- growth: end -->";
    private static final double MILLION = 1e6;
    private static final int[] PASSES = {10, 100};

    private GrowthReport() {}

    /**
     * All tables.
     *
     * @param machine what it was measured on, as the beginning of a sentence
     * @param chart where the chart lies, from the page on
     * @param executors the numbers of executors for which the model is asked
     */
    static String of(
            String machine,
            String chart,
            List<GrowthPoint> points,
            List<SparkPoint> spark,
            SparkModel model,
            int... executors) {
        StringBuilder text = new StringBuilder();
        text.append(machine).append(", medians.\n\n");
        measured(text, points);
        text.append("\n![Seconds and memory against the number of pictures, and a pass on Spark by the model](")
                .append(chart)
                .append(")\n\n");
        lines(text, points);
        constants(text, model, points);
        check(text, model, spark, points);
        pays(text, model, points, executors);
        return text.toString();
    }

    private static void measured(StringBuilder text, List<GrowthPoint> points) {
        text.append(
                        "| pictures | epoch from memory, s | epoch streamed, s | peak from memory, MB | peak streamed, MB |\n")
                .append("| --- | --- | --- | --- | --- |\n");
        for (int pictures : points.stream()
                .mapToInt(GrowthPoint::pictures)
                .distinct()
                .sorted()
                .toArray()) {
            GrowthPoint memory = point(points, GrowthPoint.MEMORY, pictures);
            GrowthPoint stream = point(points, GrowthPoint.STREAM, pictures);
            text.append(format(
                    "| %,d | %.4f | %.4f | %,.0f | %,.0f |\n",
                    pictures, memory.seconds(), stream.seconds(), memory.peak(), stream.peak()));
        }
    }

    private static void lines(StringBuilder text, List<GrowthPoint> points) {
        text.append("| line | at no picture | for each million pictures | the farthest point is off by |\n")
                .append("| --- | --- | --- | --- |\n");
        line(text, "epoch from memory", line(points, GrowthPoint.MEMORY, GrowthPoint::seconds), "%.4f s", "%.2f s");
        line(text, "epoch streamed", line(points, GrowthPoint.STREAM, GrowthPoint::seconds), "%.4f s", "%.2f s");
        line(text, "peak from memory", line(points, GrowthPoint.MEMORY, GrowthPoint::peak), "%.0f MB", "%,.0f MB");
        line(text, "peak streamed", line(points, GrowthPoint.STREAM, GrowthPoint::peak), "%.0f MB", "%,.0f MB");
    }

    private static void line(StringBuilder text, String name, LineFit line, String fixed, String each) {
        text.append(format(
                "| %s | " + fixed + " | " + each + " | %.0f %% |\n",
                name,
                line.fixed(),
                MILLION * line.each(),
                100 * line.deviation()));
    }

    private static void constants(StringBuilder text, SparkModel model, List<GrowthPoint> points) {
        text.append("\n| constant of the model | value |\n| --- | --- |\n");
        text.append(format("| `start`, executors and their libraries, once | %.1f s |\n", model.start()));
        text.append(format("| one process until it trains, once | %.1f s |\n", start(points)));
        text.append(format("| `round` | %.1f ms |\n", 1e3 * model.round()));
        text.append(format("| `task` | %.1f ms |\n", 1e3 * model.task()));
        text.append(format(
                "| `perByte` of the state, which is %,d bytes | %.2f ns, so %.1f ms for each executor |\n",
                model.bytes(), 1e9 * model.perByte(), 1e3 * model.bytes() * model.perByte()));
        text.append(format(
                "| `bandwidth`, assumed | %.0f MB/s, so %.1f ms for each executor |\n",
                model.bandwidth() / MILLION, 1e3 * 2 * model.bytes() / model.bandwidth()));
        text.append(format("| `perPicture` | %.2f µs |\n", 1e6 * model.perPicture()));
    }

    private static void check(StringBuilder text, SparkModel model, List<SparkPoint> spark, List<GrowthPoint> points) {
        double training = line(points, GrowthPoint.MEMORY, GrowthPoint::seconds).each();
        text.append(
                        "\n| pictures, two executors on this machine | predicted, s | measured, s | measured / predicted |\n")
                .append("| --- | --- | --- | --- |\n");
        for (SparkPoint point : spark) {
            if (point.measurement().equals(SparkPoint.PASS) && point.executors() == 2) {
                double predicted = model.passOnOneMachine(point.pictures(), 2, training);
                text.append(format(
                        "| %,d | %.3f | %.3f | %.2f |\n",
                        point.pictures(), predicted, point.seconds(), point.seconds() / predicted));
            }
        }
    }

    private static void pays(StringBuilder text, SparkModel model, List<GrowthPoint> points, int... executors) {
        text.append("\n| executors, each with a machine of its own | ");
        for (String than : List.of("from memory", "streamed")) {
            for (int passes : PASSES) {
                text.append(passes)
                        .append(" passes, faster than one process ")
                        .append(than)
                        .append(" from | ");
            }
        }
        text.append("a million pictures, s a pass |\n")
                .append("| --- ".repeat(2 + 2 * PASSES.length))
                .append("|\n");
        for (int count : executors) {
            text.append("| ").append(count).append(" | ");
            for (String way : List.of(GrowthPoint.MEMORY, GrowthPoint.STREAM)) {
                LineFit alone = line(points, way, GrowthPoint::seconds);
                for (int passes : PASSES) {
                    text.append(pictures(model.paysFrom(alone, start(points), count, passes)))
                            .append(" | ");
                }
            }
            text.append(format("%.2f |\n", model.pass(MILLION, count)));
        }
        text.append(format(
                "| one process | | | | | %.2f from memory, %.2f streamed |\n",
                line(points, GrowthPoint.MEMORY, GrowthPoint::seconds).at(MILLION),
                line(points, GrowthPoint.STREAM, GrowthPoint::seconds).at(MILLION)));
    }

    private static String pictures(OptionalDouble from) {
        return from.isEmpty() ? "never" : format("%,.0f pictures", twoDigits(from.getAsDouble()));
    }

    /** More digits than the measurement has would pretend to know. */
    private static double twoDigits(double value) {
        double unit = Math.pow(10, Math.floor(Math.log10(Math.max(1, value))) - 1);
        return Math.rint(value / Math.max(1, unit)) * Math.max(1, unit);
    }

    private static double start(List<GrowthPoint> points) {
        return GrowthPoint.median(
                points.stream().mapToDouble(GrowthPoint::start).toArray());
    }

    private static GrowthPoint point(List<GrowthPoint> points, String way, int pictures) {
        return points.stream()
                .filter(point -> point.way().equals(way) && point.pictures() == pictures)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no point of " + pictures + " pictures by way of " + way + ": measure both ways."));
    }

    /** The line through all points of a way. */
    static LineFit line(List<GrowthPoint> points, String way, ToDoubleFunction<GrowthPoint> value) {
        List<GrowthPoint> its =
                points.stream().filter(point -> point.way().equals(way)).toList();
        return LineFit.of(
                its.stream().mapToDouble(GrowthPoint::pictures).toArray(),
                its.stream().mapToDouble(value).toArray());
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /**
     * Puts a text between the two marks of a page.
     *
     * @throws IllegalArgumentException if the page does not have each mark once, in this order
     */
    static String inserted(String page, String text) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin || page.lastIndexOf(BEGIN) != begin || page.lastIndexOf(END) != end) {
            throw new IllegalArgumentException("The page does not have the lines \"" + BEGIN + "\" and \"" + END
                    + "\" once each, in this order: put them back where the tables belong.");
        }
        return page.substring(0, begin) + BEGIN + "\n\n" + text.strip() + "\n\n" + page.substring(end);
    }
}

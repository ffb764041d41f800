package hourglass.growth;

import hourglass.plot.Charts;
import hourglass.plot.LineChart;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** Draws the measured points and the model of Spark. */
final class GrowthChart {

    private static final int HEIGHT = 300;
    private static final double FIRST = 1e3;
    private static final double FACTOR = Math.pow(10, 0.25);
    private static final int STEPS = 17; // More points than LineChart marks: nothing of this was measured.

    private GrowthChart() {}

    /** Seconds and memory as they were measured, and below them a pass as the model has it, up to ten million pictures. */
    static BufferedImage of(List<GrowthPoint> points, SparkModel model, int... executors) {
        BufferedImage seconds = measured(
                        "Seconds of an epoch of 784-32-784, batches of 256", "seconds", points, GrowthPoint::seconds)
                .image();
        BufferedImage memory = measured("The most memory that the process held", "MB", points, GrowthPoint::peak)
                .image();
        return Charts.stack(seconds, memory, modelled(points, model, executors));
    }

    private static LineChart measured(
            String title, String unit, List<GrowthPoint> points, ToDoubleFunction<GrowthPoint> value) {
        LineChart chart = LineChart.titled(title).axes("pictures", unit).height(HEIGHT);
        for (String way : List.of(GrowthPoint.MEMORY, GrowthPoint.STREAM)) {
            List<GrowthPoint> its =
                    points.stream().filter(point -> point.way().equals(way)).toList();
            chart.line(
                    way.equals(GrowthPoint.MEMORY) ? "from memory" : "streamed from a file",
                    its.stream().mapToDouble(GrowthPoint::pictures).toArray(),
                    its.stream().mapToDouble(value).toArray());
        }
        return chart.logarithmicX().logarithmicY();
    }

    private static BufferedImage modelled(List<GrowthPoint> points, SparkModel model, int... executors) {
        double[] pictures =
                DoubleStream.iterate(FIRST, n -> n * FACTOR).limit(STEPS).toArray();
        LineFit memory = GrowthReport.line(points, GrowthPoint.MEMORY, GrowthPoint::seconds);
        LineFit stream = GrowthReport.line(points, GrowthPoint.STREAM, GrowthPoint::seconds);
        LineChart chart = LineChart.titled(
                        "A pass by the model: one process, and Spark\neach executor on a machine of its own; computed and not measured")
                .axes("pictures", "seconds")
                .height(HEIGHT)
                .line("one process, from memory", pictures, at(pictures, memory::at))
                .line("streamed", pictures, at(pictures, stream::at));
        for (int count : executors) {
            chart.line("Spark, " + count + " executors", pictures, at(pictures, n -> model.pass(n, count)));
        }
        return chart.logarithmicX().logarithmicY().image();
    }

    private static double[] at(double[] pictures, DoubleUnaryOperator seconds) {
        return DoubleStream.of(pictures).map(seconds).toArray();
    }
}

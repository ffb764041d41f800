package hourglass.growth;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * What training by averaging costs on Spark, as a sum of a few terms. A pass of n pictures over E executors on machines of their
 * own, with one partition each, takes
 *
 * <pre>{@code
 * round + task + E · bytes · (perByte + 2 / bandwidth) + n · perPicture / E
 * }</pre>
 *
 * seconds, and a training of r passes {@code start} seconds more than r times that.
 *
 * @param start seconds until the executors are there and have loaded what they need, once for a training
 * @param round seconds for a round whatever is in it: planning its tasks, sending them, waiting for them
 * @param task seconds for a partition whatever is in it: building the network from its configuration
 * @param perByte seconds that a byte of the network's state costs the driver and a partition, the way between machines left out
 * @param perPicture seconds that an executor with a machine to itself takes for one more picture
 * @param bytes of the network's state, which goes to each partition and comes back
 * @param bandwidth bytes a second between driver and executors; it is assumed, and not measured
 */
record SparkModel(
        double start, double round, double task, double perByte, double perPicture, long bytes, double bandwidth) {

    /**
     * Finds the constants from what was measured with one executor on this machine.
     *
     * @param points of the executor: its start, rounds of one picture in each of several partitions, one with the large network, and
     *     rounds of more pictures in one partition
     * @param bandwidth bytes a second
     * @throws IllegalArgumentException if a measurement is missing
     */
    static SparkModel of(List<SparkPoint> points, double bandwidth) {
        List<SparkPoint> one = points.stream()
                .filter(point -> point.executors() == 1 && point.code() == SparkRun.CODE)
                .toList();
        List<SparkPoint> passes = one.stream()
                .filter(point -> point.measurement().equals(SparkPoint.PASS))
                .toList();
        double start = seconds(one, point -> point.measurement().equals(SparkPoint.START), "the start of one executor");
        double single = seconds(passes, point -> point.pictures() == 1, "a round of one picture");
        double large = seconds(
                points,
                point -> point.executors() == 1 && point.code() == SparkRun.LARGE_CODE,
                "a round with the large network");
        LineFit ofPartitions = line(
                passes.stream()
                        .filter(point -> point.pictures() == point.partitions())
                        .toList(),
                true);
        LineFit ofPictures =
                line(passes.stream().filter(point -> point.partitions() == 1).toList(), false);
        long bytes = SparkPoint.bytes(SparkRun.CODE);
        // What is below the noise of the measurement would be a negative number of seconds.
        double perByte = Math.max(0, (large - single) / (SparkPoint.bytes(SparkRun.LARGE_CODE) - bytes));
        double task = Math.max(0, ofPartitions.each() - bytes * perByte);
        return new SparkModel(start, ofPartitions.fixed(), task, perByte, ofPictures.each(), bytes, bandwidth);
    }

    private static double seconds(List<SparkPoint> points, Predicate<SparkPoint> which, String what) {
        return points.stream()
                .filter(which)
                .mapToDouble(SparkPoint::seconds)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Among " + points.size() + " points there is none of " + what + ": measure it with SparkRun."));
    }

    private static LineFit line(List<SparkPoint> points, boolean overPartitions) {
        return LineFit.of(
                points.stream()
                        .mapToDouble(point -> overPartitions ? point.partitions() : point.pictures())
                        .toArray(),
                points.stream().mapToDouble(SparkPoint::seconds).toArray());
    }

    /** Seconds of a pass over executors on machines of their own, each as this one. */
    double pass(double pictures, int executors) {
        return fixed(executors) + pictures * perPicture / executors;
    }

    private double fixed(int executors) {
        return round + task + executors * bytes * (perByte + 2 / bandwidth);
    }

    /**
     * Seconds of a pass over executors that share this machine. Each gets its pictures ready in one thread, at the same time as the
     * others, and trains with as many threads as there are cores, which it has to share.
     *
     * @param executors no more than the machine has cores
     * @param training seconds for one more picture that is ready, in one process with this machine to itself
     */
    double passOnOneMachine(double pictures, int executors, double training) {
        double feeding = Math.max(0, perPicture - training);
        return round + task + executors * bytes * perByte + pictures * (feeding / executors + training);
    }

    /**
     * From how many pictures on Spark is faster than one process.
     *
     * @param alone seconds of a pass in one process against the number of pictures
     * @param aloneStart seconds until that process trains
     * @param executors on machines of their own
     * @param passes how often all pictures are passed over, among which the start is shared
     * @return 0 if it is faster for any number; empty if it never is
     */
    OptionalDouble paysFrom(LineFit alone, double aloneStart, int executors, int passes) {
        double more = (start - aloneStart) / passes + fixed(executors) - alone.fixed();
        double gained = alone.each() - perPicture / executors;
        if (gained <= 0) {
            return more < 0 ? OptionalDouble.of(0) : OptionalDouble.empty();
        }
        return OptionalDouble.of(Math.max(0, more / gained));
    }
}

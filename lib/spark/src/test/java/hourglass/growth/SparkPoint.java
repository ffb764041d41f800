package hourglass.growth;

import java.util.List;
import java.util.Locale;

/**
 * What was measured on a cluster whose executors are all on this machine: a line of {@code growth-spark.csv}.
 *
 * @param measurement {@link #START} or {@link #PASS}
 * @param executors processes that train, with one task at a time each
 * @param partitions parts of the pictures
 * @param code numbers in the code of 784-code-784, on which the size of what is sent depends
 * @param pictures of all partitions together
 * @param seconds of the measurement
 */
record SparkPoint(String measurement, int executors, int partitions, int code, int pictures, double seconds) {

    /** From the request for executors until each has trained on one picture. */
    static final String START = "start";
    /** One round of averaging, in which each partition passes over its pictures once. */
    static final String PASS = "pass";

    static final String HEADER = "measurement,executors,partitions,code,pictures,seconds";

    /** Reads a line of {@link #csv}. */
    static SparkPoint of(String line) {
        String[] f = line.split(",", -1);
        if (f.length != HEADER.split(",").length) {
            throw new IllegalArgumentException("\"" + line + "\" is no point of a cluster: it has " + f.length
                    + " fields and should have those of \"" + HEADER + "\".");
        }
        return new SparkPoint(
                f[0],
                Integer.parseInt(f[1]),
                Integer.parseInt(f[2]),
                Integer.parseInt(f[3]),
                Integer.parseInt(f[4]),
                Double.parseDouble(f[5]));
    }

    String csv() {
        return String.format(
                Locale.ROOT, "%s,%d,%d,%d,%d,%.6f", measurement, executors, partitions, code, pictures, seconds);
    }

    /** What was measured, which is the same in each round. */
    SparkPoint withoutSeconds() {
        return new SparkPoint(measurement, executors, partitions, code, pictures, 0);
    }

    /** Makes one point of those of several rounds: the median. */
    static SparkPoint median(List<SparkPoint> rounds) {
        SparkPoint first = rounds.get(0);
        double seconds = GrowthPoint.median(
                rounds.stream().mapToDouble(SparkPoint::seconds).toArray());
        return new SparkPoint(
                first.measurement, first.executors, first.partitions, first.code, first.pictures, seconds);
    }

    /** Bytes of what a partition is sent and sends back: parameters, and Adam's two numbers for each, of 4 bytes. */
    static long bytes(int code) {
        long weights = 2L * PictureFile.PIXELS * code;
        return 3 * Float.BYTES * (weights + code + PictureFile.PIXELS);
    }
}

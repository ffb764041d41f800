package hourglass.growth;

import hourglass.spark.Cluster;
import hourglass.spark.ParameterAveraging;
import hourglass.spark.Spark;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Rounds of averaging on a standalone cluster of this machine, whose executors read the pictures from the file:
 * {@code SparkRun EXECUTORS FILE PICTURES,PICTURES,…}. With one executor it also measures what the constants of
 * {@link SparkModel} are found from.
 */
final class SparkRun {

    /** Numbers in the code of the network that all others are measured with. */
    static final int CODE = 32;
    /** In the code of one that is some 16 times as large, for what a byte of it costs. */
    static final int LARGE_CODE = 512;

    // What a round costs whatever is in it falls to half within the first dozens, by Java's compiler in driver and
    // executors.
    private static final int WARM_SMALL_ROUNDS = 100;
    private static final int WARM_ROUNDS = 3;
    private static final int ROUNDS = 11;
    private static final int[] PARTITIONS = {1, 2, 4, 8};

    private final JavaSparkContext spark;
    private final Path file;
    private final int executors;

    private SparkRun(JavaSparkContext spark, Path file, int executors) {
        this.spark = spark;
        this.file = file;
        this.executors = executors;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int executors = Integer.parseInt(arguments[0]);
        Path file = Path.of(arguments[1]);
        int[] counts = Arrays.stream(arguments[2].split(","))
                .mapToInt(Integer::parseInt)
                .toArray();
        Path folder = Files.createTempDirectory("growth-cluster");
        try (Cluster cluster = Cluster.of(executors, folder)) {
            // As many threads in an executor as one process has, which is what a machine of its own would give it.
            SparkConf settings =
                    cluster.settings().set("spark.executor.extraJavaOptions", "-XX:ActiveProcessorCount=2");
            // A first application waits until the workers have reported to the master, which on a cluster they have.
            try (JavaSparkContext first = Spark.connect(settings)) {
                first.parallelize(List.of(1), 1).count();
            }
            long began = System.nanoTime();
            try (JavaSparkContext spark = Spark.connect(settings)) {
                new SparkRun(spark, file, executors).measure(began, counts);
            }
        } finally {
            delete(folder);
        }
        System.exit(0); // Deeplearning4j's threads need not be waited for.
    }

    /** How many lines a run prints with so many counts of pictures. */
    static int rows(int executors, int counts) {
        return 1 + (executors == 1 ? PARTITIONS.length + 1 : 0) + counts;
    }

    private void measure(long began, int[] counts) {
        ParameterAveraging averaging = averaging(CODE);
        averaging.round(pictures(executors, executors));
        print(SparkPoint.START, executors, CODE, executors, (System.nanoTime() - began) / 1e9);
        int most = Arrays.stream(counts).max().orElseThrow();
        for (long seen = 0; seen < GrowthRun.WARM; seen += most) {
            averaging.round(pictures(most, executors));
        }
        for (int round = 0; round < WARM_SMALL_ROUNDS; round++) {
            averaging.round(pictures(executors, executors));
        }
        if (executors == 1) {
            for (int partitions : PARTITIONS) {
                measure(averaging, CODE, partitions, partitions);
            }
            measure(averaging(LARGE_CODE), LARGE_CODE, 1, 1);
        }
        for (int count : counts) {
            measure(averaging, CODE, count, executors);
        }
    }

    private void measure(ParameterAveraging averaging, int code, int count, int partitions) {
        JavaRDD<float[]> pictures = pictures(count, partitions);
        for (int round = 0; round < WARM_ROUNDS; round++) {
            averaging.round(pictures);
        }
        double[] seconds = IntStream.range(0, ROUNDS)
                .mapToDouble(round -> averaging.round(pictures).seconds())
                .toArray();
        print(SparkPoint.PASS, partitions, code, count, GrowthPoint.median(seconds));
    }

    private void print(String measurement, int partitions, int code, int pictures, double seconds) {
        System.out.println("ROW," + new SparkPoint(measurement, executors, partitions, code, pictures, seconds).csv());
    }

    private ParameterAveraging averaging(int code) {
        return ParameterAveraging.of(spark, GrowthRun.network(code)).batchSize(GrowthRun.BATCH);
    }

    private JavaRDD<float[]> pictures(int count, int partitions) {
        List<Range> ranges = IntStream.range(0, partitions)
                .mapToObj(i ->
                        new Range(file.toString(), between(count, i, partitions), between(count, i + 1, partitions)))
                .toList();
        return spark.parallelize(ranges, partitions).flatMap(Range::pictures);
    }

    private static int between(int count, int part, int parts) {
        return (int) ((long) count * part / parts);
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            // Executors that are just ending delete their files too, or still write: what is left is the system's to
            // clear.
            System.out.println("Some temporary files are left in " + folder + ".");
        }
    }

    /** Neighbouring pictures of a file that every executor can read. */
    private record Range(String file, int from, int to) implements Serializable {
        Iterator<float[]> pictures() {
            return PictureFile.pictures(Path.of(file), from, to);
        }
    }
}

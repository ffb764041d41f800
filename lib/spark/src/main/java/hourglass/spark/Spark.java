package hourglass.spark;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Starts Spark inside this Java process, be it a notebook's kernel that was started without any of the options that Spark
 * asks for.
 *
 * <pre>{@code
 * JavaSparkContext spark = Spark.local(2);                                               // two tasks at a time, here
 * JavaSparkContext spark = Spark.connect(new SparkConf().setMaster("spark://host:7077")); // on a standalone cluster
 * }</pre>
 *
 * <p>There can be one context per process: stop it before the next one is started.
 */
public final class Spark {
    // Spark's own default on a cluster, spark.task.maxFailures; in local mode it would be 1.
    private static final int ATTEMPTS = 4;
    private static final String LOOPBACK = "127.0.0.1";
    private static final AtomicLong NUMBER = new AtomicLong();

    private Spark() {}

    /**
     * Starts Spark in local mode: the executor is this process, and nothing listens beyond the loopback interface. A task
     * that fails is tried again up to three times, as on a cluster.
     *
     * @param cores how many tasks run at a time, at least 1
     * @throws IllegalArgumentException if {@code cores} is below 1
     * @throws IllegalStateException if the Java runtime does not let Spark reach what it needs
     */
    public static JavaSparkContext local(int cores) {
        if (cores < 1) {
            throw new IllegalArgumentException("Spark was given " + cores + " cores: give at least 1.");
        }
        return connect(new SparkConf()
                .setMaster("local[" + cores + ", " + ATTEMPTS + "]")
                .set("spark.driver.host", LOOPBACK)
                .set("spark.driver.bindAddress", LOOPBACK));
    }

    /**
     * Starts Spark with settings of your own. Where they say nothing, the application is called "hourglass" and there is no
     * web page about it, for which this module lacks the jars.
     *
     * @param settings with a master; they are not changed
     * @throws IllegalStateException if the Java runtime does not let Spark reach what it needs
     */
    public static JavaSparkContext connect(SparkConf settings) {
        SparkConf conf =
                Objects.requireNonNull(settings, "Spark needs settings.").clone();
        conf.setIfMissing("spark.app.name", "hourglass");
        conf.setIfMissing("spark.ui.enabled", "false");
        JavaModules.openForSpark();
        // Spark loads classes through this thread's class loader, which in a notebook does not know the class path.
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(JavaSparkContext.class.getClassLoader());
        try {
            return new JavaSparkContext(conf);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /**
     * Runs an action of Spark, such as {@code collect} or {@code count}, until the thread is interrupted. Without this, Spark
     * leaves the action's tasks to run on when the thread that waits for them is interrupted, as by a notebook's Stop button.
     *
     * <pre>{@code
     * List<float[]> codes = Spark.run(spark, () -> encoder.encode(examples).collect());
     * }</pre>
     *
     * @param action what it throws is thrown here
     * @throws CancellationException if the thread was interrupted; the tasks of the action are ended on all executors, and the
     *     thread's flag is set again
     */
    public static <T> T run(JavaSparkContext spark, Supplier<T> action) {
        String group = "hourglass-" + NUMBER.incrementAndGet();
        spark.setJobGroup(group, "an action that an interrupt ends", true);
        try {
            return action.get();
        } catch (Exception e) {
            // Scala declares no exceptions, so the compiler does not know that this one is thrown.
            if ((Exception) e instanceof InterruptedException) {
                spark.cancelJobGroup(group);
                Thread.currentThread().interrupt();
                throw new CancellationException(
                        "Stopped while Spark was computing: run it again for the whole result.");
            }
            throw e;
        } finally {
            spark.clearJobGroup();
        }
    }
}

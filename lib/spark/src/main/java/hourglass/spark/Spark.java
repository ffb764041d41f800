package hourglass.spark;

import java.util.Objects;
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
}

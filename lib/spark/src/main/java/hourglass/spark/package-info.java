/**
 * Encoding and training on the partitions of an Apache Spark cluster, or of this machine in local mode.
 *
 * <pre>{@code
 * JavaSparkContext spark = Spark.local(2);
 * JavaRDD<float[]> codes = SparkEncoder.of(spark, autoencoder).encode(ImageRdd.drawn(spark, 42, 0, 1_000_000, 200));
 * }</pre>
 *
 * <p>A picture is a {@code float[]} of greys in [0, 1], line by line. Functions that run on executors are classes of this
 * package, so that a cluster needs this module's jars and nothing of a notebook.
 */
package hourglass.spark;

package hourglass.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hourglass.data.source.Datasets;
import hourglass.model.Autoencoder;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.Success$;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The code that runs in local mode in the other tests, on a standalone cluster of a master and two workers. */
class ClusterTest {
    private static final int ROUNDS = 4;
    private static final int PICTURES_OF_A_ROUND = 4_000;

    @Test
    @Timeout(300)
    void endsWhereOneMachineEndsThoughAWorkerIsKilledInTheMiddle(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
            throws Exception {
        INDArray test = Datasets.drawn().test().pixels();
        JavaSparkContext local = TestSpark.local();
        ParameterAveraging undisturbed = ParameterAveraging.of(local, TestSpark.network());
        for (int round = 0; round < ROUNDS; round++) {
            undisturbed.round(pictures(local, round));
        }
        double expected = undisturbed.autoencoder().loss(test);
        TestSpark.stop();

        try (Cluster cluster = Cluster.of(2, folder);
                JavaSparkContext spark = Spark.connect(cluster.settings())) {
            Witness witness = new Witness();
            spark.sc().addSparkListener(witness);
            ParameterAveraging averaging = ParameterAveraging.of(spark, TestSpark.network());
            averaging.round(pictures(spark, 0));
            assertThat(spark.sc().getExecutorMemoryStatus().size())
                    .as("two executors and the driver")
                    .isEqualTo(3);

            SparkEncoder encoder = SparkEncoder.of(spark, averaging.autoencoder());
            JavaRDD<float[]> some = ImageRdd.drawn(spark, 11, 0, 500, 2);
            float[][] codes = encoder.encode(some).collect().toArray(float[][]::new);
            assertThat(encoder.loads()).as("one model for each executor").isEqualTo(2);
            INDArray examples = Nd4j.createFromArray(some.collect().toArray(float[][]::new));
            assertThat(Nd4j.createFromArray(codes)
                            .distance2(averaging.autoencoder().encode(examples)))
                    .isLessThan(1e-3);

            witness.started.set(0);
            Thread killer = new Thread(() -> {
                while (witness.started.get() < 2) {
                    Thread.onSpinWait();
                }
                cluster.kill(1);
            });
            killer.start();
            for (int round = 1; round < ROUNDS; round++) {
                averaging.round(pictures(spark, round));
            }
            killer.join();

            assertThat(witness.removed.get()).as("executors lost").isEqualTo(1);
            assertThat(witness.failed.get()).as("tasks lost and repeated").isPositive();
            Autoencoder averaged = averaging.autoencoder();
            assertThat(averaged.loss(test)).isCloseTo(expected, within(1e-4));
            assertThat(expected).isLessThan(0.5);
        } finally {
            TestSpark.local();
        }
    }

    private static JavaRDD<float[]> pictures(JavaSparkContext spark, int round) {
        return ImageRdd.drawn(spark, 11, round * PICTURES_OF_A_ROUND, (round + 1) * PICTURES_OF_A_ROUND, 2);
    }

    /** Sees tasks begin and fail, and executors go. */
    private static final class Witness extends SparkListener {
        private final AtomicInteger started = new AtomicInteger();
        private final AtomicInteger failed = new AtomicInteger();
        private final AtomicInteger removed = new AtomicInteger();

        @Override
        public void onTaskStart(SparkListenerTaskStart task) {
            started.incrementAndGet();
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd task) {
            if (task.reason() != Success$.MODULE$) {
                failed.incrementAndGet();
            }
        }

        @Override
        public void onExecutorRemoved(SparkListenerExecutorRemoved executor) {
            removed.incrementAndGet();
        }
    }
}

package hourglass.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import hourglass.model.Autoencoder;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A notebook's Stop button ends a round of training, or an action, on all executors, and not the cell alone: the tasks end
 * too, and the processor is idle. Processor time is measured and not the clock, since other programs may keep the processor busy.
 */
class StopTest {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final int TASKS = 2;

    private final JavaSparkContext spark = TestSpark.local();
    private final RunningTasks tasks = new RunningTasks();

    @BeforeEach
    void countTasks() {
        spark.sc().addSparkListener(tasks);
    }

    @AfterEach
    void leaveTheSharedContextAsItWas() {
        spark.sc().removeSparkListener(tasks);
    }

    @Test
    @Timeout(120)
    void aRoundOfTrainingEndsWithItsTasksSoonAfterAnInterrupt() throws InterruptedException {
        ParameterAveraging averaging = ParameterAveraging.of(spark, TestSpark.network());

        endsWithItsTasksSoonAfterAnInterrupt(averaging::round);
    }

    @Test
    @Timeout(120)
    void anActionEndsWithItsTasksSoonAfterAnInterrupt() throws InterruptedException {
        SparkEncoder encoder = SparkEncoder.of(spark, Autoencoder.of(TestSpark.network()));

        endsWithItsTasksSoonAfterAnInterrupt(
                pictures -> Spark.run(spark, () -> encoder.encode(pictures).count()));
    }

    private void endsWithItsTasksSoonAfterAnInterrupt(Consumer<JavaRDD<float[]>> work) throws InterruptedException {
        boolean[] cancelled = new boolean[1];
        Thread training = new Thread(() -> {
            try {
                // A million pictures take minutes, so that the work cannot have ended by itself.
                work.accept(ImageRdd.drawn(spark, 7, 0, 1_000_000, TASKS));
            } catch (CancellationException e) {
                cancelled[0] = Thread.currentThread().isInterrupted();
            }
        });
        training.start();
        while (tasks.running.get() < TASKS) {
            Thread.sleep(10);
        }
        long begun = PROCESS.getProcessCpuTime();
        while (PROCESS.getProcessCpuTime() - begun < Duration.ofSeconds(1).toNanos()) {
            Thread.sleep(10); // Until the tasks compute, and do not only start.
        }
        assertThat(tasks.running).as("tasks at work").hasValue(TASKS);

        long interrupted = PROCESS.getProcessCpuTime();
        training.interrupt();
        training.join();
        while (tasks.running.get() > 0) {
            Thread.sleep(10);
        }
        long ended = PROCESS.getProcessCpuTime();
        long threads = threadCpuTime();
        Thread.sleep(500);
        long later = threadCpuTime();

        assertThat(cancelled[0]).as("the caller is told, and its flag is set").isTrue();
        int processors = Runtime.getRuntime().availableProcessors();
        assertThat(Duration.ofNanos(ended - interrupted))
                .as("two seconds of each processor")
                .isLessThan(Duration.ofSeconds(2L * processors));
        assertThat(Duration.ofNanos(later - threads))
                .as("a task would take the whole half second")
                .isLessThan(Duration.ofMillis(300));
    }

    /** The processor time of all threads that run Java code: its compiler may still be at work for a moment, and is none of them. */
    private static long threadCpuTime() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getAllThreadIds())
                .map(threads::getThreadCpuTime)
                .filter(time -> time > 0)
                .sum();
    }

    /** Counts the tasks that have begun and not ended. */
    private static final class RunningTasks extends SparkListener {
        private final AtomicInteger running = new AtomicInteger();

        @Override
        public void onTaskStart(SparkListenerTaskStart task) {
            running.incrementAndGet();
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd task) {
            running.decrementAndGet();
        }
    }
}

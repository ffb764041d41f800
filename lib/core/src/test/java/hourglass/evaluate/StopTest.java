package hourglass.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import com.sun.management.OperatingSystemMXBean;
import hourglass.evaluate.baseline.GaussianBlur;
import hourglass.evaluate.baseline.MedianFilter;
import hourglass.evaluate.baseline.NearestNeighborBaseline;
import hourglass.evaluate.baseline.Pca;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Whatever takes long ends soon after its thread is interrupted, and leaves nothing behind that goes on. Processor time
 * is measured and not the clock, since other programs may keep the processor busy.
 */
class StopTest {

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final INDArray PICTURES = Nd4j.rand(10_000, 28 * 28);
    private static final int[] LABELS = new int[10_000];

    static {
        for (int i = 0; i < LABELS.length; i++) {
            LABELS[i] = i % 10;
        }
    }

    static Stream<Named<Runnable>> computations() {
        INDArray few = Nd4j.rand(2_000, 1_100);
        return Stream.of(
                hundredTimes("PCA", () -> Pca.fit(few, 200)),
                named("t-SNE", () -> Tsne.perplexity(30).iterations(1_000_000).map(few)),
                hundredTimes("k-means", () -> Clusters.kMeans(PICTURES, 20, 1)),
                hundredTimes("linear probe", () -> LinearProbe.accuracy(PICTURES, LABELS, PICTURES, LABELS)),
                hundredTimes("neighbour probe", () -> NeighborProbe.accuracy(PICTURES, LABELS, PICTURES, LABELS, 10)),
                hundredTimes("nearest neighbours", () -> NearestNeighborBaseline.fit(PICTURES)
                        .reconstruct(PICTURES)),
                hundredTimes("Fréchet distance", () -> FrechetDistance.distance(PICTURES, PICTURES)),
                hundredTimes("median filter", () -> MedianFilter.of(28, 28, 15).reconstruct(PICTURES)),
                hundredTimes("median filter of one picture", () -> MedianFilter.of(2_800, 2_800, 15)
                        .reconstruct(PICTURES.reshape(1, PICTURES.length()))),
                hundredTimes("Gaussian blur", () -> GaussianBlur.of(28, 28, 20).reconstruct(PICTURES)),
                hundredTimes("structural similarity", () -> Metrics.ssim(PICTURES, PICTURES, 28, 28)),
                hundredTimes("JPEG", () -> Jpeg.of(28, 28, 0.5).each(PICTURES)));
    }

    /** So many times that it cannot end by itself within the time that an interrupt may take. */
    private static Named<Runnable> hundredTimes(String name, Runnable computation) {
        return named(name, () -> {
            for (int i = 0; i < 100; i++) {
                computation.run();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("computations")
    void endsSoonAfterAnInterrupt(Runnable computation) throws InterruptedException {
        boolean[] cancelled = new boolean[1];
        Thread thread = new Thread(() -> {
            try {
                computation.run();
            } catch (CancellationException e) {
                cancelled[0] = true;
            }
            // A result, as that of t-SNE, must not hide the interrupt.
            cancelled[0] |= Thread.currentThread().isInterrupted();
        });
        thread.start();
        waitFor(Duration.ofMillis(300), thread);
        long interrupted = PROCESS.getProcessCpuTime();
        thread.interrupt();
        thread.join(60_000);
        long ended = PROCESS.getProcessCpuTime();
        Thread.sleep(500);
        long later = PROCESS.getProcessCpuTime();

        assertThat(thread.isAlive()).isFalse();
        assertThat(cancelled[0]).isTrue();
        int processors = Runtime.getRuntime().availableProcessors();
        assertThat(Duration.ofNanos(ended - interrupted)).isLessThan(Duration.ofSeconds(2L * processors));
        // Java's own compiler may still be at work for a moment.
        assertThat(Duration.ofNanos(later - ended)).isLessThan(Duration.ofMillis(400));
    }

    private static void waitFor(Duration processorTime, Thread thread) throws InterruptedException {
        long start = PROCESS.getProcessCpuTime();
        while (PROCESS.getProcessCpuTime() - start < processorTime.toNanos()) {
            assertThat(thread.isAlive()).as("still at work").isTrue();
            Thread.sleep(10);
        }
    }
}

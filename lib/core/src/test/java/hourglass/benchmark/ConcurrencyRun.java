package hourglass.benchmark;

import hourglass.model.Autoencoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a service sees that is asked for one picture at a time: how long a call takes, and how many calls fit in a second. */
final class ConcurrencyRun {

    private static final int CALLS = 5_000;
    private static final double SECONDS = 3;

    private ConcurrencyRun() {}

    /** Sorted microseconds of encoding and decoding each of these pictures in turn, after half as many calls to warm up. */
    static double[] reconstructing(Autoencoder autoencoder, List<INDArray> pictures) {
        for (int i = 0; i < CALLS / 2; i++) {
            autoencoder.reconstruct(pictures.get(i % pictures.size()));
        }
        double[] microseconds = new double[CALLS];
        for (int i = 0; i < CALLS; i++) {
            INDArray picture = pictures.get(i % pictures.size());
            long start = System.nanoTime();
            autoencoder.reconstruct(picture);
            microseconds[i] = (System.nanoTime() - start) / 1e3;
        }
        Arrays.sort(microseconds);
        return microseconds;
    }

    /** How many pictures are encoded in a second by so many threads that each encode one after the other. */
    static double encoding(Autoencoder autoencoder, List<INDArray> pictures, int threads) {
        encodedPerSecond(autoencoder, pictures, threads, 1);
        return encodedPerSecond(autoencoder, pictures, threads, SECONDS);
    }

    private static double encodedPerSecond(
            Autoencoder autoencoder, List<INDArray> pictures, int threads, double seconds) {
        AtomicLong encoded = new AtomicLong();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int first = thread;
                running.add(pool.submit(() -> {
                    for (int i = first; System.nanoTime() < end; i++) {
                        autoencoder.encode(pictures.get(i % pictures.size()));
                        encoded.incrementAndGet();
                    }
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
            return encoded.get() / ((System.nanoTime() - start) / 1e9);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Encoding from " + threads + " threads failed.", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Encoding from " + threads + " threads was interrupted.", e);
        } finally {
            pool.shutdownNow();
        }
    }

    /** The value below which this share of sorted numbers lies. */
    static double quantile(double[] sorted, double share) {
        return sorted[Math.min(sorted.length - 1, (int) (share * sorted.length))];
    }
}

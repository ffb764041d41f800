package hourglass.runtime;

import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Long work that ends soon after the thread that waits for it was interrupted, as a notebook's Stop button does it. */
public final class Interruption {

    private Interruption() {}

    /**
     * Ends the work of an interrupted thread. The interrupt flag stays set.
     *
     * @param doing what is stopped, as in "Stopped while drawing pictures"
     * @throws CancellationException if the thread was interrupted
     */
    public static void check(String doing) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("Stopped while " + doing + ": run it again to have the whole.");
        }
    }

    /**
     * Does a piece of work for each of the numbers 0 to n − 1, on all processors and in no order. When the calling thread is
     * interrupted, the pieces that were begun are ended and no other is begun, on any thread.
     *
     * @param n how many pieces, at least 0; each should take far less than a second
     * @param doing what is stopped, as in "Stopped while drawing pictures"
     * @throws CancellationException if the calling thread was interrupted
     */
    public static void forEach(int n, String doing, IntConsumer work) {
        Thread caller = Thread.currentThread();
        IntStream.range(0, n).parallel().forEach(i -> {
            if (!caller.isInterrupted()) {
                work.accept(i);
            }
        });
        check(doing);
    }
}

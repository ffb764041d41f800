package hourglass.runtime;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.function.IntConsumer;

/** Long work that ends soon after the thread that waits for it was interrupted, as a notebook's Stop button does it. */
public final class Interruption {

    private static final String COMPUTING = "computing";

    private Interruption() {}

    /**
     * Ends the work of an interrupted thread. The interrupt flag stays set.
     *
     * @param doing what is stopped, as in "Stopped while drawing pictures"
     * @throws CancellationException if the thread was interrupted
     */
    public static void check(String doing) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("Stopped while " + doing + ": run it again for the whole result.");
        }
    }

    /**
     * Ends the work of an interrupted thread, where the caller knows what it asked for. It costs about a nanosecond, so that
     * inner loops may call it; the interrupt flag stays set.
     *
     * @throws CancellationException if the thread was interrupted
     */
    public static void check() {
        check(COMPUTING);
    }

    /**
     * Waits for a lock until the thread is interrupted. The interrupt flag stays set.
     *
     * @param doing what is stopped, as in "Stopped while waiting for another training"
     * @throws CancellationException if the thread was interrupted; the lock is then not held
     */
    public static void lock(Lock lock, String doing) {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            check(doing);
        }
    }

    /** As {@link #forEach(int, String, IntConsumer)}, where the caller knows what it asked for. */
    public static void forEach(int n, IntConsumer work) {
        forEach(n, COMPUTING, work);
    }

    /**
     * Does a piece of work for each of the numbers 0 to n − 1, on all processors and in no order. When the calling thread is
     * interrupted, or when a piece fails, the pieces that were begun are ended and no other is begun, on any thread.
     *
     * <p>A parallel stream cannot be used for this: while it waits for other threads it hides the interrupt from everybody.
     *
     * @param n how many pieces, at least 0; each should take far less than a second
     * @param doing what is stopped, as in "Stopped while drawing pictures"
     * @param work does one piece; what it throws is thrown here
     * @throws CancellationException if the calling thread was interrupted
     */
    public static void forEach(int n, String doing, IntConsumer work) {
        Pieces pieces = new Pieces(n, work);
        for (int i = 1; i < Math.min(n, Runtime.getRuntime().availableProcessors()); i++) {
            ForkJoinPool.commonPool().execute(pieces::join);
        }
        pieces.doAll();
        check(doing);
    }

    private static final class Pieces {
        private final int n;
        private final IntConsumer work;
        private final AtomicInteger next = new AtomicInteger();
        private int threads;
        private boolean over;
        private RuntimeException failure;
        private Error error;

        Pieces(int n, IntConsumer work) {
            this.n = n;
            this.work = work;
        }

        /** The calling thread's part; it does not wait for threads that have not begun. */
        void doAll() {
            Thread caller = Thread.currentThread();
            boolean interrupted = false;
            take(caller);
            synchronized (this) {
                over = true;
                while (threads > 0) {
                    try {
                        wait();
                    } catch (InterruptedException e) {
                        interrupted = true;
                        next.set(n);
                    }
                }
            }
            if (interrupted) {
                caller.interrupt();
            }
            if (failure != null) {
                throw failure;
            }
            if (error != null) {
                throw error;
            }
        }

        /** Another thread's part. */
        void join() {
            synchronized (this) {
                if (over) {
                    return;
                }
                threads++;
            }
            take(null);
            synchronized (this) {
                threads--;
                notifyAll();
            }
        }

        private void take(Thread caller) {
            try {
                for (int i = next.getAndIncrement(); i < n; i = next.getAndIncrement()) {
                    if (caller != null && caller.isInterrupted()) {
                        next.set(n);
                        return;
                    }
                    work.accept(i);
                }
            } catch (RuntimeException e) {
                fail(e, null);
            } catch (Error e) {
                fail(null, e);
            }
        }

        private synchronized void fail(RuntimeException exception, Error its) {
            next.set(n);
            failure = exception;
            error = its;
        }
    }
}

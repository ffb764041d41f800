package hourglass.runtime;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A few threads that split one short piece of work, and wait for each other.
 *
 * <p>Measured reason: a dense network's step is a dozen pieces of 50 to 500 microseconds. OpenBLAS' and OpenMP's own
 * threads lose on them what they gain (a product of 256×784×32 takes 2.2 ms with two threads and 0.46 ms with one),
 * because waking a thread costs as much as the work. The workers of this pool look for new work for a moment before they
 * sleep, so that within a training step a hand-over costs about a microsecond, and an idle pool costs nothing. A part
 * that no worker has begun when the caller is done with its own is done by the caller: on a busy machine nobody waits for
 * a thread that does not run.
 */
public final class WorkerPool {

    /**
     * The system property for the number of workers, from 1 to {@value #MOST}; without it there are as many as processors. It is read
     * once, when the engine is first used.
     */
    public static final String PROPERTY = "hourglass.threads";

    /** The most workers that a pool has. */
    public static final int MOST = 256;

    /** The pool that all networks share: as many workers as processors, the caller included, or as {@link #PROPERTY} says. */
    public static final WorkerPool SHARED = new WorkerPool(
            size(System.getProperty(PROPERTY), Runtime.getRuntime().availableProcessors()));

    /**
     * About how many multiplications of a matrix product take as long as changing one number of an array. This is an estimate:
     * a core makes some fifty multiplications a nanosecond in a product (see {@code Gemm}), and a loop that only reads and
     * writes an array was taken to need 0.2 ns a number. It decides nothing but which work is too small to be handed over.
     */
    public static final int MULTIPLICATIONS_PER_ELEMENT = 10;

    /** One part of a piece of work. */
    @FunctionalInterface
    public interface Task {
        /**
         * Does one part; any thread may do it.
         *
         * @param part which one, from 0
         * @param parts how many there are
         */
        void run(int part, int parts);
    }

    /** Work on a range of elements. */
    @FunctionalInterface
    public interface RangeTask {
        /**
         * Does one part of the range; any thread may do it.
         *
         * @param part which part of the range, from 0 and less than {@link #size}
         * @param from its first element
         * @param to the element after its last
         */
        void run(int part, int from, int to);
    }

    // 35 microseconds where a round takes 17 ns, as was measured on one Xeon; on others it may take longer.
    // Of what was tried (see lib/PERFORMANCE.md), eighty microseconds were enough for a step, and a thousand did harm.
    private static final int SPINS_BEFORE_SLEEP = 2_000;

    // A microsecond at fifty multiplications a nanosecond, which is about what a hand-over costs: a part with fewer is
    // not worth
    // one. The number follows from this and was not tuned.
    private static final long FEWEST_MULTIPLICATIONS = 50_000;
    private static final String THREAD_NAME = "hourglass-";

    private final ReentrantLock busy = new ReentrantLock();
    private final Thread[] workers;
    private final boolean[] asleep;
    private volatile Job current;

    /**
     * One call. Each worker begins with the part that is its own, so that it finds in its cache what it has written there in
     * the call before; parts that nobody has begun are taken by whoever comes first.
     */
    private static final class Job {
        private final AtomicIntegerArray begun;
        private final AtomicInteger done = new AtomicInteger();
        private final int parts;
        private volatile Task task;
        private volatile Throwable failure;

        Job(Task task, int parts) {
            this.task = task;
            this.parts = parts;
            begun = new AtomicIntegerArray(parts);
        }

        void runParts(int own) {
            for (int i = 0; i < parts && done.get() < parts; i++) {
                int part = (own + i) % parts;
                if (begun.compareAndSet(part, 0, 1)) {
                    run(part);
                }
            }
        }

        private void run(int part) {
            try {
                task.run(part, parts);
            } catch (Throwable t) {
                failure = t;
            } finally {
                done.incrementAndGet();
            }
        }
    }

    /**
     * Starts the pool's threads, which end with the process.
     *
     * @param size how many workers there are, the calling thread included
     */
    WorkerPool(int size) {
        workers = new Thread[size - 1];
        asleep = new boolean[size - 1];
        for (int i = 0; i < workers.length; i++) {
            int worker = i;
            workers[i] = new Thread(() -> work(worker), THREAD_NAME + (i + 1));
            workers[i].setDaemon(true);
        }
        for (Thread worker : workers) {
            worker.start();
        }
    }

    /**
     * Returns how many workers there shall be.
     *
     * @param wanted what the property says, or null
     * @param processors how many processors there are
     * @throws IllegalArgumentException if the property is no whole number from 1 to {@value #MOST}
     */
    static int size(String wanted, int processors) {
        if (wanted == null || wanted.isBlank()) {
            return Math.min(MOST, processors);
        }
        String digits = wanted.strip();
        if (!digits.matches("[0-9]{1,3}") || Integer.parseInt(digits) < 1 || Integer.parseInt(digits) > MOST) {
            throw new IllegalArgumentException("The system property " + PROPERTY + " is \"" + wanted
                    + "\", but it can only be a whole number from 1 to " + MOST + ": set it to the number of threads.");
        }
        return Integer.parseInt(digits);
    }

    /** Returns whether a thread is one of a pool's own. */
    public static boolean isWorker(Thread thread) {
        return thread.isDaemon() && thread.getName().startsWith(THREAD_NAME);
    }

    /** Returns how many workers there are, the calling thread included. */
    public int size() {
        return workers.length + 1;
    }

    /**
     * Runs the task once for each worker, this thread being one of them, and returns when all parts are done. Small work has
     * fewer parts than there are workers, so that no part is smaller than handing it over is worth. While another thread uses the
     * pool, inside of a task, or when the work is too small for two, the caller does it alone, as the only part.
     *
     * @param multiplications about how many multiplications the whole work has
     * @param task what to do; what it throws is thrown here, after all parts have ended
     */
    public void run(long multiplications, Task task) {
        int parts = (int) Math.min(size(), multiplications / FEWEST_MULTIPLICATIONS);
        if (parts < 2 || busy.isHeldByCurrentThread() || !busy.tryLock()) {
            task.run(0, 1);
            return;
        }
        try {
            Job job = new Job(task, parts);
            current = job;
            for (int i = 0; i < parts - 1; i++) {
                wake(i);
            }
            job.runParts(0);
            for (int spins = 0; job.done.get() < job.parts; spins++) {
                if (spins < SPINS_BEFORE_SLEEP) {
                    Thread.onSpinWait();
                } else {
                    Thread.yield();
                }
            }
            job.task = null; // Its arrays may be large.
            rethrow(job.failure);
        } finally {
            busy.unlock();
        }
    }

    /**
     * Splits a range evenly over the workers; see {@link #run(long, Task)}.
     *
     * @param multiplications about how many multiplications the whole work has
     * @param length how many elements the range has; an empty part is run too
     * @param task what to do with each part of the range
     */
    public void run(long multiplications, int length, RangeTask task) {
        run(
                multiplications,
                (part, parts) -> task.run(part, start(length, part, parts), start(length, part + 1, parts)));
    }

    private void work(int worker) {
        Job last = null;
        while (true) {
            for (int spins = 0; current == last; spins++) {
                if (spins < SPINS_BEFORE_SLEEP) {
                    Thread.onSpinWait();
                } else {
                    sleep(worker, last);
                }
            }
            last = current;
            last.runParts((worker + 1) % last.parts);
        }
    }

    /** Wakes a worker that sleeps, as each new job does with all of them. */
    private void wake(int worker) {
        synchronized (workers[worker]) {
            if (asleep[worker]) {
                LockSupport.unpark(workers[worker]);
            }
        }
    }

    /** Returns whether a worker has given up looking for work until it is woken. */
    boolean isAsleep(int worker) {
        synchronized (workers[worker]) {
            return asleep[worker];
        }
    }

    private void sleep(int worker, Job last) {
        Thread self = workers[worker];
        synchronized (self) {
            asleep[worker] = current == last;
        }
        while (current == last) {
            LockSupport.park(this);
        }
        synchronized (self) {
            asleep[worker] = false;
        }
    }

    private static void rethrow(Throwable failure) {
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        if (failure instanceof Error error) {
            throw error;
        }
    }

    /**
     * Returns the first element of a part when a range is split evenly; the next part's is its end.
     *
     * @param length how many elements the range has
     * @param part which part, from 0; {@code parts} gives the length itself
     * @param parts how many parts there are
     */
    public static int start(int length, int part, int parts) {
        return (int) ((long) length * part / parts);
    }
}

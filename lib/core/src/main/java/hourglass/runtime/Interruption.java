package hourglass.runtime;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Lets long computations end soon after the thread that called them is interrupted, as the Stop button of a notebook does.
 * The thread's interrupt flag stays set, so that callers further up see it, too.
 */
public final class Interruption {
    private Interruption() {}

    /**
     * Does nothing unless the current thread was interrupted. It costs about a nanosecond, so that inner loops may call it.
     *
     * @throws CancellationException if the current thread was interrupted
     */
    public static void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("The computation was stopped: run it again for its result.");
        }
    }

    /**
     * Does something for each number from 0 to {@code count} − 1, on all processors, in any order.
     *
     * <p>A parallel stream does not end when its caller is interrupted: while it waits for others, the caller's interrupt
     * flag is even cleared. Here every thread takes one number after the other, and looks at the caller's flag before
     * each; the call returns only when all threads have ended.
     *
     * @param work must not depend on the order; what it does for one number should take far less than a second
     * @throws CancellationException if the current thread was interrupted
     */
    public static void forEach(int count, IntConsumer work) {
        Thread caller = Thread.currentThread();
        AtomicInteger next = new AtomicInteger();
        Runnable loop = () -> {
            try {
                for (int i = next.getAndIncrement(); i < count && !caller.isInterrupted(); i = next.getAndIncrement()) {
                    work.accept(i);
                }
            } finally {
                // After an exception the other threads need not go on.
                next.set(count);
            }
        };
        List<? extends ForkJoinTask<?>> others = IntStream.range(0, ForkJoinPool.getCommonPoolParallelism())
                .mapToObj(i -> ForkJoinPool.commonPool().submit(loop))
                .toList();
        try {
            loop.run();
        } finally {
            others.forEach(ForkJoinTask::quietlyJoin);
        }
        others.forEach(ForkJoinTask::join);
        check();
    }
}

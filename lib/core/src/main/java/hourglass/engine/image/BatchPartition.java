package hourglass.engine.image;

import hourglass.runtime.OmpThreads;
import hourglass.runtime.WorkerPool;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * A batch divided into as many parts as the {@link WorkerPool} has workers, each with kernels of its own.
 *
 * <p>Measured reason: oneDNN's own threads are OpenMP's, which wait for each other by spinning. As soon as anything else runs
 * on the machine, each of the hundred primitives of a training step then waits for a time slice of the operating system: beside
 * one busy process an epoch of the convolutional network took 45 s, and 8 to 12 s when it was divided in this way. OpenMP's
 * threads would also spin against the workers that the dense layers use. So each primitive runs in one thread, on its part of
 * the examples.
 *
 * @param <P> the kernels for one part
 */
public final class BatchPartition<P> {

    /** Work on one part of a batch. */
    @FunctionalInterface
    public interface Work<P> {
        /**
         * Does the work on one part.
         *
         * @param kernels the part's own
         * @param part its number, from 0
         * @param example the first of its examples in the batch
         */
        void run(P kernels, int part, long example);
    }

    private final long multiplications;
    private final List<P> kernels = new ArrayList<>();
    private final List<Long> firstExamples = new ArrayList<>();

    /**
     * Divides a batch.
     *
     * @param examples how many examples the batch has
     * @param multiplications about how many multiplications the whole batch takes
     * @param maker makes the kernels for so many examples
     */
    public BatchPartition(long examples, long multiplications, LongFunction<P> maker) {
        this.multiplications = multiplications;
        int parts = (int) Math.min(examples, WorkerPool.SHARED.size());
        OmpThreads.inThisThread(() -> {
            for (int part = 0; part < parts; part++) {
                int first = WorkerPool.start((int) examples, part, parts);
                firstExamples.add((long) first);
                kernels.add(maker.apply(WorkerPool.start((int) examples, part + 1, parts) - first));
            }
        });
    }

    /** Divides a batch for an operation that does little more than read and write its numbers. */
    public static <P> BatchPartition<P> ofImages(long[] shape, Function<long[], P> maker) {
        long numbers = shape[0] * shape[1] * shape[2] * shape[3];
        return ofImages(shape, WorkerPool.MULTIPLICATIONS_PER_ELEMENT * numbers, maker);
    }

    /**
     * Divides a batch.
     *
     * @param shape [examples, channels, height, width] of the whole batch
     * @param multiplications about how many the whole batch takes
     * @param maker makes the kernels for a part of this shape
     */
    public static <P> BatchPartition<P> ofImages(long[] shape, long multiplications, Function<long[], P> maker) {
        return new BatchPartition<>(shape[0], multiplications, examples -> {
            long[] part = shape.clone();
            part[0] = examples;
            return maker.apply(part);
        });
    }

    /** Returns how many parts there are. */
    public int size() {
        return kernels.size();
    }

    /** Returns the kernels of the first part. */
    public P first() {
        return kernels.get(0);
    }

    /** Does the work on all parts, and returns when it is done. */
    public void run(Work<P> work) {
        WorkerPool.SHARED.run(
                multiplications,
                size(),
                (worker, from, to) -> OmpThreads.inThisThread(() -> {
                    for (int part = from; part < to; part++) {
                        work.run(kernels.get(part), part, firstExamples.get(part));
                    }
                }));
    }
}

package hourglass.engine.onednn;

import hourglass.runtime.WorkerPool;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * A batch divided into as many parts as the {@link WorkerPool} has workers, each with primitives of its own.
 *
 * <p>Measured reason: oneDNN's own threads are OpenMP's, which wait for each other by spinning. As soon as anything else runs
 * on the machine, each of the hundred primitives of a training step then waits for a time slice of the operating system: beside
 * one busy process an epoch of the convolutional network took 45 s, and 8 to 12 s when it was divided in this way. OpenMP's
 * threads would also spin against the workers that the dense layers use. So each primitive runs in one thread, on its part of
 * the examples.
 *
 * @param <P> the primitives for one part
 */
public final class BatchPartition<P> {

    /** Work on one part of a batch. */
    @FunctionalInterface
    public interface Work<P> {
        /**
         * Does the work on one part.
         *
         * @param primitives the part's own
         * @param part its number, from 0
         * @param example the first of its examples in the batch
         */
        void run(P primitives, int part, long example);
    }

    private final long multiplications;
    private final List<P> primitives = new ArrayList<>();
    private final List<Long> firstExamples = new ArrayList<>();

    /**
     * Divides a batch.
     *
     * @param examples how many examples the batch has
     * @param multiplications about how many multiplications the whole batch takes
     * @param maker makes the primitives for so many examples
     */
    public BatchPartition(long examples, long multiplications, LongFunction<P> maker) {
        this.multiplications = multiplications;
        int parts = (int) Math.min(examples, WorkerPool.SHARED.size());
        OneDnn.inThisThread(() -> {
            for (int part = 0; part < parts; part++) {
                int first = WorkerPool.start((int) examples, part, parts);
                firstExamples.add((long) first);
                primitives.add(maker.apply(WorkerPool.start((int) examples, part + 1, parts) - first));
            }
        });
    }

    /** Returns how many parts there are. */
    public int size() {
        return primitives.size();
    }

    /** Returns the primitives of the first part. */
    public P first() {
        return primitives.get(0);
    }

    /** Does the work on all parts, and returns when it is done. */
    public void run(Work<P> work) {
        WorkerPool.SHARED.run(
                multiplications,
                size(),
                (worker, from, to) -> OneDnn.inThisThread(() -> {
                    for (int part = from; part < to; part++) {
                        work.run(primitives.get(part), part, firstExamples.get(part));
                    }
                }));
    }
}

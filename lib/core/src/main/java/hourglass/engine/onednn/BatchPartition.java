package hourglass.engine.onednn;

import hourglass.runtime.WorkerPool;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * A batch cut into as many slices as the {@link WorkerPool} has members, each with primitives of its own.
 *
 * <p>Measured reason: oneDNN's own threads are OpenMP's, which wait for each other by spinning. As soon as anything else
 * runs on the machine, each of the hundred primitives of a training step then waits for a time slice of the operating
 * system: an epoch of the convolutional network took 45 s instead of 2 beside one busy process. They would also spin
 * against the team that the dense layers use. So each primitive runs in one thread, on its slice of the pictures.
 *
 * @param <P> the primitives for one slice
 */
public final class BatchPartition<P> {

    /** Work on one slice, whose first picture is the given one of the batch. */
    @FunctionalInterface
    public interface Work<P> {
        public void run(P plan, int slice, long firstPicture);
    }

    private final long multiplications;
    private final List<P> plans = new ArrayList<>();
    private final List<Long> first = new ArrayList<>();

    /**
     * @param pictures how many pictures the batch has
     * @param multiplications about how much work the whole batch is
     * @param maker makes the primitives for so many pictures
     */
    public BatchPartition(long pictures, long multiplications, LongFunction<P> maker) {
        this.multiplications = multiplications;
        int slices = (int) Math.min(pictures, WorkerPool.SHARED.members());
        OneDnn.inThisThread(() -> {
            for (int slice = 0; slice < slices; slice++) {
                int from = WorkerPool.share((int) pictures, slice, slices);
                first.add((long) from);
                plans.add(maker.apply(WorkerPool.share((int) pictures, slice + 1, slices) - from));
            }
        });
    }

    public int count() {
        return plans.size();
    }

    public P first() {
        return plans.get(0);
    }

    /** Does the work on all slices, and returns when it is done. */
    public void run(Work<P> work) {
        WorkerPool.SHARED.run(
                multiplications,
                (member, members) -> OneDnn.inThisThread(() -> {
                    int end = WorkerPool.share(count(), member + 1, members);
                    for (int slice = WorkerPool.share(count(), member, members); slice < end; slice++) {
                        work.run(plans.get(slice), slice, first.get(slice));
                    }
                }));
    }
}

package hourglass.train;

import hourglass.data.RandomOrder;
import hourglass.runtime.ArrayViews;
import hourglass.runtime.ParallelCopy;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Batches of examples that are in memory, each gathered into the same place. */
public final class ArrayBatches implements Batches {
    private final Examples all;
    private final Training settings;
    private final EpochOrder orders;
    private final int n;
    private final INDArray rows;
    private final INDArray gathered;
    private final MarkBatches steps;
    private final MarkBatches known;
    private int[] order;
    private int taken;

    /**
     * Prepares for one training.
     *
     * @param settings the size of a batch, and whether they are shuffled
     * @param orders the orders of the network's epochs
     */
    public ArrayBatches(Examples all, Training settings, EpochOrder orders) {
        this.all = all;
        this.settings = settings;
        this.orders = orders;
        INDArray values = all.values();
        n = (int) values.size(0);
        int batchSize = Math.min(n, settings.batchSize());
        rows = values.reshape(n, values.length() / n);
        gathered = Nd4j.createUninitialized(values.dataType(), new long[] {batchSize, rows.size(1)}, 'c');
        steps = new MarkBatches(all.steps(), batchSize);
        known = new MarkBatches(all.known(), batchSize);
        order = RandomOrder.identity(n);
    }

    @Override
    public Examples some() {
        return all;
    }

    @Override
    public long examples() {
        return n;
    }

    @Override
    public void begin(int epochs) {
        taken = 0;
        if (settings.shuffled()) {
            order = orders.of(epochs, n, settings.seed());
        }
    }

    @Override
    public boolean hasNext() {
        return taken < n;
    }

    @Override
    public Batch next() {
        int size = Math.min((int) gathered.size(0), n - taken);
        int[] numbers = Arrays.copyOfRange(order, taken, taken + size);
        taken += size;
        INDArray batch = ArrayViews.of(gathered, 0, size);
        ParallelCopy.rows(rows, numbers, batch);
        long[] shape = all.values().shape().clone();
        shape[0] = size;
        return new Batch(new Examples(batch.reshape(shape), steps.of(numbers), known.of(numbers)), numbers);
    }
}

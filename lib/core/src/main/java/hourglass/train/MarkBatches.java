package hourglass.train;

import hourglass.runtime.ArrayViews;
import hourglass.runtime.ParallelCopy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Gathers the marks of a batch, which say what of its examples counts, into the same memory for each batch. */
final class MarkBatches {
    private final INDArray marks;
    private final INDArray rows;
    private final INDArray gathered;

    /**
     * Prepares for the batches of a training.
     *
     * @param marks [n, …] of all examples, or null if everything counts
     */
    MarkBatches(INDArray marks, int batchSize) {
        this.marks = marks;
        rows = marks == null ? null : marks.reshape(marks.size(0), marks.length() / marks.size(0));
        gathered = marks == null
                ? null
                : Nd4j.createUninitialized(marks.dataType(), new long[] {batchSize, rows.size(1)}, 'c');
    }

    /** Returns the marks of these examples, or null if everything counts. */
    INDArray of(int[] numbers) {
        if (marks == null) {
            return null;
        }
        INDArray batch = ArrayViews.of(gathered, 0, numbers.length);
        ParallelCopy.rows(rows, numbers, batch);
        long[] shape = marks.shape().clone();
        shape[0] = numbers.length;
        return batch.reshape(shape);
    }
}

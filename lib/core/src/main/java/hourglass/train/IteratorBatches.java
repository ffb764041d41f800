package hourglass.train;

import hourglass.runtime.ArrayViews;
import hourglass.runtime.ParallelCopy;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Batches that Deeplearning4j's iterator brings, which need not fit in memory together. They come in its order and sizes. Only
 * their features are looked at: an autoencoder gives back what it is given.
 */
public final class IteratorBatches implements Batches {
    private final DataSetIterator iterator;
    private final BiFunction<String, INDArray, INDArray> door;
    private final String what;
    private final Examples some;
    private INDArray room;
    private int seen;
    private int number;
    private long examples = -1;

    /**
     * Prepares for one training, or for one validation after each epoch; reads the first batch.
     *
     * @param what what the batches are for, such as "training"
     * @param door checks an array that it is told the name of, and gives it back in the network's type of numbers
     * @throws IllegalArgumentException if the iterator has no batch, cannot begin again, or its first batch is refused
     */
    public IteratorBatches(DataSetIterator iterator, String what, BiFunction<String, INDArray, INDArray> door) {
        this.iterator = iterator;
        this.what = what;
        this.door = door;
        if (!iterator.resetSupported()) {
            throw new IllegalArgumentException(
                    "The " + what + " iterator (" + iterator.getClass().getSimpleName()
                            + ") cannot begin again, which each epoch needs: give one whose resetSupported() is true.");
        }
        begin(0);
        if (!hasNext()) {
            throw new IllegalArgumentException("The " + what + " iterator brings no batch: give it examples.");
        }
        some = Examples.of(next().clean().values().dup('c')); // The next batch takes its place.
    }

    @Override
    public Examples some() {
        return some;
    }

    @Override
    public long examples() {
        return examples;
    }

    @Override
    public void begin(int epochs) {
        iterator.reset();
        seen = 0;
        number = 0;
    }

    @Override
    public boolean hasNext() {
        boolean left = iterator.hasNext();
        examples = left ? examples : seen;
        return left;
    }

    @Override
    public Batch next() {
        number++;
        String name = "Batch " + number + " of the " + what + " iterator";
        DataSet batch = iterator.next();
        if (batch == null) {
            throw new IllegalArgumentException(name + " is null: let the iterator bring a DataSet.");
        }
        if (batch.getFeaturesMaskArray() != null || batch.getLabelsMaskArray() != null) {
            throw new IllegalArgumentException(
                    name
                            + " has a mask, which is not looked at: give hourglass.data.Sequences, or sequences of one length.");
        }
        INDArray features = batch.getFeatures();
        INDArray checked = door.apply(name, features);
        if (some != null && !Arrays.equals(example(some.values()), example(checked))) {
            throw new IllegalArgumentException(name + " has examples of the shape "
                    + Arrays.toString(example(checked)) + ", and the first batch of "
                    + Arrays.toString(example(some.values())) + ": bring examples of one shape.");
        }
        int size = (int) checked.size(0);
        int[] numbers = IntStream.range(seen, Math.addExact(seen, size)).toArray();
        seen += size;
        return new Batch(Examples.of(copy(features, checked)), numbers);
    }

    /**
     * The iterator may use its array again, and noise must not reach it. The collector sees a few bytes of an array, so that copies
     * made anew would fill gigabytes before it runs.
     */
    private INDArray copy(INDArray features, INDArray checked) {
        if (room == null || room.size(0) < checked.size(0)) {
            room = Nd4j.createUninitialized(checked.dataType(), checked.shape(), 'c');
        }
        INDArray copy = ArrayViews.of(room, 0, checked.size(0));
        ParallelCopy.all(checked, copy);
        if (checked.dataType() != features.dataType()) {
            checked.close(); // Made by the door, and nobody else's.
        }
        return copy;
    }

    private static long[] example(INDArray values) {
        return Arrays.copyOfRange(values.shape(), 1, values.rank());
    }
}

package hourglass.spark;

import hourglass.runtime.ArrayViews;
import hourglass.runtime.NativeBackend;
import hourglass.runtime.NativeMemory;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Room outside of the heap for some examples of a partition at a time. It is given back by {@link #close}, since the collector sees
 * a few bytes of it and would not soon do so.
 *
 * <p>Measured reason: {@code Nd4j.createFromArray(float[][])} takes 5 µs for a picture of 28×28, more than a training step takes for
 * it, and a second copy of all on the heap.
 */
final class ExampleBlock implements AutoCloseable {
    private INDArray room;

    /**
     * Copies examples into the room.
     *
     * @param examples at least one
     * @return [n, length of an example] of 32-bit floats, which the next call overwrites
     * @throws IllegalArgumentException if an example has another length than the first
     */
    INDArray of(List<float[]> examples) {
        int n = examples.size();
        int width = examples.get(0).length;
        for (int i = 1; i < n; i++) {
            if (examples.get(i).length != width) {
                throw new IllegalArgumentException(
                        "Example " + i + " of a partition, counted from 0 within a block of " + n
                                + ", has " + examples.get(i).length + " numbers, and the first has " + width
                                + ": give examples of one length.");
            }
        }
        if (!NativeBackend.ON_PROCESSOR || width == 0) {
            close();
            room = Nd4j.createFromArray(examples.toArray(float[][]::new));
            return room;
        }
        if (room == null || room.size(0) < n || room.size(1) != width) {
            close();
            room = Nd4j.createUninitialized(DataType.FLOAT, n, width);
        }
        // By its address, since a view of each row takes longer than its copy.
        NativeMemory.At rows = new NativeMemory.At(NativeMemory.address(room));
        for (int i = 0; i < n; i++) {
            rows.position((long) i * width).put(examples.get(i), 0, width);
        }
        return ArrayViews.of(room, 0, n);
    }

    @Override
    public void close() {
        if (room != null && room.closeable()) {
            room.close();
        }
        room = null;
    }
}

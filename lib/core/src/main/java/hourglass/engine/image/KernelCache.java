package hourglass.engine.image;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The primitives of one layer, for the shapes that it met last.
 *
 * <p>Measured reason: making a primitive takes from 0.1 to several milliseconds, as much as running it. A network meets
 * few shapes: the batch, the last short batch, and those of encoding and evaluation.
 *
 * @param <P> what holds a layer's primitives for one shape
 */
public final class KernelCache<P> {

    // The batch, the last short batch, and those of encoding and evaluation.
    private static final int CAPACITY = 4;

    private record Key(boolean training, long[] shape) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && key.training == training && Arrays.equals(key.shape, shape);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(shape) * 2 + (training ? 1 : 0);
        }
    }

    private final Map<Key, P> primitives = new LinkedHashMap<>(8, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, P> eldest) {
            return size() > CAPACITY;
        }
    };

    /** Returns the primitives for a shape, made now if it is new or was dropped. */
    public P get(long[] shape, boolean training, Supplier<P> maker) {
        Key key = new Key(training, shape);
        P known = primitives.get(key);
        if (known == null) {
            known = maker.get();
            primitives.put(key, known);
        }
        return known;
    }
}

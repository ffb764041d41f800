package hourglass.runtime;

import java.util.Arrays;

/**
 * A thread's own arrays for loops over floats, kept from one batch to the next.
 *
 * <p>Measured reason: the compiler turns loops over Java arrays into vector code, and loops over memory outside of the
 * heap not. So numbers are copied in pieces that stay in the processor's cache; allocating the pieces anew for each batch
 * would cost more than the copy.
 */
public final class ThreadLocalBuffers {

    /** How many floats a piece should have: three of them fit into the first two levels of any recent cache. */
    private static final int PIECE = 4096;

    private static final ThreadLocal<ThreadLocalBuffers> OWN = ThreadLocal.withInitial(ThreadLocalBuffers::new);

    private final float[][] slots = new float[10][0];

    private ThreadLocalBuffers() {}

    /** This thread's arrays. */
    public static ThreadLocalBuffers own() {
        return OWN.get();
    }

    /** An array of at least this length under the given number, with whatever numbers were left in it. */
    public float[] floats(int slot, int length) {
        if (slots[slot].length < length) {
            slots[slot] = new float[length];
        }
        return slots[slot];
    }

    /** As {@link #floats}, with zeros in the first {@code length} places. */
    public float[] zeros(int slot, int length) {
        float[] floats = floats(slot, length);
        Arrays.fill(floats, 0, length, 0);
        return floats;
    }

    /** How many rows of so many columns make a piece: at least one. */
    public static int rowsAPiece(int columns) {
        return Math.max(1, PIECE / columns);
    }
}

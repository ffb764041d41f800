package hourglass.runtime;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;

/**
 * A thread's own arrays for loops over floats, kept from one batch to the next.
 *
 * <p>Measured reason: the compiler turns loops over Java arrays into vector code, but no loops over memory outside of the heap.
 * So numbers are copied in blocks that stay in the processor's cache; allocating the blocks anew for each batch would cost more
 * than the copy.
 */
public final class ThreadLocalBuffers {

    /** How many floats a block should have: 16 kB, so that three fit into the first two levels of any recent cache. */
    public static final int BLOCK = 4096;

    // As many as the kernel with the most arrays needs, an LSTM's backward pass.
    private static final int BUFFERS = 10;

    // Numbers in a cache line.
    private static final int LINE = 16;

    private static final ThreadLocal<ThreadLocalBuffers> CURRENT = ThreadLocal.withInitial(ThreadLocalBuffers::new);

    private final float[][] buffers = new float[BUFFERS][0];

    private final FloatPointer[] memory = new FloatPointer[2];

    private ThreadLocalBuffers() {}

    /** Work on a block of rows. */
    @FunctionalInterface
    public interface RowBlock {
        /** Does the work on {@code rows} rows, from {@code row} on. */
        void run(int row, int rows);
    }

    /** Returns the calling thread's buffers. */
    public static ThreadLocalBuffers current() {
        return CURRENT.get();
    }

    /**
     * Returns a buffer with whatever numbers were left in it.
     *
     * @param number which buffer, from 0 to 9
     * @param length the least length that it should have
     */
    public float[] floats(int number, int length) {
        if (buffers[number].length < length) {
            buffers[number] = new float[length];
        }
        return buffers[number];
    }

    /** As {@link #floats}, with zeros in the first {@code length} places. */
    public float[] zeros(int number, int length) {
        float[] floats = floats(number, length);
        Arrays.fill(floats, 0, length, 0);
        return floats;
    }

    /**
     * Returns the address of numbers outside of the heap, aligned to a cache line, with whatever was left in them.
     *
     * @param number which, 0 or 1
     * @param length how many numbers there must be at least
     */
    public long memory(int number, long length) {
        if (memory[number] == null || memory[number].capacity() < length + LINE) {
            if (memory[number] != null) {
                memory[number].close();
            }
            memory[number] = new FloatPointer(length + LINE);
        }
        long bytes = (long) LINE * Float.BYTES;
        return (memory[number].address() + bytes - 1) / bytes * bytes;
    }

    /** Returns how many rows of {@code columns} numbers make a block of {@value #BLOCK}: at least one. */
    public static int rowsPerBlock(int columns) {
        return Math.max(1, BLOCK / Math.max(1, columns));
    }

    /** Goes through the rows from (inclusive) to (exclusive) block by block. */
    public static void forEachBlock(int from, int to, int rowsPerBlock, RowBlock work) {
        for (int row = from; row < to; row += rowsPerBlock) {
            work.run(row, Math.min(rowsPerBlock, to - row));
        }
    }
}

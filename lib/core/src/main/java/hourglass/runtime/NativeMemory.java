package hourglass.runtime;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** 32-bit floats outside of the heap, by their address; the caller keeps the array alive that owns them. */
public final class NativeMemory {

    private NativeMemory() {}

    /** A pointer to a given address, which owns no memory. */
    public static final class At extends FloatPointer {
        /** Points to an address, which must stay valid while the pointer is used. */
        public At(long address) {
            super((Pointer) null);
            this.address = address;
        }
    }

    /** Returns the address of an array's first number. */
    public static long address(INDArray array) {
        // The address of a view is that of the whole array.
        return array.data().address() + Float.BYTES * array.offset();
    }

    /** Returns a copy of all numbers of an array that lies in one piece. */
    public static float[] floats(INDArray array) {
        float[] floats = new float[(int) array.length()];
        new At(address(array)).get(floats, 0, floats.length);
        return floats;
    }

    /** Overwrites the first numbers of an array that lies in one piece. */
    public static void write(float[] floats, INDArray array) {
        new At(address(array)).put(floats, 0, (int) array.length());
    }

    /** Copies {@code count} numbers from one address to another; the two ranges must not overlap. */
    public static void copy(long from, long to, long count) {
        Pointer.memcpy(new At(to), new At(from), Float.BYTES * count);
    }

    /**
     * Returns whether an array's numbers lie without gaps, with the first of the given dimensions running fastest: 1, 0 for the
     * rows of a matrix.
     */
    public static boolean inOrder(INDArray array, int... dimensions) {
        long next = 1;
        for (int dimension : dimensions) {
            long size = array.size(dimension);
            if (size > 1 && array.stride(dimension) != next) {
                return false;
            }
            next *= size;
        }
        return true;
    }
}

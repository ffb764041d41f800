package hourglass.engine.kernels;

import hourglass.runtime.NativeMemory;
import hourglass.runtime.ThreadLocalBuffers;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A matrix of 32-bit floats outside of the heap whose rows lie one after the other, each without gaps.
 *
 * @param array the array that owns the memory and must outlive its use; null if a thread owns it
 * @param address where the first number lies
 * @param stride how many numbers lie between the beginnings of two rows
 */
public record NativeMatrix(INDArray array, long address, int rows, int columns, long stride) {

    /** Returns an array of shape [rows, columns] as a matrix, or a copy of it when its numbers lie otherwise. */
    public static NativeMatrix of(INDArray array, ArrayType type, LayerWorkspaceMgr workspaces) {
        INDArray floats = array.dataType() == DataType.FLOAT ? array : array.castTo(DataType.FLOAT);
        if (!inRows(floats)) {
            floats = workspaces.dup(type, floats, 'c');
        }
        return of(floats);
    }

    /**
     * Returns memory of the calling thread's own, with whatever numbers are in it.
     *
     * @param number which of the thread's two
     */
    public static NativeMatrix scratch(int number, int rows, int columns) {
        long address = ThreadLocalBuffers.current().memory(number, (long) rows * columns);
        return new NativeMatrix(null, address, rows, columns, columns);
    }

    /** Returns an array of shape [rows, columns] that is known to lie in rows. */
    public static NativeMatrix of(INDArray array) {
        int rows = (int) array.size(0);
        int columns = (int) array.size(1);
        long stride = rows == 1 ? columns : array.stride(0);
        return new NativeMatrix(array, NativeMemory.address(array), rows, columns, stride);
    }

    /** Makes a matrix with whatever numbers are in its memory. */
    public static NativeMatrix create(ArrayType type, LayerWorkspaceMgr workspaces, long rows, long columns) {
        return of(workspaces.createUninitialized(type, DataType.FLOAT, new long[] {rows, columns}, 'c'));
    }

    /** Returns whether an array is a matrix of 32-bit floats whose rows have no gaps, so that it need not be copied. */
    public static boolean isInRows(INDArray array) {
        return array != null && array.rank() == 2 && array.dataType() == DataType.FLOAT && inRows(array);
    }

    private static boolean inRows(INDArray a) {
        boolean withoutGaps = a.size(1) == 1 || a.stride(1) == 1;
        return withoutGaps && (a.size(0) == 1 || a.stride(0) >= a.size(1));
    }

    /** Returns so many of these rows, from the given one on. */
    public NativeMatrix rowRange(int row, int count) {
        return new NativeMatrix(array, rowAddress(row), count, columns, stride);
    }

    /** Returns so many of these columns, from the given one on. */
    public NativeMatrix columnRange(int column, int count) {
        return new NativeMatrix(array, address + Float.BYTES * column, rows, count, stride);
    }

    /** Returns the address of a row. */
    public long rowAddress(int row) {
        return address + Float.BYTES * stride * row;
    }

    /** Overwrites a matrix of the same shape. */
    public void copyTo(NativeMatrix other) {
        for (int row = 0; row < rows; row++) {
            NativeMemory.copy(rowAddress(row), other.rowAddress(row), columns);
        }
    }

    /** Copies so many rows, from the given one on, to the beginning of the floats. */
    public void read(int row, int count, float[] floats) {
        if (stride == columns) {
            new NativeMemory.At(rowAddress(row)).get(floats, 0, count * columns);
        } else {
            for (int i = 0; i < count; i++) {
                new NativeMemory.At(rowAddress(row + i)).get(floats, i * columns, columns);
            }
        }
    }

    /** Copies the beginning of the floats to so many rows, from the given one on. */
    public void write(int row, int count, float[] floats) {
        if (stride == columns) {
            new NativeMemory.At(rowAddress(row)).put(floats, 0, count * columns);
        } else {
            for (int i = 0; i < count; i++) {
                new NativeMemory.At(rowAddress(row + i)).put(floats, i * columns, columns);
            }
        }
    }
}

package hourglass.evaluate.linalg;

import java.lang.ref.Reference;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Pictures as the rows of a matrix, read in blocks: plain arrays are faster to sum in double precision than arrays
 * outside the heap, and a block at a time keeps the copy small.
 */
public record Matrix(INDArray values, int rows, int columns) {

    public static final int BLOCK = 2048;

    /** Views [n, ...] as [n, numbers per picture]; {@code what} names the array in the error. */
    public static Matrix of(String what, INDArray array) {
        if (array == null) {
            throw new IllegalArgumentException("The " + what + " is null: pass an array [pictures, pixels].");
        }
        if (array.isEmpty() || array.rank() < 2) {
            throw new IllegalArgumentException("The " + what + " has shape " + shape(array)
                    + ": pass at least one picture as [pictures, pixels].");
        }
        long rows = array.size(0);
        long columns = array.length() / rows;
        INDArray floats = array.dataType() == DataType.FLOAT ? array : array.castTo(DataType.FLOAT);
        INDArray matrix = floats.rank() == 2 ? floats : floats.reshape('c', rows, columns);
        return new Matrix(matrix, (int) rows, (int) columns);
    }

    public Matrix requireColumns(String what, int expected, String unit) {
        if (columns != expected) {
            throw new IllegalArgumentException("The " + what + " have " + columns + " " + unit + " each, but "
                    + expected + " are expected: pass an array [n, " + expected + "].");
        }
        return this;
    }

    /** Throws unless every number is finite. */
    public void requireFinite(String what) {
        for (int from = 0; from < rows; from += BLOCK) {
            float[] block = block(from);
            for (int i = 0; i < block.length; i++) {
                if (!Float.isFinite(block[i])) {
                    throw new IllegalArgumentException(notFinite(what, block[i], from + i / columns, i % columns));
                }
            }
        }
    }

    static String notFinite(String what, float value, int row, int column) {
        return "The " + what + " holds " + value + " in picture " + row + " at pixel " + column
                + ": if it comes from a network, its training has diverged, so train again with a lower learning rate.";
    }

    public INDArray blockArray(int from) {
        return values.get(NDArrayIndex.interval(from, Math.min(rows, from + BLOCK)), NDArrayIndex.all());
    }

    /** The rows from {@code from} on, at most {@link #BLOCK} of them, one after the other. */
    public float[] block(int from) {
        INDArray rows = blockArray(from).dup('c');
        float[] copy = new float[(int) rows.length()];
        rows.data().asNioFloat().get(copy);
        // The buffer does not keep the memory alive: without this line the collector may free it under the copy.
        Reference.reachabilityFence(rows);
        return copy;
    }

    public static String shape(INDArray array) {
        return Arrays.toString(array.shape());
    }
}

package hourglass.evaluate.linalg;

import hourglass.runtime.ArrayViews;
import hourglass.runtime.Interruption;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Examples as the rows of a matrix of finite float32 numbers, read in blocks: plain arrays are faster to sum in double
 * precision than arrays outside the heap, and a block at a time keeps the copy small.
 *
 * <p>{@link #of} checks an array once, so that the methods of {@code hourglass.evaluate} that take a matrix need not.
 */
public record Matrix(INDArray values, int rows, int columns) {

    /** The most rows of a block. */
    public static final int BLOCK = 2048;

    // 64 MB: of pictures with many pixels a block has fewer rows.
    private static final int BLOCK_LENGTH = 1 << 24;

    /** Does something with a block of rows. */
    @FunctionalInterface
    public interface Block {
        /** Takes the rows from {@code from} on, one after the other in an array of its own. */
        void accept(int from, float[] rows);
    }

    /**
     * Views [n, …] as [n, numbers per example]. Numbers of another type are converted to float32.
     *
     * @param what names the array in errors, as in "The training set is null"
     * @throws IllegalArgumentException if the array is null, closed, empty or of rank 0 or 1, holds no numbers, or one that is
     *     not finite as float32
     */
    public static Matrix of(String what, INDArray array) {
        if (array == null) {
            throw new IllegalArgumentException("The " + what + " is null: pass an array [n, numbers per example].");
        }
        if (array.wasClosed()) {
            throw new IllegalArgumentException(
                    "The " + what + " lies in an array that was closed: pass one that still has its memory.");
        }
        if (array.isEmpty() || array.rank() < 2) {
            throw new IllegalArgumentException("The " + what + " has shape " + shape(array)
                    + ": pass at least one example as [n, numbers per example].");
        }
        if (!array.dataType().isNumerical()) {
            throw new IllegalArgumentException(
                    "The " + what + " has the data type " + array.dataType() + ": pass numbers, such as float32.");
        }
        long rows = array.size(0);
        long columns = array.length() / rows;
        if (rows > Integer.MAX_VALUE || columns > BLOCK_LENGTH) {
            throw new IllegalArgumentException("The " + what + " has shape " + shape(array) + ": pass at most "
                    + Integer.MAX_VALUE + " examples of at most " + BLOCK_LENGTH + " numbers.");
        }
        INDArray floats = array.dataType() == DataType.FLOAT ? array : array.castTo(DataType.FLOAT);
        INDArray values = floats.rank() == 2 ? floats : floats.reshape('c', rows, columns);
        Matrix matrix = new Matrix(values, (int) rows, (int) columns);
        matrix.requireFinite(what, array);
        return matrix;
    }

    /**
     * Returns this matrix.
     *
     * @param unit names the numbers of an example, as in "pixels"
     * @throws IllegalArgumentException if it has another number of columns
     */
    public Matrix requireColumns(String what, int expected, String unit) {
        if (columns != expected) {
            throw new IllegalArgumentException("The " + what + " have " + columns + " " + unit + " each, but "
                    + expected + " are expected: pass an array [n, " + expected + "].");
        }
        return this;
    }

    /**
     * Returns this matrix.
     *
     * @param purpose what needs the range, as in "Bernoulli cross-entropy needs"
     * @throws IllegalArgumentException if a number is below 0 or above 1
     */
    public Matrix requireUnitInterval(String what, String purpose) {
        if (values.minNumber().doubleValue() < 0 || values.maxNumber().doubleValue() > 1) {
            forEachBlock((from, block) -> {
                for (int i = 0; i < block.length; i++) {
                    if (block[i] < 0 || block[i] > 1) {
                        throw new IllegalArgumentException("The " + what + " holds " + block[i] + place(from, i) + ": "
                                + purpose + " values from 0 to 1, so scale the data first.");
                    }
                }
            });
        }
        return this;
    }

    /** A sum is finite only if all numbers are, and takes a tenth of the time that looking at each does. */
    private void requireFinite(String what, INDArray given) {
        if (Double.isFinite(values.sumNumber().doubleValue())) {
            return;
        }
        forEachBlock((from, block) -> {
            for (int i = 0; i < block.length; i++) {
                if (!Float.isFinite(block[i])) {
                    throw new IllegalArgumentException(notFinite(what, given, from, i));
                }
            }
        });
    }

    private String notFinite(String what, INDArray given, int from, int i) {
        INDArray row = ArrayViews.of(given, from + i / columns, from + i / columns + 1);
        double original = row.dup('c').data().getDouble(i % columns);
        return "The " + what + " holds " + original + place(from, i)
                + (Double.isFinite(original)
                        ? ", which is too large for float32: scale the data first."
                        : ": if it comes from a network, its training has diverged, so train again with a lower learning"
                                + " rate; otherwise leave the example out.");
    }

    private String place(int from, int i) {
        return " in row " + (from + i / columns) + ", column " + i % columns;
    }

    /**
     * Hands over all rows, block by block.
     *
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public void forEachBlock(Block work) {
        int size = blockRows();
        for (int from = 0; from < rows; from += size) {
            Interruption.check();
            work.accept(from, block(from, Math.min(rows, from + size)));
        }
    }

    /**
     * Makes rows of rows, block by block.
     *
     * @param width how many numbers a new row has
     * @param work takes a view [m, columns], which it must not change, to [m, width]
     * @return float32 [n, width]
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public INDArray map(int width, UnaryOperator<INDArray> work) {
        INDArray mapped = Nd4j.createUninitialized(DataType.FLOAT, rows, width);
        int size = blockRows();
        for (int from = 0; from < rows; from += size) {
            Interruption.check();
            int to = Math.min(rows, from + size);
            ArrayViews.of(mapped, from, to).assign(work.apply(rows(from, to)));
        }
        return mapped;
    }

    /** How many rows a block has, the last one perhaps excepted. */
    public int blockRows() {
        return Math.max(1, Math.min(BLOCK, BLOCK_LENGTH / columns));
    }

    /** The rows [to − from, columns] as a view. */
    public INDArray rows(int from, int to) {
        return ArrayViews.of(values, from, to);
    }

    /** The rows as arrays of their own [n][columns]. */
    public float[][] toArrays() {
        float[][] arrays = new float[rows][];
        forEachBlock((from, block) -> {
            for (int row = 0; row < block.length / columns; row++) {
                arrays[from + row] = Arrays.copyOfRange(block, row * columns, (row + 1) * columns);
            }
        });
        return arrays;
    }

    /** The rows as float64 arrays of their own [n][columns]. */
    public double[][] toDoubles() {
        double[][] arrays = new double[rows][columns];
        forEachBlock((from, block) -> {
            for (int i = 0; i < block.length; i++) {
                arrays[from + i / columns][i % columns] = block[i];
            }
        });
        return arrays;
    }

    /** The rows from {@code from} on, up to and without {@code to}, one after the other in an array of their own. */
    public float[] block(int from, int to) {
        INDArray rows = rows(from, to).dup('c');
        float[] copy = new float[(int) rows.length()];
        rows.data().asNioFloat().get(copy);
        // The buffer does not keep the memory alive: without this line the collector may free it under the copy.
        Reference.reachabilityFence(rows);
        return copy;
    }

    /** The shape of an array as errors show it, as in "[3, 5]". */
    public static String shape(INDArray array) {
        return Arrays.toString(array.shape());
    }
}

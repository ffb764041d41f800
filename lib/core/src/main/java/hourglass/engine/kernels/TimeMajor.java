package hourglass.engine.kernels;

import hourglass.runtime.NativeMemory;
import hourglass.runtime.ThreadLocalBuffers;
import hourglass.runtime.WorkerPool;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The layout in which accelerated recurrent layers pass sequences on: all rows of the first step, then all rows of the second,
 * and so on. To Deeplearning4j it is an array of shape [examples, features, steps] like any other.
 *
 * <p>Measured reason: in this order one matrix product serves all steps, and each step is a matrix in one piece.
 */
public final class TimeMajor {

    private TimeMajor() {}

    /** Makes an array of shape [examples, features, steps] in this layout, with whatever numbers its memory holds. */
    public static INDArray create(
            ArrayType type, LayerWorkspaceMgr workspaces, long examples, long features, long steps) {
        return workspaces
                .createUninitialized(type, DataType.FLOAT, new long[] {steps, examples, features}, 'c')
                .permute(1, 2, 0);
    }

    /** Returns the rows, steps × examples of them, of an array of shape [examples, features, steps] in this layout. */
    public static NativeMatrix rows(INDArray array) {
        int features = (int) array.size(1);
        return new NativeMatrix(
                array, NativeMemory.address(array), (int) (array.size(0) * array.size(2)), features, features);
    }

    /** As {@link #rows(INDArray)}, of a copy when the array has another layout or type. */
    public static NativeMatrix rows(INDArray array, ArrayType type, LayerWorkspaceMgr workspaces) {
        if (array.dataType() == DataType.FLOAT && isTimeMajor(array)) {
            return rows(array);
        }
        INDArray copy = create(type, workspaces, array.size(0), array.size(1), array.size(2));
        if (array.dataType() == DataType.FLOAT && isPlain(array)) {
            transpose(array, rows(copy));
        } else {
            copy.assign(array);
        }
        return rows(copy);
    }

    /** Returns whether every step is the same matrix in memory, as {@link #repeat} makes it. */
    public static boolean isRepeated(INDArray array) {
        return array.size(2) > 1 && array.stride(2) == 0 && array.stride(1) == 1 && array.stride(0) == array.size(1);
    }

    /** Returns the matrix [examples, features] that a repeated array shows at every step. */
    public static NativeMatrix repeatedStep(INDArray repeated) {
        return new NativeMatrix(
                repeated,
                NativeMemory.address(repeated),
                (int) repeated.size(0),
                (int) repeated.size(1),
                repeated.size(1));
    }

    /** Returns an array of so many steps that shows the same matrix [examples, features] at each, without a copy. */
    public static INDArray repeat(INDArray matrix, long steps) {
        long[] shape = {matrix.size(0), matrix.size(1), steps};
        return Nd4j.create(matrix.data(), shape, new long[] {matrix.size(1), 1, 0}, matrix.offset(), 'c');
    }

    private static boolean isTimeMajor(INDArray a) {
        return (a.size(1) == 1 || a.stride(1) == 1)
                && (a.size(0) == 1 || a.stride(0) == a.size(1))
                && (a.size(2) == 1 || a.stride(2) == a.size(0) * a.size(1));
    }

    private static boolean isPlain(INDArray a) {
        return (a.size(2) == 1 || a.stride(2) == 1)
                && (a.size(1) == 1 || a.stride(1) == a.size(2))
                && (a.size(0) == 1 || a.stride(0) == a.size(1) * a.size(2));
    }

    // The general assignment of ND4J computes the place of every single number.
    private static void transpose(INDArray from, NativeMatrix to) {
        int examples = (int) from.size(0);
        int features = (int) from.size(1);
        int steps = (int) from.size(2);
        float[] in = NativeMemory.floats(from);
        long work = (long) WorkerPool.MULTIPLICATIONS_PER_ELEMENT * in.length;
        WorkerPool.SHARED.run(work, steps, (part, first, end) -> {
            float[] out = ThreadLocalBuffers.current().floats(0, examples * features);
            for (int step = first; step < end; step++) {
                for (int example = 0; example < examples; example++) {
                    int source = example * features * steps + step;
                    int target = example * features;
                    for (int feature = 0; feature < features; feature++) {
                        out[target + feature] = in[source + feature * steps];
                    }
                }
                to.write(step * examples, examples, out);
            }
        });
    }
}

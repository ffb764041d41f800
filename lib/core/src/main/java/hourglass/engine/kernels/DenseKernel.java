package hourglass.engine.kernels;

import hourglass.runtime.NativeMemory;
import hourglass.runtime.ThreadLocalBuffers;
import hourglass.runtime.WorkerPool;
import java.lang.ref.Reference;
import java.util.Arrays;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What dense and output layers have in common: products, bias and activation, split by rows over a {@link WorkerPool}. */
public final class DenseKernel {

    // So few rows of a product that the activation still finds them in the cache: with 784 columns they take 0.8 MB.
    private static final int ROWS_PER_PRODUCT = 256;

    // Bounds around the one case that was measured, 50 rows and 8.4 million weights; see splitsColumns. A million
    // weights take 4 MB, more than the caches of most single cores.
    private static final int FEW_ROWS = 64;
    private static final int MANY_WEIGHTS = 1 << 20;

    // Buffers that no kernel for a block uses.
    private static final int BIAS = 7;
    private static final int REPEATED = 8;

    private DenseKernel() {}

    /** Computes the gradient at the pre-activation for some rows, and returns their part of the loss. */
    @FunctionalInterface
    public interface DeltaTask {
        /** Fills rows from (inclusive) to (exclusive) and adds their sum, column by column, to the bias' gradient. */
        double run(int from, int to, float[] biasGradient);
    }

    /**
     * Returns whether the input is a matrix as wide as the weights want it; if not, Deeplearning4j's own layer explains the
     * error.
     */
    public static boolean accepts(INDArray input, INDArray weights) {
        return input != null && input.rank() == 2 && input.size(1) == weights.size(0) && input.size(0) > 0;
    }

    /**
     * Returns activation(input · w + b).
     *
     * @param input [examples, inputs]
     * @param w [inputs, outputs]
     * @param b [1, outputs], or null
     * @return [examples, outputs]
     */
    public static INDArray activate(
            INDArray input, INDArray w, INDArray b, FusedActivation activation, LayerWorkspaceMgr workspaces) {
        NativeMatrix x = NativeMatrix.of(input, ArrayType.FF_WORKING_MEM, workspaces);
        INDArray output = workspaces.createUninitialized(
                ArrayType.ACTIVATIONS, DataType.FLOAT, new long[] {x.rows(), w.size(1)}, 'c');
        activate(x, w, b, activation, NativeMatrix.of(output));
        return output;
    }

    /** out = activation(x · w + b), where b may be null */
    public static void activate(NativeMatrix x, INDArray w, INDArray b, FusedActivation activation, NativeMatrix out) {
        long weights = NativeMemory.address(w);
        float[] bias = b == null ? null : NativeMemory.floats(b);
        long multiplications = multiplications(x, out.columns());
        if (splitsColumns(x, w)) {
            WorkerPool.SHARED.run(multiplications, out.columns(), (part, from, to) -> {
                NativeMatrix some = out.columnRange(from, to - from);
                Gemm.forward(x, weights + (long) Float.BYTES * from * x.columns(), some, 0, x.rows());
                addBiasAndActivate(
                        some, bias == null ? null : Arrays.copyOfRange(bias, from, to), activation, 0, x.rows());
            });
        } else {
            WorkerPool.SHARED.run(
                    multiplications,
                    x.rows(),
                    (part, from, to) -> forward(x, weights, bias, activation, out, from, to));
        }
        Reference.reachabilityFence(x);
    }

    /**
     * Returns whether workers divide the columns of a product instead of its rows.
     *
     * <p>Measured reason: each worker reads all weights of its columns, and the 8.4 million of the faces network come from
     * beyond the cache for 50 rows.
     */
    private static boolean splitsColumns(NativeMatrix x, INDArray w) {
        return x.rows() <= FEW_ROWS && w.length() >= MANY_WEIGHTS;
    }

    private static void addBiasAndActivate(
            NativeMatrix out, float[] bias, FusedActivation activation, int from, int to) {
        int columns = out.columns();
        if (columns == 0 || bias == null && activation == FusedActivation.IDENTITY) {
            return;
        }
        float[] repeated = repeatedInBlock(bias, columns, to - from);
        rewrite(out, null, out, from, to, (z, none, rows) -> {
            addBias(z, repeated, rows * columns);
            activation.apply(z, rows * columns);
        });
    }

    /** d = e · activation'(a) for some rows; its sum, column by column, is added to the bias' gradient unless that is null. */
    public static void activationGradient(
            NativeMatrix e,
            NativeMatrix a,
            FusedActivation activation,
            NativeMatrix d,
            int from,
            int to,
            float[] biasGradient) {
        int columns = d.columns();
        rewrite(e, a, d, from, to, (delta, value, rows) -> {
            activation.backward(delta, value, rows * columns);
            if (biasGradient != null) {
                sumColumns(delta, rows, columns, biasGradient);
            }
        });
    }

    /**
     * Replaces pre-activations without their bias by the gradients of the loss there, for some rows.
     *
     * @param outputs how many columns Deeplearning4j's layer has where it computes this loss
     * @param bias null if there is none
     * @param y the targets
     * @param biasGradient to which the sum is added, column by column, or null
     * @return the loss of these rows
     */
    public static double lossGradient(
            FusedLoss loss,
            long outputs,
            NativeMatrix d,
            float[] bias,
            NativeMatrix y,
            int from,
            int to,
            float[] biasGradient) {
        int columns = d.columns();
        LossKernel kernel = loss.newKernel(outputs, ThreadLocalBuffers.rowsPerBlock(columns) * columns);
        float[] repeated = repeatedInBlock(bias, columns, to - from);
        rewrite(d, y, d, from, to, (z, target, rows) -> {
            addBias(z, repeated, rows * columns);
            kernel.accumulate(z, target, rows * columns);
            if (biasGradient != null) {
                sumColumns(z, rows, columns, biasGradient);
            }
        });
        return kernel.total();
    }

    /** Computes some rows in place, from themselves and those of another matrix. */
    private interface BlockTask {
        void run(float[] values, float[] others, int rows);
    }

    /**
     * Reads rows of a matrix and of another one with as many columns, which may be null, and writes what a task makes of
     * them, block by block: a block stays in the cache from the reading to the writing.
     */
    private static void rewrite(
            NativeMatrix source, NativeMatrix other, NativeMatrix target, int from, int to, BlockTask task) {
        int block = ThreadLocalBuffers.rowsPerBlock(target.columns());
        ThreadLocalBuffers buffers = ThreadLocalBuffers.current();
        float[] values = buffers.floats(0, block * target.columns());
        float[] others = other == null ? null : buffers.floats(1, block * target.columns());
        ThreadLocalBuffers.forEachBlock(from, to, block, (row, rows) -> {
            source.read(row, rows, values);
            if (other != null) {
                other.read(row, rows, others);
            }
            task.run(values, others, rows);
            target.write(row, rows, values);
        });
    }

    /**
     * Computes the gradients of a layer's weights, bias and input from the gradient at its pre-activation.
     *
     * @param db the bias' gradient, or null when there is no bias
     * @param d where the gradient at the pre-activation goes
     * @param dx where the gradient of the input goes, or null when nobody needs it
     * @param delta computes the gradient at the pre-activation
     * @return the sum of the losses that {@code delta} returned
     */
    public static double gradients(
            NativeMatrix x, INDArray w, INDArray dw, INDArray db, NativeMatrix d, NativeMatrix dx, DeltaTask delta) {
        long weights = NativeMemory.address(w);
        long weightGradient = NativeMemory.address(dw);
        long multiplications = multiplications(x, d.columns());
        double[] losses = new double[WorkerPool.SHARED.size()];
        float[][] sums = new float[WorkerPool.SHARED.size()][];
        boolean splitsColumns = splitsColumns(x, w);
        WorkerPool.SHARED.run(multiplications, x.rows(), (part, from, to) -> {
            sums[part] = new float[d.columns()];
            losses[part] = delta.run(from, to, sums[part]);
            if (dx != null && !splitsColumns) {
                Gemm.inputGradient(d, weights, dx, from, to);
            }
        });
        WorkerPool.SHARED.run(multiplications, (part, parts) -> {
            if (dx != null && splitsColumns) {
                int from = WorkerPool.start(x.columns(), part, parts);
                int to = WorkerPool.start(x.columns(), part + 1, parts);
                NativeMatrix some = dx.columnRange(from, to - from);
                Gemm.inputGradient(d, weights + (long) Float.BYTES * from, x.columns(), some, 0, x.rows());
            }
            Gemm.weightGradient(x, d, weightGradient, part, parts);
        });
        double loss = losses[0];
        for (int part = 1; part < sums.length && sums[part] != null; part++) {
            loss += losses[part];
            sumColumns(sums[part], 1, d.columns(), sums[0]);
        }
        if (db != null) {
            NativeMemory.write(sums[0], db);
        }
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(d);
        return loss;
    }

    /** y = activation(x · w + b), in the calling thread. */
    public static void forward(NativeMatrix x, INDArray w, INDArray b, FusedActivation activation, NativeMatrix y) {
        forward(x, NativeMemory.address(w), bias(b), activation, y, 0, x.rows());
    }

    private static void forward(
            NativeMatrix x, long w, float[] bias, FusedActivation activation, NativeMatrix y, int from, int to) {
        ThreadLocalBuffers.forEachBlock(from, to, ROWS_PER_PRODUCT, (row, rows) -> {
            Gemm.forward(x, w, y, row, row + rows);
            addBiasAndActivate(y, bias, activation, row, row + rows);
        });
    }

    /**
     * Computes a layer's gradients in the calling thread.
     *
     * @param y what {@link #forward} has put out
     * @param e the gradient of y, which becomes that of the pre-activation
     * @param dx where the gradient of the input goes, or null when nobody needs it
     * @param gradients where the sums of the parameters' gradients go: the weights' and behind them the bias'
     * @param add whether they are added to what is there
     */
    public static void backward(
            NativeMatrix x,
            INDArray w,
            INDArray b,
            NativeMatrix y,
            NativeMatrix e,
            FusedActivation activation,
            NativeMatrix dx,
            long gradients,
            boolean add) {
        activationGradient(e, y, activation, e, 0, e.rows(), null);
        products(x, w, b, e, dx, gradients, add);
    }

    /**
     * Computes the loss of an output layer and its gradients in the calling thread.
     *
     * @param targets one row for each row of x
     * @param d memory for the gradient at the pre-activation
     * @return the sum of the losses; the rest is as in {@link #backward}
     */
    public static double loss(
            NativeMatrix x,
            INDArray w,
            INDArray b,
            FusedLoss loss,
            NativeMatrix targets,
            NativeMatrix d,
            NativeMatrix dx,
            long gradients,
            boolean add) {
        Gemm.forward(x, NativeMemory.address(w), d, 0, d.rows());
        double sum = lossGradient(loss, d.columns(), d, bias(b), targets, 0, d.rows(), null);
        products(x, w, b, d, dx, gradients, add);
        return sum;
    }

    private static void products(
            NativeMatrix x, INDArray w, INDArray b, NativeMatrix d, NativeMatrix dx, long gradients, boolean add) {
        if (dx != null) {
            Gemm.inputGradient(d, NativeMemory.address(w), dx, 0, d.rows());
        }
        Gemm.weightGradient(x, d, gradients, add);
        if (b != null) {
            Gemm.columnSums(d, gradients + Float.BYTES * w.length(), add);
        }
    }

    private static float[] bias(INDArray b) {
        if (b == null) {
            return null;
        }
        int length = (int) b.length();
        float[] bias = ThreadLocalBuffers.current().floats(BIAS, length);
        new NativeMemory.At(NativeMemory.address(b)).get(bias, 0, length);
        return bias;
    }

    private static long multiplications(NativeMatrix x, int outputs) {
        return (long) x.rows() * x.columns() * outputs;
    }

    private static float[] repeatedInBlock(float[] bias, int columns, int rows) {
        return repeated(bias, columns, Math.min(rows, ThreadLocalBuffers.rowsPerBlock(columns)), REPEATED);
    }

    /** Returns a bias once for each of so many rows, in the thread's buffer of that number; null if there is no bias. */
    static float[] repeated(float[] bias, int columns, int rows, int buffer) {
        if (bias == null) {
            return null;
        }
        float[] repeated = ThreadLocalBuffers.current().floats(buffer, rows * columns);
        for (int row = 0; row < rows; row++) {
            System.arraycopy(bias, 0, repeated, row * columns, columns);
        }
        return repeated;
    }

    // One long loop, since the compiler's vector code takes as long to begin and to end as a short row takes in
    // between.
    static void addBias(float[] z, float[] repeated, int n) {
        if (repeated != null) {
            for (int i = 0; i < n; i++) {
                z[i] += repeated[i];
            }
        }
    }

    static void sumColumns(float[] d, int rows, int columns, float[] sums) {
        for (int row = 0; row < rows; row++) {
            int start = row * columns;
            for (int i = 0; i < columns; i++) {
                sums[i] += d[start + i];
            }
        }
    }
}

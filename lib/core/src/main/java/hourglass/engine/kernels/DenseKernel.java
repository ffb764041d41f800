package hourglass.engine.kernels;

import hourglass.runtime.NativeMemory;
import hourglass.runtime.ThreadLocalBuffers;
import hourglass.runtime.WorkerPool;
import java.lang.ref.Reference;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What dense and output layers have in common: products, bias and activation, split by rows over a {@link WorkerPool}. */
public final class DenseKernel {

    private static final int BLOCK = 256;
    private static final int FEW_ROWS = 64;
    private static final int MANY_WEIGHTS = 1 << 20;

    private DenseKernel() {}

    /** Computes the gradient at the pre-activation for some rows, and returns their share of the loss. */
    @FunctionalInterface
    public interface Delta {
        /** Fills rows from (inclusive) to (exclusive) and adds their sum, column by column, to the bias' gradient. */
        double rows(int from, int to, float[] biasGradient);
    }

    /** Whether the input is a matrix as wide as the weights want it; if not, Deeplearning4j has the words for it. */
    public static boolean takes(INDArray input, INDArray weights) {
        return input != null && input.rank() == 2 && input.size(1) == weights.size(0) && input.size(0) > 0;
    }

    /** out = curve(x · w + b) */
    public static void activate(NativeMatrix x, INDArray w, INDArray b, FusedActivation curve, NativeMatrix out) {
        long weights = NativeMemory.address(w);
        float[] bias = b == null ? null : NativeMemory.floats(b);
        if (byColumns(x, w)) {
            WorkerPool.SHARED.run(products(x, out.columns()), (member, members) -> {
                int from = WorkerPool.share(out.columns(), member, members);
                int to = WorkerPool.share(out.columns(), member + 1, members);
                NativeMatrix some = out.columns(from, to - from);
                Gemm.forward(x, weights + (long) Float.BYTES * from * x.columns(), some, 0, x.rows());
                finish(some, bias == null ? null : Arrays.copyOfRange(bias, from, to), curve, 0, x.rows());
            });
            Reference.reachabilityFence(x);
            return;
        }
        WorkerPool.SHARED.run(products(x, out.columns()), (member, members) -> {
            int from = WorkerPool.share(x.rows(), member, members);
            int to = WorkerPool.share(x.rows(), member + 1, members);
            // In blocks, so that the activation finds its product in the cache.
            for (int row = from; row < to; row += BLOCK) {
                int end = Math.min(to, row + BLOCK);
                Gemm.forward(x, weights, out, row, end);
                finish(out, bias, curve, row, end);
            }
        });
        Reference.reachabilityFence(x);
    }

    /**
     * Whether members share the columns of a product instead of its rows.
     *
     * <p>Measured reason: each member reads all weights of its columns, and the 8.4 million of the faces network come from
     * beyond the cache for 50 rows.
     */
    private static boolean byColumns(NativeMatrix x, INDArray w) {
        return x.rows() <= FEW_ROWS && w.length() >= MANY_WEIGHTS;
    }

    private static void finish(NativeMatrix out, float[] bias, FusedActivation curve, int from, int to) {
        if (out.columns() == 0 || bias == null && curve == FusedActivation.IDENTITY) {
            return;
        }
        int columns = out.columns();
        int step = ThreadLocalBuffers.rowsAPiece(columns);
        ThreadLocalBuffers scratch = ThreadLocalBuffers.own();
        float[] z = scratch.floats(0, step * columns);
        for (int row = from; row < to; row += step) {
            int rows = Math.min(step, to - row);
            out.read(row, rows, z);
            addBias(z, bias, rows, columns);
            curve.apply(z, rows * columns);
            out.write(row, rows, z);
        }
    }

    /** d = e · curve'(a) for some rows, and its column sums. */
    public static void slope(
            NativeMatrix e,
            NativeMatrix a,
            FusedActivation curve,
            NativeMatrix d,
            int from,
            int to,
            float[] biasGradient) {
        int columns = d.columns();
        int step = ThreadLocalBuffers.rowsAPiece(columns);
        ThreadLocalBuffers scratch = ThreadLocalBuffers.own();
        float[] delta = scratch.floats(0, step * columns);
        float[] activation = scratch.floats(1, step * columns);
        for (int row = from; row < to; row += step) {
            int rows = Math.min(step, to - row);
            e.read(row, rows, delta);
            a.read(row, rows, activation);
            curve.gradient(delta, activation, rows * columns);
            sumColumns(delta, rows, columns, biasGradient);
            d.write(row, rows, delta);
        }
    }

    /**
     * Replaces pre-activations without their bias by the gradients of the loss there, for some rows.
     *
     * @param outputs how many columns Deeplearning4j's layer has where it computes this loss
     * @return the loss of these rows
     */
    public static double loss(
            FusedLoss objective,
            long outputs,
            NativeMatrix d,
            float[] bias,
            NativeMatrix y,
            int from,
            int to,
            float[] biasGradient) {
        int columns = d.columns();
        int step = ThreadLocalBuffers.rowsAPiece(columns);
        ThreadLocalBuffers scratch = ThreadLocalBuffers.own();
        float[] z = scratch.floats(0, step * columns);
        float[] target = scratch.floats(1, step * columns);
        LossKernel loss = objective.start(outputs, scratch, step * columns);
        for (int row = from; row < to; row += step) {
            int rows = Math.min(step, to - row);
            d.read(row, rows, z);
            y.read(row, rows, target);
            addBias(z, bias, rows, columns);
            loss.add(z, target, rows * columns);
            if (biasGradient != null) {
                sumColumns(z, rows, columns, biasGradient);
            }
            d.write(row, rows, z);
        }
        return loss.sum();
    }

    /**
     * Computes the gradients of a layer's weights, bias and input from the gradient at its pre-activation.
     *
     * @param db the bias' gradient, or null when there is no bias
     * @param d where the gradient at the pre-activation goes
     * @param dx where the gradient of the input goes, or null when nobody needs it
     * @return the sum of the losses that {@code delta} returned
     */
    public static double gradients(
            NativeMatrix x, INDArray w, INDArray dw, INDArray db, NativeMatrix d, NativeMatrix dx, Delta delta) {
        long weights = NativeMemory.address(w);
        long weightGradient = NativeMemory.address(dw);
        long products = products(x, d.columns());
        int most = WorkerPool.SHARED.members();
        double[] losses = new double[most];
        float[][] sums = new float[most][];
        boolean byColumns = byColumns(x, w);
        WorkerPool.SHARED.run(products, (member, members) -> {
            int from = WorkerPool.share(x.rows(), member, members);
            int to = WorkerPool.share(x.rows(), member + 1, members);
            sums[member] = new float[d.columns()];
            losses[member] = delta.rows(from, to, sums[member]);
            if (dx != null && !byColumns) {
                Gemm.toInput(d, weights, dx, from, to);
            }
        });
        WorkerPool.SHARED.run(products, (member, members) -> {
            if (dx != null && byColumns) {
                int from = WorkerPool.share(x.columns(), member, members);
                int to = WorkerPool.share(x.columns(), member + 1, members);
                NativeMatrix some = dx.columns(from, to - from);
                Gemm.toInput(d, weights + (long) Float.BYTES * from, x.columns(), some, 0, x.rows());
            }
            Gemm.toWeights(x, d, weightGradient, member, members);
        });
        double loss = losses[0];
        for (int member = 1; member < most && sums[member] != null; member++) {
            loss += losses[member];
            sumColumns(sums[member], 1, d.columns(), sums[0]);
        }
        if (db != null) {
            NativeMemory.write(sums[0], db);
        }
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(d);
        return loss;
    }

    private static long products(NativeMatrix x, int outputs) {
        return (long) x.rows() * x.columns() * outputs;
    }

    private static void addBias(float[] z, float[] bias, int rows, int columns) {
        if (bias != null) {
            for (int row = 0; row < rows; row++) {
                int start = row * columns;
                for (int i = 0; i < columns; i++) {
                    z[start + i] += bias[i];
                }
            }
        }
    }

    private static void sumColumns(float[] d, int rows, int columns, float[] sums) {
        for (int row = 0; row < rows; row++) {
            int start = row * columns;
            for (int i = 0; i < columns; i++) {
                sums[i] += d[start + i];
            }
        }
    }
}

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

/**
 * One pass of a batch through an LSTM and back.
 *
 * <p>The equations are those of Hochreiter and Schmidhuber (1997) with the forget gate of Gers and others (2000), in
 * Deeplearning4j's order of gates: block input i (tanh), forget gate f, output gate o and input gate g (sigmoid);
 * c = f·c₋₁ + g·i, h = o·tanh(c).
 *
 * <p>The examples are dealt out in parts, one for each member of the {@link WorkerPool}, which run through all steps without
 * waiting for each other. Between the matrix products the numbers of a step lie gate by gate, so that each loop runs over
 * as many numbers as possible.
 */
public final class LstmKernel {

    private static final int GATES = 4;

    private final int examples;
    private final int units;
    private final int steps;
    private final int parts = WorkerPool.SHARED.members();
    private final INDArray inputWeights;
    private final INDArray recurrentWeights;
    private final float[] bias;
    private final boolean repeated;

    /** The input of all steps, or of one when all are the same. */
    private final NativeMatrix x;

    /** First the gates' pre-activations; then the gates, part by part and gate by gate; then the gradients. */
    private final NativeMatrix gates;

    private final NativeMatrix cells;
    private final NativeMatrix squashedCells;
    private NativeMatrix output;

    public LstmKernel(
            INDArray inputWeights,
            INDArray recurrentWeights,
            INDArray bias,
            INDArray input,
            ArrayType memory,
            LayerWorkspaceMgr workspaces) {
        this.inputWeights = inputWeights;
        this.recurrentWeights = recurrentWeights;
        this.bias = NativeMemory.floats(bias);
        examples = (int) input.size(0);
        units = (int) recurrentWeights.size(0);
        steps = (int) input.size(2);
        repeated = TimeMajor.repeated(input);
        x = repeated ? TimeMajor.once(input) : TimeMajor.rows(input, memory, workspaces);
        gates = matrix(memory, workspaces, steps * examples, GATES * units);
        cells = matrix(memory, workspaces, steps * examples, units);
        squashedCells = matrix(memory, workspaces, steps * examples, units);
    }

    private static NativeMatrix matrix(ArrayType type, LayerWorkspaceMgr workspaces, int rows, int columns) {
        return NativeMatrix.of(workspaces.createUninitialized(type, DataType.FLOAT, new long[] {rows, columns}, 'c'));
    }

    /** Returns the output of all steps, of shape [examples, units, steps]. */
    public INDArray activate(LayerWorkspaceMgr workspaces) {
        INDArray activation = TimeMajor.create(ArrayType.ACTIVATIONS, workspaces, examples, units, steps);
        output = TimeMajor.rows(activation);
        long w = NativeMemory.address(inputWeights);
        long r = NativeMemory.address(recurrentWeights);
        long work = (long) examples * steps * units * units;
        WorkerPool.SHARED.run(
                work,
                (member, members) -> Gemm.forward(
                        x,
                        w,
                        gates,
                        WorkerPool.share(x.rows(), member, members),
                        WorkerPool.share(x.rows(), member + 1, members)));
        WorkerPool.SHARED.run(work, (member, members) -> {
            for (int part = member; part < parts; part += members) {
                forward(r, WorkerPool.share(examples, part, parts), WorkerPool.share(examples, part + 1, parts));
            }
        });
        Reference.reachabilityFence(this);
        return activation;
    }

    private void forward(long r, int from, int to) {
        int rows = to - from;
        if (rows == 0) {
            return;
        }
        int n = rows * units;
        ThreadLocalBuffers scratch = ThreadLocalBuffers.own();
        float[] z = scratch.floats(0, GATES * n);
        float[] block = scratch.floats(1, GATES * n);
        float[] c = scratch.zeros(2, n);
        float[] t = scratch.floats(3, n);
        float[] constant = scratch.floats(4, repeated ? GATES * n : 0);
        if (repeated) {
            gates.read(from, rows, constant);
        }
        for (int step = 0; step < steps; step++) {
            int row = step * examples + from;
            if (repeated && step > 0) {
                gates.write(row, rows, constant);
            }
            if (step > 0) {
                Gemm.addForward(output, row - examples, r, gates, row, rows);
            }
            gates.read(row, rows, z);
            addBias(z, rows);
            gatherGates(z, block, rows);
            activateGates(block, n);
            remember(block, c, t, n);
            gates.write(row, rows, block);
            cells.write(row, rows, c);
            squashedCells.write(row, rows, t);
            emit(block, t, n);
            output.write(row, rows, t);
        }
    }

    private void addBias(float[] z, int rows) {
        int width = GATES * units;
        for (int row = 0; row < rows; row++) {
            int start = row * width;
            for (int i = 0; i < width; i++) {
                z[start + i] += bias[i];
            }
        }
    }

    private void gatherGates(float[] z, float[] block, int rows) {
        for (int row = 0; row < rows; row++) {
            for (int gate = 0; gate < GATES; gate++) {
                System.arraycopy(z, (row * GATES + gate) * units, block, (gate * rows + row) * units, units);
            }
        }
    }

    private static void activateGates(float[] block, int n) {
        for (int i = 0; i < n; i++) {
            block[i] = Tanh.of(block[i]);
        }
        for (int i = n; i < GATES * n; i++) {
            block[i] = 0.5f + 0.5f * Tanh.of(0.5f * block[i]);
        }
    }

    private static void remember(float[] block, float[] c, float[] t, int n) {
        for (int i = 0; i < n; i++) {
            c[i] = block[n + i] * c[i] + block[3 * n + i] * block[i];
        }
        for (int i = 0; i < n; i++) {
            t[i] = Tanh.of(c[i]);
        }
    }

    private static void emit(float[] block, float[] t, int n) {
        for (int i = 0; i < n; i++) {
            t[i] *= block[2 * n + i];
        }
    }

    /**
     * Computes the gradients of the weights and, if wanted, of the input; this pass cannot be used again.
     *
     * @param epsilon the gradient of the output: of all steps, or of the last one alone when it has fewer rows
     * @return the gradient of the input, of shape [examples, inputs, steps], or null; when the input is one matrix for all
     *     steps, the mean over the steps at every step
     */
    public INDArray gradients(
            NativeMatrix epsilon,
            INDArray inputGradient,
            INDArray recurrentGradient,
            INDArray biasGradient,
            boolean wanted,
            LayerWorkspaceMgr workspaces) {
        long w = NativeMemory.address(inputWeights);
        long r = NativeMemory.address(recurrentWeights);
        long work = (long) examples * steps * units * units;
        boolean lastOnly = steps > 1 && epsilon.rows() == examples;
        float[][] sums = new float[parts][GATES * units];
        NativeMatrix fromNext = matrix(ArrayType.BP_WORKING_MEM, workspaces, examples, units);
        NativeMatrix total = repeated ? matrix(ArrayType.BP_WORKING_MEM, workspaces, examples, GATES * units) : null;
        WorkerPool.SHARED.run(work, (member, members) -> {
            for (int part = member; part < parts; part += members) {
                int from = WorkerPool.share(examples, part, parts);
                int to = WorkerPool.share(examples, part + 1, parts);
                backward(r, epsilon, lastOnly, fromNext, total, sums[part], from, to);
            }
        });
        NativeMatrix d = repeated ? total : gates;
        INDArray next = wanted
                ? repeated
                        ? workspaces.createUninitialized(
                                ArrayType.ACTIVATION_GRAD, DataType.FLOAT, new long[] {examples, x.columns()}, 'c')
                        : TimeMajor.create(ArrayType.ACTIVATION_GRAD, workspaces, examples, x.columns(), steps)
                : null;
        NativeMatrix dx = next == null ? null : repeated ? NativeMatrix.of(next) : TimeMajor.rows(next);
        long dw = NativeMemory.address(inputGradient);
        long dr = NativeMemory.address(recurrentGradient);
        if (steps == 1) {
            recurrentGradient.assign(0);
        }
        WorkerPool.SHARED.run(work, (member, members) -> {
            Gemm.toWeights(x, d, dw, member, members);
            if (steps > 1) {
                Gemm.toWeights(
                        output.part(0, (steps - 1) * examples),
                        gates.part(examples, (steps - 1) * examples),
                        dr,
                        member,
                        members);
            }
            if (dx != null) {
                Gemm.toInput(
                        d,
                        w,
                        dx,
                        WorkerPool.share(d.rows(), member, members),
                        WorkerPool.share(d.rows(), member + 1, members));
            }
        });
        for (int part = 1; part < parts; part++) {
            for (int i = 0; i < GATES * units; i++) {
                sums[0][i] += sums[part][i];
            }
        }
        NativeMemory.write(sums[0], biasGradient);
        Reference.reachabilityFence(this);
        Reference.reachabilityFence(epsilon);
        if (next != null && repeated) {
            next.divi(steps);
            return TimeMajor.repeat(next, steps);
        }
        return next;
    }

    private void backward(
            long r,
            NativeMatrix epsilon,
            boolean lastOnly,
            NativeMatrix fromNext,
            NativeMatrix total,
            float[] sums,
            int from,
            int to) {
        int rows = to - from;
        if (rows == 0) {
            return;
        }
        int n = rows * units;
        ThreadLocalBuffers scratch = ThreadLocalBuffers.own();
        float[] z = scratch.floats(0, GATES * n);
        float[] dh = scratch.floats(1, n);
        float[] dc = scratch.zeros(2, n);
        float[] t = scratch.floats(3, n);
        float[] before = scratch.floats(4, n);
        float[] i = scratch.floats(5, n);
        float[] f = scratch.floats(6, n);
        float[] o = scratch.floats(7, n);
        float[] g = scratch.floats(8, n);
        float[] sum = scratch.zeros(9, total == null ? 0 : GATES * n);
        for (int step = steps - 1; step >= 0; step--) {
            int row = step * examples + from;
            if (!lastOnly) {
                epsilon.read(row, rows, dh);
            } else if (step == steps - 1) {
                epsilon.read(from, rows, dh);
            } else {
                Arrays.fill(dh, 0, n, 0f);
            }
            if (step < steps - 1) {
                fromNext.read(from, rows, t);
                add(t, dh, n);
            }
            readGate(row, rows, 0, i);
            readGate(row, rows, 1, f);
            readGate(row, rows, 2, o);
            readGate(row, rows, 3, g);
            squashedCells.read(row, rows, t);
            if (step > 0) {
                cells.read(row - examples, rows, before);
            } else {
                Arrays.fill(before, 0, n, 0f);
            }
            // Each of these replaces the array named last, so that t, before, o and g become the gradients of the
            // pre-activations of i, f, o and g.
            toCell(dh, o, t, dc, n);
            toOutputGate(dh, t, o, n);
            toForgetGate(dc, f, before, n);
            toBlockInput(dc, g, i, t, n);
            toInputGate(dc, i, g, n);
            multiply(f, dc, n);
            scatterGate(t, 0, z, rows);
            scatterGate(before, 1, z, rows);
            scatterGate(o, 2, z, rows);
            scatterGate(g, 3, z, rows);
            gates.write(row, rows, z);
            sumRows(z, rows, sums);
            if (total != null) {
                add(z, sum, GATES * n);
            }
            if (step > 0) {
                Gemm.toInput(gates.part(row, rows), r, fromNext.part(from, rows), 0, rows);
            }
        }
        if (total != null) {
            total.write(from, rows, sum);
        }
    }

    private void readGate(int row, int rows, int gate, float[] to) {
        new NativeMemory.At(gates.row(row) + (long) Float.BYTES * gate * rows * units).get(to, 0, rows * units);
    }

    private void scatterGate(float[] from, int gate, float[] z, int rows) {
        for (int row = 0; row < rows; row++) {
            System.arraycopy(from, row * units, z, (row * GATES + gate) * units, units);
        }
    }

    private void sumRows(float[] z, int rows, float[] sums) {
        int width = GATES * units;
        for (int row = 0; row < rows; row++) {
            int start = row * width;
            for (int k = 0; k < width; k++) {
                sums[k] += z[start + k];
            }
        }
    }

    private static void toCell(float[] dh, float[] o, float[] t, float[] dc, int n) {
        for (int k = 0; k < n; k++) {
            dc[k] += dh[k] * o[k] * (1f - t[k] * t[k]);
        }
    }

    private static void toOutputGate(float[] dh, float[] t, float[] o, int n) {
        for (int k = 0; k < n; k++) {
            o[k] *= dh[k] * t[k] * (1f - o[k]);
        }
    }

    private static void toForgetGate(float[] dc, float[] f, float[] before, int n) {
        for (int k = 0; k < n; k++) {
            before[k] *= dc[k] * f[k] * (1f - f[k]);
        }
    }

    private static void toBlockInput(float[] dc, float[] g, float[] i, float[] t, int n) {
        for (int k = 0; k < n; k++) {
            t[k] = dc[k] * g[k] * (1f - i[k] * i[k]);
        }
    }

    private static void toInputGate(float[] dc, float[] i, float[] g, int n) {
        for (int k = 0; k < n; k++) {
            g[k] *= dc[k] * i[k] * (1f - g[k]);
        }
    }

    private static void multiply(float[] by, float[] dc, int n) {
        for (int k = 0; k < n; k++) {
            dc[k] *= by[k];
        }
    }

    private static void add(float[] from, float[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] += from[i];
        }
    }
}

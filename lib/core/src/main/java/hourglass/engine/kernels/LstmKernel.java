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
 * <p>The examples are divided into parts, one for each worker of the {@link WorkerPool}, which go through all steps without
 * waiting for each other. Between the matrix products the numbers of a step lie gate by gate, so that each loop runs over
 * as many numbers as possible.
 */
public final class LstmKernel {

    private static final int GATES = 4;

    private final int examples;
    private final int units;
    private final int steps;
    private final int parts = WorkerPool.SHARED.size();
    private final INDArray inputWeights;
    private final INDArray recurrentWeights;
    private final float[] bias;
    private final boolean repeated;

    /** The input of all steps, or of one when all are the same. */
    private final NativeMatrix x;

    /**
     * First the gates' pre-activations; then the gates, part by part and gate by gate; then the gradients. This and the next two
     * are null in inference, where nothing of a step is needed when it is over.
     */
    private final NativeMatrix gates;

    private final NativeMatrix cells;
    private final NativeMatrix cellTanh;
    private NativeMatrix output;

    /**
     * Prepares a pass for one batch.
     *
     * @param inputWeights [inputs, 4 · units]
     * @param recurrentWeights [units, 4 · units]
     * @param bias [1, 4 · units]
     * @param input [examples, inputs, steps]
     * @param training whether a backward pass follows
     */
    public LstmKernel(
            INDArray inputWeights,
            INDArray recurrentWeights,
            INDArray bias,
            INDArray input,
            boolean training,
            LayerWorkspaceMgr workspaces) {
        this.inputWeights = inputWeights;
        this.recurrentWeights = recurrentWeights;
        this.bias = NativeMemory.floats(bias);
        examples = (int) input.size(0);
        units = (int) recurrentWeights.size(0);
        steps = (int) input.size(2);
        repeated = TimeMajor.isRepeated(input);
        ArrayType memory = training ? ArrayType.ACTIVATIONS : ArrayType.FF_WORKING_MEM;
        x = repeated ? TimeMajor.repeatedStep(input) : TimeMajor.rows(input, memory, workspaces);
        gates = training ? NativeMatrix.create(memory, workspaces, steps * examples, GATES * units) : null;
        cells = training ? NativeMatrix.create(memory, workspaces, steps * examples, units) : null;
        cellTanh = training ? NativeMatrix.create(memory, workspaces, steps * examples, units) : null;
    }

    /** Work on some of the examples, through all steps. */
    @FunctionalInterface
    private interface ExamplesTask {
        void run(int part, int from, int to);
    }

    private void forEachPart(ExamplesTask task) {
        WorkerPool.SHARED.run(multiplications(), parts, (worker, first, end) -> {
            for (int part = first; part < end; part++) {
                int from = WorkerPool.start(examples, part, parts);
                int to = WorkerPool.start(examples, part + 1, parts);
                if (to > from) {
                    task.run(part, from, to);
                }
            }
        });
    }

    private long multiplications() {
        return (long) examples * steps * units * units;
    }

    /** Returns the output of all steps, of shape [examples, units, steps]. */
    public INDArray activate(LayerWorkspaceMgr workspaces) {
        INDArray activation = TimeMajor.create(ArrayType.ACTIVATIONS, workspaces, examples, units, steps);
        output = TimeMajor.rows(activation);
        long w = NativeMemory.address(inputWeights);
        long r = NativeMemory.address(recurrentWeights);
        if (gates != null) {
            WorkerPool.SHARED.run(multiplications(), x.rows(), (part, from, to) -> Gemm.forward(x, w, gates, from, to));
        }
        forEachPart((part, from, to) -> forward(w, r, from, to));
        Reference.reachabilityFence(this);
        return activation;
    }

    private void forward(long w, long r, int from, int to) {
        int rows = to - from;
        int n = rows * units;
        ThreadLocalBuffers buffers = ThreadLocalBuffers.current();
        float[] z = buffers.floats(0, GATES * n);
        float[] block = buffers.floats(1, GATES * n);
        float[] c = buffers.zeros(2, n);
        float[] t = buffers.floats(3, n);
        float[] constant = buffers.floats(4, repeated ? GATES * n : 0);
        float[] biases = DenseKernel.repeated(bias, GATES * units, rows, 5);
        boolean training = gates != null;
        NativeMatrix one = training ? null : NativeMatrix.scratch(0, rows, GATES * units);
        for (int step = 0; step < steps; step++) {
            int row = step * examples + from;
            NativeMatrix now = training ? gates.rowRange(row, rows) : one;
            if (!training && (step == 0 || !repeated)) {
                Gemm.forward(x.rowRange(row, rows), w, now, 0, rows);
            }
            if (repeated && step == 0) {
                now.read(0, rows, constant);
            } else if (repeated) {
                now.write(0, rows, constant);
            }
            if (step > 0) {
                Gemm.addForward(output, row - examples, r, now, 0, rows);
            }
            now.read(0, rows, z);
            DenseKernel.addBias(z, biases, GATES * n);
            gatherGates(z, block, rows);
            activateGates(block, n);
            updateCells(block, c, t, n);
            if (training) {
                now.write(0, rows, block);
                cells.write(row, rows, c);
                cellTanh.write(row, rows, t);
            }
            multiplyByOutputGate(block, t, n);
            output.write(row, rows, t);
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

    private static void updateCells(float[] block, float[] c, float[] t, int n) {
        for (int i = 0; i < n; i++) {
            c[i] = block[n + i] * c[i] + block[3 * n + i] * block[i];
        }
        for (int i = 0; i < n; i++) {
            t[i] = Tanh.of(c[i]);
        }
    }

    private static void multiplyByOutputGate(float[] block, float[] t, int n) {
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
            boolean wantsInputGradient,
            LayerWorkspaceMgr workspaces) {
        long w = NativeMemory.address(inputWeights);
        long r = NativeMemory.address(recurrentWeights);
        boolean lastOnly = steps > 1 && epsilon.rows() == examples;
        float[][] sums = new float[parts][GATES * units];
        NativeMatrix fromNext = NativeMatrix.create(ArrayType.BP_WORKING_MEM, workspaces, examples, units);
        NativeMatrix total =
                repeated ? NativeMatrix.create(ArrayType.BP_WORKING_MEM, workspaces, examples, GATES * units) : null;
        forEachPart((part, from, to) -> backward(r, epsilon, lastOnly, fromNext, total, sums[part], from, to));
        NativeMatrix d = repeated ? total : gates;
        INDArray next = wantsInputGradient
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
        WorkerPool.SHARED.run(multiplications(), (part, count) -> {
            Gemm.weightGradient(x, d, dw, part, count);
            if (steps > 1) {
                Gemm.weightGradient(
                        output.rowRange(0, (steps - 1) * examples),
                        gates.rowRange(examples, (steps - 1) * examples),
                        dr,
                        part,
                        count);
            }
            if (dx != null) {
                int from = WorkerPool.start(d.rows(), part, count);
                Gemm.inputGradient(d, w, dx, from, WorkerPool.start(d.rows(), part + 1, count));
            }
        });
        for (int part = 1; part < parts; part++) {
            add(sums[part], sums[0], GATES * units);
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
        int n = rows * units;
        ThreadLocalBuffers buffers = ThreadLocalBuffers.current();
        float[] z = buffers.floats(0, GATES * n);
        float[] dh = buffers.floats(1, n);
        float[] dc = buffers.zeros(2, n);
        float[] t = buffers.floats(3, n);
        float[] before = buffers.floats(4, n);
        float[] i = buffers.floats(5, n);
        float[] f = buffers.floats(6, n);
        float[] o = buffers.floats(7, n);
        float[] g = buffers.floats(8, n);
        float[] sum = buffers.zeros(9, total == null ? 0 : GATES * n);
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
            cellTanh.read(row, rows, t);
            if (step > 0) {
                cells.read(row - examples, rows, before);
            } else {
                Arrays.fill(before, 0, n, 0f);
            }
            // Each of these replaces the array named last, so that t, before, o and g become the gradients of the
            // pre-activations of i, f, o and g.
            cellGradient(dh, o, t, dc, n);
            outputGateGradient(dh, t, o, n);
            forgetGateGradient(dc, f, before, n);
            blockInputGradient(dc, g, i, t, n);
            inputGateGradient(dc, i, g, n);
            multiply(f, dc, n);
            scatterGate(t, 0, z, rows);
            scatterGate(before, 1, z, rows);
            scatterGate(o, 2, z, rows);
            scatterGate(g, 3, z, rows);
            gates.write(row, rows, z);
            DenseKernel.sumColumns(z, rows, GATES * units, sums);
            if (total != null) {
                add(z, sum, GATES * n);
            }
            if (step > 0) {
                Gemm.inputGradient(gates.rowRange(row, rows), r, fromNext.rowRange(from, rows), 0, rows);
            }
        }
        if (total != null) {
            total.write(from, rows, sum);
        }
    }

    private void readGate(int row, int rows, int gate, float[] to) {
        new NativeMemory.At(gates.rowAddress(row) + (long) Float.BYTES * gate * rows * units).get(to, 0, rows * units);
    }

    private void scatterGate(float[] from, int gate, float[] z, int rows) {
        for (int row = 0; row < rows; row++) {
            System.arraycopy(from, row * units, z, (row * GATES + gate) * units, units);
        }
    }

    private static void cellGradient(float[] dh, float[] o, float[] t, float[] dc, int n) {
        for (int k = 0; k < n; k++) {
            dc[k] += dh[k] * o[k] * (1f - t[k] * t[k]);
        }
    }

    private static void outputGateGradient(float[] dh, float[] t, float[] o, int n) {
        for (int k = 0; k < n; k++) {
            o[k] *= dh[k] * t[k] * (1f - o[k]);
        }
    }

    private static void forgetGateGradient(float[] dc, float[] f, float[] before, int n) {
        for (int k = 0; k < n; k++) {
            before[k] *= dc[k] * f[k] * (1f - f[k]);
        }
    }

    private static void blockInputGradient(float[] dc, float[] g, float[] i, float[] t, int n) {
        for (int k = 0; k < n; k++) {
            t[k] = dc[k] * g[k] * (1f - i[k] * i[k]);
        }
    }

    private static void inputGateGradient(float[] dc, float[] i, float[] g, int n) {
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

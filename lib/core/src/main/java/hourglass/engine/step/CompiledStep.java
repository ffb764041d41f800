package hourglass.engine.step;

import hourglass.engine.kernels.NativeMatrix;
import hourglass.layers.PassThroughLayer;
import hourglass.runtime.ArrayViews;
import hourglass.runtime.NativeMemory;
import hourglass.runtime.WorkerPool;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The forward and the backward pass of a whole network over one batch, in memory that is laid out once.
 *
 * <p>Measured reason: layer by layer, the products of a dense network took less than a third of its time; the rest were arrays
 * that are made for each batch, and threads that wait for each other at each layer. Here a worker takes its share of the batch
 * forward and backward through all layers, so that the activations stay in its own cache, and meets the others once, when the
 * shares' gradients are added up. A layer that looks at the whole batch, such as a penalty on mean activations, runs in between,
 * in the calling thread.
 *
 * <p>The shares do not depend on how many threads are free, so that the same batch gives the same sums each time.
 */
public final class CompiledStep implements AutoCloseable {

    // The activations of a piece stay in a core's cache: 256 rows of 784 numbers take 0.8 MB.
    private static final int ROWS_PER_PIECE = 256;
    private static final String WORKSPACE = "WS_COMPILED_STEP";
    private static final WorkspaceConfiguration CONFIGURATION = WorkspaceConfiguration.builder()
            .overallocationLimit(0.1)
            .policyLearning(LearningPolicy.FIRST_LOOP)
            .build();

    private final Layer[] layers;
    private final List<Run> runs;
    private final StepOutputLayer output;
    private final long[] offsets;
    private final Gradient gradient;
    private final long multiplications;
    private final INDArray[] activations;
    private final INDArray[] memory;
    private final NativeMatrix[] inputs;
    private final NativeMatrix[] errors;
    private final INDArray[] shares;

    // Each share has a gradient of its own to be added up, and a product of few rows is slow. Both are estimates, since
    // the
    // measurements were made with two workers.
    private static final int MOST_SHARES = 16;
    private static final int FEWEST_EXAMPLES = 8;
    private int rows;

    /** Layers {@code from} to {@code to}, without the last, that need not meet. A layer that does comes after all but the last run. */
    private record Run(int from, int to) {}

    private CompiledStep(MultiLayerNetwork network, List<Run> runs) {
        this.runs = runs;
        layers = network.getLayers();
        output = (StepOutputLayer) layers[layers.length - 1];
        INDArray gradients = network.getGradientsViewArray();
        offsets = new long[layers.length];
        gradient = new DefaultGradient(gradients);
        INDArray flat = gradients.reshape(gradients.length());
        long offset = 0;
        for (int i = 0; i < layers.length; i++) {
            offsets[i] = offset;
            long length = layers[i].numParams();
            if (length > 0) {
                INDArray view = flat.get(NDArrayIndex.interval(offset, offset + length));
                Map<String, INDArray> views =
                        layers[i].conf().getLayer().initializer().getGradientsFromFlattened(layers[i].conf(), view);
                String prefix = i + "_";
                views.forEach((name, part) -> gradient.setGradientFor(prefix + name, part));
            }
            offset += length;
        }
        multiplications = 2 * gradients.length();
        int places = layers.length + 1;
        activations = new INDArray[places];
        memory = new INDArray[places];
        inputs = new NativeMatrix[places];
        errors = new NativeMatrix[places];
        shares = new INDArray[Math.min(MOST_SHARES, WorkerPool.SHARED.size())];
        shares[0] = gradients;
        for (int i = 1; i < shares.length; i++) {
            shares[i] = create(1, gradients.length());
        }
    }

    /**
     * Plans the steps of an initialised network.
     *
     * @return null if it has a layer that can only be computed by itself
     */
    public static CompiledStep of(MultiLayerNetwork network) {
        Layer[] layers = network.getLayers();
        int last = layers.length - 1;
        List<Run> runs = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < layers.length; i++) {
            boolean reshaped = network.getLayerWiseConfigurations().getInputPreProcess(i) != null;
            if (reshaped || !joins(layers[i]) || (i == last) != (layers[i] instanceof StepOutputLayer)) {
                return null;
            }
            if (layers[i] instanceof PassThroughLayer) {
                runs.add(new Run(from, i));
                from = i + 1;
            } else if (i > 0 && layers[i - 1] instanceof StepLayer before && before.outputs() != inputs(layers[i])) {
                return null; // Deeplearning4j explains what is wrong.
            }
        }
        runs.add(new Run(from, last));
        return new CompiledStep(network, runs);
    }

    private static int inputs(Layer layer) {
        return ((StepLayer) layer).inputs();
    }

    /** Returns whether a batch is one of matrices as wide as the network wants them. */
    public boolean accepts(INDArray input, INDArray targets) {
        return NativeMatrix.isInRows(input)
                && NativeMatrix.isInRows(targets)
                && input.size(0) == targets.size(0)
                && targets.size(1) == output.outputs()
                && (!(layers[0] instanceof StepLayer first) || input.size(1) == first.inputs())
                && Arrays.stream(layers).allMatch(CompiledStep::joins);
    }

    private static boolean joins(Layer layer) {
        return layer instanceof StepLayer step && step.joinsStep() || layer instanceof PassThroughLayer;
    }

    /**
     * Returns the addresses of the gradients of the batch that was run last, one vector of all parameters for each share: sums over
     * its examples.
     */
    public long[] shares() {
        return Arrays.stream(shares)
                .limit(count(inputs[0].rows()))
                .mapToLong(NativeMemory::address)
                .toArray();
    }

    /** Adds up the gradients of the batch that was run last, in the network's own array, and returns them; to be called once. */
    public Gradient gradient() {
        INDArray sum = shares[0];
        for (int i = 1; i < count(inputs[0].rows()); i++) {
            sum.addi(shares[i]);
        }
        return gradient;
    }

    /** Returns what the layers were given in the batch that was run last: its input, and what each layer but the last put out. */
    public List<INDArray> activations() {
        return Arrays.stream(inputs)
                .limit(layers.length)
                .map(CompiledStep::array)
                .toList();
    }

    /** Returns whether there are gradients to be had. */
    public boolean hasRun() {
        return inputs[0] != null;
    }

    /** Gives the memory back; the step must not be used any more. */
    @Override
    public void close() {
        closeAll(Arrays.copyOfRange(shares, 1, shares.length));
        closeAll(activations);
        closeAll(memory);
    }

    private static void closeAll(INDArray[] arrays) {
        for (int i = 0; i < arrays.length; i++) {
            if (arrays[i] != null) {
                arrays[i].close();
                arrays[i] = null;
            }
        }
    }

    /**
     * Computes the gradients of a batch.
     *
     * @param input [examples, inputs]
     * @param targets [examples, outputs]
     * @return the sum of the losses
     */
    public double run(INDArray input, INDArray targets) {
        if (runs.size() == 1) {
            return pass(input, targets, null);
        }
        LayerWorkspaceMgr.Builder builder = LayerWorkspaceMgr.builder();
        for (ArrayType type : ArrayType.values()) {
            builder.with(type, WORKSPACE, CONFIGURATION);
        }
        LayerWorkspaceMgr workspaces = builder.build();
        try (MemoryWorkspace ignored = workspaces.notifyScopeEntered(ArrayType.ACTIVATIONS)) {
            return pass(input, targets, workspaces);
        }
    }

    private double pass(INDArray input, INDArray targets, LayerWorkspaceMgr workspaces) {
        int n = (int) input.size(0);
        layOut(n);
        NativeMatrix y = NativeMatrix.of(targets);
        inputs[0] = NativeMatrix.of(input);
        for (int i = 1; i <= layers.length; i++) {
            inputs[i] = matrix(activations[i], n);
            errors[i] = matrix(memory[i], n);
        }
        for (Run run : runs.subList(0, runs.size() - 1)) {
            inShares(n, (share, from, to) -> forward(run, from, to));
            int between = run.to();
            layers[between].setInput(array(inputs[between]), workspaces);
            INDArray out = layers[between].activate(true, workspaces);
            inputs[between + 1] = kept(out, between + 1, workspaces);
            requireInputs(between + 1, inputs[between + 1].columns());
        }
        double[] losses = new double[shares.length];
        Run last = runs.get(runs.size() - 1);
        int end = layers.length - 1;
        inShares(n, (share, from, to) -> {
            for (int row = from; row < to; row += ROWS_PER_PIECE) {
                int rowEnd = Math.min(to, row + ROWS_PER_PIECE);
                forward(last, row, rowEnd);
                losses[share] += output.loss(
                        rows(inputs[end], row, rowEnd),
                        rows(y, row, rowEnd),
                        rows(errors[end + 1], row, rowEnd),
                        rows(errors[end], row, rowEnd),
                        gradients(share, end),
                        row > from);
                backward(last, share, row, rowEnd, row > from);
            }
        });
        for (int i = runs.size() - 2; i >= 0; i--) {
            Run run = runs.get(i);
            int between = run.to();
            if (between > 0) {
                INDArray dx = layers[between]
                        .backpropGradient(array(errors[between + 1]), workspaces)
                        .getSecond();
                errors[between] = NativeMatrix.of(dx, ArrayType.ACTIVATION_GRAD, workspaces);
                inShares(n, (share, from, to) -> backward(run, share, from, to, false));
            }
            layers[between].clear();
        }
        Reference.reachabilityFence(input);
        Reference.reachabilityFence(targets);
        return Arrays.stream(losses).sum();
    }

    private void requireInputs(int layer, int columns) {
        if (!(layers[layer] instanceof PassThroughLayer) && inputs(layers[layer]) != columns) {
            throw new IllegalArgumentException("Layer " + layer + " takes " + inputs(layers[layer])
                    + " numbers for each example, but the layer before puts out " + columns + ": give it .nIn("
                    + columns
                    + ").");
        }
    }

    /** Work on one share of a batch. */
    @FunctionalInterface
    private interface ShareTask {
        void run(int share, int from, int to);
    }

    /** Divides a batch into as many shares as there are workers, if none of them has too few examples. */
    private void inShares(int n, ShareTask task) {
        int count = count(n);
        WorkerPool.SHARED.run(multiplications * n, count, (part, first, end) -> {
            for (int share = first; share < end; share++) {
                task.run(share, WorkerPool.start(n, share, count), WorkerPool.start(n, share + 1, count));
            }
        });
    }

    /** The number of shares. */
    private int count(int n) {
        return Math.max(1, Math.min(shares.length, n / FEWEST_EXAMPLES));
    }

    private void forward(Run run, int from, int to) {
        for (int i = run.from(); i < run.to(); i++) {
            ((StepHiddenLayer) layers[i]).forward(rows(inputs[i], from, to), rows(inputs[i + 1], from, to));
        }
    }

    private void backward(Run run, int share, int from, int to, boolean add) {
        for (int i = run.to() - 1; i >= run.from(); i--) {
            ((StepHiddenLayer) layers[i])
                    .backward(
                            rows(inputs[i], from, to),
                            rows(inputs[i + 1], from, to),
                            rows(errors[i + 1], from, to),
                            rows(errors[i], from, to),
                            gradients(share, i),
                            add);
        }
    }

    private long gradients(int share, int layer) {
        return NativeMemory.address(shares[share]) + Float.BYTES * offsets[layer];
    }

    private static NativeMatrix rows(NativeMatrix matrix, int from, int to) {
        return matrix == null ? null : matrix.rowRange(from, to - from);
    }

    private static NativeMatrix matrix(INDArray memory, int rows) {
        return memory == null ? null : NativeMatrix.of(memory).rowRange(0, rows);
    }

    /** Copies what a layer in between has put out, since the workspace's memory is its own for this batch alone. */
    private NativeMatrix kept(INDArray out, int place, LayerWorkspaceMgr workspaces) {
        NativeMatrix source = NativeMatrix.of(out, ArrayType.ACTIVATIONS, workspaces);
        INDArray kept = activations[place];
        if (kept == null || kept.size(0) < source.rows() || kept.size(1) != source.columns()) {
            activations[place] = create(rows, source.columns());
        }
        NativeMatrix copy = matrix(activations[place], source.rows());
        for (int row = 0; row < source.rows(); row++) {
            NativeMemory.copy(source.rowAddress(row), copy.rowAddress(row), source.columns());
        }
        return copy;
    }

    private static INDArray array(NativeMatrix matrix) {
        return ArrayViews.of(matrix.array(), 0, matrix.rows());
    }

    private void layOut(int n) {
        if (n <= rows) {
            return;
        }
        closeAll(activations);
        closeAll(memory);
        rows = n;
        for (int i = 1; i < layers.length; i++) {
            if (layers[i - 1] instanceof StepLayer before) {
                activations[i] = create(n, before.outputs());
            }
            if (layers[i] instanceof StepLayer layer) {
                memory[i] = create(n, layer.inputs());
            }
        }
        memory[layers.length] = create(n, output.outputs());
    }

    private static INDArray create(long rows, long columns) {
        try (MemoryWorkspace ignored = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
            return Nd4j.createUninitialized(DataType.FLOAT, new long[] {rows, columns}, 'c');
        }
    }
}

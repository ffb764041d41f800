package hourglass.engine.step;

import hourglass.engine.kernels.NativeMatrix;
import hourglass.layers.PassThroughLayer;
import hourglass.network.Network;
import hourglass.network.SequentialNetwork;
import hourglass.runtime.ThreadLocalBuffers;
import hourglass.runtime.WorkerPool;
import java.lang.ref.Reference;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Some layers of a network in the inference mode: a worker takes a few examples at a time through all of them. Several threads may
 * use it at once, and while the network is trained, since nothing of it is kept in the layers.
 *
 * <p>Measured reason: layer by layer, a single picture takes most of its time for arrays that are made and thrown away.
 */
public final class CompiledInference {

    // What a few examples make of themselves stays in a core's cache: two buffers of up to 512 kB.
    private static final int NUMBERS_PER_PIECE = 1 << 17;
    private static final int MOST_ROWS = 256;
    private static final int LEAST_ROWS = 8;

    private final Layer[] layers;
    private final int from;
    private final int to;
    private final int inputs;
    private final int outputs;
    private final int widest;
    private final long multiplications;

    private CompiledInference(Layer[] layers, int from, int to, int outputs, int widest) {
        this.layers = layers;
        this.from = from;
        this.to = to;
        this.outputs = outputs;
        this.widest = widest;
        inputs = ((StepLayer) layers[from]).inputs();
        long sum = 0;
        for (int i = from; i <= to; i++) {
            sum += layers[i].numParams();
        }
        multiplications = sum;
    }

    /**
     * Plans the layers from one place to another, both inclusive.
     *
     * @return null if one of them can only be computed by itself
     */
    public static CompiledInference of(Network network, int from, int to) {
        Layer[] layers = network.layers();
        if (!(network instanceof SequentialNetwork) || !(layers[from] instanceof StepLayer first)) {
            return null;
        }
        int width = first.inputs();
        int widest = 0;
        for (int i = from; i <= to; i++) {
            if (network.configuration().layers().getInputPreProcess(i) != null) {
                return null;
            }
            if (layers[i] instanceof StepLayer layer && layer.inputs() == width) {
                width = layer.outputs();
            } else if (layers[i] instanceof PassThroughLayer between) {
                width = between.columnsPassedOn(width);
            } else {
                return null;
            }
            widest = Math.max(widest, width);
        }
        return new CompiledInference(layers, from, to, width, widest);
    }

    /** Returns whether examples are rows as wide as the first layer wants them. */
    public boolean accepts(INDArray input) {
        return NativeMatrix.isInRows(input) && input.size(1) == inputs;
    }

    /** Returns how many numbers are put out for an example. */
    public int outputs() {
        return outputs;
    }

    /**
     * Computes what the layers make of examples.
     *
     * @param input [n, inputs]
     * @param output [n, outputs], whose rows lie one after the other; it is overwritten
     */
    public void run(INDArray input, INDArray output) {
        NativeMatrix x = NativeMatrix.of(input);
        NativeMatrix y = NativeMatrix.of(output);
        int rows = Math.max(LEAST_ROWS, Math.min(MOST_ROWS, NUMBERS_PER_PIECE / widest));
        WorkerPool.SHARED.run(
                multiplications * x.rows(),
                x.rows(),
                (part, first, end) -> ThreadLocalBuffers.forEachBlock(
                        first, end, rows, (row, count) -> piece(x.rowRange(row, count), y.rowRange(row, count))));
        Reference.reachabilityFence(input);
        Reference.reachabilityFence(output);
    }

    private void piece(NativeMatrix x, NativeMatrix y) {
        int last = to;
        while (last > from && layers[last] instanceof PassThroughLayer) {
            last--;
        }
        NativeMatrix z = x;
        int buffer = 0;
        for (int i = from; i <= to; i++) {
            if (layers[i] instanceof StepLayer layer) {
                boolean whole = i == last && layer.outputs() == outputs;
                NativeMatrix out = whole ? y : NativeMatrix.scratch(buffer, x.rows(), layer.outputs());
                layer.forward(z, out);
                buffer = 1 - buffer;
                z = out;
            } else {
                z = z.columnRange(0, ((PassThroughLayer) layers[i]).columnsPassedOn(z.columns()));
            }
        }
        if (z.address() != y.address()) {
            z.copyTo(y);
        }
    }
}

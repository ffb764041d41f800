package hourglass.model;

import hourglass.engine.EngineThreads;
import hourglass.engine.kernels.OneBlasThread;
import hourglass.engine.step.CompiledInference;
import hourglass.network.Network;
import hourglass.network.NetworkConfiguration;
import hourglass.runtime.ArrayViews;
import hourglass.runtime.Interruption;
import hourglass.runtime.MemoryErrors;
import hourglass.runtime.ParallelCopy;
import hourglass.train.Chunks;
import hourglass.train.NetworkAccess;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Sends any number of examples through some of a network's layers in inference mode, one chunk after the other.
 *
 * <p>The last layer writes into the result, and the memory of the arrays between the layers is freed after each chunk. Measured
 * reason: otherwise it is freed when the collector runs, and the collector runs seldom, since the objects that stand for these
 * arrays on the heap are small. Encoding and decoding the 400 faces six times took 3.8 GB. Chunks of 1,000 take half as long
 * again with convolutions.
 */
final class BatchedInference {
    private static final String DOING = "sending examples through the network";
    // 250 examples of 32 channels of 28×28 take 25 MB, and the C library keeps blocks of up to 32 MB for the next
    // chunk.
    private static final long CHUNK = 250;

    // A training that waits for its turn, and a stop, wait for so many rows.
    private static final long ROWS = 4096;

    private final NetworkConfiguration configuration;
    private final InferenceNetworks networks;
    private final NetworkAccess access;
    // To ask each layer for its size takes as long as sending a few examples through a small network.
    private final Map<Way, Long> chunks = new ConcurrentHashMap<>();

    /** A way through layers, with the shape of an example of which it depends how many go it at once. */
    private record Way(int from, int to, List<Long> example) {}

    /**
     * Prepares for one network.
     *
     * @param configuration what the network was made from
     * @param access held for reading while a chunk is computed, and free between two
     */
    BatchedInference(NetworkConfiguration configuration, Network network, NetworkAccess access) {
        this.configuration = configuration;
        this.access = access;
        networks = new InferenceNetworks(configuration, network);
    }

    /**
     * Returns what layers {@code from} to {@code to}, both inclusive, make of [n, …] examples.
     *
     * @throws java.util.concurrent.CancellationException if the thread was interrupted before the last chunk
     */
    INDArray run(int from, int to, INDArray input) {
        return run(from, to, input, null);
    }

    /**
     * As {@link #run(int, int, INDArray)}, for sequences of several lengths.
     *
     * @param steps [n, time] 1 up to the end of a sequence and 0 after it, or null if all are of one length
     */
    INDArray run(int from, int to, INDArray input, INDArray steps) {
        return MemoryErrors.explained(
                "sending " + input.size(0) + " examples through the network", () -> chunks(from, to, input, steps));
    }

    private INDArray chunks(int from, int to, INDArray input, INDArray steps) {
        CompiledInference layers = steps == null ? networks.compiled(from, to) : null;
        return layers != null && layers.accepts(input) ? rows(layers, input) : layerByLayer(from, to, input, steps);
    }

    private INDArray rows(CompiledInference layers, INDArray input) {
        long n = input.size(0);
        INDArray output = Nd4j.createUninitialized(DataType.FLOAT, new long[] {n, layers.outputs()}, 'c');
        try (OneBlasThread held = n > CHUNK ? OneBlasThread.hold() : null) {
            for (long start = 0; start < n; start += ROWS) {
                long end = Math.min(n, start + ROWS);
                access.acquireToRead(DOING);
                try {
                    layers.run(ArrayViews.of(input, start, end), ArrayViews.of(output, start, end));
                } finally {
                    access.releaseAfterReading();
                }
            }
        }
        return output;
    }

    private INDArray layerByLayer(int from, int to, INDArray input, INDArray steps) {
        long n = input.size(0);
        long chunk = n == 1
                ? 1
                : chunks.computeIfAbsent(
                        new Way(from, to, shape(input)), way -> Chunks.size(configuration, from, to, input, CHUNK));
        Result result = new Result(n);
        for (long start = 0; start < n; start += chunk) {
            long end = Math.min(n, start + chunk);
            INDArray part = ArrayViews.of(input, start, end);
            INDArray ends = steps == null ? null : ArrayViews.of(steps, start, end);
            access.acquireToRead(DOING);
            try {
                Network network = networks.take(DOING);
                try (EngineThreads threads = EngineThreads.forInference(network, n > CHUNK)) {
                    result.begin(start, end);
                    result.end(masked(network, from, to, part, ends, result));
                } finally {
                    networks.giveBack(network);
                }
            } finally {
                access.releaseAfterReading();
            }
        }
        return result.all;
    }

    private static List<Long> shape(INDArray input) {
        return Arrays.stream(input.shape()).skip(1).boxed().toList();
    }

    private static INDArray masked(Network network, int from, int to, INDArray input, INDArray steps, Result result) {
        if (steps == null) {
            return activate(network, from, to, input, result);
        }
        network.setSteps(steps);
        try {
            return activate(network, from, to, input, result);
        } finally {
            network.setSteps(null);
        }
    }

    private static INDArray activate(Network network, int from, int to, INDArray input, Result result) {
        INDArray x =
                network.activate(from, to, input, result, () -> result.last = true, () -> Interruption.check(DOING));
        result.last = false;
        return x;
    }

    /** Where layers get their memory: the last one's activations lie in the result, the rest lasts for one chunk. */
    private static final class Result extends LayerWorkspaceMgr {
        private final long n;
        private final List<INDArray> lent = new ArrayList<>();
        private INDArray all;
        private INDArray part;
        private boolean last;
        private long start;
        private long end;

        Result(long n) {
            super(EnumSet.allOf(ArrayType.class), new HashMap<>(), new HashMap<>());
            this.n = n;
        }

        void begin(long start, long end) {
            this.start = start;
            this.end = end;
            part = null;
            last = false;
        }

        @Override
        public INDArray createUninitialized(ArrayType type, DataType dataType, long[] shape, char order) {
            boolean fits = type == ArrayType.ACTIVATIONS
                    && dataType == DataType.FLOAT
                    && order == 'c'
                    && shape[0] == end - start;
            if (last && part == null && fits && hasRoom(shape)) {
                part = ArrayViews.of(all, start, end);
                return part;
            }
            INDArray array = super.createUninitialized(type, dataType, shape, order);
            lent.add(array);
            return array;
        }

        /** Makes room for the whole result with the first chunk; says whether this one has the same shape. */
        private boolean hasRoom(long[] shape) {
            long[] whole = shape.clone();
            whole[0] = n;
            if (all == null) {
                all = Nd4j.createUninitialized(DataType.FLOAT, whole, 'c');
            }
            return Arrays.equals(whole, all.shape());
        }

        void end(INDArray activation) {
            if (activation.size(0) != end - start) {
                throw new IllegalArgumentException("The last layer before the cut gives " + activation.size(0)
                        + " rows for " + (end - start)
                        + " examples, so there is no code for each: put the layer named \"code\" where one row, picture or"
                        + " sequence stands for an example.");
            }
            if (activation != part) {
                if (!hasRoom(activation.shape())) {
                    if (start > 0) {
                        throw new IllegalStateException("The network put out examples of another shape, "
                                + Arrays.toString(activation.shape()) + ", than before, "
                                + Arrays.toString(all.shape()) + ": give examples of one shape.");
                    }
                    all = null;
                    hasRoom(activation.shape());
                }
                ParallelCopy.all(activation, ArrayViews.of(all, start, end));
            }
            lent.stream().filter(INDArray::closeable).forEach(INDArray::close);
            lent.clear();
        }
    }
}

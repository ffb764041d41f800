package hourglass.model;

import hourglass.accelerate.Copy;
import hourglass.accelerate.Threads;
import hourglass.data.Rows;
import java.util.concurrent.locks.Lock;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.memory.enums.ResetPolicy;
import org.nd4j.linalg.api.memory.enums.SpillPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Sends any number of examples through some of a network's layers in inference mode, one chunk after the other.
 *
 * <p>All chunks use the same memory for what lies between the layers. Measured reason: otherwise each array is fresh memory
 * that the operating system has to fill with zeros first, and it is given back only when the collector runs.
 */
final class Inference {
    // A chunk's activations should stay in the cache from one layer to the next.
    private static final int CHUNK = 500;
    private static final String WORKSPACE = "HOURGLASS_INFERENCE";
    private static final WorkspaceConfiguration REUSED = WorkspaceConfiguration.builder()
            .initialSize(0)
            .overallocationLimit(0.02)
            .policyAllocation(AllocationPolicy.OVERALLOCATE)
            .policyLearning(LearningPolicy.FIRST_LOOP)
            .policyReset(ResetPolicy.BLOCK_LEFT)
            .policySpill(SpillPolicy.REALLOCATE)
            .build();

    private final MultiLayerNetwork network;
    private final Lock access;

    /**
     * Prepares for one network.
     *
     * @param access held while a chunk is computed, and free between two
     */
    Inference(MultiLayerNetwork network, Lock access) {
        this.network = network;
        this.access = access;
    }

    /** Returns what layers {@code from} to {@code to}, both inclusive, make of [n, …] examples. */
    INDArray run(int from, int to, INDArray input) {
        Threads.suit(network);
        long n = input.size(0);
        if (n <= CHUNK) {
            access.lock();
            try {
                return activate(from, to, input, LayerWorkspaceMgr.noWorkspaces())
                        .dup('c');
            } finally {
                access.unlock();
            }
        }
        LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.builder()
                .defaultNoWorkspace()
                .with(ArrayType.INPUT, WORKSPACE, REUSED)
                .with(ArrayType.ACTIVATIONS, WORKSPACE, REUSED)
                .with(ArrayType.FF_WORKING_MEM, WORKSPACE, REUSED)
                .build();
        INDArray all = null;
        try {
            for (long start = 0; start < n; start += CHUNK) {
                long end = Math.min(n, start + CHUNK);
                access.lock();
                try (MemoryWorkspace ignored = workspaces.notifyScopeEntered(ArrayType.ACTIVATIONS)) {
                    INDArray result = activate(from, to, Rows.of(input, start, end), workspaces);
                    if (all == null) {
                        all = allOf(result, n);
                    }
                    Copy.all(result, Rows.of(all, start, end));
                } finally {
                    access.unlock();
                }
            }
        } finally {
            Nd4j.getWorkspaceManager()
                    .getWorkspaceForCurrentThread(REUSED, WORKSPACE)
                    .destroyWorkspace(true);
        }
        return all;
    }

    private static INDArray allOf(INDArray chunk, long n) {
        long[] shape = chunk.shape().clone();
        shape[0] = n;
        try (MemoryWorkspace ignored = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
            return Nd4j.createUninitialized(DataType.FLOAT, shape, 'c');
        }
    }

    private INDArray activate(int from, int to, INDArray input, LayerWorkspaceMgr workspaces) {
        int n = (int) input.size(0);
        INDArray x = input;
        for (int i = from; i <= to; i++) {
            InputPreProcessor reshape = network.getLayerWiseConfigurations().getInputPreProcess(i);
            Layer layer = network.getLayer(i);
            layer.setInputMiniBatchSize(n);
            x = layer.activate(reshape == null ? x : reshape.preProcess(x, n, workspaces), false, workspaces);
        }
        // Not network.clear(), which would throw the optimiser's state away.
        for (int i = from; i <= to; i++) {
            network.getLayer(i).clear();
        }
        return x;
    }
}

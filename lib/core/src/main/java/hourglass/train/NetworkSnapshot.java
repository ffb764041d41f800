package hourglass.train;

import hourglass.runtime.ValueScan;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network's weights, its optimiser's state, and its numbers of updates and epochs, as they were at one moment. */
final class NetworkSnapshot implements AutoCloseable {
    private final MultiLayerNetwork network;
    private final INDArray weights;
    private final INDArray optimizer;
    private int updates;
    private int epochs;

    /** Keeps the network's state of this moment. */
    NetworkSnapshot(MultiLayerNetwork network) {
        this.network = network;
        weights = network.params().dup();
        INDArray state = optimizer();
        optimizer = state == null ? null : state.dup();
        updates = network.getIterationCount();
        epochs = network.getEpochCount();
    }

    /** Keeps the network's state of this moment in place of the one before. */
    void keep() {
        weights.assign(network.params());
        if (optimizer != null) {
            optimizer.assign(optimizer());
        }
        updates = network.getIterationCount();
        epochs = network.getEpochCount();
    }

    /** Gives the network the kept state again. */
    void restore() {
        network.params().assign(weights);
        if (optimizer != null) {
            optimizer().assign(optimizer);
        }
        network.setIterationCount(updates);
        network.setEpochCount(epochs);
    }

    /** Says, as the beginning of a sentence, what of the network's present state is no finite number; empty if all is. */
    String fault() {
        long weight = ValueScan.firstNotFinite(network.params());
        if (weight >= 0) {
            return "A weight became " + network.params().getDouble(weight);
        }
        // An infinite mean of squared gradients would stop all learning without any other sign.
        long state = optimizer == null ? -1 : ValueScan.firstNotFinite(optimizer());
        return state < 0 ? "" : "The optimiser's state became " + optimizer().getDouble(state);
    }

    /** Gives the memory back, which would otherwise wait for Java's collector; the snapshot can then no longer be used. */
    @Override
    public void close() {
        weights.close();
        if (optimizer != null) {
            optimizer.close();
        }
    }

    // An optimiser without a state, such as plain gradient descent, has no array.
    private INDArray optimizer() {
        return network.getUpdater().getStateViewArray();
    }
}

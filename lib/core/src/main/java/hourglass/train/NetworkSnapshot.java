package hourglass.train;

import hourglass.network.Network;
import hourglass.runtime.ValueScan;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network's weights, its optimiser's state, and its numbers of updates and epochs, as they were at one moment. */
final class NetworkSnapshot implements AutoCloseable {
    private final Network network;
    private final INDArray weights;
    private final INDArray optimizer;
    private int updates;
    private int epochs;

    /** Keeps the network's state of this moment. */
    NetworkSnapshot(Network network) {
        this.network = network;
        weights = network.parameters().dup();
        INDArray state = optimizer();
        optimizer = state == null ? null : state.dup();
        updates = network.iterationCount();
        epochs = network.epochCount();
    }

    /** Keeps the network's state of this moment in place of the one before. */
    void keep() {
        weights.assign(network.parameters());
        if (optimizer != null) {
            optimizer.assign(optimizer());
        }
        updates = network.iterationCount();
        epochs = network.epochCount();
    }

    /** Gives the network the kept state again. */
    void restore() {
        network.parameters().assign(weights);
        if (optimizer != null) {
            optimizer().assign(optimizer);
        }
        network.setCounts(updates, epochs);
    }

    /** Says, as the beginning of a sentence, what of the network's present state is no finite number; empty if all is. */
    String fault() {
        long weight = ValueScan.firstNotFinite(network.parameters());
        if (weight >= 0) {
            return "A weight became " + network.parameters().getDouble(weight);
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
        return network.madeOptimizerState();
    }
}

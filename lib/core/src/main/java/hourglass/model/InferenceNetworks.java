package hourglass.model;

import hourglass.engine.Accelerator;
import hourglass.engine.step.CompiledInference;
import hourglass.network.Network;
import hourglass.network.NetworkConfiguration;
import hourglass.runtime.Interruption;
import hourglass.runtime.Nd4jState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Networks that share the weights of the one that is trained, so that several threads can send examples through layers at the
 * same time: a layer keeps what it works on in itself. They are made when they are needed.
 *
 * <p>The trained network itself is not among them, so that a listener of a training may encode in the middle of a step. Where
 * {@link CompiledInference} can compute its layers, no other network is needed.
 */
final class InferenceNetworks {
    // More threads than processors gain nothing, but to let them wait for each other costs more than a few networks,
    // and a
    // fair order, in which each example of each thread waits for a turn, costs most.
    private static final int MOST = Math.max(8, Runtime.getRuntime().availableProcessors());

    private final NetworkConfiguration configuration;
    private final Network trained;
    private final Semaphore permits = new Semaphore(MOST);
    private final Deque<Network> free = new ArrayDeque<>();
    private final Map<List<Integer>, Compiled> compiled = new ConcurrentHashMap<>();
    private INDArray weights;

    /** Layers, and the weights that the network had when they were planned. */
    private record Compiled(INDArray weights, CompiledInference layers) {}

    /**
     * Prepares for one network.
     *
     * @param configuration what the network was made from
     * @param trained its weights are shared
     */
    InferenceNetworks(NetworkConfiguration configuration, Network trained) {
        this.configuration = configuration;
        this.trained = trained;
    }

    /**
     * Waits for a network, which the caller has alone until {@link #giveBack}. Nobody may change the weights' place meanwhile.
     *
     * @param doing what is stopped, as in "Stopped while encoding"
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    Network take(String doing) {
        try {
            permits.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            Interruption.check(doing);
        }
        try {
            return next();
        } catch (Throwable e) {
            permits.release();
            throw e;
        }
    }

    private Network next() {
        synchronized (free) {
            if (weights != trained.parameters()) { // An application can give the network another array of weights.
                free.clear();
                weights = trained.parameters();
            }
            if (!free.isEmpty()) {
                return free.pop();
            }
        }
        try (var random = Nd4jState.keepRandom()) {
            return Accelerator.network(configuration, trained.parameters());
        }
    }

    /**
     * Returns layers of the trained network that several threads may use at once.
     *
     * @return null if one of them can only be used by one thread at a time
     */
    CompiledInference compiled(int from, int to) {
        INDArray now = trained.parameters();
        List<Integer> way = List.of(from, to);
        Compiled known = compiled.get(way);
        if (known == null || known.weights != now) {
            known = new Compiled(now, CompiledInference.of(trained, from, to));
            compiled.put(way, known);
        }
        return known.layers;
    }

    /** Lets others use a network that was taken. */
    void giveBack(Network network) {
        synchronized (free) {
            if (network.parameters() == weights) {
                free.push(network);
            }
        }
        permits.release();
    }
}

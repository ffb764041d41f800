package hourglass.model;

import hourglass.engine.Accelerator;
import hourglass.runtime.Interruption;
import hourglass.runtime.Nd4jState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Networks that share the weights of the one that is trained, so that several threads can send examples through layers at the
 * same time: a layer keeps what it works on in itself. They are made when they are needed.
 *
 * <p>The trained network itself is not among them, so that a listener of a training may encode in the middle of a step.
 */
final class InferenceNetworks {
    // More threads than processors gain nothing, but to let them wait for each other costs more than a few networks,
    // and a
    // fair order, in which each example of each thread waits for a turn, costs most.
    private static final int MOST = Math.max(8, Runtime.getRuntime().availableProcessors());

    private final MultiLayerConfiguration configuration;
    private final MultiLayerNetwork trained;
    private final Semaphore permits = new Semaphore(MOST);
    private final Deque<MultiLayerNetwork> free = new ArrayDeque<>();
    private INDArray weights;

    /**
     * Prepares for one network.
     *
     * @param configuration what the network was made from
     * @param trained its weights are shared
     */
    InferenceNetworks(MultiLayerConfiguration configuration, MultiLayerNetwork trained) {
        this.configuration = configuration;
        this.trained = trained;
    }

    /**
     * Waits for a network, which the caller has alone until {@link #giveBack}. Nobody may change the weights' place meanwhile.
     *
     * @param doing what is stopped, as in "Stopped while encoding"
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    MultiLayerNetwork take(String doing) {
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

    private MultiLayerNetwork next() {
        synchronized (free) {
            if (weights != trained.params()) { // An application can give the network another array of weights.
                free.clear();
                weights = trained.params();
            }
            if (!free.isEmpty()) {
                return free.pop();
            }
        }
        try (var random = Nd4jState.keepRandom()) {
            MultiLayerNetwork network = Accelerator.network(configuration);
            network.init(trained.params(), false);
            return network;
        }
    }

    /** Lets others use a network that was taken. */
    void giveBack(MultiLayerNetwork network) {
        synchronized (free) {
            if (network.params() == weights) {
                free.push(network);
            }
        }
        permits.release();
    }
}

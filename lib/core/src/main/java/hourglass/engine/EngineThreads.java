package hourglass.engine;

import hourglass.engine.kernels.OneBlasThread;
import hourglass.network.Network;
import hourglass.runtime.OmpThreads;
import org.deeplearning4j.nn.api.Layer;

/**
 * How many threads the native libraries use while a network computes: the engine divides its work itself.
 *
 * <pre>{@code
 * try (EngineThreads threads = Accelerator.beforeTraining(network)) {
 *     network.fit(batch);
 * }
 * }</pre>
 */
public final class EngineThreads implements AutoCloseable {

    private final OmpThreads omp;
    private final OneBlasThread blas;

    private EngineThreads(Layer[] layers, boolean longWork) {
        omp = OmpThreads.suit(layers);
        blas = longWork && omp.areOne() ? OneBlasThread.hold() : null;
    }

    static EngineThreads forTraining(Layer[] layers) {
        return new EngineThreads(layers, true);
    }

    /**
     * Sets the threads for an inference in the calling thread.
     *
     * @param longWork whether it takes so long that two tenths of a millisecond for setting OpenBLAS' threads do not matter
     */
    public static EngineThreads forInference(Network network, boolean longWork) {
        return new EngineThreads(network.layers(), longWork);
    }

    /** Gives the libraries the numbers of threads that they had before; to be called in the same thread. */
    @Override
    public void close() {
        omp.close();
        if (blas != null) {
            blas.close();
        }
    }
}

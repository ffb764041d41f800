package hourglass.runtime;

import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Leaves ND4J's settings, which the whole process shares, as they were found.
 *
 * <pre>{@code
 * try (var threads = Nd4jState.keepThreads()) {
 *     OmpThreads.suit(network);
 *     // …
 * }
 * }</pre>
 */
public final class Nd4jState {

    private Nd4jState() {}

    /** What sets the kept state again. */
    public interface Kept extends AutoCloseable {
        @Override
        void close();
    }

    /** Keeps how many OpenMP threads ND4J's operations use when the calling thread runs them. */
    public static Kept keepThreads() {
        Nd4j.getBackend(); // NativeOpsHolder is empty until ND4J is loaded.
        NativeOps operations = NativeOpsHolder.getInstance().getDeviceNativeOps();
        int threads = operations.ompGetMaxThreads();
        return () -> operations.setOmpNumThreads(threads);
    }

    /** Keeps the state of ND4J's global random generator, which Deeplearning4j seeds anew for each network that it builds. */
    public static Kept keepRandom() {
        Random random = Nd4j.getRandom();
        long root = random.rootState();
        long node = random.nodeState();
        return () -> random.setStates(root, node);
    }
}

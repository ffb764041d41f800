package hourglass.runtime;

import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Leaves what ND4J shares in the whole process as it was found; for its threads see {@link OmpThreads}.
 *
 * <pre>{@code
 * try (var random = Nd4jState.keepRandom()) {
 *     network.init();
 * }
 * }</pre>
 */
public final class Nd4jState {

    private Nd4jState() {}

    /** Sets the kept state again when it is closed. */
    public interface Kept extends AutoCloseable {
        @Override
        void close();
    }

    /** Keeps the state of ND4J's global random generator, which Deeplearning4j seeds anew for each network that it builds. */
    public static Kept keepRandom() {
        Random random = Nd4j.getRandom();
        long root = random.rootState();
        long node = random.nodeState();
        return () -> random.setStates(root, node);
    }
}

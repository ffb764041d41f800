package hourglass.runtime;

import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * How many OpenMP threads ND4J's own operations use in the calling thread, for as long as a network computes.
 *
 * <p>Measured reason: accelerated layers divide their work themselves, and what is left to ND4J (other optimisers than Adam,
 * copies) is so small that waking OpenMP's threads costs more than they bring: beside other work, where each barrier waits for
 * a thread that does not run, a training of 784-32-784 took 40 s with two threads and 3 s with one. Layers of Deeplearning4j's
 * own, convolutions above all, want every processor. Layers that are neither, such as those of {@code hourglass.layers} or of
 * an application, do little as a rule: they draw a sample, or add a penalty. When the sampling layer of a dense variational
 * network was given every processor, an epoch took 5.7 s instead of 2.1 (lib/PERFORMANCE.md).
 *
 * <pre>{@code
 * try (OmpThreads threads = OmpThreads.suit(network.getLayers())) {
 *     network.output(examples);
 * }
 * }</pre>
 */
public final class OmpThreads implements AutoCloseable {

    private final NativeOps operations;
    private final int before;

    private boolean one;

    private OmpThreads(NativeOps operations) {
        this.operations = operations;
        before = operations.ompGetMaxThreads();
    }

    /**
     * Sets ND4J's threads for a network in the calling thread: as many as there were if one of its layers is Deeplearning4j's
     * own, otherwise one.
     *
     * @return to be closed in the same thread, which gives it the number that it had before
     */
    public static OmpThreads suit(Layer... layers) {
        return hasLayersOfDeeplearning4j(layers) ? current() : one();
    }

    /** Returns whether the operations run in the calling thread alone until this is closed. */
    public boolean areOne() {
        return one;
    }

    /** Lets ND4J's operations run in the calling thread alone; to be closed in the same thread. */
    public static OmpThreads one() {
        OmpThreads threads = current();
        threads.operations.setOmpNumThreads(1);
        threads.one = true;
        return threads;
    }

    /** Does some work during which ND4J's operations, and oneDNN's, run in the calling thread alone. */
    public static <T> T inThisThread(Supplier<T> work) {
        try (OmpThreads one = one()) {
            return work.get();
        }
    }

    /** As {@link #inThisThread(Supplier)}, for work without a result. */
    public static void inThisThread(Runnable work) {
        try (OmpThreads one = one()) {
            work.run();
        }
    }

    /** Returns how many threads ND4J's operations may use in the calling thread. */
    public static int count() {
        return current().before;
    }

    private static OmpThreads current() {
        Nd4j.getBackend(); // NativeOpsHolder is empty until ND4J is loaded.
        return new OmpThreads(NativeOpsHolder.getInstance().getDeviceNativeOps());
    }

    private static boolean hasLayersOfDeeplearning4j(Layer[] layers) {
        for (Layer layer : layers) {
            if (layer.getClass().getPackageName().startsWith("org.deeplearning4j.")) {
                return true;
            }
        }
        return false;
    }

    /** Gives the calling thread the number of threads that it had before. */
    @Override
    public void close() {
        operations.setOmpNumThreads(before);
    }
}

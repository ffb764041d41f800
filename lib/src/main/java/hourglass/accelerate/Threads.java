package hourglass.accelerate;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * How many threads ND4J's own operations use while a network trains.
 *
 * <p>Measured reason: the twins divide their work themselves, and what is left to ND4J (the optimiser, copies) is so small
 * that waking OpenMP's threads costs more than they bring: beside other work, where each barrier waits for a thread that
 * does not run, a training of 784-32-784 took 40 s with two threads and 3 s with one. Layers of Deeplearning4j's own,
 * convolutions above all, want every processor.
 */
public final class Threads {
    private static int chosen;

    private Threads() {}

    /** Sets ND4J's threads for a network: one if all its layers are twins or
     * {@link Lightweight}, as many as ND4J chose itself otherwise. */
    public static synchronized void suit(MultiLayerNetwork network) {
        Nd4j.getBackend(); // NativeOpsHolder is empty until ND4J is loaded.
        var operations = NativeOpsHolder.getInstance().getDeviceNativeOps();
        if (chosen == 0) {
            chosen = operations.ompGetMaxThreads();
        }
        operations.setOmpNumThreads(allTwins(network) ? 1 : chosen);
    }

    private static boolean allTwins(MultiLayerNetwork network) {
        for (Layer layer : network.getLayers()) {
            if (!(layer instanceof Lightweight)
                    && !layer.getClass().getPackageName().equals(Threads.class.getPackageName())) {
                return false;
            }
        }
        return true;
    }
}

package hourglass.runtime;

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
 * convolutions above all, want every processor. Layers that others wrote for themselves do small things as a rule (they
 * draw a sample, or add a penalty): with every processor for the sampling layer of a dense variational network, all its
 * other layers waited, and an epoch took three times as long as PyTorch's.
 */
public final class OmpThreads {
    private static int chosen;

    private OmpThreads() {}

    /**
     * Sets ND4J's threads for a network and the calling thread: as many as ND4J chose itself if one of the network's
     * layers is Deeplearning4j's own, one otherwise.
     */
    public static synchronized void suit(MultiLayerNetwork network) {
        Nd4j.getBackend(); // NativeOpsHolder is empty until ND4J is loaded.
        var operations = NativeOpsHolder.getInstance().getDeviceNativeOps();
        if (chosen == 0) {
            chosen = operations.ompGetMaxThreads();
        }
        operations.setOmpNumThreads(wantsAll(network) ? chosen : 1);
    }

    private static boolean wantsAll(MultiLayerNetwork network) {
        for (Layer layer : network.getLayers()) {
            if (layer.getClass().getPackageName().startsWith("org.deeplearning4j.")) {
                return true;
            }
        }
        return false;
    }
}

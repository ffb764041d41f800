package hourglass.spark;

import java.io.Serializable;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Where a training stands.
 *
 * @param parameters all of the network's
 * @param optimiser its state, for Adam two numbers for each parameter; empty for one without state
 * @param iterations steps taken so far
 * @param pictures how many pictures the training was given since the last average: its weight in the next
 * @param loss the sum of the loss over these pictures, each as a mean over its pixels
 */
record Snapshot(float[] parameters, float[] optimiser, int iterations, long pictures, double loss)
        implements Serializable {

    static Snapshot of(MultiLayerNetwork network, long pictures, double loss) {
        INDArray state = network.getUpdater().getStateViewArray();
        return new Snapshot(
                network.params().dup().data().asFloat(),
                state == null ? new float[0] : state.dup().data().asFloat(),
                network.getIterationCount(),
                pictures,
                loss);
    }

    /** Puts parameters, state and the number of steps into a network of the same layers. */
    void copyInto(MultiLayerNetwork network) {
        network.setParams(
                Nd4j.createFromArray(parameters).reshape(network.params().shape()));
        INDArray state = network.getUpdater().getStateViewArray();
        if (state != null) {
            state.assign(Nd4j.createFromArray(optimiser).reshape(state.shape()));
        }
        network.setIterationCount(iterations);
    }

    /** The same with an optimiser that remembers nothing, which begins with its first step again. */
    Snapshot withFreshOptimiser() {
        return new Snapshot(parameters, new float[optimiser.length], 0, pictures, loss);
    }

    /**
     * The mean, each weighted by its pictures, added up in 64 bits and in the order given. Steps are the most that one of them
     * took; pictures and losses are sums.
     */
    static Snapshot average(List<Snapshot> shares) {
        long pictures = shares.stream().mapToLong(Snapshot::pictures).sum();
        return new Snapshot(
                average(shares.stream().map(Snapshot::parameters).toList(), shares, pictures),
                average(shares.stream().map(Snapshot::optimiser).toList(), shares, pictures),
                shares.stream().mapToInt(Snapshot::iterations).max().orElseThrow(),
                pictures,
                shares.stream().mapToDouble(Snapshot::loss).sum());
    }

    private static float[] average(List<float[]> numbers, List<Snapshot> shares, long pictures) {
        double[] sum = new double[numbers.get(0).length];
        for (int share = 0; share < shares.size(); share++) {
            float[] one = numbers.get(share);
            double weight = (double) shares.get(share).pictures() / pictures;
            for (int i = 0; i < sum.length; i++) {
                sum[i] += weight * one[i];
            }
        }
        float[] mean = new float[sum.length];
        for (int i = 0; i < sum.length; i++) {
            mean[i] = (float) sum[i];
        }
        return mean;
    }
}

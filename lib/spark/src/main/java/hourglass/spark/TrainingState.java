package hourglass.spark;

import java.io.Serializable;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The state of a training between two rounds: what a partition starts from, and what it sends back.
 *
 * @param parameters all of the network's
 * @param optimiser its state, for Adam two numbers for each parameter; empty for one without state
 * @param iterations steps taken so far
 * @param examples how many examples the training was given since the last average: its weight in the next
 * @param loss the sum of the loss over these examples, each as a mean over its numbers
 */
record TrainingState(float[] parameters, float[] optimiser, int iterations, long examples, double loss)
        implements Serializable {

    static TrainingState of(MultiLayerNetwork network, long examples, double loss) {
        INDArray state = network.getUpdater().getStateViewArray();
        return new TrainingState(
                network.params().dup().data().asFloat(),
                state == null ? new float[0] : state.dup().data().asFloat(),
                network.getIterationCount(),
                examples,
                loss);
    }

    /** Puts parameters, the optimiser's state and the number of steps into a network of the same layers. */
    void copyInto(MultiLayerNetwork network) {
        network.setParams(
                Nd4j.createFromArray(parameters).reshape(network.params().shape()));
        INDArray state = network.getUpdater().getStateViewArray();
        if (state != null) {
            state.assign(Nd4j.createFromArray(optimiser).reshape(state.shape()));
        }
        network.setIterationCount(iterations);
    }

    /** Returns this state with the optimiser's own state and the number of steps set to zero. */
    TrainingState withFreshOptimiser() {
        return new TrainingState(parameters, new float[optimiser.length], 0, examples, loss);
    }

    /**
     * Returns the mean of some states, each weighted by its examples. Sums are in 64 bits and in the order given, so that the
     * result is always the same. The number of steps is the largest of theirs; examples and losses are added up.
     */
    static TrainingState average(List<TrainingState> states) {
        long examples = states.stream().mapToLong(TrainingState::examples).sum();
        return new TrainingState(
                average(states.stream().map(TrainingState::parameters).toList(), states, examples),
                average(states.stream().map(TrainingState::optimiser).toList(), states, examples),
                states.stream().mapToInt(TrainingState::iterations).max().orElseThrow(),
                examples,
                states.stream().mapToDouble(TrainingState::loss).sum());
    }

    private static float[] average(List<float[]> numbers, List<TrainingState> states, long examples) {
        double[] sum = new double[numbers.get(0).length];
        for (int state = 0; state < states.size(); state++) {
            float[] one = numbers.get(state);
            double weight = (double) states.get(state).examples() / examples;
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

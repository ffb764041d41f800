package hourglass.train;

import hourglass.network.Network;
import hourglass.network.ScoreListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.optimize.api.TrainingListener;

/**
 * Adds up the loss of a batch over its updates.
 *
 * <p>There is one update for a batch, unless the network is trained by truncated back-propagation through time: then each
 * segment of the sequences has its own, and Deeplearning4j keeps the score of the last segment alone.
 */
final class BatchLoss extends ScoreListener {

    private final Network network;
    private final MeanLoss meanLoss;
    private final AuxiliaryLosses terms;
    private final long[] outputShape;
    private List<TrainingListener> others = List.of();
    private double measured;
    private double sum;
    private boolean learned;

    /**
     * Prepares for the batches of a network.
     *
     * @param outputShape the shape of its output, of whole sequences
     */
    BatchLoss(Network network, MeanLoss meanLoss, AuxiliaryLosses terms, long[] outputShape) {
        this.network = network;
        this.meanLoss = meanLoss;
        this.terms = terms;
        this.outputShape = outputShape;
    }

    /**
     * Refuses what Deeplearning4j passes over with a warning in its log, without any training.
     *
     * @throws IllegalArgumentException if a network with truncated back-propagation is given anything but sequences
     */
    static void requireSequences(Network network, long[] inputShape, long[] outputShape) {
        if (network.configuration().layers().getBackpropType() != BackpropType.TruncatedBPTT) {
            return;
        }
        if (inputShape.length != 3 || outputShape.length != 3 || inputShape[2] != outputShape[2]) {
            throw new IllegalArgumentException(
                    "Truncated back-propagation divides sequences [n, features, steps], but the"
                            + " examples have the shape " + Arrays.toString(inputShape) + " and the network's output "
                            + Arrays.toString(outputShape) + ": set .backpropType(BackpropType.Standard).");
        }
    }

    /**
     * Refuses sequences of which not all values count, where the loss of a segment could not be weighed.
     *
     * @throws IllegalArgumentException if the network is trained by truncated back-propagation
     */
    static void requireStandardBackpropagation(Network network, Examples examples) {
        if (!examples.complete() && network.configuration().layers().getBackpropType() == BackpropType.TruncatedBPTT) {
            throw new IllegalArgumentException(
                    "Truncated back-propagation takes sequences of one length without gaps: set"
                            + " .backpropType(BackpropType.Standard), or cut them into pieces of one length.");
        }
    }

    /** Begins to listen to the network, for one batch. */
    void begin() {
        sum = 0;
        learned = false;
        others = new ArrayList<>(network.listeners());
        network.model().addListeners(this);
    }

    /** Leaves the network with the listeners that it had before. */
    void end() {
        network.model().setListeners(others);
    }

    /** Returns the loss of the batch per output value; each segment's is that of before its update. */
    double get() {
        return sum;
    }

    /** Whether an update of this batch has followed from a finite loss. */
    boolean learned() {
        return learned;
    }

    // Before the update, which changes the regularisation terms that the score contains. A line search comes here
    // several times, and the last one counts.
    @Override
    public void onBackwardPass(Model model) {
        measured = meanLoss.perValue(network.score(), outputShape, network.batchSize());
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        sum += measured;
        terms.add(network.batchSize());
        learned |= Double.isFinite(sum);
    }
}

package hourglass.train;

import hourglass.layers.TeacherForcingLayer;
import hourglass.network.Network;
import hourglass.runtime.ArrayViews;
import hourglass.runtime.Interruption;
import hourglass.runtime.MemoryErrors;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMAE;
import org.nd4j.linalg.lossfunctions.impl.LossMAPE;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossMSLE;

/**
 * Brings Deeplearning4j's scores to one reduction: the mean per output value, that is per pixel of a picture.
 *
 * <p>Deeplearning4j sums most losses over the outputs and divides by the number of examples, but its "mean" losses (mean
 * squared error and its kin) also divide by the number of columns, and the regularisation terms and
 * {@linkplain hourglass.layers.ActivityPenalty penalties} are added on top.
 */
public final class MeanLoss {
    // Larger chunks of small examples gain nothing.
    private static final long CHUNK = 1000;
    private static final String DOING = "measuring the loss";

    private final Network network;
    private final NetworkAccess access;

    /**
     * Prepares for one network.
     *
     * @param access held while the network is used
     */
    public MeanLoss(Network network, NetworkAccess access) {
        this.network = network;
        this.access = access;
    }

    /**
     * Returns the mean loss per output value of what the network, in its inference mode, makes of examples.
     *
     * @param examples [n, …] what the network is given, and which of the targets count
     * @param targets [n, …] what it should put out
     * @throws java.util.concurrent.CancellationException if the thread was interrupted before the last chunk of examples
     */
    public double of(Examples examples, INDArray targets) {
        return of(examples, targets, 0);
    }

    /**
     * As {@link #of(Examples, INDArray)}, but goes on for a second after the thread was interrupted. Most validation sets are
     * done by then, so that the last epoch of a training that is stopped has its loss.
     */
    double ofWithinASecond(Examples examples, INDArray targets) {
        return of(examples, targets, TimeUnit.SECONDS.toNanos(1));
    }

    private double of(Examples examples, INDArray targets, long grace) {
        return MemoryErrors.explained(
                "measuring the loss of " + targets.size(0) + " examples",
                () -> chunks(examples, targets, new Deadline(grace)));
    }

    /** When an interrupt ends the work. */
    private static final class Deadline {
        private final long grace;
        private long noticed;

        Deadline(long grace) {
            this.grace = grace;
        }

        void check() {
            if (Thread.currentThread().isInterrupted()) {
                long now = System.nanoTime();
                noticed = noticed == 0 ? now : noticed;
                if (now - noticed >= grace) {
                    Interruption.check(DOING);
                }
            }
        }
    }

    private double chunks(Examples examples, INDArray targets, Deadline deadline) {
        INDArray all = examples.values();
        long n = all.size(0);
        long chunk =
                Chunks.size(network.configuration(), 0, network.configuration().last(), all, CHUNK);
        long[] shape = outputShape(all);
        requireAsMany(shape, targets);
        requireOutputForEachStep(shape, examples);
        double sum = 0;
        double weight = 0;
        for (long start = 0; start < n; start += chunk) {
            long end = Math.min(n, start + chunk);
            Examples part = examples.part(start, end);
            deadline.check();
            access.acquireAtOnceOr(DOING);
            try {
                if (network.isTeacherForced()) {
                    // Given its own output, the network puts out the same again, and all at once.
                    TeacherForcingLayer.setSteps(network.layers(), output(part, deadline));
                }
                INDArray wanted = target(ArrayViews.of(targets, start, end), shape);
                double score = network.score(new DataSet(part.values(), wanted, part.steps(), part.known()));
                sum += (end - start) * perValue(score, shape, end - start);
                weight += part.weight();
            } finally {
                access.release();
            }
        }
        return sum / weight;
    }

    private INDArray output(Examples part, Deadline deadline) {
        network.setSteps(part.steps());
        try {
            return network.output(part.values(), deadline::check);
        } finally {
            network.setSteps(null);
        }
    }

    /**
     * The shape of the network's output for one example, [1, …], learned by sending the first one through.
     *
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    long[] outputShape(INDArray examples) {
        access.acquireAtOnceOr(DOING);
        try {
            return network.output(ArrayViews.of(examples, 0, 1), () -> {}).shape();
        } finally {
            access.release();
        }
    }

    /**
     * Compares the size of the network's output with that of the targets, before Deeplearning4j reshapes one to the other.
     *
     * @throws IllegalArgumentException if the network puts out more or fewer numbers for each example
     */
    static void requireAsMany(long[] outputShape, INDArray targets) {
        long output = numbers(outputShape);
        long wanted = targets.length() / targets.size(0);
        if (output != wanted) {
            throw new IllegalArgumentException("The network puts out " + output + " numbers for an example of " + wanted
                    + ": change its last layers so that it gives back its input.");
        }
    }

    /**
     * Refuses networks in whose output nobody can tell which values do not count.
     *
     * @throws IllegalArgumentException if not all values count, and the network puts out no sequences
     */
    static void requireOutputForEachStep(long[] outputShape, Examples examples) {
        boolean rows = examples.values().rank() == 2 && outputShape.length == 2;
        if (!examples.complete() && outputShape.length != 3 && !rows) {
            throw new IllegalArgumentException("The network puts out "
                    + Arrays.toString(Arrays.copyOfRange(outputShape, 1, outputShape.length))
                    + " numbers for a sequence, and only one that puts out [channels, time] can leave out steps and gaps:"
                    + " end it with an RnnOutputLayer.");
        }
    }

    private static long numbers(long[] shape) {
        return Arrays.stream(shape).skip(1).reduce(1, Math::multiplyExact);
    }

    /** The examples in the shape of the network's output. */
    static INDArray target(INDArray examples, long[] outputShape) {
        long[] shape = outputShape.clone();
        shape[0] = examples.size(0);
        return examples.reshape(shape);
    }

    /**
     * A score of Deeplearning4j without regularisation terms and penalties, as a mean over the output values. Where not all
     * values count, it is their sum for an example divided by all the values that an example has room for.
     *
     * @param examples how many examples it was measured on
     */
    double perValue(double score, long[] outputShape, long examples) {
        double loss = score - network.regularization();
        return loss / divisor(outputShape) / (sumsExamples() ? examples : 1);
    }

    /** Whether a score is the sum over the examples, as that of output layers with weights is with miniBatch(false). */
    private boolean sumsExamples() {
        Layer layer = network.outputLayer().conf().getLayer();
        return layer instanceof BaseOutputLayer && !network.outputLayer().conf().isMiniBatch();
    }

    /** What a score is divided by to be a mean per output value. */
    double divisor(long[] outputShape) {
        long columns = outputShape[1];
        long values = numbers(outputShape);
        return dividesByColumns() ? (double) values / columns : values;
    }

    private boolean dividesByColumns() {
        ILossFunction loss = lossFunction(network.outputLayer().conf().getLayer());
        return loss instanceof LossMSE
                || loss instanceof LossMAE
                || loss instanceof LossMAPE
                || loss instanceof LossMSLE;
    }

    /**
     * Returns the loss that an output layer measures.
     *
     * @return null if it is of a kind whose loss is not known here
     */
    public static ILossFunction lossFunction(Layer layer) {
        if (layer instanceof BaseOutputLayer output) {
            return output.getLossFn();
        }
        if (layer instanceof LossLayer plain) {
            return plain.getLossFn();
        }
        if (layer instanceof CnnLossLayer pictures) {
            return pictures.getLossFn();
        }
        return layer instanceof RnnLossLayer sequences ? sequences.getLossFn() : null;
    }
}

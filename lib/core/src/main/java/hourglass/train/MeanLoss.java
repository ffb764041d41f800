package hourglass.train;

import hourglass.layers.AutoregressiveDecoder;
import hourglass.layers.TeacherForcingLayer;
import hourglass.runtime.ArrayViews;
import hourglass.runtime.MemoryErrors;
import java.util.concurrent.locks.ReentrantLock;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMAE;
import org.nd4j.linalg.lossfunctions.impl.LossMAPE;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossMSLE;

/**
 * Brings Deeplearning4j's scores to one reduction: the mean per pixel.
 *
 * <p>Deeplearning4j sums most losses over the outputs and divides by the number of examples, but its "mean" losses (mean
 * squared error and its kin) also divide by the number of columns, and the regularisation terms and
 * {@linkplain hourglass.layers.ActivityPenalty penalties} are added on top.
 */
public final class MeanLoss {
    private static final int CHUNK = 1000;

    private final MultiLayerNetwork network;
    private final ReentrantLock access;

    public MeanLoss(MultiLayerNetwork network, ReentrantLock access) {
        this.network = network;
        this.access = access;
    }

    /** The mean loss per pixel of what the network, in its inference mode, makes of [n, …] examples. */
    public double of(INDArray examples, INDArray targets) {
        return MemoryErrors.explained(
                "measuring the loss of " + examples.size(0) + " examples", () -> chunks(examples, targets));
    }

    private double chunks(INDArray examples, INDArray targets) {
        long n = examples.size(0);
        long[] shape = outputShape(examples);
        double sum = 0;
        for (long start = 0; start < n; start += CHUNK) {
            long end = Math.min(n, start + CHUNK);
            INDArray input = ArrayViews.of(examples, start, end);
            access.lock();
            try {
                if (TeacherForcingLayer.in(network)) {
                    // Told its own output, the network puts out the same again, and all at once.
                    TeacherForcingLayer.setSteps(
                            network, AutoregressiveDecoder.run(network, 0, network.getnLayers() - 1, input));
                }
                double score =
                        network.score(new DataSet(input, target(ArrayViews.of(targets, start, end), shape)), false);
                sum += (end - start) * perPixel(score, shape);
            } finally {
                access.unlock();
            }
        }
        return sum / n;
    }

    /** The shape of the network's output for one example, [1, …], learned by sending the first one through. */
    long[] outputShape(INDArray examples) {
        access.lock();
        try {
            return AutoregressiveDecoder.run(network, 0, network.getnLayers() - 1, ArrayViews.of(examples, 0, 1))
                    .shape();
        } finally {
            access.unlock();
        }
    }

    /** The examples in the shape of the network's output. */
    static INDArray target(INDArray examples, long[] outputShape) {
        long[] shape = outputShape.clone();
        shape[0] = examples.size(0);
        return examples.reshape(shape);
    }

    /** A score of Deeplearning4j, freed of regularisation terms and penalties and divided down to one pixel. */
    double perPixel(double score, long[] outputShape) {
        return (score - network.calcRegularizationScore(true)) / divisor(outputShape);
    }

    /** What a score is divided by to be a mean per pixel. */
    double divisor(long[] outputShape) {
        long columns = outputShape[1];
        long pixels = 1;
        for (int i = 1; i < outputShape.length; i++) {
            pixels *= outputShape[i];
        }
        return dividesByColumns() ? (double) pixels / columns : pixels;
    }

    private boolean dividesByColumns() {
        ILossFunction loss = lossOf(network.getOutputLayer().conf().getLayer());
        return loss instanceof LossMSE
                || loss instanceof LossMAE
                || loss instanceof LossMAPE
                || loss instanceof LossMSLE;
    }

    private static ILossFunction lossOf(Layer layer) {
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

package hourglass.train;

import hourglass.data.Corruption;
import hourglass.data.RandomOrder;
import hourglass.layers.TeacherForcingLayer;
import hourglass.runtime.ArrayViews;
import hourglass.runtime.MemoryErrors;
import hourglass.runtime.ParallelCopy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One call of fit: epochs of shuffled batches, each gathered into the same memory. */
public final class TrainingLoop {
    private final MultiLayerNetwork network;
    private final ReentrantLock access;
    private final Training settings;
    private final MeanLoss pixelLoss;
    private final Checkpoint checkpoint;
    private final AuxiliaryLosses terms;

    public TrainingLoop(MultiLayerNetwork network, ReentrantLock access, Training settings, Checkpoint checkpoint) {
        this.network = network;
        this.access = access;
        this.settings = settings;
        this.pixelLoss = new MeanLoss(network, access);
        this.checkpoint = checkpoint;
        this.terms = new AuxiliaryLosses(network);
    }

    public History run(INDArray train, INDArray validation) {
        return MemoryErrors.explained(
                "training with batches of " + settings.batchSize(), () -> epochs(train, validation));
    }

    private History epochs(INDArray train, INDArray validation) {
        int n = (int) train.size(0);
        int batchSize = Math.min(n, settings.batchSize());
        long width = train.length() / n;
        INDArray examples = train.reshape(n, width);
        INDArray gathered = Nd4j.createUninitialized(train.dataType(), new long[] {batchSize, width}, 'c');
        Corruption corruption = settings.corruption().fittedTo(train);
        INDArray corrupted = corruption.isNone() ? gathered : gathered.ulike();
        INDArray validationInput = validation == null || corruption.isNone()
                ? validation
                : corruption.corrupt(validation, settings.seed());
        long[] inputShape = train.shape().clone();
        long[] outputShape = pixelLoss.outputShape(train);
        int[] order = RandomOrder.identity(n);
        Random random = new Random(settings.seed());
        Progress progress = settings.progress(n);
        INDArray lastGood = network.params().dup();
        List<History.Epoch> epochs = new ArrayList<>();
        boolean interrupted = false;

        for (int epoch = 1; epoch <= settings.epochs() && !interrupted; epoch++) {
            long started = System.nanoTime();
            if (settings.shuffled()) {
                RandomOrder.shuffle(order, random::nextInt);
            }
            double sum = 0;
            int seen = 0;
            while (seen < n && !interrupted) {
                int size = Math.min(batchSize, n - seen);
                int[] indices = java.util.Arrays.copyOfRange(order, seen, seen + size);
                INDArray batch = ArrayViews.of(gathered, 0, size);
                ParallelCopy.rows(examples, indices, batch);
                INDArray input = corrupted == gathered ? batch : ArrayViews.of(corrupted, 0, size);
                corruption.corrupt(batch, indices, settings.seed(), network.getEpochCount(), input);
                inputShape[0] = size;
                double loss = step(input.reshape(inputShape), MeanLoss.target(batch, outputShape), outputShape);
                if (!Double.isFinite(loss)) {
                    network.params().assign(lastGood);
                    throw new IllegalStateException("The loss became " + loss + " in epoch " + epoch + terms.fault()
                            + ": the weights are those of the epoch before; lower the learning rate.");
                }
                seen += size;
                sum += size * loss;
                progress.batch(seen, sum / seen);
                interrupted = Thread.currentThread().isInterrupted();
            }
            if (seen == n) {
                double seconds = (System.nanoTime() - started) / 1e9;
                double validated = validation == null ? Double.NaN : pixelLoss.of(validationInput, validation);
                lastGood.assign(network.params());
                network.incrementEpochCount();
                progress.epoch(validated);
                List<History.Term> means = terms.take(pixelLoss.divisor(outputShape));
                epochs.add(new History.Epoch(epoch, sum / n, validated, seconds, n, means));
                checkpoint.epoch(epoch, validated);
            }
        }
        boolean early = epochs.size() < settings.epochs();
        History history = new History(epochs, interrupted && early);
        // A kernel's output is a socket, which a thread with the flag set may not write to without closing it.
        boolean flag = Thread.interrupted();
        progress.end(history);
        if (flag) {
            Thread.currentThread().interrupt();
        }
        checkpoint.finish(history);
        return history;
    }

    private double step(INDArray input, INDArray target, long[] outputShape) {
        access.lock();
        try {
            TeacherForcingLayer.setSteps(network, target);
            network.fit(input, target);
            terms.add((int) input.size(0));
            return pixelLoss.perPixel(network.score(), outputShape);
        } finally {
            access.unlock();
        }
    }
}

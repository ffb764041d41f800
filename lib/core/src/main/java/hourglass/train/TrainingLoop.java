package hourglass.train;

import hourglass.data.Corruption;
import hourglass.layers.TeacherForcingLayer;
import hourglass.network.Network;
import hourglass.runtime.ArrayViews;
import hourglass.runtime.MemoryErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** One call of fit: epochs of batches. */
public final class TrainingLoop {
    // Examples of ordinary size, such as temperatures or years, are no reason for a loss that is no number.
    private static final double LARGE = 10_000;

    private final Network network;
    private final NetworkAccess access;
    private final Training settings;
    private final MeanLoss meanLoss;
    private final Checkpoint checkpoint;
    private final PeriodicCheckpoint periodic;
    private final AuxiliaryLosses terms;

    /**
     * Prepares one training.
     *
     * @param access held while the network is used, and free between two batches
     * @param settings epochs, batch size, order
     * @param checkpoint keeps the best epoch's model
     * @param periodic keeps the model of every few epochs
     */
    public TrainingLoop(
            Network network,
            NetworkAccess access,
            Training settings,
            Checkpoint checkpoint,
            PeriodicCheckpoint periodic) {
        this.network = network;
        this.access = access;
        this.settings = settings;
        this.meanLoss = new MeanLoss(network, access);
        this.checkpoint = checkpoint;
        this.periodic = periodic;
        this.terms = new AuxiliaryLosses(network);
    }

    /**
     * Trains for all epochs, or until the thread is interrupted.
     *
     * @param train the examples
     * @param validation examples on which the loss is measured after each epoch, or null
     * @throws IllegalArgumentException if a batch cannot be trained with; the network is then as it was at the end of the last
     *     good epoch
     * @throws IllegalStateException if the loss, a weight or the optimiser's state is no longer a finite number; the network
     *     is then as it was at the end of the last good epoch
     */
    public History run(Batches train, Validation validation) {
        try {
            return MemoryErrors.explained(
                    "training with batches of " + settings.batchSize(), () -> epochs(train, validation));
        } finally {
            forgetLastBatch();
        }
    }

    /** The network would otherwise hold the last batch, which after an error may be what filled the memory. */
    private void forgetLastBatch() {
        access.acquire(); // Another thread may be sending examples through these layers.
        try {
            network.forgetBatch();
        } finally {
            access.release();
        }
    }

    private History epochs(Batches train, Validation validation) {
        try (EarlyStopping stopping = new EarlyStopping(settings, network);
                NetworkSnapshot lastGood = new NetworkSnapshot(network)) {
            return epochs(train, validation, stopping, lastGood);
        }
    }

    private History epochs(Batches train, Validation validation, EarlyStopping stopping, NetworkSnapshot lastGood) {
        Examples some = train.some();
        Corruption corruption = settings.corruption().fittedTo(some.values());
        Validation held =
                validation == null || corruption.isNone() ? validation : validation.with(corruption, settings.seed());
        long[] outputShape = meanLoss.outputShape(some.values());
        MeanLoss.requireAsMany(outputShape, some.values());
        MeanLoss.requireOutputForEachStep(outputShape, some);
        BatchLoss.requireSequences(network, some.values().shape(), outputShape);
        BatchLoss.requireStandardBackpropagation(network, some);
        Progress progress = settings.progress(network.epochCount(), train.examples());
        List<History.Epoch> epochs = new ArrayList<>();
        BatchLoss batchLoss = new BatchLoss(network, meanLoss, terms, outputShape);
        INDArray noisy = null;
        boolean interrupted = false;

        for (int i = 0; i < settings.epochs() && !interrupted && !stopping.isOver(); i++) {
            int epoch = network.epochCount() + 1;
            List.copyOf(network.listeners()).forEach(listener -> listener.onEpochStart(network.model()));
            long started = System.nanoTime();
            double sum = 0;
            int seen = 0;
            double weight = 0;
            DataSet last = null;
            train.begin(network.epochCount());
            while (!interrupted && hasNext(train, lastGood)) {
                Batches.Batch batch = next(train, lastGood);
                Examples part = batch.clean();
                int size = (int) part.values().size(0);
                INDArray target = MeanLoss.target(part.values(), outputShape);
                if (!corruption.isNone()) {
                    if (noisy == null || noisy.size(0) < size) {
                        noisy = part.values().ulike();
                    }
                    INDArray input = ArrayViews.of(noisy, 0, size);
                    try {
                        corruption.corrupt(
                                part.values(), batch.numbers(), settings.seed(), network.epochCount(), input);
                    } catch (CancellationException e) { // An interrupt ends a training with its history.
                        interrupted = true;
                        break;
                    } catch (IllegalArgumentException e) { // A value that does not fit those of the first batch.
                        restore(lastGood);
                        throw e;
                    }
                    part = part.withNoise(input);
                }
                last = new DataSet(part.values(), target, part.steps(), part.known());
                double loss;
                try {
                    loss = step(last, batchLoss);
                } catch (CancellationException e) { // While it waited for another thread.
                    interrupted = true;
                    break;
                }
                if (!Double.isFinite(loss)) {
                    throw i == 0 && seen == 0 && !batchLoss.learned()
                            ? beforeLearning(lastGood, loss, some.values())
                            : diverged(lastGood, "The loss became " + loss + " in epoch " + epoch + terms.fault());
                }
                seen += size;
                sum += size * loss;
                weight += part.weight();
                progress.batch(seen, sum / weight);
                for (Training.Listener listener : settings.listeners()) {
                    listener.batch(epoch, seen, sum / weight);
                }
                interrupted = Thread.currentThread().isInterrupted();
            }
            boolean complete = !hasNext(train, lastGood);
            double seconds = (System.nanoTime() - started) / 1e9;
            double validated = Double.NaN;
            try {
                if (held != null && complete) {
                    validated = held.loss(meanLoss);
                }
            } catch (IllegalArgumentException e) {
                restore(lastGood);
                throw e;
            } catch (CancellationException e) { // The epoch is done, but nobody knows how good it is.
                interrupted = true;
            }
            requireGood(lastGood, epoch, last, validated);
            if (complete) {
                List.copyOf(network.listeners()).forEach(listener -> listener.onEpochEnd(network.model()));
                network.incrementEpochCount();
                lastGood.keep();
                stopping.epoch(validated);
                progress.epoch(seen, validated);
                List<History.Term> means = terms.take(seen, meanLoss.divisor(outputShape));
                History.Epoch record = new History.Epoch(epoch, sum / weight, validated, seconds, seen, means);
                epochs.add(record);
                checkpoint.epoch(epoch, validated);
                periodic.epoch(epoch);
                settings.listeners().forEach(listener -> listener.epoch(record));
            }
        }
        boolean early = epochs.size() < settings.epochs() && !stopping.isOver();
        boolean unjudged = validation != null
                && !epochs.isEmpty()
                && Double.isNaN(epochs.get(epochs.size() - 1).validationLoss());
        History history = new History(epochs, interrupted && (early || unjudged));
        stopping.restore();
        // A kernel's output is a socket, which a thread with the flag set may not write to without closing it.
        boolean flag = Thread.interrupted();
        progress.end(history);
        if (flag) {
            Thread.currentThread().interrupt();
        }
        checkpoint.finish(history);
        periodic.finish(history);
        settings.listeners().forEach(listener -> listener.end(history));
        return history;
    }

    private boolean hasNext(Batches train, NetworkSnapshot lastGood) {
        return orRestored(train::hasNext, lastGood);
    }

    private Batches.Batch next(Batches train, NetworkSnapshot lastGood) {
        return orRestored(train::next, lastGood);
    }

    /** Half of an epoch that cannot be ended is nothing that anybody has asked for. */
    private <R> R orRestored(Supplier<R> reading, NetworkSnapshot lastGood) {
        try {
            return reading.get();
        } catch (RuntimeException e) {
            restore(lastGood);
            throw e;
        }
    }

    private double step(DataSet batch, BatchLoss loss) {
        access.acquireAtOnceOr("training");
        try {
            TeacherForcingLayer.setSteps(network.layers(), batch.getLabels());
            loss.begin();
            network.fit(batch);
            return loss.get();
        } finally {
            loss.end();
            access.release();
        }
    }

    /**
     * Looks for what the last update of an epoch has broken, which no later batch would show. The loss of the last batch is
     * measured once more, unless the validation has shown that the network still gives numbers.
     *
     * @param last the last batch, or null if the epoch was interrupted before its first
     */
    private void requireGood(NetworkSnapshot lastGood, int epoch, DataSet last, double validated) {
        access.acquire();
        try {
            String fault = lastGood.fault();
            if (fault.isEmpty() && !Double.isFinite(validated) && last != null) {
                TeacherForcingLayer.setSteps(network.layers(), last.getLabels());
                double loss = network.score(last);
                fault = Double.isFinite(loss) ? "" : "The loss became " + loss;
            }
            if (!fault.isEmpty()) {
                throw diverged(lastGood, fault + " with the last update of epoch " + epoch);
            }
        } finally {
            access.release();
        }
    }

    private IllegalStateException diverged(NetworkSnapshot lastGood, String what) {
        restore(lastGood);
        return new IllegalStateException(
                what + ": the weights are those of the epoch before; lower the learning rate.");
    }

    /** The first loss is measured before any update, so no learning rate is to blame for it. */
    private IllegalStateException beforeLearning(NetworkSnapshot lastGood, double loss, INDArray train) {
        String term = terms.fault();
        restore(lastGood);
        String weights = lastGood.fault();
        if (!weights.isEmpty() && !term.isEmpty()) {
            return diverged(lastGood, "The loss became " + loss + " in epoch 1" + term);
        }
        if (!weights.isEmpty()) {
            return new IllegalStateException(
                    weights + " before this training: load a model that was saved earlier, or build it anew.");
        }
        double reach = Math.max(
                Math.abs(train.minNumber().doubleValue()),
                Math.abs(train.maxNumber().doubleValue()));
        String cause = reach > LARGE
                ? String.format(
                        Locale.ROOT,
                        "the examples reach %.4g; scale them to about 1, or choose another loss or smaller weights.",
                        reach)
                : "the loss cannot take what the network puts out for these examples; choose an activation of the last layer"
                        + " that fits the loss (SOFTPLUS for POISSON, say), or smaller weights.";
        return new IllegalStateException("The loss is " + loss + " before the first update" + term
                + ", so the learning rate is not the cause: " + cause);
    }

    private void restore(NetworkSnapshot lastGood) {
        access.acquire();
        try {
            lastGood.restore();
        } finally {
            access.release();
        }
    }
}

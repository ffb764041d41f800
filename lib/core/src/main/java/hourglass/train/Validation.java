package hourglass.train;

import hourglass.data.Corruption;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Examples on which the loss is measured after each epoch. */
public sealed interface Validation {

    /**
     * Measures the loss, for a second at most after the thread was interrupted.
     *
     * @throws java.util.concurrent.CancellationException if that was not enough
     */
    double loss(MeanLoss meanLoss);

    /** Returns these examples with the noise of a training on what the network is given, drawn once. */
    Validation with(Corruption corruption, long seed);

    /**
     * Examples that are in memory.
     *
     * @param given what the network is given
     * @param wanted [n, …] what it should give back
     */
    record OfArray(Examples given, INDArray wanted) implements Validation {
        @Override
        public double loss(MeanLoss meanLoss) {
            return meanLoss.ofWithinASecond(given, wanted);
        }

        @Override
        public Validation with(Corruption corruption, long seed) {
            return new OfArray(given.withNoise(corruption.corrupt(given.values(), seed)), wanted);
        }
    }

    /**
     * Examples that come batch by batch.
     *
     * @param corruption noise on what the network is given
     */
    record OfBatches(Batches batches, Corruption corruption, long seed) implements Validation {
        @Override
        public double loss(MeanLoss meanLoss) {
            double sum = 0;
            double weight = 0;
            batches.begin(0);
            while (batches.hasNext()) {
                Batches.Batch batch = batches.next();
                Examples clean = batch.clean();
                Examples given = clean;
                if (!corruption.isNone()) {
                    INDArray noisy = clean.values().ulike();
                    corruption.corrupt(clean.values(), batch.numbers(), seed, 0, noisy);
                    given = clean.withNoise(noisy);
                }
                sum += clean.weight() * meanLoss.ofWithinASecond(given, clean.values());
                weight += clean.weight();
            }
            return sum / weight;
        }

        @Override
        public Validation with(Corruption noise, long itsSeed) {
            return new OfBatches(batches, noise, itsSeed);
        }
    }
}

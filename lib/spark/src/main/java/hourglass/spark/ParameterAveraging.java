package hourglass.spark;

import hourglass.model.Autoencoder;
import hourglass.train.History;
import hourglass.train.Training;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Trains one network on many partitions by averaging: in each round every partition starts from the same parameters, trains on
 * its own examples, and the driver takes the mean, weighted by examples (McDonald, Hall and Mann: Distributed Training
 * Strategies for the Structured Perceptron, NAACL 2010, "iterative parameter mixing"; for networks Povey, Zhang and Khudanpur,
 * arXiv:1410.7455).
 *
 * <pre>{@code
 * ParameterAveraging averaging = ParameterAveraging.of(spark, configuration).batchSize(64);
 * for (int round = 0; round < 10; round++) {
 *     averaging.round(examples);
 * }
 * Autoencoder autoencoder = averaging.autoencoder();
 * }</pre>
 *
 * <p>The optimiser's state is averaged like the parameters and travels with them, so that one partition is ordinary training,
 * step for step. If each executor kept its own, that state would be lost with the executor. So a task depends only on what it
 * is sent: one that is lost is repeated elsewhere, with the same result.
 *
 * <p>One round counts as one epoch for the schedule of a learning rate. One object must not be used by several threads at a time.
 */
public final class ParameterAveraging {
    // So many batches share the fixed cost of a call of fit, and a partition is still never in memory as a whole.
    private static final int BATCHES_IN_MEMORY = 64;
    // More than any number of partitions, so that no partition of another round shuffles with the same seed.
    private static final long SEEDS_OF_A_ROUND = 1_000_003;

    private final JavaSparkContext spark;
    private final String configuration;
    private final Autoencoder autoencoder;
    private int batchSize = 128;
    private long seed = 42;
    private boolean forgets;
    private int rounds;

    private ParameterAveraging(JavaSparkContext spark, MultiLayerConfiguration configuration) {
        this.spark = spark;
        this.configuration = configuration.toJson();
        this.autoencoder = Autoencoder.of(configuration);
    }

    /**
     * Begins with fresh weights, drawn from the configuration's own seed: batches of 128, seed 42.
     *
     * @param configuration as for {@link Autoencoder#of}
     */
    public static ParameterAveraging of(JavaSparkContext spark, MultiLayerConfiguration configuration) {
        return new ParameterAveraging(spark, configuration);
    }

    /**
     * Sets how many examples a partition takes for one step, from the next round on.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public ParameterAveraging batchSize(int examples) {
        batchSize = Training.epochs(1).batchSize(examples).batchSize();
        return this;
    }

    /** Sets the seed of the order in which a partition takes its examples, from the next round on. */
    public ParameterAveraging seed(long value) {
        seed = value;
        return this;
    }

    /** Lets each further round begin with the optimiser's state at zero, to see what averaging that state is worth. */
    public ParameterAveraging forgettingOptimiser() {
        forgets = true;
        return this;
    }

    /**
     * What a round did.
     *
     * @param number counted from 1
     * @param partitions how many had examples, and so took part
     * @param examples how many were seen, over all partitions
     * @param loss the loss during training: the mean over all examples, and over the numbers of an example
     * @param seconds wall time from sending the parameters to the new average
     */
    public record Round(int number, int partitions, long examples, double loss, double seconds) {}

    /**
     * Runs one round: each partition passes over its examples once, and the averages become the new parameters. If it fails or
     * the thread is interrupted, the parameters stay those of the round before.
     *
     * @throws IllegalArgumentException if there is no example
     * @throws IllegalStateException if a task failed four times; the sentence has its reason
     * @throws CancellationException if the thread was interrupted; its flag is set again
     */
    public Round round(JavaRDD<float[]> examples) {
        long started = System.nanoTime();
        MultiLayerNetwork network = autoencoder.network();
        TrainingState now = TrainingState.of(network, 0, 0);
        Broadcast<TrainingState> start = spark.broadcast(forgets ? now.withFreshOptimiser() : now);
        List<TrainingState> states;
        try {
            states = collect(
                    examples.mapPartitionsWithIndex(new Train(start, configuration, batchSize, seed, rounds), false));
        } finally {
            forget(start);
        }
        if (states.isEmpty()) {
            throw new IllegalArgumentException("No partition has an example: give a collection that is not empty.");
        }
        TrainingState average = TrainingState.average(states);
        average.copyInto(network);
        network.setEpochCount(++rounds);
        double seconds = (System.nanoTime() - started) / 1e9;
        return new Round(rounds, states.size(), average.examples(), average.loss() / average.examples(), seconds);
    }

    /** Returns the averaged network: the same object after each round, as the last round left it. */
    public Autoencoder autoencoder() {
        return autoencoder;
    }

    private List<TrainingState> collect(JavaRDD<TrainingState> states) {
        try {
            return Spark.run(spark, states::collect);
        } catch (CancellationException e) {
            throw new CancellationException("The round was stopped: the parameters are those of the round before.");
        } catch (Exception e) {
            // Scala declares no exceptions, so the compiler does not know which are thrown.
            if ((Exception) e instanceof SparkException) {
                throw new IllegalStateException("The round failed: " + reason(e.getMessage()), e);
            }
            throw e;
        }
    }

    private static void forget(Broadcast<?> sent) {
        boolean flag = Thread.interrupted(); // With the flag set, Spark's wait for the executors would fail at once.
        sent.destroy();
        if (flag) {
            Thread.currentThread().interrupt();
        }
    }

    /** The first line that says what went wrong in a task, without the stack traces that Spark puts into the message. */
    private static String reason(String message) {
        return message == null
                ? "Spark gave no reason."
                : message.lines().findFirst().orElse(message).strip();
    }

    private record Train(Broadcast<TrainingState> start, String configuration, int batchSize, long seed, int round)
            implements Function2<Integer, Iterator<float[]>, Iterator<TrainingState>>, Serializable {

        @Override
        public Iterator<TrainingState> call(Integer partition, Iterator<float[]> examples) {
            if (!examples.hasNext()) {
                return Collections.emptyIterator();
            }
            Autoencoder autoencoder = Autoencoder.of(MultiLayerConfiguration.fromJson(configuration));
            MultiLayerNetwork network = autoencoder.network();
            start.value().copyInto(network);
            // Each partition and round has an order of its own, and the same one when it is repeated.
            SplittableRandom orders = new SplittableRandom(seed + SEEDS_OF_A_ROUND * round + partition);
            Training settings = Training.epochs(1).batchSize(batchSize).quietly();
            long seen = 0;
            double loss = 0;
            try (ExampleBlock block = new ExampleBlock()) {
                while (examples.hasNext()) {
                    network.setEpochCount(round);
                    List<float[]> some = take(examples, BATCHES_IN_MEMORY * batchSize);
                    History history = autoencoder.fit(block.of(some), null, settings.seed(orders.nextLong()));
                    if (history.interrupted()) {
                        throw new CancellationException("The task was stopped.");
                    }
                    loss += some.size() * history.last().loss();
                    seen += some.size();
                }
            }
            return List.of(TrainingState.of(network, seen, loss)).iterator();
        }

        private static List<float[]> take(Iterator<float[]> examples, int most) {
            List<float[]> some = new ArrayList<>();
            while (some.size() < most && examples.hasNext()) {
                some.add(examples.next());
            }
            return some;
        }
    }
}

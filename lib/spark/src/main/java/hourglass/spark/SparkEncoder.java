package hourglass.spark;

import hourglass.model.Autoencoder;
import hourglass.runtime.Sha256;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A trained autoencoder that is applied to partitioned examples. Its file goes once to each executor, where one model serves all
 * tasks; within a partition examples pass through it a batch at a time.
 *
 * <pre>{@code
 * SparkEncoder encoder = SparkEncoder.of(spark, autoencoder);
 * encoder.encode(examples).saveAsObjectFile("codes");  // nothing is computed before the codes are asked for
 * }</pre>
 */
public final class SparkEncoder {
    // As many examples as Autoencoder.encode sends through the network at a time.
    private static final int BATCH = 250;

    private final Model model;

    private SparkEncoder(Model model) {
        this.model = model;
    }

    /**
     * Sends the model, as it is now, to the executors; what is trained later does not reach them.
     *
     * @param autoencoder a model that is not changed
     * @throws UncheckedIOException if the temporary file for it cannot be written
     */
    public static SparkEncoder of(JavaSparkContext spark, Autoencoder autoencoder) {
        byte[] file = bytes(autoencoder);
        LongAccumulator loads = spark.sc().longAccumulator("models loaded");
        return new SparkEncoder(new Model(spark.broadcast(file), Sha256.of(file), loads));
    }

    /**
     * Encodes each example of a distributed collection.
     *
     * @param examples each as long as the network's input
     * @return the codes, in the same order and partitions. They are computed when Spark is asked for them, and anew each time
     *     unless they are cached; an example of another length fails the task then.
     */
    public JavaRDD<float[]> encode(JavaRDD<float[]> examples) {
        return examples.mapPartitions(new Encode(model));
    }

    /** Returns how often the model was loaded so far: once on each executor that had examples. */
    public long loads() {
        return model.loads.value();
    }

    private static byte[] bytes(Autoencoder autoencoder) {
        try {
            Path file = Files.createTempFile("hourglass", ".model");
            try {
                autoencoder.save(file);
                return Files.readAllBytes(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A reference to the model, which travels with each task in place of the model itself. */
    private record Model(Broadcast<byte[]> file, String checksum, LongAccumulator loads) implements Serializable {
        Autoencoder here() {
            return ExecutorModels.get(checksum, file.value(), () -> loads.add(1));
        }
    }

    private record Encode(Model model) implements FlatMapFunction<Iterator<float[]>, float[]> {
        @Override
        public Iterator<float[]> call(Iterator<float[]> examples) {
            return examples.hasNext() ? new Batches(model.here(), examples) : Collections.emptyIterator();
        }
    }

    /** The codes of a partition, computed a batch at a time. */
    private static final class Batches implements Iterator<float[]> {
        private final Autoencoder autoencoder;
        private final Iterator<float[]> examples;
        private Iterator<float[]> codes = Collections.emptyIterator();

        Batches(Autoencoder autoencoder, Iterator<float[]> examples) {
            this.autoencoder = autoencoder;
            this.examples = examples;
        }

        @Override
        public boolean hasNext() {
            return codes.hasNext() || examples.hasNext();
        }

        @Override
        public float[] next() {
            if (!codes.hasNext()) {
                if (!examples.hasNext()) {
                    throw new NoSuchElementException("The partition has no more examples.");
                }
                codes = encode().iterator();
            }
            return codes.next();
        }

        private List<float[]> encode() {
            List<float[]> batch = new ArrayList<>(BATCH);
            while (batch.size() < BATCH && examples.hasNext()) {
                batch.add(examples.next());
            }
            // Closed at once: these objects are small on the heap, so the collector would not soon free their memory
            // outside of it.
            try (ExampleBlock block = new ExampleBlock();
                    INDArray encoded = autoencoder.encode(block.of(batch))) {
                float[] all = encoded.data().asFloat();
                int width = all.length / batch.size();
                List<float[]> each = new ArrayList<>(batch.size());
                for (int i = 0; i < batch.size(); i++) {
                    each.add(Arrays.copyOfRange(all, i * width, (i + 1) * width));
                }
                return each;
            }
        }
    }
}

package hourglass.benchmark;

import com.sun.management.ThreadMXBean;
import hourglass.model.Autoencoder;
import hourglass.onnx.OnnxFile;
import hourglass.runtime.ArrayViews;
import hourglass.runtime.NativeBackend;
import hourglass.runtime.ParallelCopy;
import hourglass.train.Training;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What the seconds of an epoch do not show, each in a process of its own: {@code MeasurementRun time-to-loss TARGET
 * EPOCHS}, {@code MeasurementRun steady-memory}, {@code MeasurementRun pipeline} or {@code MeasurementRun one-picture
 * NETWORK FILE.onnx}.
 *
 * <p>The first three train as a reader does, with {@link Autoencoder#fit}.
 */
final class MeasurementRun {

    private static final int BATCH = 256;
    private static final int WARM_EPOCHS = 6;
    private static final int PICTURES = 400;

    private MeasurementRun() {}

    public static void main(String[] arguments) throws IOException {
        NativeBackend.prepare();
        Path data = Path.of(System.getenv("HOURGLASS_DATA"));
        switch (arguments[0]) {
            case "time-to-loss" ->
                timeToLoss(data.resolve("mnist"), Double.parseDouble(arguments[1]), Integer.parseInt(arguments[2]));
            case "steady-memory" -> steadyMemory(data.resolve("fashion-mnist"));
            case "pipeline" -> pipeline(data.resolve("fashion-mnist"));
            case "one-picture" -> onePicture(data.resolve("fashion-mnist"), arguments[1], Path.of(arguments[2]));
            default ->
                throw new IllegalArgumentException("There is no measurement \"" + arguments[0]
                        + "\": they are time-to-loss, steady-memory, pipeline and one-picture.");
        }
        System.exit(0); // Deeplearning4j's threads need not be waited for.
    }

    /** Seconds from the start of the process until all test pictures' loss is the tutorials'. */
    private static void timeToLoss(Path folder, double target, int most) throws IOException {
        double started = Double.parseDouble(System.getenv("STARTED"));
        INDArray train = BenchmarkRun.training(folder, 60_000);
        INDArray test = BenchmarkRun.test(folder, 10_000);
        Autoencoder autoencoder = Autoencoder.of(BenchmarkNetworks.of("shallow").configuration());
        double loss = Double.NaN;
        int epochs = 0;
        while (epochs < most && !(loss <= target)) {
            epochs++;
            autoencoder.fit(
                    train,
                    null,
                    Training.epochs(1).batchSize(BATCH).seed(epochs).quietly());
            loss = autoencoder.loss(test);
        }
        double seconds = System.currentTimeMillis() / 1e3 - started;
        print("process start to loss " + target, loss <= target ? seconds : Double.NaN, "s");
        print("epochs to loss " + target, epochs, "epochs");
        print("loss then", loss, "nats a pixel");
    }

    /** Resident memory after a hundred and after a thousand epochs of few pictures, with a short last batch. */
    private static void steadyMemory(Path folder) throws IOException {
        for (String name : List.of("shallow", "convbn")) {
            INDArray train = BenchmarkRun.training(folder, 100);
            Autoencoder autoencoder = Autoencoder.of(BenchmarkNetworks.of(name).configuration());
            for (int epochs = 0; epochs <= 1_000; epochs += 100) {
                if (epochs == 100 || epochs == 1_000) {
                    print("resident after " + epochs + " epochs of " + name, residentMegabytes(), "MB");
                }
                if (epochs < 1_000) {
                    autoencoder.fit(
                            train, train, Training.epochs(100).batchSize(32).quietly());
                    autoencoder.reconstruct(train);
                }
            }
        }
    }

    /** Which share of an epoch is drawing the batches, and what a batch leaves to the collector. */
    private static void pipeline(Path folder) throws IOException {
        INDArray train = BenchmarkRun.training(folder, 60_000);
        Autoencoder autoencoder = Autoencoder.of(BenchmarkNetworks.of("shallow").configuration());
        Training settings = Training.epochs(WARM_EPOCHS).batchSize(BATCH).quietly();
        autoencoder.fit(train, null, Training.epochs(2).batchSize(BATCH).quietly());
        long before = allocated();
        long collections = collections();
        double epoch = autoencoder.fit(train, null, settings).seconds() / WARM_EPOCHS;
        double batches = WARM_EPOCHS * Math.ceil((double) train.size(0) / BATCH);
        print("heap allocated for a batch of shallow", (allocated() - before) / batches / 1024, "kB");
        print("collections in an epoch of shallow", (collections() - collections) / (double) WARM_EPOCHS, "");

        Random random = new Random(1);
        double[] seconds = new double[WARM_EPOCHS];
        for (int i = 0; i < WARM_EPOCHS; i++) {
            long start = System.nanoTime();
            draw(train, random);
            seconds[i] = (System.nanoTime() - start) / 1e9;
        }
        Arrays.sort(seconds);
        double drawing = seconds[WARM_EPOCHS / 2];
        print("epoch of shallow with fit", epoch, "s");
        print("share of drawing the batches", 100 * drawing / epoch, "%");
    }

    /** One picture at a time, and from several threads at the same time; writes the network for ONNX Runtime too. */
    private static void onePicture(Path folder, String name, Path file) throws IOException {
        BenchmarkNetworks network = BenchmarkNetworks.of(name);
        Autoencoder autoencoder = Autoencoder.of(network.configuration());
        BenchmarkNetworks.initialise(autoencoder.network());
        OnnxFile.whole(autoencoder).save(file);
        INDArray test = BenchmarkRun.test(folder, PICTURES);
        List<INDArray> pictures = IntStream.range(0, PICTURES)
                .mapToObj(i -> ArrayViews.of(test, i, i + 1).dup('c').reshape(network.inputShape(1, test.size(1))))
                .toList();
        double[] microseconds = ConcurrencyRun.reconstructing(autoencoder, pictures);
        print("one picture through " + name + ": p50", ConcurrencyRun.quantile(microseconds, 0.5), "µs");
        print("one picture through " + name + ": p99", ConcurrencyRun.quantile(microseconds, 0.99), "µs");
        for (int threads : new int[] {1, 2, 8}) {
            print(
                    "encoded one at a time through " + name + " from " + threads + " threads at the same time",
                    ConcurrencyRun.encoding(autoencoder, pictures, threads),
                    "pictures/s");
        }
    }

    // The same calls as in the training loop.
    private static void draw(INDArray train, Random random) {
        int n = (int) train.size(0);
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        for (int i = n - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        INDArray gathered = Nd4j.createUninitialized(DataType.FLOAT, BATCH, train.size(1));
        for (int from = 0; from < n; from += BATCH) {
            int size = Math.min(BATCH, n - from);
            ParallelCopy.rows(train, Arrays.copyOfRange(order, from, from + size), ArrayViews.of(gathered, 0, size));
        }
    }

    /** How many bytes of the heap all threads that live have taken so far. */
    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    private static long residentMegabytes() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        }
    }

    private static void print(String measurement, double value, String unit) {
        String number = Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.4f", value);
        System.out.println("MEASURED," + measurement + ",hourglass,engine," + number + "," + unit);
    }
}

package hourglass.benchmark;

import hourglass.engine.Accelerator;
import hourglass.model.Autoencoder;
import hourglass.runtime.ArrayViews;
import hourglass.runtime.NativeBackend;
import hourglass.runtime.NativeMemory;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** One network on one system in a process of its own: {@code BenchmarkRun NETWORK EPOCHS hourglass|dl4j}. */
final class BenchmarkRun {

    private static final int TEST = 2_000;
    private static final int INFERENCE = 10_000;
    private static final int CHUNK = 1_000;
    private static final int READ_AT_A_TIME = 200;
    private static final double PATIENCE = 60;

    private final BenchmarkNetworks network;
    private final MultiLayerNetwork trained;
    private final INDArray input;
    private final INDArray target;

    private BenchmarkRun(BenchmarkNetworks network, MultiLayerNetwork trained, INDArray input, INDArray target) {
        this.network = network;
        this.trained = trained;
        this.input = input;
        this.target = target;
    }

    public static void main(String[] arguments) throws IOException {
        BenchmarkNetworks network = BenchmarkNetworks.of(arguments[0]);
        int epochs = Integer.parseInt(arguments[1]);
        boolean accelerated = arguments[2].equals("hourglass");
        double started = Double.parseDouble(System.getenv("STARTED"));
        if (accelerated) {
            NativeBackend.prepare();
        } else {
            // The only native build on the class path; without the property it would not be found.
            System.setProperty("org.bytedeco.javacpp.platform.extension", "-onednn");
        }
        Path data = Path.of(System.getenv("HOURGLASS_DATA"));
        INDArray[] pictures = pictures(network, data);
        INDArray train = pictures[0];
        INDArray test = pictures[1];
        boolean noisy = network.name().equals("denoise");
        INDArray trainInput = noisy ? noisy(train, 0) : train;
        INDArray testInput = noisy ? noisy(test, 1) : test;

        Autoencoder autoencoder = accelerated ? Autoencoder.of(network.configuration()) : null;
        MultiLayerNetwork trained =
                accelerated ? autoencoder.network() : new MultiLayerNetwork(network.configuration());
        if (accelerated) {
            Accelerator.beforeTraining(trained);
        } else {
            trained.init();
        }
        BenchmarkNetworks.initialise(trained);
        BenchmarkRun run = new BenchmarkRun(network, trained, trainInput, train);
        List<Double> seconds = new ArrayList<>();
        double firstDone = 0;
        boolean cut = false;
        for (int epoch = 0; epoch < epochs && !cut; epoch++) {
            double[] done = run.epoch();
            cut = done[1] < 1;
            seconds.add(done[0] / done[1]);
            if (epoch == 0) {
                firstDone = cut ? Double.NaN : System.currentTimeMillis() / 1e3 - started;
            }
        }
        List<Double> warm = seconds.size() > 1 ? seconds.subList(1, seconds.size()) : seconds;
        double loss = run.loss(testInput, test);
        String variant = accelerated ? "engine" : cut ? "extrapolated" : "plain";
        row(network.name(), arguments[2], variant, warm, firstDone, loss);
        if (!cut) {
            List<Double> inference = inference(accelerated ? run.through(autoencoder) : run::output, testInput);
            row(network.name() + "-inference", arguments[2], variant, inference, Double.NaN, Double.NaN);
        }
        System.exit(0); // Deeplearning4j's threads need not be waited for.
    }

    /** Seconds of one epoch, and which share of it was trained before patience ran out. */
    private double[] epoch() {
        int n = network.pictures();
        int size = network.batch();
        long start = System.nanoTime();
        int seen = 0;
        while (seen < n && (System.nanoTime() - start) / 1e9 < PATIENCE) {
            // As the peers do, without shuffling: a batch is a view of all pictures.
            INDArray batchInput = ArrayViews.of(input, seen, seen + size);
            INDArray batchTarget = input == target ? batchInput : ArrayViews.of(target, seen, seen + size);
            trained.fit(
                    batchInput.reshape(network.inputShape(size, input.size(1))),
                    batchTarget.reshape(network.targetShape(size, input.size(1))));
            seen += size;
        }
        return new double[] {(System.nanoTime() - start) / 1e9, (double) seen / n};
    }

    /** The mean loss per pixel of test pictures; of a variational network with its sampling and its KL term. */
    private double loss(INDArray testInput, INDArray test) {
        int n = (int) Math.min(TEST, test.size(0));
        int step = Math.min(n, 500);
        double sum = 0;
        for (int from = 0; from + step <= n; from += step) {
            INDArray x = testInput.get(NDArrayIndex.interval(from, from + step)).dup('c');
            INDArray y = test.get(NDArrayIndex.interval(from, from + step)).dup('c');
            DataSet chunk = new DataSet(
                    x.reshape(network.inputShape(step, x.size(1))), y.reshape(network.targetShape(step, y.size(1))));
            sum += step * trained.score(chunk, network.name().endsWith("vae")) / x.size(1);
        }
        return sum / (n / step * step);
    }

    /** Encodes and decodes as a reader of the lessons does. */
    private Consumer<INDArray> through(Autoencoder autoencoder) {
        return x -> autoencoder.reconstruct(x.reshape(network.inputShape(x.size(0), x.size(1))));
    }

    private void output(INDArray all) {
        int n = (int) all.size(0);
        int step = Math.min(n, CHUNK);
        for (int from = 0; from < n; from += step) {
            INDArray x = all.get(NDArrayIndex.interval(from, Math.min(n, from + step)));
            trained.output(x.reshape(network.inputShape(x.size(0), x.size(1))));
        }
    }

    private static List<Double> inference(Consumer<INDArray> work, INDArray testInput) {
        INDArray input = ArrayViews.of(testInput, 0, Math.min(INFERENCE, testInput.size(0)));
        List<Double> seconds = new ArrayList<>();
        for (int time = 0; time < 6; time++) {
            long start = System.nanoTime();
            work.accept(input);
            seconds.add((System.nanoTime() - start) / 1e9);
        }
        return seconds.subList(1, seconds.size());
    }

    private static void row(
            String network, String system, String variant, List<Double> seconds, double firstDone, double loss)
            throws IOException {
        double[] sorted =
                seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int half = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        System.out.println("ROW," + network + "," + system + "," + variant + ","
                + String.format(Locale.ROOT, "%.4f,%.4f,", median, sorted[0])
                + (Double.isNaN(firstDone) ? "" : String.format(Locale.ROOT, "%.2f", firstDone))
                + ","
                + (Double.isNaN(loss) ? "" : String.format(Locale.ROOT, "%.5f", loss))
                + "," + peakMegabytes());
    }

    private static long peakMegabytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    private static INDArray noisy(INDArray pictures, long seed) {
        float[] noisy = pictures.data().asFloat();
        Random random = new Random(seed);
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] = Math.min(1, Math.max(0, noisy[i] + 0.5f * (float) random.nextGaussian()));
        }
        return Nd4j.createFromArray(noisy).reshape(pictures.shape());
    }

    static INDArray training(Path folder, int pictures) throws IOException {
        return idx(folder.resolve("train-images-idx3-ubyte.gz"), pictures);
    }

    static INDArray test(Path folder, int pictures) throws IOException {
        return idx(folder.resolve("t10k-images-idx3-ubyte.gz"), pictures);
    }

    private static INDArray[] pictures(BenchmarkNetworks network, Path data) throws IOException {
        if (network.name().equals("faces")) {
            INDArray half = halved(idx(data.resolve("olivetti-faces/olivetti-faces-idx3-ubyte.gz"), 400));
            return new INDArray[] {half, half};
        }
        Path folder = data.resolve("fashion-mnist");
        return new INDArray[] {training(folder, network.pictures()), test(folder, INFERENCE)};
    }

    /** Some hundred pictures at a time, so that they never lie on the heap as well. */
    private static INDArray idx(Path file, int pictures) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file), 1 << 16)) {
            ByteBuffer header = ByteBuffer.wrap(in.readNBytes(16));
            int pixels = header.getInt(8) * header.getInt(12);
            INDArray rows = Nd4j.createUninitialized(DataType.FLOAT, pictures, pixels);
            byte[] bytes = new byte[READ_AT_A_TIME * pixels];
            float[] floats = new float[bytes.length];
            for (int first = 0; first < pictures; first += READ_AT_A_TIME) {
                int count = Math.min(READ_AT_A_TIME, pictures - first);
                if (in.readNBytes(bytes, 0, count * pixels) < count * pixels) {
                    throw new EOFException(file + " ends before picture " + pictures + ".");
                }
                for (int i = 0; i < count * pixels; i++) {
                    floats[i] = (bytes[i] & 255) / 255f;
                }
                NativeMemory.write(floats, ArrayViews.of(rows, first, first + count));
            }
            return rows;
        }
    }

    // 64×64 to 32×32: the mean of four pixels.
    private static INDArray halved(INDArray pictures) {
        float[] whole = NativeMemory.floats(pictures);
        float[] half = new float[whole.length / 4];
        for (int i = 0; i < half.length; i++) {
            int top = i / 32 * 128 + i % 32 * 2;
            half[i] = (whole[top] + whole[top + 1] + whole[top + 64] + whole[top + 65]) / 4;
        }
        return Nd4j.createFromArray(half).reshape(pictures.size(0), 32 * 32);
    }
}

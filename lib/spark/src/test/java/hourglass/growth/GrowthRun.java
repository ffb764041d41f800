package hourglass.growth;

import hourglass.model.Autoencoder;
import hourglass.runtime.ArrayViews;
import hourglass.runtime.NativeBackend;
import hourglass.runtime.NativeMemory;
import hourglass.train.History;
import hourglass.train.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** One number of pictures in a process of its own: {@code GrowthRun memory|stream FILE PICTURES}. */
final class GrowthRun {

    /** Pictures of a step. */
    static final int BATCH = 256;

    /** So many pictures are seen before anything is measured, in any run, so that Java's compiler is done with its work. */
    static final int WARM = 1_000_000;

    private static final int TIMES = 3;
    // An epoch of a thousand pictures takes some milliseconds: what is measured is the mean of so many epochs.
    private static final int MEASURED_AT_A_TIME = 100_000;

    private GrowthRun() {}

    public static void main(String[] arguments) throws IOException {
        long began = System.nanoTime();
        NativeBackend.prepare();
        boolean memory = arguments[0].equals(GrowthPoint.MEMORY);
        int pictures = Integer.parseInt(arguments[2]);
        int together = Math.max(1, MEASURED_AT_A_TIME / pictures);
        int warm = Math.max(1, WARM / pictures);
        Autoencoder autoencoder = Autoencoder.of(network(32));
        History history;
        double start;
        try (PictureFile file = PictureFile.open(Path.of(arguments[1]))) {
            PictureBatches first = new PictureBatches(file, 1, 1);
            autoencoder.fit(new ExistingDataSetIterator(first), settings(1));
            start = (System.nanoTime() - began) / 1e9;
            Training settings = settings(warm + TIMES * together);
            history = memory
                    ? autoencoder.fit(all(file, pictures), null, settings)
                    : autoencoder.fit(new ExistingDataSetIterator(new PictureBatches(file, pictures, BATCH)), settings);
        }
        double[] seconds = IntStream.range(0, TIMES)
                .mapToDouble(time -> mean(history, warm + time * together, together))
                .toArray();
        GrowthPoint point =
                new GrowthPoint(arguments[0], pictures, GrowthPoint.median(seconds), start, peakMegabytes());
        System.out.println("ROW," + point.csv());
        System.exit(0); // Deeplearning4j's threads need not be waited for.
    }

    private static Training settings(int epochs) {
        return Training.epochs(epochs).batchSize(BATCH).quietly();
    }

    private static double mean(History history, int from, int count) {
        return history.epochs().subList(from, from + count).stream()
                .mapToDouble(History.Epoch::seconds)
                .average()
                .orElseThrow();
    }

    /** The network of the measurement: 784 numbers, so many in the code, and back, as the network "shallow" of lib/benchmarks. */
    static MultiLayerConfiguration network(int code) {
        return new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(1e-3, 0.9, 0.999, 1e-7))
                .weightInit(WeightInit.XAVIER_UNIFORM)
                .list()
                .layer(new DenseLayer.Builder()
                        .name(Autoencoder.CODE)
                        .nIn(PictureFile.PIXELS)
                        .nOut(code)
                        .activation(Activation.RELU)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.XENT)
                        .nOut(PictureFile.PIXELS)
                        .activation(Activation.SIGMOID)
                        .build())
                .build();
    }

    /** All pictures in one array; some at a time, so that they never lie on the heap as well. */
    static INDArray all(PictureFile file, int pictures) throws IOException {
        INDArray all = Nd4j.createUninitialized(DataType.FLOAT, pictures, PictureFile.PIXELS);
        float[] greys = new float[BATCH * PictureFile.PIXELS];
        for (int first = 0; first < pictures; first += BATCH) {
            int count = Math.min(BATCH, pictures - first);
            file.read(first, count, greys);
            NativeMemory.write(greys, ArrayViews.of(all, first, first + count));
        }
        return all;
    }

    private static long peakMegabytes() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        }
    }
}

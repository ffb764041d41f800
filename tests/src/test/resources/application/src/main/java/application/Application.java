package application;

import hourglass.data.Images;
import hourglass.data.Rows;
import hourglass.data.Sequences;
import hourglass.data.SignalWindows;
import hourglass.data.format.CsvFile;
import hourglass.data.format.ImageFolder;
import hourglass.data.synthetic.PumpSensors;
import hourglass.model.AnomalyDetector;
import hourglass.model.Autoencoder;
import hourglass.model.SignalMonitor;
import hourglass.onnx.OnnxFile;
import hourglass.train.History;
import hourglass.train.Training;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what docs/application.md of Hourglass shows, on data of its own. A test compares its lines with those of the page. */
public final class Application {
    private static final Logger log = LoggerFactory.getLogger(Application.class);

    private Application() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        rows(folder);
        pictures(folder);
        skipConnections();
        iterators();
        signals();
        pump(folder);
        System.out.println("The application has ended.");
    }

    private static void rows(Path folder) throws IOException {
        Files.writeString(folder.resolve("payments.csv"), payments(2000, false));
        Files.writeString(folder.resolve("today.csv"), payments(20, true));
        Path file = folder.resolve("payments.csv");
        Autoencoder autoencoder = dense(3, 2, new Adam(0.02));

        Rows payments = CsvFile.read(file, "id", "name"); // without these two columns of text
        List<Rows> parts = payments.split(0.8, 1);
        History history = autoencoder.fit(parts.get(0), parts.get(1), Training.epochs(100).quietly());
        Rows expected = autoencoder.reconstruct(parts.get(1)); // in the units of the columns, without gaps

        log.info("loss {}, {}", history.epochs().get(99).loss(), expected);
        anomalies(folder, autoencoder, parts, CsvFile.read(folder.resolve("today.csv"), "id", "name"));
        onnx(folder, autoencoder);
        training(folder, autoencoder, parts.get(0), parts.get(1));
    }

    private static void anomalies(Path folder, Autoencoder autoencoder, List<Rows> parts, Rows today) throws IOException {
        Path file = folder.resolve("detector.zip");

        AnomalyDetector detector = AnomalyDetector.allowing(0.01, autoencoder, parts.get(1)); // for 1 of 100 normal rows
        detector.alarms(today).forEach(alarm -> log.info(alarm.toString())); // Example 17 scores 4.31, above 0.25: amount is …
        detector.save(file); // network, scale and threshold

        try (AnomalyDetector loaded = AnomalyDetector.load(file)) {
            require(loaded.alarms(today).size() == 1, "one alarm, but there were " + loaded.alarms(today));
        }
    }

    private static void onnx(Path folder, Autoencoder autoencoder) throws IOException {
        OnnxFile.encoder(autoencoder).save(folder.resolve("encoder.onnx")); // "examples" -> "codes"
        OnnxFile.decoder(autoencoder).save(folder.resolve("decoder.onnx")); // "codes" -> "reconstructions"
        OnnxFile.whole(autoencoder).save(folder.resolve("whole.onnx")); // "examples" -> "reconstructions"

        require(Files.size(folder.resolve("whole.onnx")) > 100, "an ONNX file");
    }

    private static void training(Path folder, Autoencoder autoencoder, Rows train, Rows validation) throws IOException {
        Path file = folder.resolve("checkpoint.zip");

        Training settings = Training.epochs(20)
                .batchSize(256)
                .quietly()
                .patience(5)
                .restoreBest() // ends after 5 epochs without a gain, with the best epoch's network
                .checkpointEvery(10, file) // written whole or not at all
                .listener(new Training.Listener() {
                    @Override
                    public void epoch(History.Epoch epoch) {
                        log.info("epoch {}: loss {}, validation {}", epoch.number(), epoch.loss(), epoch.validationLoss());
                    }
                });
        History history = autoencoder.fit(train, validation, settings);

        require(history.epochs().get(0).number() == 101, "epochs that go on");
        autoencoder.save(folder.resolve("model.zip"));
        try (Autoencoder loaded = Autoencoder.load(folder.resolve("model.zip"))) {
            require(loaded.encode(validation).equals(autoencoder.encode(validation)), "the codes of the model that was saved");
        }
    }

    private static void pictures(Path folder) throws IOException {
        Path file = Files.createDirectories(folder.resolve("parts"));
        for (int i = 0; i < 20; i++) {
            BufferedImage picture = new BufferedImage(20, 20, BufferedImage.TYPE_BYTE_GRAY);
            picture.createGraphics().fillRect(i / 2, i / 2, 8, 8);
            Files.createDirectories(file.resolve(i % 2 == 0 ? "good" : "other"));
            ImageIO.write(picture, "png", file.resolve(i % 2 == 0 ? "good" : "other").resolve(i + ".png").toFile());
        }
        Files.writeString(file.resolve("good").resolve("broken.png"), "no picture");
        Autoencoder autoencoder = dense(256, 8, new Adam(0.01));

        ImageFolder parts = ImageFolder.read(file, 16, 16); // sub-folders are classes; grey, 16×16
        parts.skipped().forEach(log::warn); // a sentence for each file that could not be read
        Images pictures = parts.images();
        autoencoder.fit(pictures, Training.epochs(5).quietly());
        INDArray codes = autoencoder.encode(pictures);

        require(codes.size(0) == 20, "20 codes");
    }

    private static void skipConnections() {
        INDArray examples = org.nd4j.linalg.factory.Nd4j.rand(50, 6);

        Autoencoder autoencoder = Autoencoder.of(new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer("first", new DenseLayer.Builder().nIn(6).nOut(6).build(), "in")
                .addLayer("second", new DenseLayer.Builder().nIn(6).nOut(6).build(), "first")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "first", "second")
                .addLayer("code", new DenseLayer.Builder().nIn(6).nOut(2).build(), "sum")
                .addLayer("out", output(2, 6), "code")
                .setOutputs("out")
                .build());
        INDArray codes = autoencoder.encode(examples); // the output of the layer or vertex named "code"

        require(autoencoder.decode(codes).equals(autoencoder.reconstruct(examples)), "what the codes decode to");
    }

    private static void iterators() {
        Autoencoder autoencoder = dense(6, 2, new Adam(0.01));
        INDArray examples = org.nd4j.linalg.factory.Nd4j.rand(1000, 6);
        List<DataSet> batches = new DataSet(examples, examples).asList();

        DataSetIterator train = new ListDataSetIterator<>(batches, 100); // or one of your own, which reads from files or a database
        History history = autoencoder.fit(train, Training.epochs(5).quietly());

        require(history.last().examples() == 1000, "1000 examples in an epoch");
    }

    private static void signals() {
        Autoencoder autoencoder = Autoencoder.of(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(0.02))
                .activation(Activation.TANH)
                .list()
                .layer(new LSTM.Builder().nIn(2).nOut(4).name("code").build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MSE)
                        .nIn(4)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
        double[][] first = waves(400, -1);
        double[][] second = waves(300, -1);

        Sequences runs = Sequences.of(first, second); // double[channels][steps] each, NaN where a sensor was silent
        autoencoder.fit(runs, null, Training.epochs(50).quietly());
        INDArray codes = autoencoder.encode(runs);
        Sequences back = autoencoder.reconstruct(runs); // as long as the runs, and without gaps

        require(codes.size(2) == 400 && back.size() == 2, "codes of each step");
        double[][] signal = waves(1000, 620);

        SignalWindows windows = new SignalWindows(50, 25); // 50 steps, and every 25 steps the next
        autoencoder.fit(windows.cut(first), null, Training.epochs(50).quietly());
        AnomalyDetector detector = AnomalyDetector.allowing(0.1, autoencoder, windows.cut(second));
        detector.alarms(signal, windows).forEach(alarm -> log.info(alarm.toString())); // with the steps of the signal
        double[] scores = detector.stepScores(signal, windows); // one for each step
        SignalMonitor monitor = new SignalMonitor(detector, windows, 2); // for a signal that runs: one step after the other
        monitor.step(0.3, 0.9).ifPresent(alarm -> log.warn(alarm.toString()));

        int strangest = 0;
        for (int i = 0; i < scores.length; i++) {
            strangest = scores[i] > scores[strangest] ? i : strangest;
        }
        require(strangest >= 590 && strangest <= 680, "the strange steps, but it was " + strangest);
    }

    /** The detector of lesson 12: trained, saved, loaded again, asked from eight threads, and written for ONNX Runtime. */
    private static void pump(Path folder) throws IOException {
        Path file = folder.resolve("pump.zip");
        Rows normal = PumpSensors.normal(2000, 1);
        Rows today = PumpSensors.faulty(PumpSensors.Fault.BLOCKED_FILTER, normal, 60, 2);
        PumpSensors.writeCsv(folder.resolve("pump.csv"), today, 0.02, 3);
        try (Autoencoder autoencoder = Autoencoder.of(new NeuralNetConfiguration.Builder()
                .seed(42)
                .updater(new Adam(0.01))
                .activation(Activation.TANH)
                .list()
                .layer(new DenseLayer.Builder().nIn(12).nOut(24).build())
                .layer(new DenseLayer.Builder().name("code").nOut(3).activation(Activation.IDENTITY).build())
                .layer(new DenseLayer.Builder().nOut(24).build())
                .layer(output(24, 12))
                .build())) {
            autoencoder.fit(normal, null, Training.epochs(60).batchSize(64).quietly());
            AnomalyDetector.allowing(0.02, autoencoder, PumpSensors.normal(1000, 4)).save(file);
        }
        PumpWatch.main(new String[] {file.toString(), folder.resolve("pump.csv").toString()});

        try (AnomalyDetector detector = AnomalyDetector.load(file)) {
            Rows rows = PumpWatch.cleaned(CsvFile.read(folder.resolve("pump.csv"), "time"));
            double[] alone = detector.scores(rows);
            ExecutorService threads = Executors.newFixedThreadPool(8);
            List<Future<Double>> scores = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                Rows one = rows.pick(i);
                scores.add(threads.submit(() -> detector.scores(one)[0])); // a detector may be asked from several threads
            }
            for (int i = 0; i < alone.length; i++) {
                require(Math.abs(result(scores.get(i)) - alone[i]) < 1e-6, "the same score in every thread");
            }
            threads.shutdown();

            OnnxFile.whole(detector.autoencoder()).save(folder.resolve("pump.onnx")); // for ONNX Runtime, without Java
            write(folder.resolve("pump-rows.csv"), rows);
            write(folder.resolve("pump-expected.csv"), detector.autoencoder().reconstruct(rows));
        }
    }

    private static double result(Future<Double> score) {
        try {
            return score.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private static void write(Path file, Rows rows) throws IOException {
        StringBuilder lines = new StringBuilder(String.join(",", rows.columns()) + "\n");
        for (int i = 0; i < rows.size(); i++) {
            lines.append(Arrays.stream(rows.row(i)).mapToObj(Double::toString).collect(Collectors.joining(","))).append("\n");
        }
        Files.writeString(file, lines);
    }

    private static double[][] waves(int steps, int fault) {
        double[][] waves = new double[2][steps];
        for (int i = 0; i < steps; i++) {
            boolean strange = fault >= 0 && i >= fault && i < fault + 20;
            waves[0][i] = strange ? 3 : Math.sin(i / 5.0);
            waves[1][i] = i % 37 == 0 ? Double.NaN : Math.cos(i / 5.0);
        }
        return waves;
    }

    private static Autoencoder dense(int columns, int code, Adam adam) {
        return Autoencoder.of(new NeuralNetConfiguration.Builder()
                .seed(42)
                .updater(adam)
                .list()
                .layer(new DenseLayer.Builder()
                        .name("code")
                        .nIn(columns)
                        .nOut(code)
                        .activation(Activation.TANH)
                        .build())
                .layer(output(code, columns))
                .build());
    }

    private static OutputLayer output(int in, int out) {
        return new OutputLayer.Builder(LossFunction.MSE)
                .nIn(in)
                .nOut(out)
                .activation(Activation.IDENTITY)
                .build();
    }

    private static String payments(int count, boolean strange) {
        Random random = new Random(strange ? 2 : 1);
        StringBuilder lines = new StringBuilder("id,name,amount,items,weight\n");
        for (int i = 0; i < count; i++) {
            double items = 1 + random.nextInt(20);
            double amount = 10 * items + random.nextGaussian();
            double weight = 0.5 * items + 0.1 * random.nextGaussian();
            lines.append(String.format(Locale.ROOT, "%d,n%d,%.2f,%s,%.2f%n", i, i, strange && i == 17 ? 950 : amount, i % 50 == 3 ? "" : items, weight));
        }
        return lines.toString();
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("Expected " + what + ".");
        }
    }
}

package hourglass.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import hourglass.data.Images;
import hourglass.data.Rows;
import hourglass.data.Sequences;
import hourglass.data.SignalWindows;
import hourglass.train.Training;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class AnomalyDetectorTest {
    private static final List<String> NAMES = List.of("speed", "power", "heat", "hour");

    private static Autoencoder autoencoder;

    @TempDir
    private Path folder;

    /** Speed decides power and heat, up to some noise; the hour is free. */
    private static double[][] machine(int n, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] values = new double[n][];
        for (int i = 0; i < n; i++) {
            double speed = 50 + 20 * random.nextDouble();
            values[i] = new double[] {
                speed,
                3 * speed - 20 + random.nextDouble(),
                900 - 5 * speed + 2 * random.nextDouble(),
                24 * random.nextDouble()
            };
        }
        return values;
    }

    private static Rows rows(int n, int seed) {
        return Rows.of(NAMES, machine(n, seed));
    }

    @BeforeAll
    static void train() {
        autoencoder = Autoencoder.of(Networks.dense(4, 2, LossFunction.MSE, Activation.IDENTITY, 0.01));
        autoencoder.fit(rows(2000, 1), null, Training.epochs(30).batchSize(50).quietly());
    }

    /** Each value alone is ordinary: 60 is a normal speed and 190 a normal power, but not together. */
    @Test
    void findsWhatIsOnlyStrangeTogether() {
        AnomalyDetector detector = AnomalyDetector.allowing(0.01, autoencoder, rows(999, 2));
        double[][] values = machine(200, 3);
        values[17][1] = 3 * values[17][0] - 20 + (values[17][0] > 60 ? -35 : 35);

        List<Alarm> alarms = detector.alarms(Rows.of(NAMES, values));

        assertThat(alarms).extracting(Alarm::example).contains(17);
        assertThat(alarms.size()).isLessThan(10);
        Alarm alarm =
                alarms.stream().filter(each -> each.example() == 17).findFirst().orElseThrow();
        assertThat(alarm.parts()).extracting(Alarm.Part::name).contains("power");
        Alarm.Part power = alarm.parts().stream()
                .filter(part -> part.name().equals("power"))
                .findFirst()
                .orElseThrow();
        assertThat(power.value()).isCloseTo(values[17][1], within(1e-9));
        assertThat(alarm.parts().stream().mapToDouble(Alarm.Part::share).sum()).isBetween(0.9, 1 + 1e-9);
        assertThat(alarm.score())
                .isGreaterThan(detector.threshold())
                .isEqualTo(detector.scores(Rows.of(NAMES, values))[17]);
        assertThat(alarm.toString())
                .startsWith("Example 17 scores ")
                .contains("power is ", " is expected (", "% of the score)");
        assertThat(detector.toString()).contains("at most 0.01 of normal examples, from 999 of them");
    }

    @Test
    void ofNewNormalExamplesNoMoreThanTheShareRaisesAnAlarm() {
        for (double share : new double[] {0.02, 0.1, 0.3}) {
            AnomalyDetector detector = AnomalyDetector.allowing(share, autoencoder, rows(1999, 4));

            int alarms = detector.alarms(rows(5000, 5)).size();

            // Five standard deviations, of the examples tried and of those that the threshold is from.
            double deviation = Math.sqrt(share * (1 - share) * (1.0 / 5000 + 1.0 / 1999));
            assertThat(alarms / 5000.0).isCloseTo(share, within(5 * deviation));
        }
    }

    @Test
    void theThresholdIsTheRightOrderStatistic() {
        Rows normal = rows(99, 6);
        double[] scores = AnomalyDetector.allowing(0.5, autoencoder, normal).scores(normal);
        Arrays.sort(scores);

        assertThat(AnomalyDetector.allowing(0.01, autoencoder, normal).threshold())
                .isEqualTo(scores[98]);
        assertThat(AnomalyDetector.allowing(0.1, autoencoder, normal).threshold())
                .isEqualTo(scores[89]);
        assertThat(AnomalyDetector.allowing(0.101, autoencoder, normal).threshold())
                .isEqualTo(scores[89]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnomalyDetector.allowing(0.0099, autoencoder, normal))
                .withMessage(
                        "From 99 normal examples no threshold for a share of 0.0099 of false alarms can be found: give"
                                + " at least 101, or allow more.");
    }

    @Test
    void theThresholdOfLeastCostIsThatOfAllThatWereTried() {
        double[][] values = machine(120, 7);
        boolean[] abnormal = new boolean[120];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 30; i++) {
            values[i][2] += 60 * random.nextDouble();
            abnormal[i] = true;
        }
        Rows rows = Rows.of(NAMES, values);
        for (double miss : new double[] {0.1, 1, 10, 1000}) {
            AnomalyDetector detector = AnomalyDetector.weighing(1, miss, autoencoder, rows, abnormal);
            double[] scores = detector.scores(rows);
            double least = Double.POSITIVE_INFINITY;
            for (double threshold : scores) {
                least = Math.min(least, cost(scores, abnormal, threshold, miss));
            }

            assertThat(cost(scores, abnormal, detector.threshold(), miss)).isEqualTo(least);
        }
        assertThat(AnomalyDetector.weighing(1, 1000, autoencoder, rows, abnormal)
                        .threshold())
                .isLessThan(AnomalyDetector.weighing(1, 0.1, autoencoder, rows, abnormal)
                        .threshold());
    }

    private static double cost(double[] scores, boolean[] abnormal, double threshold, double miss) {
        double cost = 0;
        for (int i = 0; i < scores.length; i++) {
            cost += scores[i] > threshold && !abnormal[i] ? 1 : scores[i] <= threshold && abnormal[i] ? miss : 0;
        }
        return cost;
    }

    @Test
    void gapsDoNotCount() {
        AnomalyDetector detector = AnomalyDetector.allowing(0.1, autoencoder, rows(99, 2));
        double[][] values = machine(3, 8);
        values[1][3] = Double.NaN;
        Arrays.fill(values[2], Double.NaN);
        Rows rows = Rows.of(NAMES, values);

        double[][] errors = detector.errors(rows);

        assertThat(errors[1][3]).isNaN();
        assertThat(detector.scores(rows)[1]).isCloseTo((errors[1][0] + errors[1][1] + errors[1][2]) / 3, within(1e-12));
        assertThat(detector.scores(rows)[2]).isZero();
    }

    @Test
    void isSavedWithNetworkScaleAndThreshold() throws IOException {
        AnomalyDetector detector = AnomalyDetector.allowing(0.1, autoencoder, rows(99, 2));
        Path file = folder.resolve("detector.zip");
        Rows test = rows(50, 9);

        detector.save(file);
        AnomalyDetector loaded = AnomalyDetector.load(file);

        assertThat(loaded.scores(test)).isEqualTo(detector.scores(test));
        assertThat(loaded.alarms(test)).isEqualTo(detector.alarms(test)).isNotEmpty();
        assertThat(loaded).hasToString(detector.toString());
        assertThat(Autoencoder.load(file).reconstruct(test)).isEqualTo(autoencoder.reconstruct(test));
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        loaded.save(stream);
        assertThat(AnomalyDetector.load(new ByteArrayInputStream(stream.toByteArray()))
                        .threshold())
                .isEqualTo(detector.threshold());
        Path model = folder.resolve("model.zip");
        autoencoder.save(model);
        assertThatIOException()
                .isThrownBy(() -> AnomalyDetector.load(model))
                .withMessageStartingWith(model + " holds a model without a threshold: ");
    }

    @Test
    void worksInSeveralThreads() throws Exception {
        AnomalyDetector detector = AnomalyDetector.allowing(0.1, autoencoder, rows(99, 2));
        Rows test = rows(300, 9);
        List<Alarm> expected = detector.alarms(test);
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Future<List<Alarm>>> ends = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                ends.add(threads.submit(() -> detector.alarms(test)));
            }
            for (Future<List<Alarm>> end : ends) {
                assertThat(end.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void namesTheRegionOfAPicture() {
        INDArray pixels = Networks.mixtures(400, 64);
        Autoencoder pictures = Autoencoder.of(Networks.dense(64, 6, LossFunction.XENT, 0.02));
        pictures.fit(pixels, null, Training.epochs(40).batchSize(50).quietly());
        AnomalyDetector detector = AnomalyDetector.allowing(0.05, pictures, images(Networks.mixtures(99, 64)));
        INDArray marked = Networks.mixtures(5, 64);
        for (int pixel : new int[] {2 * 8 + 4, 2 * 8 + 5, 3 * 8 + 4, 3 * 8 + 5}) {
            marked.putScalar(3, pixel, 1);
        }

        List<Alarm> alarms = detector.alarms(images(marked));

        assertThat(alarms).extracting(Alarm::example).contains(3);
        Alarm alarm =
                alarms.stream().filter(each -> each.example() == 3).findFirst().orElseThrow();
        assertThat(alarm.parts().get(0).name()).isEqualTo("lines 2 to 3, columns 4 to 5");
        assertThat(alarm.parts().get(0).value()).isEqualTo(1);
        assertThat(alarm.parts().get(0).expected()).isLessThan(0.9);
    }

    private static Images images(INDArray pixels) {
        return new Images("mixtures", pixels, new int[(int) pixels.size(0)], List.of("all"), 8, 8);
    }

    /** A wave that skips a beat, in a signal that runs on. */
    @Test
    void findsTheStepAtWhichARunningSignalBreaks() {
        int length = 20;
        Autoencoder waves = Autoencoder.of(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(0.02))
                .list()
                .layer(new LastTimeStep(new LSTM.Builder()
                        .name("code")
                        .nOut(8)
                        .activation(Activation.TANH)
                        .build()))
                .layer(new RepeatVector.Builder<>(length).build())
                .layer(new LSTM.Builder().nOut(16).activation(Activation.TANH).build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MSE)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.recurrent(2))
                .build());
        SignalWindows windows = new SignalWindows(length, 5);
        waves.fit(
                windows.cut(wave(4000, -1)),
                null,
                Training.epochs(40).batchSize(64).quietly());
        AnomalyDetector detector = AnomalyDetector.allowing(0.05, waves, windows.cut(wave(1000, -1)));
        double[][] signal = wave(600, 400);

        double[] steps = detector.stepScores(signal, windows);
        int worst = 0;
        for (int step = 0; step < steps.length; step++) {
            worst = steps[step] > steps[worst] ? step : worst;
        }

        assertThat(worst).isBetween(398, 406);
        List<Alarm> alarms = detector.alarms(signal, windows);
        assertThat(alarms).extracting(Alarm::example).anyMatch(start -> start <= 400 && start + length > 400);
        assertThat(alarms).extracting(Alarm::example).allMatch(start -> start % 5 == 0);
        // Its reason is told by the steps of the signal.
        assertThat(alarms)
                .filteredOn(alarm -> alarm.example() <= 400 && alarm.example() + length > 405)
                .anySatisfy(alarm -> assertThat(alarm.parts().get(0).name()).matches("channel [01], step 4\\d\\d"));
        List<Alarm> watched = watched(detector, windows, signal);
        assertThat(watched)
                .extracting(Alarm::example)
                .isEqualTo(alarms.stream().map(Alarm::example).toList());
        for (int i = 0; i < alarms.size(); i++) {
            assertThat(watched.get(i).score()).isCloseTo(alarms.get(i).score(), within(1e-6));
            assertThat(watched.get(i).parts())
                    .extracting(Alarm.Part::name)
                    .isEqualTo(
                            alarms.get(i).parts().stream().map(Alarm.Part::name).toList());
        }
    }

    private static List<Alarm> watched(AnomalyDetector detector, SignalWindows windows, double[][] signal) {
        SignalMonitor monitor = new SignalMonitor(detector, windows, 2);
        List<Alarm> alarms = new ArrayList<>();
        for (int step = 0; step < signal[0].length; step++) {
            monitor.step(signal[0][step], signal[1][step]).ifPresent(alarms::add);
        }
        assertThat(monitor.steps()).isEqualTo(signal[0].length);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> monitor.step(1))
                .withMessage(
                        "The step 600 has 1 value, and the signal has 2 channels: give one for each, NaN where a sensor was"
                                + " silent.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> monitor.step(1, Double.NEGATIVE_INFINITY))
                .withMessage(
                        "The step 600 has -Infinity in channel 1, counted from 0: give a finite number, or NaN where a sensor"
                                + " was silent.");
        assertThat(monitor.steps()).isEqualTo(signal[0].length);
        return alarms;
    }

    private static double[][] wave(int steps, int broken) {
        double[][] wave = new double[2][steps];
        for (int step = 0; step < steps; step++) {
            wave[0][step] = Math.sin(0.6 * step);
            wave[1][step] = 0.5 * Math.cos(0.6 * step);
        }
        for (int step = broken; broken >= 0 && step < broken + 4; step++) {
            wave[0][step] = -1.5;
        }
        return wave;
    }

    @Test
    void refusesWhatCannotWork() {
        Rows rows = rows(20, 2);
        refused(() -> AnomalyDetector.allowing(0, autoencoder, rows), "A share of 0.0 of false alarms");
        refused(() -> AnomalyDetector.weighing(1, 0, autoencoder, rows, new boolean[20]), "a miss 0.0");
        refused(
                () -> AnomalyDetector.weighing(1, 1, autoencoder, rows, new boolean[20]),
                "There are 20 labels for 20 examples, 0 of them abnormal");
        refused(
                () -> AnomalyDetector.weighing(1, 1, autoencoder, rows, true, false),
                "There are 2 labels for 20 examples");
        refused(() -> new SignalWindows(5, 6), "Windows of 5 steps cannot begin every 6 steps");
        refused(() -> new SignalWindows(5, 1).cut(new double[2][4]), "The signal has 4 steps, and a window 5");
        refused(
                () -> new SignalWindows(2, 1).cut(new double[][] {{1, 2, 3}, {1, 2}}),
                "Channel 1, counted from 0, has 2 steps, and channel 0 has 3");
        refused(
                () -> AnomalyDetector.allowing(0.1, autoencoder, Sequences.of(new double[1][4])),
                "the network's first layer does not work on steps");
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(message);
    }

    @Test
    void anArrayIsScoredByItsValues() {
        INDArray array = Nd4j.createFromArray(new float[][] {{0, 0, 0, 0}, {1, 2, -1, 0}});
        AnomalyDetector detector = AnomalyDetector.allowing(0.5, autoencoder, array);
        INDArray back = autoencoder.reconstruct(array);

        assertThat(detector.scores(array)[1])
                .isCloseTo(
                        array.getRow(1).sub(back.getRow(1)).norm2Number().doubleValue()
                                * array.getRow(1)
                                        .sub(back.getRow(1))
                                        .norm2Number()
                                        .doubleValue()
                                / 4,
                        within(1e-5));
        assertThat(detector.scores(array.dup('f'))).isEqualTo(detector.scores(array));
    }
}

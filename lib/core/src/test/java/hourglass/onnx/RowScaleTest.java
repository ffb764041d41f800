package hourglass.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hourglass.data.RowScaler;
import hourglass.data.Rows;
import hourglass.model.Autoencoder;
import hourglass.model.Networks;
import hourglass.train.Training;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import onnx.Onnx.ModelProto;
import onnx.Onnx.TensorProto.DataType;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The scale of the columns of rows inside of a file. */
class RowScaleTest {
    // A day in seconds since 1970: 32 bits would tell apart every 128th second.
    private static final double DAY = 1.7e9;

    private final RowScale scale =
            new RowScale(new double[] {0.25, DAY + 20}, new double[] {0.5, DAY}, new double[] {2, 30});

    @Test
    void fillsGapsAndKeepsTheDifferencesOfLargeNumbers() {
        GraphBuilder graph = new GraphBuilder();
        Value rows = graph.input("rows", DataType.DOUBLE, Value.N, 2);
        graph.output("scaled", DataType.FLOAT, scale.scaled(rows, graph));
        try (OnnxRuntimeSession session = session(graph)) {
            double[] given = {1.5, DAY + 3, Double.NaN, DAY - 60, -0.5, Double.NaN};

            double[] scaled = session.runDoubles("rows", given, new long[] {3, 2}, "scaled");

            assertThat(scaled).containsExactly(new double[] {0.5, 0.1, -0.125, -2, -0.5, 20.0 / 30}, within(1e-7));
        }
    }

    @Test
    void bringsRowsBackInFullPrecision() {
        GraphBuilder graph = new GraphBuilder();
        Value rows = graph.input("rows", DataType.FLOAT, Value.N, 2);
        graph.output("unscaled", DataType.DOUBLE, scale.unscaled(rows, graph));
        try (OnnxRuntimeSession session = session(graph)) {
            INDArray given = org.nd4j.linalg.factory.Nd4j.createFromArray(new float[][] {{0.5f, 0.1f}, {-2, 1}});

            double[] unscaled = session.runToDoubles("rows", given, "unscaled");

            assertThat(unscaled).containsExactly(new double[] {1.5, DAY + 3, -3.5, DAY + 30}, within(1e-6));
        }
    }

    private static OnnxRuntimeSession session(GraphBuilder graph) {
        ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(8).setGraph(graph.build("scale", ""));
        model.addOpsetImportBuilder().setVersion(17);
        return new OnnxRuntimeSession(model.build().toByteArray());
    }

    @Test
    void isAPartOfTheFileOfANetworkThatWasTrainedWithRows() throws IOException {
        Random random = new Random(4);
        double[][] values = new double[40][4];
        for (double[] row : values) {
            row[0] = random.nextGaussian() * 1e-3;
            row[1] = DAY + random.nextInt(1000);
            row[2] = 300 + 50 * random.nextGaussian();
            row[3] = random.nextInt(2);
        }
        values[3][0] = Double.NaN;
        values[5][2] = Double.NaN;
        Rows rows = Rows.of(List.of("a", "time", "weight, in g", "yes"), values);
        try (Autoencoder autoencoder = Autoencoder.of(Networks.dense(4, 2, LossFunction.MSE, 0.01))) {
            autoencoder.fit(rows, null, Training.epochs(5).batchSize(10).quietly());
            double[] flat =
                    Arrays.stream(values).flatMapToDouble(Arrays::stream).toArray();
            long[] shape = {40, 4};

            INDArray codes = autoencoder.encode(rows);
            try (OnnxRuntimeSession encoder = new OnnxRuntimeSession(OnnxFile.encoder(autoencoder))) {
                double[] found = encoder.runDoubles("examples", flat, shape, "codes");
                assertThat(found).containsExactly(codes.dup('c').data().asDouble(), within(1e-5));
            }
            Rows back = autoencoder.reconstruct(rows);
            double[] expected = new double[flat.length];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = back.column(rows.columns().get(i % 4))[i / 4];
            }
            try (OnnxRuntimeSession whole = new OnnxRuntimeSession(OnnxFile.whole(autoencoder))) {
                close(autoencoder, whole.runDoubles("examples", flat, shape, "reconstructions"), expected);
            }
            try (OnnxRuntimeSession decoder = new OnnxRuntimeSession(OnnxFile.decoder(autoencoder))) {
                close(autoencoder, decoder.runToDoubles("codes", codes, "reconstructions"), expected);
            }
            OnnxFile whole = OnnxFile.whole(autoencoder);
            assertThat(whole).hasToString("Autoencoder: examples float64 [n, 4] -> reconstructions float64 [n, 4]");
            ModelProto model = ModelProto.parseFrom(OnnxRuntimeSession.bytes(whole));
            assertThat(model.getMetadataPropsList())
                    .extracting(each -> each.getKey() + "=" + each.getValue())
                    .containsExactly("column 0=a", "column 1=time", "column 2=weight, in g", "column 3=yes");
        }
    }

    @Test
    void isThatOfTheMomentOfTheWeights() {
        RowScaler scaler = RowScaler.standard(Rows.of(List.of("a", "b"), new double[][] {{1, 10}, {2, 30}, {4, 20}}));
        try (Autoencoder autoencoder = Autoencoder.of(Networks.dense(2, 1, LossFunction.MSE, 0.01))) {
            // A first training with rows, too, makes the scale known while others wait for its first update.
            FutureTask<OnnxFile> file = new FutureTask<>(() -> OnnxFile.whole(autoencoder));
            Thread other = new Thread(file);
            autoencoder.network().setListeners(new BaseTrainingListener() {
                @Override
                public void iterationDone(Model model, int iteration, int epoch) {
                    other.start();
                    while (other.getState() != Thread.State.WAITING && !file.isDone()) {
                        Thread.onSpinWait();
                    }
                    autoencoder.scaler(scaler);
                }
            });
            autoencoder.fit(
                    OnnxCases.random(1, 0, 1, 4, 2),
                    null,
                    Training.epochs(1).batchSize(4).quietly());

            assertThat(file)
                    .succeedsWithin(Duration.ofSeconds(20))
                    .hasToString("Autoencoder: examples float64 [n, 2] -> reconstructions float64 [n, 2]");
        }
    }

    /** Within 1e-5 of a column's scale. */
    private static void close(Autoencoder autoencoder, double[] found, double[] expected) {
        List<RowScaler.Column> columns = autoencoder.scaler().orElseThrow().columns();
        assertThat(found).hasSize(expected.length);
        for (int i = 0; i < found.length; i++) {
            double scale = columns.get(i % columns.size()).scale();
            assertThat(found[i]).isCloseTo(expected[i], within(1e-5 * scale + 1e-9));
        }
    }
}

package hourglass;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.model.Autoencoder;
import hourglass.plot.Histogram;
import hourglass.plot.ImageGrid;
import hourglass.plot.LineChart;
import hourglass.plot.Scatter;
import hourglass.runtime.NativeBackend;
import hourglass.testing.NullArguments;
import hourglass.train.History;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/** Whoever forgets an argument is told which one. */
class NullArgumentsTest {

    @TempDir
    private Path folder;

    @Test
    void areNamedInASentence() {
        NativeBackend.prepare();
        Map<Class<?>, Object> samples = new HashMap<>();
        INDArray array = Nd4j.rand(9, 16);
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder().name("code").nIn(16).nOut(2).build())
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nOut(16)
                        .activation(Activation.SIGMOID)
                        .build())
                .build();
        samples.put(INDArray.class, array);
        samples.put(Path.class, folder.resolve("file"));
        samples.put(List.class, List.of());
        samples.put(Map.class, Map.of());
        samples.put(IntFunction.class, (IntFunction<String>) Integer::toString);
        samples.put(Autoencoder.class, Autoencoder.of(configuration));
        samples.put(History.class, new History(List.of(new History.Epoch(1, 0.5, 0.5, 1, 9)), false));
        samples.put(BufferedImage.class, new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB));
        samples.put(Table.class, Table.create("table", DoubleColumn.create("x", 1, 2)));
        samples.put(double[].class, new double[] {1, 2});
        samples.put(double[][].class, new double[][] {{1, 2}, {3, 4}});
        samples.put(int[].class, new int[] {0, 1});
        samples.put(String[].class, new String[] {"one", "two"});
        samples.put(LineChart.class, LineChart.titled("Lines"));
        samples.put(Histogram.class, Histogram.titled("Histogram"));
        samples.put(Scatter.class, Scatter.titled("Points"));
        samples.put(ImageGrid.class, ImageGrid.of(4, 4));
        NullArguments arguments = new NullArguments(samples);

        List<String> unexplained =
                arguments.unexplained(List.of("hourglass.plot", "hourglass.notebook"), type -> !type.getName()
                        .contains("Test"));

        assertThat(unexplained).isEmpty();
        assertThat(arguments.calls()).isGreaterThan(60);
    }
}

package hourglass;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.data.AnomalySplit;
import hourglass.data.BagOfWords;
import hourglass.data.Corruption;
import hourglass.data.Images;
import hourglass.data.Sequences;
import hourglass.data.Signals;
import hourglass.data.source.Datasets;
import hourglass.evaluate.AnomalyScore;
import hourglass.evaluate.NearestNeighbors;
import hourglass.evaluate.Quantizer;
import hourglass.evaluate.baseline.MeanBaseline;
import hourglass.evaluate.baseline.Pca;
import hourglass.model.Autoencoder;
import hourglass.model.Networks;
import hourglass.onnx.OnnxFile;
import hourglass.runtime.NativeBackend;
import hourglass.testing.NullArguments;
import hourglass.train.Training;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Whoever forgets an argument is told which one. */
class NullArgumentsTest {

    @TempDir
    private Path folder;

    @Test
    void areNamedInASentence() {
        NativeBackend.prepare();
        Map<Class<?>, Object> samples = new HashMap<>();
        INDArray array = Nd4j.rand(9, 16);
        Images images = new Images("pictures", array, new int[9], List.of("one"), 4, 4);
        samples.put(INDArray.class, array);
        samples.put(Path.class, folder.resolve("file"));
        samples.put(List.class, List.of());
        samples.put(InputStream.class, new ByteArrayInputStream(new byte[0]));
        samples.put(OutputStream.class, OutputStream.nullOutputStream());
        samples.put(Images.class, images);
        samples.put(Training.class, Training.epochs(1).batchSize(4).quietly());
        samples.put(Training.Listener.class, new Training.Listener() {});
        samples.put(Corruption.class, Corruption.gaussian(0.1));
        MultiLayerConfiguration configuration = Networks.dense(16, 3, LossFunction.XENT, 0.01);
        samples.put(MultiLayerConfiguration.class, configuration);
        Autoencoder autoencoder = Autoencoder.of(configuration);
        samples.put(Autoencoder.class, autoencoder);
        samples.put(OnnxFile.class, OnnxFile.encoder(autoencoder));
        samples.put(Sequences.class, Sequences.of(new double[1][4], new double[1][3]));
        samples.put(AnomalyScore.class, AnomalyScore.errorOf(examples -> examples));
        samples.put(NearestNeighbors.class, NearestNeighbors.among(array));
        samples.put(MeanBaseline.class, MeanBaseline.fit(array));
        samples.put(Pca.class, Pca.fit(array, 2));
        samples.put(Quantizer.class, Quantizer.fit(array, 4));
        Signals signals = Datasets.drawnHeartbeats().first(200);
        samples.put(Signals.class, signals);
        samples.put(AnomalySplit.class, AnomalySplit.of(signals, 1));
        samples.put(BagOfWords.class, new BagOfWords(List.of("sun")));
        samples.put(double[].class, new double[] {1, 2});
        samples.put(int[].class, new int[] {0, 1});
        samples.put(boolean[].class, new boolean[] {true, false});
        NullArguments arguments = new NullArguments(samples);

        List<String> unexplained = arguments.unexplained(
                List.of(
                        "hourglass.data",
                        "hourglass.evaluate",
                        "hourglass.model",
                        "hourglass.train",
                        "hourglass.engine",
                        "hourglass.layers",
                        "hourglass.onnx"),
                type -> !type.getName().contains("Test") && !internal(type));

        assertThat(unexplained).isEmpty();
        assertThat(arguments.calls()).isGreaterThan(100);
    }

    /** Public for other packages of the library alone. */
    private static boolean internal(Class<?> type) {
        return type.getPackageName().startsWith("hourglass.engine.")
                || type.getPackageName().equals("hourglass.evaluate.linalg")
                || type.getPackageName().equals("hourglass.data.synthetic")
                || type.getSimpleName().endsWith("Layer")
                        && type.getPackageName().equals("hourglass.layers")
                || List.of("Chunks", "Examples").contains(type.getSimpleName());
    }
}

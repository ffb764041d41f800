package hourglass.tests;

import hourglass.data.Dataset;
import hourglass.data.source.Datasets;
import hourglass.model.Autoencoder;
import hourglass.train.History;
import hourglass.train.Training;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The README's example, word for word between the two comments. */
final class ReadmeExample {
    private ReadmeExample() {}

    /** What the example makes, for a test to look at. */
    record Made(History history, INDArray codes, INDArray pictures, Autoencoder saved, Autoencoder loaded) {}

    static Made run(Path file) throws IOException {
        // begin
        Dataset clothes = Datasets.drawn(); // or fashionMnist(), mnist(), folder(path)
        Autoencoder autoencoder = Autoencoder.of(new NeuralNetConfiguration.Builder()
                .seed(42)
                .updater(new Adam(1e-3))
                .weightInit(WeightInit.XAVIER)
                .list()
                .layer(new DenseLayer.Builder()
                        .name("code")
                        .nIn(784)
                        .nOut(32)
                        .activation(Activation.RELU)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.XENT)
                        .nOut(784)
                        .activation(Activation.SIGMOID)
                        .build())
                .build());
        History history = autoencoder.fit(
                clothes.train(), clothes.test(), Training.epochs(3).batchSize(64));
        INDArray codes = autoencoder.encode(clothes.test().pixels()); // [1000, 784] -> [1000, 32]
        INDArray pictures = autoencoder.decode(codes); // [1000, 32] -> [1000, 784]
        autoencoder.save(file); // a plain Deeplearning4j model file
        Autoencoder loaded = Autoencoder.load(file); // no class that the file names is trusted
        // end
        return new Made(history, codes, pictures, autoencoder, loaded);
    }
}

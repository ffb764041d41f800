package hourglass.spark;

import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The one Spark context that the tests of this process share, in local mode, and the network that they train. */
final class TestSpark {
    private static JavaSparkContext context;

    private TestSpark() {}

    static synchronized JavaSparkContext local() {
        if (context == null || context.sc().isStopped()) {
            context = Spark.local(2);
        }
        return context;
    }

    /** There is one context per process: whoever needs another one stops this. */
    static synchronized void stop() {
        if (context != null) {
            context.stop();
            context = null;
        }
    }

    static MultiLayerConfiguration network() {
        return new NeuralNetConfiguration.Builder()
                .seed(42)
                .updater(new Adam(3e-3))
                .weightInit(WeightInit.XAVIER)
                .list()
                .layer(new DenseLayer.Builder()
                        .name("code")
                        .nIn(784)
                        .nOut(16)
                        .activation(Activation.RELU)
                        .biasInit(1)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.XENT)
                        .nOut(784)
                        .activation(Activation.SIGMOID)
                        .build())
                .build();
    }
}

package hourglass.model;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks and data for the tests of this package. */
public final class Networks {
    private Networks() {}

    public static MultiLayerConfiguration dense(int inputs, int codes, LossFunction loss, double learningRate) {
        return dense(inputs, codes, loss, Activation.SIGMOID, learningRate);
    }

    static MultiLayerConfiguration dense(
            int inputs, int codes, LossFunction loss, Activation output, double learningRate) {
        return new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(learningRate))
                .weightInit(WeightInit.XAVIER)
                .list()
                .layer(new DenseLayer.Builder()
                        .name("code")
                        .nIn(inputs)
                        .nOut(codes)
                        .activation(Activation.RELU)
                        .build())
                .layer(new OutputLayer.Builder(loss)
                        .nOut(inputs)
                        .activation(output)
                        .build())
                .build();
    }

    static MultiLayerConfiguration convolutional(int side) {
        return new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(0.01))
                .convolutionMode(ConvolutionMode.Same)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .name("code")
                        .nOut(4)
                        .activation(Activation.RELU)
                        .build())
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new CnnLossLayer.Builder(LossFunction.XENT)
                        .activation(Activation.SIGMOID)
                        .build())
                .setInputType(InputType.convolutionalFlat(side, side, 1))
                .build();
    }

    /** Pictures with two degrees of freedom: mixtures of two fixed patterns. */
    public static INDArray mixtures(int n, int pixels) {
        INDArray weights = Nd4j.rand(n, 2);
        INDArray patterns = Nd4j.zeros(2, pixels);
        for (int i = 0; i < pixels; i++) {
            patterns.putScalar(0, i, i % 2 == 0 ? 0.9 : 0.05);
            patterns.putScalar(1, i, i < pixels / 2 ? 0.8 : 0.1);
        }
        return weights.mmul(patterns).mul(0.5).dup('c');
    }
}

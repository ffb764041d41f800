package application;

import hourglass.model.Autoencoder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Keeps three numbers of each reading of a sensor, which has twelve. */
public final class Sensor {
    private final Autoencoder autoencoder = Autoencoder.of(new NeuralNetConfiguration.Builder()
            .seed(42)
            .list()
            .layer(new DenseLayer.Builder().name("code").nIn(12).nOut(3).activation(Activation.TANH).build())
            .layer(new OutputLayer.Builder(LossFunction.MSE).nOut(12).activation(Activation.IDENTITY).build())
            .build());

    /** Returns the codes [readings, 3] of readings [readings, 12]. */
    public INDArray encode(INDArray readings) {
        return autoencoder.encode(readings);
    }
}

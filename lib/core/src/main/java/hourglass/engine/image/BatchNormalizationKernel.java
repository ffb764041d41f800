package hourglass.engine.image;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Batch normalisation for one shape of input: forward and, when made for training, backward. */
public interface BatchNormalizationKernel {

    /** Normalises with the batch's own mean and variance, which are kept. */
    void forward(INDArray input, INDArray gamma, INDArray beta, INDArray output);

    /** Normalises with a given mean and variance of each channel. */
    void forward(INDArray input, INDArray gamma, INDArray beta, float[] mean, float[] variance, INDArray output);

    /** Computes the gradients of gamma, beta and the input, for the batch that was normalised last. */
    void backward(INDArray input, INDArray epsilon, INDArray dGamma, INDArray dBeta, INDArray dx);

    /** Returns the mean of each channel over the batch that was normalised last. */
    float[] mean();

    /** Returns the variance of each channel over the batch that was normalised last, without a correction for its size. */
    float[] variance();
}

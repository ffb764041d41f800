package hourglass.engine.layers;

import hourglass.engine.image.ConvolutionGeometry;
import hourglass.engine.kernels.FusedActivation;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** For each kind of layer that has an accelerated replacement, the settings that the replacement does not know. */
final class LayerObstacles {

    private LayerObstacles() {}

    static Obstacles dense(DenseLayer layer) {
        return new Obstacles()
                .when(layer.hasLayerNorm(), "Deeplearning4j computes the layer normalisation")
                .whenWeightsHaveNoise(layer.getWeightNoise())
                .whenActivationIsUnknown(layer.getActivationFn());
    }

    static Obstacles output(BaseOutputLayer layer) {
        return new Obstacles()
                .whenWeightsHaveNoise(layer.getWeightNoise())
                .whenLossIsUnknown(layer.getActivationFn(), layer.getLossFn());
    }

    static Obstacles sequenceOutput(RnnOutputLayer layer) {
        return output(layer)
                .when(!layer.hasBias(), "It has no bias", "set .hasBias(true)")
                .whenInputHasDropout(layer.getIDropout())
                .whenStepsComeFirst(layer.getRnnDataFormat());
    }

    static Obstacles imageLoss(CnnLossLayer layer) {
        return new Obstacles()
                .whenChannelsComeLast(layer.getFormat() != CNN2DFormat.NCHW)
                .whenLossIsUnknown(layer.getActivationFn(), layer.getLossFn());
    }

    static Obstacles convolution(ConvolutionLayer layer) {
        return new Obstacles()
                .whenChannelsComeLast(layer.getCnn2dDataFormat() != CNN2DFormat.NCHW)
                .whenWeightsHaveNoise(layer.getWeightNoise())
                .whenActivationIsUnknown(layer.getActivationFn())
                .whenConvolutionModeIsUnknown(ConvolutionGeometry.Window.of(layer));
    }

    /** As for a convolution; and Deeplearning4j leaves a transposed convolution's dropout out of its gradient. */
    static Obstacles transposedConvolution(Deconvolution2D layer) {
        return convolution(layer)
                .whenInputHasDropout(layer.getIDropout())
                .when(
                        layer.getDilation()[0] != 1 || layer.getDilation()[1] != 1,
                        "Deeplearning4j has no gradient for a transposed convolution with a dilation");
    }

    static Obstacles pooling(SubsamplingLayer layer) {
        return new Obstacles()
                .when(
                        layer.getPoolingType() != PoolingType.MAX,
                        "Deeplearning4j computes the pooling of kind " + layer.getPoolingType())
                .when(
                        layer.getDilation()[0] != 1 || layer.getDilation()[1] != 1,
                        "Deeplearning4j pools with a dilation in its own way")
                .whenChannelsComeLast(layer.getCnn2dDataFormat() != CNN2DFormat.NCHW)
                .whenConvolutionModeIsUnknown(ConvolutionGeometry.Window.of(layer));
    }

    static Obstacles upsampling(Upsampling2D layer) {
        return new Obstacles().whenChannelsComeLast(layer.getFormat() != CNN2DFormat.NCHW);
    }

    static Obstacles batchNormalization(BatchNormalization layer) {
        return new Obstacles()
                .when(layer.isLockGammaBeta(), "Deeplearning4j computes the normalisation with locked gamma and beta")
                .whenChannelsComeLast(layer.getCnn2DFormat() != CNN2DFormat.NCHW);
    }

    static Obstacles activation(ActivationLayer layer) {
        FusedActivation activation = FusedActivation.of(layer.getActivationFn());
        return new Obstacles()
                .when(
                        activation == null || activation == FusedActivation.IDENTITY,
                        "Deeplearning4j computes the activation " + Obstacles.name(layer.getActivationFn()));
    }

    static Obstacles lstm(LSTM layer) {
        return new Obstacles()
                .when(
                        !(layer.getActivationFn() instanceof ActivationTanH),
                        "The activation is " + Obstacles.name(layer.getActivationFn())
                                + ", and Deeplearning4j's own LSTM is about fifty times slower",
                        "set .activation(Activation.TANH)")
                .when(
                        !(layer.getGateActivationFn() instanceof ActivationSigmoid),
                        "The activation of the gates is " + Obstacles.name(layer.getGateActivationFn()),
                        "set .gateActivationFunction(Activation.SIGMOID)")
                .whenWeightsHaveNoise(layer.getWeightNoise())
                .whenInputHasDropout(layer.getIDropout())
                .whenStepsComeFirst(layer.getRnnDataFormat());
    }

    static Obstacles lastTimeStep(LastTimeStep layer) {
        return layer.getUnderlying() instanceof LSTM lstm && lstm.getClass() == LSTM.class
                ? lstm(lstm)
                : new Obstacles()
                        .when(
                                true,
                                "There is no accelerated "
                                        + layer.getUnderlying().getClass().getSimpleName());
    }

    /**
     * Nobody but an accelerated LSTM reads a repeated vector without a copy for each step; {@code next} is the layer that
     * follows, or null.
     */
    static Obstacles repeatVector(RepeatVector layer, Layer next) {
        return new Obstacles()
                .whenStepsComeFirst(layer.getDataFormat())
                .whenInputHasDropout(layer.getIDropout())
                .when(!(next instanceof LSTM lstm && lstm(lstm).isEmpty()), "No accelerated LSTM follows");
    }
}

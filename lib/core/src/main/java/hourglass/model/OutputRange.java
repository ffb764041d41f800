package hourglass.model;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationRectifiedTanh;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;

/**
 * The values that a network's last activation can give. An example with a value beyond them can never be given back, however
 * long the training.
 *
 * @param activation the name of the activation, such as "sigmoid"
 * @param low the least value
 * @param high the greatest value
 */
record OutputRange(String activation, float low, float high) {

    /** Returns the range of a network's output; all finite numbers if its last activation sets no bound. */
    static OutputRange of(MultiLayerConfiguration configuration) {
        int last = configuration.getConfs().size() - 1;
        Layer output = configuration.getConf(last).getLayer();
        boolean onlyMeasures =
                output instanceof LossLayer || output instanceof CnnLossLayer || output instanceof RnnLossLayer;
        // Then the activation is often that of the layer before.
        boolean before = onlyMeasures && last > 0 && activation(output) instanceof ActivationIdentity;
        return of(activation(before ? configuration.getConf(last - 1).getLayer() : output));
    }

    private static OutputRange of(IActivation activation) {
        String name = String.valueOf(activation);
        if (activation instanceof ActivationSigmoid
                || activation instanceof ActivationHardSigmoid
                || activation instanceof ActivationSoftmax
                || activation instanceof ActivationRectifiedTanh) {
            return new OutputRange(name, 0, 1);
        }
        if (activation instanceof ActivationTanH
                || activation instanceof ActivationHardTanH
                || activation instanceof ActivationSoftSign) {
            return new OutputRange(name, -1, 1);
        }
        if (activation instanceof ActivationReLU6) {
            return new OutputRange(name, 0, 6);
        }
        if (activation instanceof ActivationReLU
                || activation instanceof ActivationSoftPlus
                || activation instanceof ActivationThresholdedReLU) {
            return new OutputRange(name, 0, Float.MAX_VALUE);
        }
        return new OutputRange(name, -Float.MAX_VALUE, Float.MAX_VALUE);
    }

    private static IActivation activation(Layer layer) {
        if (layer instanceof BaseLayer base) {
            return base.getActivationFn();
        }
        return layer instanceof ActivationLayer plain ? plain.getActivationFn() : null;
    }
}

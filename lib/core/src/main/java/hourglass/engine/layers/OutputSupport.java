package hourglass.engine.layers;

import static org.deeplearning4j.nn.params.DefaultParamInitializer.BIAS_KEY;
import static org.deeplearning4j.nn.params.DefaultParamInitializer.WEIGHT_KEY;

import hourglass.engine.kernels.DenseKernel;
import hourglass.engine.kernels.FusedActivation;
import hourglass.engine.kernels.FusedLoss;
import hourglass.engine.kernels.Gemm;
import hourglass.engine.kernels.NativeMatrix;
import hourglass.runtime.NativeMemory;
import java.util.Map;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the accelerated output layers with weights have in common: a product, and activation, loss and gradient in one pass
 * from its pre-activations. Each row of the matrices is an example, or one step of an example.
 *
 * @param loss the activation and the loss
 */
record OutputSupport(FusedLoss loss) {

    /** output = activation(x · w + b) */
    void activate(NativeMatrix x, Map<String, INDArray> params, NativeMatrix output) {
        DenseKernel.activate(x, params.get(WEIGHT_KEY), params.get(BIAS_KEY), loss.activation(), output);
    }

    /**
     * Computes the gradients of weights, bias and input.
     *
     * @param y the targets
     * @param d where the gradient at the pre-activations goes
     * @param dx where the gradient of the input goes
     * @return the sum of the losses
     */
    double backward(
            NativeMatrix x,
            NativeMatrix y,
            NativeMatrix d,
            NativeMatrix dx,
            Map<String, INDArray> params,
            Map<String, INDArray> gradients) {
        INDArray weights = params.get(WEIGHT_KEY);
        long w = NativeMemory.address(weights);
        float[] bias = bias(params);
        return DenseKernel.gradients(
                x, weights, gradients.get(WEIGHT_KEY), gradients.get(BIAS_KEY), d, dx, (from, to, sums) -> {
                    Gemm.forward(x, w, d, from, to);
                    return DenseKernel.lossGradient(loss, d.columns(), d, bias, y, from, to, sums);
                });
    }

    /** Returns the gradients that {@link #backward} has written, by name. */
    static Gradient gradient(Map<String, INDArray> gradients) {
        Gradient gradient = new DefaultGradient();
        gradient.gradientForVariable().put(WEIGHT_KEY, gradients.get(WEIGHT_KEY));
        INDArray bias = gradients.get(BIAS_KEY);
        if (bias != null) {
            gradient.gradientForVariable().put(BIAS_KEY, bias);
        }
        return gradient;
    }

    /** Returns the sum of the losses; {@code z} is memory for the pre-activations. */
    double loss(NativeMatrix x, NativeMatrix y, NativeMatrix z, Map<String, INDArray> params) {
        DenseKernel.activate(x, params.get(WEIGHT_KEY), null, FusedActivation.IDENTITY, z);
        return DenseKernel.lossGradient(loss, y.columns(), z, bias(params), y, 0, y.rows(), null);
    }

    private static float[] bias(Map<String, INDArray> params) {
        INDArray bias = params.get(BIAS_KEY);
        return bias == null ? null : NativeMemory.floats(bias);
    }
}

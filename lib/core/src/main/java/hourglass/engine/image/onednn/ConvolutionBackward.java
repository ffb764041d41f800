package hourglass.engine.image.onednn;

import hourglass.engine.image.ConvolutionKernel;
import java.util.function.Supplier;

/**
 * The backward pass that a convolution and a transposed one have in common.
 *
 * <p>Its primitives are made when they are needed first: a network that only encodes never makes them.
 */
final class ConvolutionBackward {

    /** Computes the gradient of a convolution's input; all arguments are addresses. */
    @FunctionalInterface
    interface InputGradientKernel {
        void run(long delta, long w, long dx);
    }

    private final FusedOneDnnActivation activation;
    private final Supplier<WeightGradientKernel> weightGradientMaker;
    private final Supplier<InputGradientKernel> inputGradientMaker;
    private WeightGradientKernel weightGradient;
    private InputGradientKernel inputGradient;

    ConvolutionBackward(
            FusedOneDnnActivation activation,
            Supplier<WeightGradientKernel> weightGradientMaker,
            Supplier<InputGradientKernel> inputGradientMaker) {
        this.activation = activation;
        this.weightGradientMaker = weightGradientMaker;
        this.inputGradientMaker = inputGradientMaker;
    }

    /** As {@link ConvolutionKernel#backward}. */
    void run(long input, long w, long output, long epsilon, long dw, long db, long dx) {
        if (weightGradient == null) {
            weightGradient = weightGradientMaker.get();
        }
        long delta = activation.backward(epsilon, output);
        weightGradient.run(input, delta, dw, db);
        if (dx != 0) {
            if (inputGradient == null) {
                inputGradient = inputGradientMaker.get();
            }
            inputGradient.run(delta, w, dx);
        }
    }
}

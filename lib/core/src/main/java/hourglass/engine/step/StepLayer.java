package hourglass.engine.step;

import hourglass.engine.kernels.NativeMatrix;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;

/**
 * A dense layer in which no example of a batch depends on another, so that a worker computes its share of a batch by itself.
 *
 * <p>All methods run in the calling thread, and in several threads at once for different examples. Each row of a matrix is an
 * example.
 */
public sealed interface StepLayer extends Layer permits StepHiddenLayer, StepOutputLayer {

    /** Returns whether the layer's settings and state let it be trained in this way; dropout, say, does not. */
    default boolean joinsStep() {
        return conf().getLayer().getIDropout() == null && getMaskArray() == null;
    }

    /** Returns how many numbers an example of its input has. */
    default int inputs() {
        return (int) getParam(DefaultParamInitializer.WEIGHT_KEY).size(0);
    }

    /** Returns how many numbers an example of its output has. */
    default int outputs() {
        return (int) getParam(DefaultParamInitializer.WEIGHT_KEY).size(1);
    }

    /** y = f(x), without dropout. */
    void forward(NativeMatrix x, NativeMatrix y);
}

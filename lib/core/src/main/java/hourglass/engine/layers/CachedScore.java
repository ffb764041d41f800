package hourglass.engine.layers;

import java.util.function.DoubleSupplier;

/**
 * The loss of the batch whose gradient was computed last, kept until Deeplearning4j asks for it.
 *
 * <p>Deeplearning4j asks an output layer for the gradient first and for the score after it, and computes both from the
 * beginning.
 */
final class CachedScore {

    private double loss = Double.NaN;

    void set(double loss) {
        this.loss = loss;
    }

    /** Forgets the loss, because input, labels or parameters may have changed. */
    void clear() {
        loss = Double.NaN;
    }

    /** Returns the loss that is kept, once; what the supplier computes when none is, or when it is not training's. */
    double getOr(boolean training, DoubleSupplier otherwise) {
        double known = training && !Double.isNaN(loss) ? loss : otherwise.getAsDouble();
        clear();
        return known;
    }
}

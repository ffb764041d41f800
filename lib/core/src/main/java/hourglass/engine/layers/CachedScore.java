package hourglass.engine.layers;

import java.util.function.DoubleSupplier;

/**
 * The loss of the batch whose gradient was computed last, kept until it is asked for.
 *
 * <p>Reason: Deeplearning4j asks an output layer for the gradient first and for the score after it, and computes both from
 * the beginning.
 */
final class CachedScore {

    private double loss = Double.NaN;

    void keep(double loss) {
        this.loss = loss;
    }

    /** Says that input, labels or parameters may have changed. */
    void forget() {
        loss = Double.NaN;
    }

    /** The loss that is kept, once; what the supplier computes when none is, or when it is not training's. */
    double take(boolean training, DoubleSupplier otherwise) {
        double known = training && !Double.isNaN(loss) ? loss : otherwise.getAsDouble();
        forget();
        return known;
    }
}

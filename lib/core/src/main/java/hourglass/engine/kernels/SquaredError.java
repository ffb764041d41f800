package hourglass.engine.kernels;

import hourglass.runtime.ThreadLocalBuffers;
import java.util.Arrays;

/**
 * An activation and the squared error behind it, from the pre-activation: the loss scale · (a − y)² with a = curve(z), and
 * its gradient 2 · scale · (a − y) · curve'(z).
 *
 * <p>Measured reason: Deeplearning4j makes about ten passes over all outputs, with copies, and computes activation and
 * difference once for the gradient and once more for the score.
 */
final class SquaredError implements LossKernel {

    private static final int PIECES_A_SUM = 60;

    private final float[] squares;
    private final float[] difference;
    private final FusedActivation curve;
    private final float scale;
    private final int length;
    private int pieces;
    private double sum;

    /** Uses slots 4 and 5 of a thread's arrays for pieces of at most the given length. */
    SquaredError(FusedActivation curve, float scale, ThreadLocalBuffers scratch, int length) {
        this.curve = curve;
        this.scale = scale;
        this.length = length;
        squares = scratch.zeros(4, length);
        difference = scratch.floats(5, length);
    }

    @Override
    public void add(float[] z, float[] y, int n) {
        curve.apply(z, n);
        subtract(z, y, difference, n);
        addSquares(difference, squares, n);
        multiply(difference, 2 * scale, n);
        curve.gradient(difference, z, n);
        System.arraycopy(difference, 0, z, 0, n);
        if (++pieces == PIECES_A_SUM) {
            settle();
        }
    }

    // One loop for each array that is written, as in SigmoidCrossEntropy.
    private static void subtract(float[] a, float[] y, float[] difference, int n) {
        for (int i = 0; i < n; i++) {
            difference[i] = a[i] - y[i];
        }
    }

    private static void addSquares(float[] difference, float[] squares, int n) {
        for (int i = 0; i < n; i++) {
            squares[i] += difference[i] * difference[i];
        }
    }

    private static void multiply(float[] e, float factor, int n) {
        for (int i = 0; i < n; i++) {
            e[i] *= factor;
        }
    }

    @Override
    public double sum() {
        settle();
        return scale * sum;
    }

    private void settle() {
        for (int i = 0; i < length; i++) {
            sum += squares[i];
        }
        Arrays.fill(squares, 0, length, 0f);
        pieces = 0;
    }
}

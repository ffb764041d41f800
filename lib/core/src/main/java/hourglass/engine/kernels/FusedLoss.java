package hourglass.engine.kernels;

import hourglass.runtime.ThreadLocalBuffers;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/**
 * An output layer's activation together with its loss, where the engine computes both in one pass over the
 * pre-activations; {@link SigmoidCrossEntropy} and {@link SquaredError} say what that saves.
 *
 * <p>As in Deeplearning4j, a loss is summed over the outputs and the examples; only the mean squared error is divided by
 * the number of columns (outputs of a dense layer, features of a step, channels of a pixel). The layer divides by the
 * number of examples.
 *
 * @param activation the activation
 * @param kind the loss
 */
public record FusedLoss(FusedActivation activation, Kind kind) {

    /** The losses that the engine computes itself. */
    enum Kind {
        CROSS_ENTROPY,
        SUM_OF_SQUARES,
        MEAN_SQUARE
    }

    /** Returns the same activation and loss, or null when the engine does not compute them together. */
    public static FusedLoss of(IActivation activation, ILossFunction loss) {
        FusedActivation function = FusedActivation.of(activation);
        Kind kind = kind(loss);
        boolean together = function != null && (kind != Kind.CROSS_ENTROPY || function == FusedActivation.SIGMOID);
        return together && kind != null ? new FusedLoss(function, kind) : null;
    }

    // Computed from the logits, probabilities need no limits; whoever sets wider ones than Deeplearning4j's means them.
    private static boolean isPlain(LossBinaryXENT loss) {
        return loss.getWeights() == null && loss.getClipEps() <= LossBinaryXENT.DEFAULT_CLIPPING_EPSILON;
    }

    private static Kind kind(ILossFunction loss) {
        if (loss == null) {
            return null;
        }
        Class<?> type = loss.getClass();
        if (type == LossBinaryXENT.class) {
            return isPlain((LossBinaryXENT) loss) ? Kind.CROSS_ENTROPY : null;
        }
        if (type == LossL2.class || type == LossMSE.class) {
            return ((LossL2) loss).getWeights() != null
                    ? null
                    : type == LossMSE.class ? Kind.MEAN_SQUARE : Kind.SUM_OF_SQUARES;
        }
        return null;
    }

    /**
     * Makes a kernel that sums up blocks in the calling thread, in its buffers 4 to 6.
     *
     * @param columns how many columns Deeplearning4j's layer has where it computes this loss
     * @param length how many numbers a block has at most
     */
    LossKernel newKernel(long columns, int length) {
        ThreadLocalBuffers buffers = ThreadLocalBuffers.current();
        return switch (kind) {
            case CROSS_ENTROPY -> new SigmoidCrossEntropy(buffers, length);
            case SUM_OF_SQUARES -> new SquaredError(activation, 1f, buffers, length);
            case MEAN_SQUARE -> new SquaredError(activation, 1f / columns, buffers, length);
        };
    }
}

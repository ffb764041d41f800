package hourglass.engine.kernels;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/**
 * The activation functions that the engine computes itself, over Java arrays.
 *
 * <p>The reason: bias and activation take one pass instead of two, and the gradient comes from the activation that the layer
 * has kept, so that its input need not be computed again.
 */
public enum FusedActivation {
    IDENTITY {
        @Override
        public void apply(float[] z, int n) {}

        @Override
        public void backward(float[] e, float[] a, int n) {}
    },
    RELU {
        @Override
        public void apply(float[] z, int n) {
            for (int i = 0; i < n; i++) {
                z[i] = Math.max(z[i], 0f);
            }
        }

        @Override
        public void backward(float[] e, float[] a, int n) {
            // One where the activation is positive and zero where it is zero, without a branch.
            for (int i = 0; i < n; i++) {
                e[i] *= Math.min(1f, a[i] * Float.MAX_VALUE);
            }
        }
    },
    SIGMOID {
        @Override
        public void apply(float[] z, int n) {
            for (int i = 0; i < n; i++) {
                z[i] = 0.5f + 0.5f * Tanh.of(0.5f * z[i]);
            }
        }

        @Override
        public void backward(float[] e, float[] a, int n) {
            for (int i = 0; i < n; i++) {
                e[i] *= a[i] * (1f - a[i]);
            }
        }
    },
    TANH {
        @Override
        public void apply(float[] z, int n) {
            for (int i = 0; i < n; i++) {
                z[i] = Tanh.of(z[i]);
            }
        }

        @Override
        public void backward(float[] e, float[] a, int n) {
            for (int i = 0; i < n; i++) {
                e[i] *= 1f - a[i] * a[i];
            }
        }
    };

    /** Replaces the first n inputs of the function by its values. */
    public abstract void apply(float[] z, int n);

    /** Multiplies the first n gradients {@code e} by the function's derivative where its value is {@code a}. */
    public abstract void backward(float[] e, float[] a, int n);

    /** Returns the constant that computes the same as an activation of Deeplearning4j's, or null when none does. */
    public static FusedActivation of(IActivation activation) {
        if (activation == null) {
            return null;
        }
        Class<?> type = activation.getClass();
        if (type == ActivationReLU.class) {
            return activation.equals(new ActivationReLU()) ? RELU : null;
        }
        return type == ActivationIdentity.class
                ? IDENTITY
                : type == ActivationSigmoid.class ? SIGMOID : type == ActivationTanH.class ? TANH : null;
    }
}

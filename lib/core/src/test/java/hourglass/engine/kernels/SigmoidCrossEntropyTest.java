package hourglass.engine.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hourglass.runtime.ThreadLocalBuffers;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SigmoidCrossEntropyTest {

    @Test
    void lossAndGradientAreExactToSinglePrecision() {
        Random random = new Random(5);
        int length = 333;
        LossKernel loss = new SigmoidCrossEntropy(ThreadLocalBuffers.current(), length);
        double expected = 0;
        // More pieces than one logarithm takes, the last one short.
        for (int piece = 0; piece < 150; piece++) {
            int n = piece == 149 ? 7 : length;
            float[] z = new float[n];
            float[] y = new float[n];
            float[] gradient = new float[n];
            for (int i = 0; i < n; i++) {
                z[i] = (float) (random.nextGaussian() * (piece % 3 == 0 ? 30 : 3));
                y[i] = random.nextFloat();
                expected += Math.max(z[i], 0) - (double) z[i] * y[i] + Math.log1p(Math.exp(-Math.abs(z[i])));
                gradient[i] = (float) (1 / (1 + Math.exp(-z[i])) - y[i]);
            }
            loss.accumulate(z, y, n);
            assertThat(z).containsExactly(gradient, within(3e-7f));
        }

        assertThat(loss.total()).isCloseTo(expected, within(1e-6 * expected));
    }

    @Test
    void theTangentIsExactToSinglePrecision() {
        for (float x = -20; x < 20; x += 0.00137f) {
            assertThat(Tanh.of(x)).isCloseTo((float) Math.tanh(x), within(4e-7f));
        }
        assertThat(Tanh.of(Float.NaN)).isNaN();
        assertThat(Tanh.of(0)).isZero();
    }
}

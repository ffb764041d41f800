package hourglass.engine.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hourglass.runtime.ThreadLocalBuffers;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SquaredErrorTest {

    @ParameterizedTest
    @EnumSource(FusedActivation.class)
    void lossAndGradientAreExactToSinglePrecision(FusedActivation activation) {
        Random random = new Random(5);
        int length = 333;
        float scale = 1f / 7;
        LossKernel loss = new SquaredError(activation, scale, ThreadLocalBuffers.current(), length);
        double expected = 0;
        // More pieces than are added up in single precision, the last one short.
        for (int piece = 0; piece < 150; piece++) {
            int n = piece == 149 ? 7 : length;
            float[] z = new float[n];
            float[] y = new float[n];
            float[] gradient = new float[n];
            for (int i = 0; i < n; i++) {
                z[i] = (float) random.nextGaussian();
                y[i] = random.nextFloat();
                double a = value(activation, z[i]);
                expected += (a - y[i]) * (a - y[i]) / 7;
                gradient[i] = (float) (2 * (a - y[i]) * derivative(activation, z[i]) / 7);
            }
            loss.accumulate(z, y, n);
            assertThat(z).containsExactly(gradient, within(3e-7f));
        }

        assertThat(loss.total()).isCloseTo(expected, within(1e-6 * expected));
    }

    private static double value(FusedActivation activation, double z) {
        return switch (activation) {
            case IDENTITY -> z;
            case RELU -> Math.max(0, z);
            case SIGMOID -> 1 / (1 + Math.exp(-z));
            case TANH -> Math.tanh(z);
        };
    }

    private static double derivative(FusedActivation activation, double z) {
        double a = value(activation, z);
        return switch (activation) {
            case IDENTITY -> 1;
            case RELU -> z > 0 ? 1 : 0;
            case SIGMOID -> a * (1 - a);
            case TANH -> 1 - a * a;
        };
    }
}

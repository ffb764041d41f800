package hourglass.train;

import hourglass.network.NetworkConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Says how many examples go through a network at once, so that the arrays between its layers stay small and a stop is soon
 * noticed, however wide the layers are.
 */
public final class Chunks {
    // A few million numbers take less than a second even without the engine.
    private static final long NUMBERS = 8_000_000;

    private Chunks() {}

    /**
     * Returns how many examples to take at once.
     *
     * @param from the place of the first layer that they go through, from 0
     * @param to the place of the last
     * @param input [n, …] as the first of these layers takes it
     * @param most how many at most
     * @return at least 1
     */
    public static long size(NetworkConfiguration configuration, int from, int to, INDArray input, long most) {
        double widest = Math.max(numbers(input), configuration.widest(from, to, input));
        return Math.max(1, Math.min(most, (long) (NUMBERS / widest)));
    }

    private static double numbers(INDArray input) {
        return (double) input.length() / input.size(0);
    }
}

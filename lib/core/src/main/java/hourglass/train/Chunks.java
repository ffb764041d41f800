package hourglass.train;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
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
    public static long size(MultiLayerConfiguration configuration, int from, int to, INDArray input, long most) {
        double widest = Math.max(numbers(input), widest(configuration, from, to, input));
        return Math.max(1, Math.min(most, (long) (NUMBERS / widest)));
    }

    private static double numbers(INDArray input) {
        return (double) input.length() / input.size(0);
    }

    /** The most numbers that one of the layers puts out for an example, as far as Deeplearning4j can say it. */
    private static double widest(MultiLayerConfiguration configuration, int from, int to, INDArray input) {
        long steps = input.rank() == 3 ? input.size(2) : 1;
        double widest = 0;
        try {
            InputType type = type(input);
            for (int i = from; i <= to; i++) {
                InputPreProcessor reshape = configuration.getInputPreProcess(i);
                // Between encoder and decoder sequences stay sequences.
                if (reshape != null && !(i == from && from > 0 && reshape instanceof FeedForwardToRnnPreProcessor)) {
                    type = reshape.getOutputType(type);
                }
                type = configuration.getConf(i).getLayer().getOutputType(i, type);
                if (type instanceof InputType.InputTypeRecurrent sequence) {
                    steps = Math.max(steps, sequence.getTimeSeriesLength());
                }
                widest = Math.max(widest, numbers(type, steps));
            }
        } catch (RuntimeException e) {
            // A layer of another library need not know; what is known by then has to do.
            return widest;
        }
        return widest;
    }

    private static double numbers(InputType type, double steps) {
        if (type instanceof InputType.InputTypeRecurrent sequence) {
            return sequence.getSize() * steps;
        }
        if (type instanceof InputType.InputTypeFeedForward row) { // One for each step, inside of a recurrent network.
            return row.getSize() * steps;
        }
        return Arrays.stream(type.getShape(false)).asDoubleStream().reduce(1, (a, b) -> a * b);
    }

    private static InputType type(INDArray input) {
        return switch (input.rank()) {
            case 3 -> InputType.recurrent(input.size(1), input.size(2));
            case 4 -> InputType.convolutional(input.size(2), input.size(3), input.size(1));
            case 5 -> InputType.convolutional3D(input.size(2), input.size(3), input.size(4), input.size(1));
            default -> InputType.feedForward(input.size(1));
        };
    }
}

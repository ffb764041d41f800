package hourglass.network;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** How many numbers an example has in a layer's output, told from Deeplearning4j's description of that. */
final class ActivationSizes {
    private ActivationSizes() {}

    /** Returns the description of an array [n, …]. */
    static InputType type(INDArray input) {
        return switch (input.rank()) {
            case 3 -> InputType.recurrent(input.size(1), input.size(2));
            case 4 -> InputType.convolutional(input.size(2), input.size(3), input.size(1));
            case 5 -> InputType.convolutional3D(input.size(2), input.size(3), input.size(4), input.size(1));
            default -> InputType.feedForward(input.size(1));
        };
    }

    /**
     * Returns the numbers of one example.
     *
     * @param steps how many steps a sequence has, where the description does not say it
     */
    static double numbers(InputType type, double steps) {
        if (type instanceof InputType.InputTypeRecurrent sequence) {
            return sequence.getSize() * steps;
        }
        if (type instanceof InputType.InputTypeFeedForward row) { // One for each step, inside of a recurrent network.
            return row.getSize() * steps;
        }
        return Arrays.stream(type.getShape(false)).asDoubleStream().reduce(1, (a, b) -> a * b);
    }

    /**
     * Returns the description of an output with the number of its steps where Deeplearning4j forgets it: a layer in both directions
     * has the steps of its input.
     */
    static InputType withSteps(InputType output, Layer layer, InputType input) {
        return layer instanceof Bidirectional
                        && output instanceof InputType.InputTypeRecurrent sequence
                        && input instanceof InputType.InputTypeRecurrent given
                ? InputType.recurrent(sequence.getSize(), given.getTimeSeriesLength())
                : output;
    }
}

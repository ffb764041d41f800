package hourglass.plot;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * How large one example is at some place of a network.
 *
 * @param sides nothing for a row of numbers, the steps of a sequence, or height and width of a picture; −1 where any number may
 *     stand
 * @param features the numbers of a row or of a step, or the channels of a picture
 */
record LayerSize(List<Long> sides, long features) {

    /**
     * Reads a shape.
     *
     * @param shape of one example: [numbers], [features, steps] or [channels, height, width]
     * @param channelsLast whether the channels of a picture stand last in it, as in CNN2DFormat.NHWC
     */
    static LayerSize of(List<Long> shape, boolean channelsLast) {
        int last = shape.size() - 1;
        return channelsLast && shape.size() > 2
                ? new LayerSize(shape.subList(0, last), shape.get(last))
                : new LayerSize(shape.subList(1, last + 1), shape.get(0));
    }

    /** Reads what Deeplearning4j says of an output. */
    static LayerSize of(InputType type, boolean channelsLast) {
        return of(Arrays.stream(type.getShape(false)).boxed().toList(), channelsLast);
    }

    /** Returns what Deeplearning4j calls it. */
    InputType type(boolean channelsLast) {
        CNN2DFormat format = channelsLast ? CNN2DFormat.NHWC : CNN2DFormat.NCHW;
        return switch (sides.size()) {
            case 0 -> InputType.feedForward(features);
            case 1 -> InputType.recurrent(features, steps());
            case 2 -> InputType.convolutional(height(), width(), features, format);
            default -> InputType.convolutional3D(sides.get(0), height(), width(), features);
        };
    }

    boolean isRow() {
        return sides.isEmpty();
    }

    boolean isSequence() {
        return sides.size() == 1;
    }

    boolean isPicture() {
        return sides.size() >= 2;
    }

    /** The steps of a sequence; −1 for any number. */
    long steps() {
        return sides.get(0);
    }

    long height() {
        return sides.get(sides.size() - 2);
    }

    long width() {
        return sides.get(sides.size() - 1);
    }

    /** How many numbers it is; −1 where any number of steps may be. */
    long numbers() {
        long product = sides.stream().reduce(features, (a, b) -> a * b);
        return sides.stream().anyMatch(side -> side < 0) ? -1 : product;
    }

    /** The size in words: "784", "28 steps × 64" or "28×28×16". */
    String text() {
        if (isRow()) {
            return Numbers.count(features);
        }
        if (isSequence()) {
            return (steps() < 0 ? "any" : Numbers.count(steps()))
                    + (steps() == 1 ? " step × " : " steps × ")
                    + Numbers.count(features);
        }
        return sides.stream().map(String::valueOf).collect(Collectors.joining("×")) + "×" + features;
    }

    /** The size in a sentence: "784 numbers", "140 steps of 1 number" or "12,544 numbers (28×28×16)". */
    String sentence() {
        if (isRow()) {
            return numbers(features);
        }
        if (isSequence()) {
            String steps =
                    steps() < 0 ? "any number of steps" : Numbers.count(steps()) + (steps() == 1 ? " step" : " steps");
            return steps + " of " + numbers(features);
        }
        return numbers(numbers()) + " (" + text() + ")";
    }

    private static String numbers(long count) {
        return Numbers.count(count) + (count == 1 ? " number" : " numbers");
    }
}

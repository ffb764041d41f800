package hourglass.model;

import hourglass.data.Images;
import hourglass.data.Sequences;
import hourglass.network.NetworkConfiguration;
import hourglass.runtime.ValueScan;
import hourglass.train.MeanLoss;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossFMeasure;
import org.nd4j.linalg.lossfunctions.impl.LossHinge;
import org.nd4j.linalg.lossfunctions.impl.LossKLD;
import org.nd4j.linalg.lossfunctions.impl.LossMAPE;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSLE;
import org.nd4j.linalg.lossfunctions.impl.LossMultiLabel;
import org.nd4j.linalg.lossfunctions.impl.LossPoisson;
import org.nd4j.linalg.lossfunctions.impl.LossSquaredHinge;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * What an autoencoder is given, checked once before it computes: type, shape, finite numbers, and the range that its loss
 * needs. Deeplearning4j would compute with most faults without a word, or fail far from their cause.
 *
 * <p>Each method returns the array in the network's type of numbers, or throws {@link IllegalArgumentException} with one
 * sentence that says which array, where, what value and what to do.
 */
final class InputChecker {
    private final NetworkConfiguration network;
    private final MultiLayerConfiguration configuration;
    private final ILossFunction loss;
    private final Bounds lossBounds;
    private final Bounds outputBounds;

    /** What a network does with examples: goes on from them, is measured by them, or learns them. */
    enum Use {
        INPUT,
        TARGET,
        TRAINING
    }

    InputChecker(NetworkConfiguration network) {
        this.network = network;
        configuration = network.layers();
        loss = MeanLoss.lossFunction(
                configuration.getConf(configuration.getConfs().size() - 1).getLayer());
        lossBounds = lossBounds(loss);
        outputBounds = outputBounds(OutputRange.of(configuration));
    }

    /** Checks what the first layer is given. */
    INDArray input(String what, INDArray examples) {
        INDArray numbers = numbers(what, examples);
        requireShape(what, numbers);
        requireWithin(what, examples, numbers);
        return numbers;
    }

    /**
     * Checks what the network is to learn to give back, of which its output must be able. Later examples may go beyond:
     * that they are given back badly is what tells an anomaly.
     */
    INDArray training(String what, INDArray examples) {
        return target(what, examples, lossBounds, outputBounds);
    }

    /** Checks what the network is given and is to give back. */
    INDArray target(String what, INDArray examples) {
        return target(what, examples, lossBounds);
    }

    private INDArray target(String what, INDArray examples, Bounds... bounds) {
        INDArray numbers = numbers(what, examples);
        requireShape(what, numbers);
        ShapeChecker.requireFit(network, numbers);
        requireWithin(what, examples, numbers, bounds);
        requireNoZero(what, examples, numbers);
        return numbers;
    }

    /** Checks what the network is to put out for other examples, whose shape was compared before. */
    INDArray range(String what, INDArray targets) {
        INDArray numbers = numbers(what, targets);
        requireWithin(what, targets, numbers, lossBounds);
        requireNoZero(what, targets, numbers);
        return numbers;
    }

    /**
     * Checks what the first layer of the decoder is given.
     *
     * @param shape the shape of the code of one example, [1, …], with −1 for a size that depends on the examples; empty if it
     *     is not known
     */
    INDArray codes(INDArray codes, Optional<long[]> shape) {
        INDArray numbers = numbers("The codes", codes);
        if (shape.isPresent()) {
            long[] wanted = shape.get().clone();
            wanted[0] = -1;
            boolean fits = numbers.rank() == wanted.length;
            for (int i = 1; fits && i < wanted.length; i++) {
                fits = wanted[i] < 0 || numbers.size(i) == wanted[i];
            }
            if (!fits) {
                String words = Arrays.toString(wanted).replaceFirst("-1", "n").replace("-1", "time");
                throw new IllegalArgumentException("The codes have shape " + Arrays.toString(numbers.shape())
                        + ", but the decoder takes " + words + ": give codes that encode returned, or of that shape.");
            }
        }
        requireWithin("The codes", codes, numbers);
        return numbers;
    }

    /** Whether the loss or the output's activation takes or gives no more than a range of values. */
    boolean hasBounds() {
        return lossBounds.exist() || outputBounds.exist();
    }

    /** Returns the numbers with what the loss does not take moved to the end of its range. */
    INDArray cut(INDArray numbers) {
        return lossBounds.exist()
                ? Transforms.max(Transforms.min(numbers, lossBounds.high()), lossBounds.low())
                : numbers;
    }

    /**
     * Checks that the network takes rows of so many numbers.
     *
     * @throws IllegalArgumentException if it takes another number, or something else than rows
     */
    void requireColumns(int columns) {
        long expected = width();
        if (expected != columns) {
            throw new IllegalArgumentException("There are " + columns + " columns, but the network's first layer takes "
                    + (expected < 0 ? "no rows" : expected + " numbers") + ": begin with a DenseLayer of nIn(" + columns
                    + "), or choose other columns.");
        }
    }

    /** Checks the size of pictures, of which the pixels alone show no more than the product. */
    Images pictures(Images images) {
        if (images == null) {
            throw new IllegalArgumentException("The pictures are null: give Images.");
        }
        if (configuration.getInputPreProcess(0) instanceof FeedForwardToCnnPreProcessor shape
                && shape.getNumChannels() != images.channels()) {
            throw new IllegalArgumentException("The pictures of '" + images.name() + "' have " + images.channels()
                    + (images.channels() == 1 ? " channel" : " channels") + ", but the network takes pictures of "
                    + shape.getNumChannels() + ": build the network with InputType.convolutionalFlat(" + images.height()
                    + ", " + images.width() + ", " + images.channels() + ")"
                    + (images.channels() == 1 ? "." : ", or take grey() of the pictures."));
        }
        if (configuration.getInputPreProcess(0) instanceof FeedForwardToCnnPreProcessor shape
                && (shape.getInputHeight() != images.height() || shape.getInputWidth() != images.width())) {
            throw new IllegalArgumentException("The pictures of '" + images.name() + "' are " + images.height() + " × "
                    + images.width() + ", but the network takes pictures of " + shape.getInputHeight() + " × "
                    + shape.getInputWidth() + ": resize or transpose them, or build the network with"
                    + " InputType.convolutionalFlat(" + images.height() + ", " + images.width() + ", "
                    + images.channels() + ").");
        }
        return images;
    }

    /**
     * Checks sequences, whose values are finite, and gives them the room that the network needs.
     *
     * @param use what the network does with them
     */
    Sequences sequences(String what, Sequences sequences, Use use) {
        if (sequences == null) {
            throw new IllegalArgumentException(what + " are null: give Sequences.");
        }
        SequenceShape shape = SequenceShape.of(configuration)
                .orElseThrow(() -> new IllegalArgumentException(what
                        + " are sequences, but the network's first layer does not work on steps: begin with an LSTM, say, or"
                        + " give rows of numbers."));
        Sequences roomy = shape.time() == 0 ? sequences : sequences.padded((int) shape.time());
        shape.require(roomy.values());
        if (!roomy.oneLength()) {
            MaskSupport.requireEnds(network);
        }
        if (use != Use.INPUT) {
            Bounds[] bounds = use == Use.TRAINING ? new Bounds[] {lossBounds, outputBounds} : new Bounds[] {lossBounds};
            requireWithin(what, roomy.values(), roomy.values(), bounds);
            if (loss instanceof LossMAPE && !sequences.complete()) {
                throw new IllegalArgumentException(
                        what + " have steps that do not count, at which the loss LossMAPE would"
                                + " divide by 0: choose mean squared or mean absolute error.");
            }
            requireNoZero(what, roomy.values(), roomy.values());
        }
        return roomy;
    }

    private INDArray numbers(String what, INDArray array) {
        if (array == null) {
            throw new IllegalArgumentException(what + " are null: give an array with one example in each row.");
        }
        if (array.wasClosed()) {
            throw new IllegalArgumentException(
                    what + " lie in an array that was closed: give one that still has its memory.");
        }
        DataType type = array.dataType();
        if (!type.isFPType() && !type.isIntType() && type != DataType.BOOL) {
            throw new IllegalArgumentException(
                    what + " are of type " + type + ": give numbers, such as those of castTo(DataType.FLOAT).");
        }
        if (array.rank() < 2) {
            throw new IllegalArgumentException(what + " have shape " + Arrays.toString(array.shape())
                    + ", but one example lies in each row: use reshape(1, " + array.length() + ") for a single one.");
        }
        if (array.isEmpty() || array.length() == 0) {
            throw new IllegalArgumentException(
                    what + " have shape " + Arrays.toString(array.shape()) + ": give at least one example.");
        }
        return array.castTo(configuration.getDataType());
    }

    private void requireShape(String what, INDArray examples) {
        SequenceShape.of(configuration).ifPresent(shape -> shape.require(examples));
        boolean picture = configuration.getInputPreProcess(0) instanceof FeedForwardToCnnPreProcessor;
        long expected = width();
        long found = examples.length() / examples.size(0);
        if (expected > 0 && found != expected) {
            throw new IllegalArgumentException(
                    "Each example has " + found + " numbers, but the network's first layer takes " + expected
                            + ": give an array of shape [n, " + expected + "].");
        }
        boolean row = examples.rank() == 2;
        if (picture && !row && !Arrays.equals(Arrays.copyOfRange(examples.shape(), 1, examples.rank()), picture())) {
            throw new IllegalArgumentException(what + " have shape " + Arrays.toString(examples.shape())
                    + ", but the network takes [n, channels, height, width] with the sizes "
                    + Arrays.toString(picture()) + ": reshape or permute them, or give rows [n, " + expected + "].");
        }
        if (!picture && !row && expected > 0 && configuration.getInputPreProcess(0) == null) {
            throw new IllegalArgumentException(
                    what + " have shape " + Arrays.toString(examples.shape()) + ", but the network's first layer takes"
                            + " rows [n, " + expected + "]: use reshape(" + examples.size(0) + ", " + expected + ").");
        }
    }

    /** The numbers of an example that the network takes; −1 if that depends on the example. */
    private long width() {
        if (configuration.getInputPreProcess(0) instanceof FeedForwardToCnnPreProcessor) {
            return Arrays.stream(picture()).reduce(1, (a, b) -> a * b);
        }
        boolean direct = configuration.getInputPreProcess(0) == null;
        return direct && configuration.getConf(0).getLayer() instanceof DenseLayer dense ? dense.getNIn() : -1;
    }

    private long[] picture() {
        var shape = (FeedForwardToCnnPreProcessor) configuration.getInputPreProcess(0);
        return new long[] {shape.getNumChannels(), shape.getInputHeight(), shape.getInputWidth()};
    }

    private static Bounds lossBounds(ILossFunction loss) {
        if (loss instanceof LossBinaryXENT
                || loss instanceof LossMCXENT
                || loss instanceof LossKLD
                || loss instanceof LossMultiLabel
                || loss instanceof LossFMeasure) {
            return lossBounds(loss, 0, 1);
        }
        if (loss instanceof LossPoisson) {
            return lossBounds(loss, 0, Float.MAX_VALUE);
        }
        if (loss instanceof LossMSLE) {
            return lossBounds(loss, Math.nextUp(-1f), Float.MAX_VALUE);
        }
        return loss instanceof LossHinge || loss instanceof LossSquaredHinge
                ? lossBounds(loss, -1, 1)
                : new Bounds(-Float.MAX_VALUE, Float.MAX_VALUE, "");
    }

    private static Bounds lossBounds(ILossFunction loss, float low, float high) {
        return new Bounds(
                low,
                high,
                "but the loss " + loss.getClass().getSimpleName() + " needs targets " + Bounds.words(low, high)
                        + ": scale them, as div(255) does for pixels from 0 to 255, or choose mean squared error with an"
                        + " identity output.");
    }

    private static Bounds outputBounds(OutputRange range) {
        return new Bounds(
                range.low(),
                range.high(),
                "but the output's activation " + range.activation() + " gives values "
                        + Bounds.words(range.low(), range.high())
                        + ": scale them into that range, or take an output with an activation that has no bounds, such as"
                        + " identity.");
    }

    /**
     * Values that are allowed.
     *
     * @param rest how the sentence about a value beyond them goes on: why it cannot be used, and the remedy
     */
    private record Bounds(float low, float high, String rest) {

        boolean exist() {
            return low > -Float.MAX_VALUE || high < Float.MAX_VALUE;
        }

        static String words(float low, float high) {
            if (high == Float.MAX_VALUE) {
                return low == 0 ? "from 0 on" : "above -1";
            }
            return String.format(Locale.ROOT, "from %.0f to %.0f", low, high);
        }
    }

    /** Mean absolute percentage error divides by the target. */
    private void requireNoZero(String what, INDArray given, INDArray numbers) {
        if (!(loss instanceof LossMAPE)) {
            return;
        }
        INDArray zeros = numbers.eq(0);
        if (zeros.any()) {
            long place = Nd4j.argMax(zeros.castTo(numbers.dataType()).reshape(numbers.length()))
                    .getLong(0);
            throw new IllegalArgumentException(what + " hold 0 (" + where(index(given, place))
                    + "), but the loss LossMAPE divides by the targets: leave such values out, or choose mean squared or"
                    + " mean absolute error.");
        }
    }

    /** Looks through the values once, whatever bounds there are. */
    private static void requireWithin(String what, INDArray given, INDArray numbers, Bounds... bounds) {
        float low = -Float.MAX_VALUE;
        float high = Float.MAX_VALUE;
        for (Bounds some : bounds) {
            low = Math.max(low, some.low());
            high = Math.min(high, some.high());
        }
        long place = ValueScan.firstOutside(numbers, low, high);
        if (place < 0) {
            return;
        }
        long[] index = index(given, place);
        double value = given.getDouble(index);
        String beginning = what + " hold " + value + " (" + where(index) + ")";
        for (Bounds some : bounds) {
            if (Float.isFinite((float) value) && ((float) value < some.low() || (float) value > some.high())) {
                throw new IllegalArgumentException(beginning + ", " + some.rest());
            }
        }
        throw new IllegalArgumentException(beginning
                + (Double.isFinite(value) ? ", which 32 bits cannot hold" : ", which is no finite number")
                + ": replace such values, or leave these examples out.");
    }

    /** Where the value stands of which so many come before it in 'c' order. */
    private static long[] index(INDArray array, long place) {
        long[] index = new long[array.rank()];
        long rest = place;
        for (int i = index.length - 1; i >= 0; i--) {
            index[i] = rest % array.size(i);
            rest /= array.size(i);
        }
        return index;
    }

    private static String where(long[] index) {
        return (index.length == 2 ? "row " + index[0] + ", column " + index[1] : "place " + Arrays.toString(index))
                + ", counted from 0";
    }
}

package hourglass.model;

import hourglass.data.Images;
import hourglass.runtime.ValueScan;
import hourglass.train.MeanLoss;
import java.util.Arrays;
import java.util.Optional;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossFMeasure;
import org.nd4j.linalg.lossfunctions.impl.LossHinge;
import org.nd4j.linalg.lossfunctions.impl.LossKLD;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSLE;
import org.nd4j.linalg.lossfunctions.impl.LossMultiLabel;
import org.nd4j.linalg.lossfunctions.impl.LossPoisson;
import org.nd4j.linalg.lossfunctions.impl.LossSquaredHinge;

/**
 * What an autoencoder is given, checked once before it computes: type, shape, finite numbers, and the range that its loss
 * needs. Deeplearning4j would compute with most faults without a word, or fail far from their cause.
 *
 * <p>Each method returns the array in the network's type of numbers, or throws {@link IllegalArgumentException} with one
 * sentence that says which array, where, what value and what to do.
 */
final class InputChecker {
    private final MultiLayerConfiguration configuration;
    private final ILossFunction loss;

    InputChecker(MultiLayerConfiguration configuration) {
        this.configuration = configuration;
        loss = MeanLoss.lossFunction(
                configuration.getConf(configuration.getConfs().size() - 1).getLayer());
    }

    /** Checks what the first layer is given. */
    INDArray input(String what, INDArray examples) {
        INDArray numbers = numbers(what, examples);
        requireShape(what, numbers);
        requireWithin(what, examples, numbers, -Float.MAX_VALUE, Float.MAX_VALUE, "");
        return numbers;
    }

    /** Checks what the network is given and is to give back. */
    INDArray target(String what, INDArray examples) {
        INDArray numbers = numbers(what, examples);
        requireShape(what, numbers);
        ShapeChecker.requireFit(configuration, numbers);
        requireRange(what, examples, numbers);
        return numbers;
    }

    /** Checks what the network is to put out for other examples, whose shape was compared before. */
    INDArray range(String what, INDArray targets) {
        INDArray numbers = numbers(what, targets);
        requireRange(what, targets, numbers);
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
        requireWithin("The codes", codes, numbers, -Float.MAX_VALUE, Float.MAX_VALUE, "");
        return numbers;
    }

    /** Checks the size of pictures, of which the pixels alone show no more than the product. */
    Images pictures(Images images) {
        if (images == null) {
            throw new IllegalArgumentException("The pictures are null: give Images.");
        }
        if (configuration.getInputPreProcess(0) instanceof FeedForwardToCnnPreProcessor shape
                && (shape.getInputHeight() != images.height() || shape.getInputWidth() != images.width())) {
            throw new IllegalArgumentException("The pictures of '" + images.name() + "' are " + images.height() + " × "
                    + images.width() + ", but the network takes pictures of " + shape.getInputHeight() + " × "
                    + shape.getInputWidth() + ": resize or transpose them, or build the network with"
                    + " InputType.convolutionalFlat(" + images.height() + ", " + images.width() + ", 1).");
        }
        return images;
    }

    private INDArray numbers(String what, INDArray array) {
        if (array == null) {
            throw new IllegalArgumentException(what + " are null: give an array with one example in each row.");
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
        return configuration.getConf(0).getLayer() instanceof DenseLayer dense ? dense.getNIn() : -1;
    }

    private long[] picture() {
        var shape = (FeedForwardToCnnPreProcessor) configuration.getInputPreProcess(0);
        return new long[] {shape.getNumChannels(), shape.getInputHeight(), shape.getInputWidth()};
    }

    private void requireRange(String what, INDArray given, INDArray numbers) {
        if (loss instanceof LossBinaryXENT
                || loss instanceof LossMCXENT
                || loss instanceof LossKLD
                || loss instanceof LossMultiLabel
                || loss instanceof LossFMeasure) {
            requireWithin(what, given, numbers, 0, 1, "targets from 0 to 1");
        } else if (loss instanceof LossPoisson) {
            requireWithin(what, given, numbers, 0, Float.MAX_VALUE, "targets from 0 on");
        } else if (loss instanceof LossMSLE) {
            requireWithin(what, given, numbers, Math.nextUp(-1f), Float.MAX_VALUE, "targets above -1");
        } else if (loss instanceof LossHinge || loss instanceof LossSquaredHinge) {
            requireWithin(what, given, numbers, -1, 1, "targets from -1 to 1");
        } else {
            requireWithin(what, given, numbers, -Float.MAX_VALUE, Float.MAX_VALUE, "");
        }
    }

    private void requireWithin(
            String what, INDArray given, INDArray numbers, float low, float high, String neededByLoss) {
        long place = ValueScan.firstOutside(numbers, low, high);
        if (place < 0) {
            return;
        }
        long[] index = new long[given.rank()];
        long rest = place;
        for (int i = index.length - 1; i >= 0; i--) {
            index[i] = rest % given.size(i);
            rest /= given.size(i);
        }
        double value = given.getDouble(index);
        String where = index.length == 2
                ? "row " + index[0] + ", column " + index[1] + ", counted from 0"
                : "place " + Arrays.toString(index) + ", counted from 0";
        String beginning = what + " hold " + value + " (" + where + ")";
        if (Float.isFinite((float) value)) {
            throw new IllegalArgumentException(
                    beginning + ", but the loss " + loss.getClass().getSimpleName()
                            + " needs " + neededByLoss
                            + ": scale them, as div(255) does for pixels from 0 to 255, or choose mean squared error with an"
                            + " identity output.");
        }
        throw new IllegalArgumentException(beginning
                + (Double.isFinite(value) ? ", which 32 bits cannot hold" : ", which is no finite number")
                + ": replace such values, or leave these examples out.");
    }
}

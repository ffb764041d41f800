package hourglass.network;

import hourglass.layers.LayerNames;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Layers that follow one another.
 *
 * @param layers what Deeplearning4j makes a {@code MultiLayerNetwork} from
 */
public record SequentialConfiguration(MultiLayerConfiguration layers) implements NetworkConfiguration {

    @Override
    public NetworkConfiguration copy() {
        return new SequentialConfiguration(layers.clone());
    }

    @Override
    public int iterationCount() {
        return layers.getIterationCount();
    }

    @Override
    public int epochCount() {
        return layers.getEpochCount();
    }

    @Override
    public void setCounts(int updates, int epochs) {
        layers.setIterationCount(updates);
        layers.setEpochCount(epochs);
    }

    @Override
    public long seed() {
        return layers.getConf(0).getSeed();
    }

    @Override
    public void setSeed(long seed) {
        layers.getConfs().forEach(layer -> layer.setSeed(seed));
    }

    @Override
    public int code() {
        int[] found = IntStream.rangeClosed(0, last())
                .filter(i -> LayerNames.CODE.equals(layers.getConf(i).getLayer().getLayerName()))
                .toArray();
        if (found.length == 0) {
            throw new IllegalArgumentException("None of the " + (last() + 1)
                    + " layers is named \"code\": give the layer whose output is the code .name(\"code\").");
        }
        if (found.length > 1) {
            throw new IllegalArgumentException("Layers " + (found[0] + 1) + " and " + (found[1] + 1)
                    + " are both named \"code\": leave the name on the one whose output is the code.");
        }
        if (found[0] == last()) {
            throw new IllegalArgumentException(
                    "The last layer is named \"code\", so nothing decodes: add the decoder's layers after it.");
        }
        return found[0];
    }

    @Override
    public Layer settingsAt(int place) {
        return layers.getConf(place).getLayer();
    }

    @Override
    public String kindAt(int place) {
        return settingsAt(place).getClass().getSimpleName();
    }

    @Override
    public String nameAt(int place) {
        String name = settingsAt(place).getLayerName();
        return name == null ? "" : name;
    }

    @Override
    public List<Integer> between(int from, int to) {
        return IntStream.rangeClosed(from, to).boxed().toList();
    }

    @Override
    public int last() {
        return layers.getConfs().size() - 1;
    }

    @Override
    public List<Integer> inputsOf(int place) {
        return List.of(place - 1);
    }

    @Override
    public InputPreProcessor reshapingAt(int place) {
        return layers.getInputPreProcess(place);
    }

    @Override
    public long parametersAt(int place) {
        NeuralNetConfiguration layer = layers.getConf(place);
        long its = layer.getLayer().initializer().numParams(layer);
        return its < 0 ? Long.MAX_VALUE : its; // Negative: the product did not fit.
    }

    @Override
    public List<InputType> outputTypes(InputType example) {
        List<InputType> types = new ArrayList<>();
        InputType type = example;
        for (int i = 0; i <= last(); i++) {
            InputPreProcessor reshape = reshapingAt(i);
            InputType given = reshape == null ? type : reshape.getOutputType(type);
            type = ActivationSizes.withSteps(settingsAt(i).getOutputType(i, given), settingsAt(i), given);
            types.add(type);
        }
        return types;
    }

    @Override
    public double widest(int from, int to, INDArray input) {
        long steps = input.rank() == 3 ? input.size(2) : 1;
        double widest = 0;
        try {
            InputType type = ActivationSizes.type(input);
            for (int i = from; i <= to; i++) {
                InputPreProcessor reshape = layers.getInputPreProcess(i);
                // Between encoder and decoder sequences stay sequences.
                if (reshape != null && !(i == from && from > 0 && reshape instanceof FeedForwardToRnnPreProcessor)) {
                    type = reshape.getOutputType(type);
                }
                type = layers.getConf(i).getLayer().getOutputType(i, type);
                if (type instanceof InputType.InputTypeRecurrent sequence) {
                    steps = Math.max(steps, sequence.getTimeSeriesLength());
                }
                widest = Math.max(widest, ActivationSizes.numbers(type, steps));
            }
        } catch (RuntimeException e) {
            // A layer of another library need not know; what is known by then has to do.
            return widest;
        }
        return widest;
    }
}

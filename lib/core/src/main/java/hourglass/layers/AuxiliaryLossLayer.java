package hourglass.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.NoParamLayer;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;

/** A layer without parameters that adds the term which its last forward pass measured to the network's score. */
abstract class AuxiliaryLossLayer extends AbstractLayer<NoParamLayer> implements AuxiliaryLoss, PassThroughLayer {

    private static final long serialVersionUID = 1L;

    private final String term;
    // These outlive clear(), because the score is asked for after the network has cleared its layers.
    private double value;
    private double weight;
    private long examples;

    AuxiliaryLossLayer(NeuralNetConfiguration conf, DataType type, String term) {
        super(conf, type);
        this.term = term;
    }

    /**
     * Keeps what a forward pass measured.
     *
     * @param value the term as a mean over the examples
     * @param weight what the value is multiplied by in the score of this pass
     * @param examples how many went through the layer
     */
    final void measured(double value, double weight, long examples) {
        this.value = value;
        this.weight = weight;
        this.examples = examples;
    }

    @Override
    public final double calcRegularizationScore(boolean backpropagatedOnly) {
        return weight * value * (conf().isMiniBatch() ? 1 : examples);
    }

    @Override
    public final String term() {
        return term;
    }

    @Override
    public final double value() {
        return value;
    }

    @Override
    public final double weight() {
        return weight;
    }

    @Override
    public final boolean isPretrainLayer() {
        return false;
    }

    @Override
    public final void clearNoiseWeightParams() {}
}

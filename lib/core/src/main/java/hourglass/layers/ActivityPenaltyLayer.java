package hourglass.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.NoParamLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Measures a penalty on activations in the forward pass and adds its gradient in the backward pass. */
final class ActivityPenaltyLayer extends AbstractLayer<NoParamLayer> implements AuxiliaryLoss {

    private static final long serialVersionUID = 1L;

    /** A penalty Ω on the activations of the layer before. */
    interface Penalty {

        /** The name of Ω in a history. */
        String term();

        /** What Ω is multiplied by in the network's score. */
        double weight();

        /** Ω of activations [n, units]: the mean over the n examples. */
        double of(INDArray h);

        /** n · ∂Ω/∂h, in the shape of h: Deeplearning4j divides by the n examples later. */
        INDArray gradient(INDArray h);

        /**
         * Refuses activations [n, units] for which Ω is not defined.
         *
         * @throws IllegalArgumentException if it is not
         */
        default void require(INDArray h) {}
    }

    private final transient Penalty penalty;
    // Outlives clear(), because the score is asked for after the network has cleared its layers.
    private double value;
    private long examples;
    // Kept from the forward pass, because the next layer may overwrite its input.
    private transient INDArray slope;

    ActivityPenaltyLayer(NeuralNetConfiguration conf, DataType type, Penalty penalty) {
        super(conf, type);
        this.penalty = penalty;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        examples = input.size(0);
        INDArray h = input.rank() == 2 ? input : input.reshape(examples, input.length() / examples);
        if (training) {
            penalty.require(h);
            INDArray gradient = penalty.gradient(h).muli(weight());
            slope = workspaces.leverageTo(ArrayType.ACTIVATIONS, gradient.reshape(input.shape()));
        }
        value = penalty.of(h);
        return workspaces.leverageTo(ArrayType.ACTIVATIONS, input);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        INDArray sum = workspaces.dup(ArrayType.ACTIVATION_GRAD, epsilon, 'c').addi(slope);
        slope = null;
        return new Pair<>(new DefaultGradient(), sum);
    }

    @Override
    public double calcRegularizationScore(boolean backpropagatedOnly) {
        return weight() * value * (conf().isMiniBatch() ? 1 : examples);
    }

    @Override
    public String term() {
        return penalty.term();
    }

    @Override
    public double value() {
        return value;
    }

    @Override
    public double weight() {
        return penalty.weight();
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    @Override
    public void clearNoiseWeightParams() {}

    @Override
    public void clear() {
        super.clear();
        slope = null;
    }
}

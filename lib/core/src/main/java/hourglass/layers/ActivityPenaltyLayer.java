package hourglass.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Measures a penalty on activations in the forward pass and adds its gradient in the backward pass. */
final class ActivityPenaltyLayer extends AuxiliaryLossLayer {

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
    // Kept from the forward pass, because the next layer may overwrite its input.
    private transient INDArray penaltyGradient;

    ActivityPenaltyLayer(NeuralNetConfiguration conf, DataType type, Penalty penalty) {
        super(conf, type, penalty.term());
        this.penalty = penalty;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        long examples = input.size(0);
        INDArray h = input.rank() == 2 ? input : input.reshape(examples, input.length() / examples);
        if (training) {
            penalty.require(h);
            INDArray gradient = penalty.gradient(h).muli(penalty.weight());
            penaltyGradient = workspaces.leverageTo(ArrayType.ACTIVATIONS, gradient.reshape(input.shape()));
        }
        measured(penalty.of(h), penalty.weight(), examples);
        return workspaces.leverageTo(ArrayType.ACTIVATIONS, input);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        INDArray sum = workspaces.dup(ArrayType.ACTIVATION_GRAD, epsilon, 'c').addi(penaltyGradient);
        penaltyGradient = null;
        return new Pair<>(new DefaultGradient(), sum);
    }

    @Override
    public int columnsPassedOn(int inputs) {
        return inputs;
    }

    @Override
    public void clear() {
        super.clear();
        penaltyGradient = null;
    }
}

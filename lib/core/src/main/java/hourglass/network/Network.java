package hourglass.network;

import hourglass.layers.TeacherForcingLayer;
import java.util.Arrays;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * A network of Deeplearning4j's, of either kind. Its layers and vertices have the places of its {@link NetworkConfiguration}. No
 * method may be called while another thread uses the network.
 */
public sealed interface Network permits SequentialNetwork, GraphNetwork {

    /** Returns the network itself, as listeners are given it. */
    Model model();

    /** Returns what it was made from, which has no other order of layers than the network. */
    NetworkConfiguration configuration();

    /** Returns its layers in Deeplearning4j's order. */
    Layer[] layers();

    /** Returns the layer that measures the loss. */
    Layer outputLayer();

    /** Returns how many parameters the layer or vertex at a place has. */
    long parametersAt(int place);

    /**
     * Computes, in the inference mode, what the layers from one place to another make of an array.
     *
     * @param from the place of the first, which takes the input
     * @param to the place of the last
     * @param input [n, …]; it stays as it is
     * @param memory where the layers get the memory of what they put out
     * @param beforeLast runs before the last of the layers
     * @param betweenSteps runs before each step but the first of a sequence that is put out step by step; what it throws ends the
     *     run and is thrown here
     * @throws IllegalArgumentException if the layers need more than that input
     */
    INDArray activate(
            int from, int to, INDArray input, LayerWorkspaceMgr memory, Runnable beforeLast, Runnable betweenSteps);

    /**
     * Returns what the network, in the inference mode, makes of examples.
     *
     * @param betweenSteps as in {@link #activate}
     */
    INDArray output(INDArray examples, Runnable betweenSteps);

    /** Sets which steps count, [n, time], for what is computed next; null for all. */
    void setSteps(INDArray steps);

    /** Makes one update, or one for each segment of truncated back-propagation. */
    void fit(DataSet batch);

    /** Returns the score of the last update. */
    double score();

    /** Returns the score of examples in the inference mode, regularisation included. */
    double score(DataSet examples);

    /** Returns the part of a score that is no loss: regularisation and the layers' own terms. */
    double regularization();

    /** Returns how many examples the last update was made with. */
    int batchSize();

    /** Lets go of the last batch. */
    void forgetBatch();

    /** Returns the parameters of all layers, [1, parameters], which are the network's own. */
    default INDArray parameters() {
        return model().params();
    }

    /** Returns how many parameters there are. */
    default long parameterCount() {
        return model().numParams();
    }

    /** Returns the optimiser's state; null if there is none, as with plain gradient descent or before the first update. */
    INDArray optimizerState();

    /** Returns the optimiser's state, made if there was none yet; null for an optimiser without a state. */
    INDArray madeOptimizerState();

    /** Returns how many updates were made. */
    int iterationCount();

    /** Returns how many epochs were finished. */
    int epochCount();

    /** Sets how many updates and epochs are behind the network. */
    void setCounts(int updates, int epochs);

    /** Counts an epoch. */
    void incrementEpochCount();

    /** Gives all layers a constant learning rate; the optimiser's state stays. */
    void setLearningRate(double rate);

    /** Returns those who are told of updates and epochs. */
    Collection<TrainingListener> listeners();

    /** Returns the memory of the gradients; null before the first update. */
    default INDArray gradients() {
        return model().getGradientsViewArray();
    }

    /** Whether a layer must be given the true sequences before each forward pass. */
    default boolean isTeacherForced() {
        return Arrays.stream(layers()).anyMatch(TeacherForcingLayer.class::isInstance);
    }
}

package hourglass.layers;

import java.util.Objects;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The reshaping before each layer, while one array goes through some of a network's layers.
 *
 * <p>Inside of a recurrent network Deeplearning4j gives the steps of all sequences to a feed-forward layer as rows,
 * [n·time, k], and makes sequences of them again before the next recurrent layer. Who sends examples through one half of
 * such a network gets and gives sequences, [n, k, time], wherever the network is cut.
 */
public final class LayerReshaping {
    private final MultiLayerNetwork network;
    private final int n;
    private final LayerWorkspaceMgr workspaces;
    private final int first;
    private boolean rowsOfSteps;

    /**
     * Prepares for one array.
     *
     * @param first the place of the first layer that it goes through, from 0
     * @param n how many examples it holds
     * @param workspaces where reshaped arrays get their memory
     */
    public LayerReshaping(MultiLayerNetwork network, int first, int n, LayerWorkspaceMgr workspaces) {
        this.network = network;
        this.first = first;
        this.n = n;
        this.workspaces = workspaces;
    }

    /** Returns the array in the shape that a layer takes. */
    public INDArray before(int layer, INDArray x) {
        InputPreProcessor own = network.getLayerWiseConfigurations().getInputPreProcess(layer);
        if (layer == first && x.rank() == 3 && takesRowsOfSteps(network.getLayerWiseConfigurations(), layer)) {
            if (own instanceof FeedForwardToRnnPreProcessor) {
                return x;
            }
            rowsOfSteps = true;
            INDArray rows = new RnnToFeedForwardPreProcessor().preProcess(x, n, workspaces);
            return own == null ? rows : own.preProcess(rows, n, workspaces);
        }
        if (own instanceof RnnToFeedForwardPreProcessor && x.rank() == 3) {
            rowsOfSteps = true;
        } else if (own instanceof FeedForwardToRnnPreProcessor) {
            rowsOfSteps = false;
        }
        return own == null ? x : own.preProcess(x, n, workspaces);
    }

    /** Returns what the last layer put out as sequences, if it was given the steps of sequences as rows. */
    public INDArray after(INDArray x) {
        return rowsOfSteps && x.rank() == 2 ? new FeedForwardToRnnPreProcessor().preProcess(x, n, workspaces) : x;
    }

    /** Whether what is before a layer is among the feed-forward layers inside of a recurrent network. */
    public static boolean takesRowsOfSteps(MultiLayerConfiguration configuration, int layer) {
        Objects.requireNonNull(configuration, "There is no configuration of the layers.");
        boolean rows = false;
        for (int i = 0; i < layer; i++) {
            InputPreProcessor reshape = configuration.getInputPreProcess(i);
            rows = reshape instanceof RnnToFeedForwardPreProcessor
                    || rows && !(reshape instanceof FeedForwardToRnnPreProcessor);
        }
        return rows;
    }
}

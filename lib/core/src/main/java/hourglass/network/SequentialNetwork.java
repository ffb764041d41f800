package hourglass.network;

import hourglass.layers.AutoregressiveDecoder;
import hourglass.layers.LayerReshaping;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.Updater;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * A network whose layers follow one another.
 *
 * @param network initialised
 */
public record SequentialNetwork(MultiLayerNetwork network) implements Network {

    @Override
    public Model model() {
        return network;
    }

    @Override
    public NetworkConfiguration configuration() {
        return new SequentialConfiguration(network.getLayerWiseConfigurations());
    }

    @Override
    public Layer[] layers() {
        return network.getLayers();
    }

    @Override
    public Layer outputLayer() {
        return network.getOutputLayer();
    }

    @Override
    public long parametersAt(int place) {
        return network.getLayer(place).numParams();
    }

    @Override
    public INDArray activate(
            int from, int to, INDArray input, LayerWorkspaceMgr memory, Runnable beforeLast, Runnable betweenSteps) {
        int n = (int) input.size(0);
        LayerReshaping reshaping = new LayerReshaping(network, from, n, memory);
        if (isTeacherForced()) {
            // Step by step, each from the one before.
            return reshaping.after(AutoregressiveDecoder.run(network, from, to, input, reshaping, betweenSteps));
        }
        INDArray x = input;
        for (int i = from; i <= to; i++) {
            Layer layer = network.getLayer(i);
            layer.setInputMiniBatchSize(n);
            x = reshaping.before(i, x);
            if (i == to) {
                beforeLast.run();
            }
            x = layer.activate(x, false, memory);
        }
        // Not network.clear(), which would throw the optimiser's state away.
        for (int i = from; i <= to; i++) {
            network.getLayer(i).clear();
        }
        return reshaping.after(x);
    }

    @Override
    public INDArray output(INDArray examples, Runnable betweenSteps) {
        LayerWorkspaceMgr memory = LayerWorkspaceMgr.noWorkspaces();
        LayerReshaping reshaping = new LayerReshaping(network, 0, (int) examples.size(0), memory);
        int last = network.getnLayers() - 1;
        return AutoregressiveDecoder.run(network, 0, last, examples, reshaping, betweenSteps);
    }

    @Override
    public void setSteps(INDArray steps) {
        if (steps == null) {
            network.clearLayerMaskArrays();
        } else {
            network.setLayerMaskArrays(steps, null);
        }
    }

    @Override
    public void fit(DataSet batch) {
        network.fit(batch.getFeatures(), batch.getLabels(), batch.getFeaturesMaskArray(), batch.getLabelsMaskArray());
    }

    @Override
    public double score() {
        return network.score();
    }

    @Override
    public double score(DataSet examples) {
        return network.score(examples, false);
    }

    @Override
    public double regularization() {
        return network.calcRegularizationScore(true);
    }

    @Override
    public int batchSize() {
        return network.batchSize();
    }

    @Override
    public void forgetBatch() {
        network.setInput(null);
        network.setLabels(null);
        for (Layer layer : network.getLayers()) {
            layer.clear();
        }
    }

    @Override
    public INDArray optimizerState() {
        Updater updater = network.getUpdater(false);
        return updater == null ? null : updater.getStateViewArray();
    }

    @Override
    public INDArray madeOptimizerState() {
        return network.getUpdater().getStateViewArray();
    }

    @Override
    public int iterationCount() {
        return network.getIterationCount();
    }

    @Override
    public int epochCount() {
        return network.getEpochCount();
    }

    @Override
    public void setCounts(int updates, int epochs) {
        network.setIterationCount(updates);
        network.setEpochCount(epochs);
    }

    @Override
    public void incrementEpochCount() {
        network.incrementEpochCount();
    }

    @Override
    public void setLearningRate(double rate) {
        network.setLearningRate(rate);
    }

    @Override
    public Collection<TrainingListener> listeners() {
        return network.getListeners();
    }
}

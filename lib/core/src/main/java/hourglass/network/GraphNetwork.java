package hourglass.network;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.layers.ActivationLayer;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * A network whose layers and vertices form a graph.
 *
 * <p>Deeplearning4j 1.0.0-M2.1 lets an activation layer, and dropout in the last layer that takes an array, overwrite what they are
 * given. In a graph others may take it too: in the inference mode those that are computed later, and in a training the backward pass
 * of those computed before. So dropout gets a copy there, and this class computes the inference mode itself.
 */
public final class GraphNetwork implements Network {
    private final GraphConfiguration configuration;
    private final ComputationGraph network;

    /**
     * Takes a network.
     *
     * @param configuration what it was made from
     * @param network initialised
     */
    public GraphNetwork(GraphConfiguration configuration, ComputationGraph network) {
        this.configuration = configuration;
        this.network = network;
        for (String name : configuration.order()) {
            if (network.getVertex(name).hasLayer() && isShared(source(name, 0))) {
                network.getLayer(name).allowInputModification(false);
            }
        }
    }

    /** Returns Deeplearning4j's network. */
    public ComputationGraph network() {
        return network;
    }

    private String source(String name, int number) {
        return configuration.graph().getVertexInputs().get(name).get(number);
    }

    /** Whether somebody else has an array: the caller, other consumers, or a vertex that passed on what it was given. */
    private boolean isShared(String source) {
        return configuration.layer(source) == null
                || configuration.consumers(source).size() > 1;
    }

    @Override
    public Model model() {
        return network;
    }

    @Override
    public NetworkConfiguration configuration() {
        return configuration;
    }

    @Override
    public Layer[] layers() {
        return network.getLayers();
    }

    @Override
    public Layer outputLayer() {
        return network.getOutputLayer(0);
    }

    @Override
    public long parametersAt(int place) {
        return network.getVertex(configuration.order().get(place)).numParams();
    }

    @Override
    public INDArray activate(
            int from, int to, INDArray input, LayerWorkspaceMgr memory, Runnable beforeLast, Runnable betweenSteps) {
        List<String> order = configuration.order();
        Map<String, INDArray> outputs = new HashMap<>();
        outputs.put(from == 0 ? configuration.input() : order.get(from - 1), input);
        network.clear(); // The labels of a training would tell reshapings how many examples there are.
        network.setInput(0, input);
        List<Integer> places = configuration.between(from, to);
        try {
            for (int place : places) {
                String name = order.get(place);
                give(name, outputs, memory);
                if (place == to) {
                    beforeLast.run();
                }
                outputs.put(name, network.getVertex(name).doForward(false, memory));
            }
        } finally {
            clear(places);
        }
        return outputs.get(order.get(to));
    }

    private void give(String name, Map<String, INDArray> outputs, LayerWorkspaceMgr memory) {
        GraphVertex vertex = network.getVertex(name);
        List<String> sources = configuration.graph().getVertexInputs().get(name);
        if (vertex.hasLayer()) {
            vertex.getLayer().setInputMiniBatchSize(network.batchSize());
        }
        for (int i = 0; i < sources.size(); i++) {
            INDArray x = outputs.get(sources.get(i));
            boolean overwritten = vertex.hasLayer() && vertex.getLayer() instanceof ActivationLayer;
            vertex.setInput(i, overwritten && isShared(sources.get(i)) ? x.dup() : x, memory);
        }
    }

    private void clear(List<Integer> places) {
        places.forEach(
                place -> network.getVertex(configuration.order().get(place)).clear());
        network.clear();
    }

    @Override
    public INDArray output(INDArray examples, Runnable betweenSteps) {
        int last = configuration.last();
        return activate(0, last, examples, LayerWorkspaceMgr.noWorkspaces(), () -> {}, betweenSteps);
    }

    @Override
    public void setSteps(INDArray steps) {
        if (steps == null) {
            network.clearLayerMaskArrays();
        } else {
            network.setLayerMaskArrays(new INDArray[] {steps}, null);
        }
    }

    @Override
    public void fit(DataSet batch) {
        network.fit(batch);
    }

    @Override
    public double score() {
        return network.score();
    }

    @Override
    public double score(DataSet examples) {
        LayerWorkspaceMgr memory = LayerWorkspaceMgr.noWorkspaces();
        int last = configuration.last();
        LayerVertex vertex =
                (LayerVertex) network.getVertex(configuration.order().get(last));
        INDArray before = activate(0, configuration.before(last), examples.getFeatures(), memory, () -> {}, () -> {});
        IOutputLayer output = (IOutputLayer) vertex.getLayer();
        try {
            network.setInput(0, examples.getFeatures());
            output.setInputMiniBatchSize(examples.numExamples());
            vertex.setInput(0, before, memory);
            output.setLabels(examples.getLabels());
            output.setMaskArray(examples.getLabelsMaskArray());
            return vertex.computeScore(regularization(), false, memory);
        } finally {
            output.setMaskArray(null);
            output.setLabels(null);
            clear(List.of(last));
        }
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
        network.clear();
        for (GraphVertex vertex : network.getVertices()) {
            vertex.clear();
        }
    }

    @Override
    public INDArray optimizerState() {
        ComputationGraphUpdater updater = network.getUpdater(false);
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
        network.getConfiguration().setIterationCount(updates);
        network.getConfiguration().setEpochCount(epochs);
        for (Layer layer : network.getLayers()) {
            layer.setIterationCount(updates);
            layer.setEpochCount(epochs);
        }
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

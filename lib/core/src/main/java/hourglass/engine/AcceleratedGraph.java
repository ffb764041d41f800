package hourglass.engine;

import hourglass.engine.layers.LayerReplacements;
import hourglass.network.GraphConfiguration;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A graph that puts accelerated layers in the places of those that Deeplearning4j makes from the same settings.
 *
 * <p>A clone of it is one of Deeplearning4j's own graphs, which computes the same.
 */
final class AcceleratedGraph extends ComputationGraph {

    private static final long serialVersionUID = 1L;

    private final transient GraphConfiguration graph;

    /**
     * Takes its settings.
     *
     * @param settings the network's own copy, whose optimisers may be other ones
     * @param graph the same layers and vertices, by which it is decided what is accelerated
     */
    AcceleratedGraph(ComputationGraphConfiguration settings, GraphConfiguration graph) {
        super(settings);
        this.graph = graph;
    }

    @Override
    public void init(INDArray parameters, boolean cloneParameters) {
        if (initCalled) {
            return;
        }
        super.init(parameters, cloneParameters);
        List<LayerReplacements.Decision> decisions = LayerReplacements.decide(graph);
        for (int i = 0; i < decisions.size(); i++) {
            LayerReplacements.Decision decision = decisions.get(i);
            if (decision.accelerated()) {
                LayerVertex vertex = (LayerVertex) getVertex(graph.layerNames().get(i));
                Layer accelerated = LayerReplacements.replace(vertex.getLayer(), decision.position());
                layers[Arrays.asList(layers).indexOf(vertex.getLayer())] = accelerated;
                vertex.setLayer(accelerated);
            }
        }
        synchronizeIterEpochCounts();
    }
}

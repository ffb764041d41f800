package hourglass.engine;

import hourglass.engine.layers.LayerReplacements;
import hourglass.network.GraphConfiguration;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A graph that puts accelerated layers in the places of those that Deeplearning4j makes from the same settings.
 *
 * <p>A clone of it is one of Deeplearning4j's own graphs, which computes the same.
 */
final class AcceleratedGraph extends ComputationGraph {

    private static final long serialVersionUID = 1L;

    AcceleratedGraph(ComputationGraphConfiguration configuration) {
        super(configuration);
    }

    @Override
    public void init(INDArray parameters, boolean cloneParameters) {
        if (initCalled) {
            return;
        }
        super.init(parameters, cloneParameters);
        GraphConfiguration graph = new GraphConfiguration(getConfiguration());
        List<LayerReplacements.Decision> decisions = LayerReplacements.decide(graph);
        List<String> names = graph.layerNames();
        for (GraphVertex vertex : vertices) {
            if (vertex instanceof LayerVertex layer) {
                LayerReplacements.Decision decision = decisions.get(names.indexOf(vertex.getVertexName()));
                if (decision.accelerated()) {
                    Layer before = layer.getLayer();
                    Layer accelerated = LayerReplacements.replace(before, decision.position());
                    layers[Arrays.asList(layers).indexOf(before)] = accelerated;
                    layer.setLayer(accelerated);
                }
            }
        }
        synchronizeIterEpochCounts();
    }
}

package hourglass.layers;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.NoParamLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The configuration of a layer without parameters: what this library's own layers have in common. */
abstract class ParameterlessLayer extends NoParamLayer {

    private static final long serialVersionUID = 1L;

    /** Creates the layer that computes what this configuration describes. */
    abstract Layer implementation(NeuralNetConfiguration conf, DataType type);

    @Override
    public final Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        return LayerSetup.of(
                implementation(conf, type),
                conf,
                listeners,
                index,
                parameters,
                initializer().init(conf, parameters, initialize));
    }

    @Override
    public final InputPreProcessor getPreProcessorForInputType(InputType input) {
        return null;
    }

    @Override
    public final LayerMemoryReport getMemoryReport(InputType input) {
        InputType output = getOutputType(-1, input);
        return new LayerMemoryReport.Builder(getLayerName(), getClass(), input, output)
                .standardMemory(0, 0)
                .workingMemory(0, 0, 0, Math.max(input.arrayElementsPerExample(), output.arrayElementsPerExample()))
                .cacheMemory(0, 0)
                .build();
    }
}

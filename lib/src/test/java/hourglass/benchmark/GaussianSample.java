package hourglass.benchmark;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.NoParamLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.params.EmptyParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The sampling layer of the benchmark's variational networks: [n, 2k] means and logarithms of variances to [n, k]. */
final class GaussianSample extends NoParamLayer {

    private static final long serialVersionUID = 1L;

    @Override
    public ParamInitializer initializer() {
        return EmptyParamInitializer.getInstance();
    }

    @Override
    public InputType getOutputType(int index, InputType input) {
        return InputType.feedForward(((InputType.InputTypeFeedForward) input).getSize() / 2);
    }

    @Override
    public void setNIn(InputType input, boolean override) {}

    @Override
    public InputPreProcessor getPreProcessorForInputType(InputType input) {
        return null;
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType input) {
        return null;
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        Sampling layer = new Sampling(conf, type);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamTable(initializer().init(conf, parameters, initialize));
        return layer;
    }

    /** z = μ + exp(½ log σ²)·ε while training, μ otherwise; the KL term is added to the score. */
    static final class Sampling extends AbstractLayer<GaussianSample> {

        private static final long serialVersionUID = 1L;

        private transient INDArray noise;
        private double divergence;

        Sampling(NeuralNetConfiguration conf, DataType type) {
            super(conf, type);
        }

        private INDArray mean() {
            return input.get(NDArrayIndex.all(), NDArrayIndex.interval(0, input.size(1) / 2));
        }

        private INDArray logVariance() {
            return input.get(NDArrayIndex.all(), NDArrayIndex.interval(input.size(1) / 2, input.size(1)));
        }

        @Override
        public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
            INDArray z = workspaces.dup(ArrayType.ACTIVATIONS, mean(), 'c');
            if (training) {
                try (var ignored = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
                    noise = Nd4j.randn(DataType.FLOAT, z.shape());
                    INDArray variance = Transforms.exp(logVariance(), true);
                    z.addi(Transforms.sqrt(variance, true).muli(noise));
                    divergence = 0.5
                            * variance.addi(Transforms.pow(mean(), 2))
                                    .subi(logVariance())
                                    .subi(1)
                                    .sumNumber()
                                    .doubleValue()
                            / z.size(0);
                }
            } else {
                divergence = 0;
            }
            return z;
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
            INDArray next =
                    workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, DataType.FLOAT, input.shape(), 'c');
            long k = input.size(1) / 2;
            next.get(NDArrayIndex.all(), NDArrayIndex.interval(0, k)).assign(epsilon.add(mean()));
            INDArray variance = Transforms.exp(logVariance(), true);
            INDArray throughNoise =
                    Transforms.sqrt(variance, true).muli(noise).muli(epsilon).muli(0.5);
            next.get(NDArrayIndex.all(), NDArrayIndex.interval(k, 2 * k))
                    .assign(throughNoise.addi(variance.subi(1).muli(0.5)));
            return new Pair<>(new DefaultGradient(), next);
        }

        @Override
        public double calcRegularizationScore(boolean onlyOfBackprop) {
            return divergence;
        }

        @Override
        public boolean isPretrainLayer() {
            return false;
        }

        @Override
        public void clearNoiseWeightParams() {}
    }
}

package hourglass.engine.layers;

import hourglass.engine.kernels.ActivationKernel;
import hourglass.engine.kernels.FusedActivation;
import hourglass.engine.onednn.BatchPartition;
import hourglass.engine.onednn.ChannelsLast;
import hourglass.engine.onednn.PrimitiveCache;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.ActivationLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An activation in oneDNN for arrays that lie channels-last.
 *
 * <p>Measured reason: ND4J's gradient of ReLU takes 2.5 ms for 128 pictures of 16×28×28, oneDNN's 0.4.
 */
public final class AcceleratedActivationLayer extends ActivationLayer {

    private static final long serialVersionUID = 1L;

    private final transient PrimitiveCache<BatchPartition<ActivationKernel>> plans = new PrimitiveCache<>();
    private final LayerPosition position;
    private transient INDArray kept;

    public AcceleratedActivationLayer(NeuralNetConfiguration conf, DataType type, LayerPosition position) {
        super(conf, type);
        this.position = position;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        kept = null;
        if (!ChannelsLast.takes(input)) {
            return super.activate(training, workspaces);
        }
        INDArray output = ChannelsLast.create(ArrayType.ACTIVATIONS, workspaces, input.shape());
        INDArray from = ChannelsLast.of(input, ArrayType.FF_WORKING_MEM, workspaces);
        slices().run((plan, slice, first) ->
                plan.forward(ChannelsLast.picture(from, first), ChannelsLast.picture(output, first)));
        if (training) {
            kept = position.overwritten() ? ChannelsLast.copy(output, workspaces) : output;
        }
        return output;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        if (kept == null) {
            return super.backpropGradient(epsilon, workspaces);
        }
        INDArray next = ChannelsLast.create(ArrayType.ACTIVATION_GRAD, workspaces, input.shape());
        INDArray behind = ChannelsLast.of(epsilon, ArrayType.BP_WORKING_MEM, workspaces);
        INDArray activation = kept;
        slices().run((plan, slice, first) -> plan.backward(
                ChannelsLast.picture(behind, first),
                ChannelsLast.picture(activation, first),
                ChannelsLast.picture(next, first)));
        kept = null;
        return new Pair<>(new DefaultGradient(), next);
    }

    private BatchPartition<ActivationKernel> slices() {
        long[] shape = input.shape();
        FusedActivation curve = FusedActivation.of(layerConf().getActivationFn());
        return plans.of(shape, true, () -> ChannelsLast.slices(shape, slice -> new ActivationKernel(curve, slice)));
    }

    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
        super.setInput(input, workspaces);
        kept = null;
    }

    @Override
    public void clear() {
        super.clear();
        kept = null;
    }
}

package hourglass.accelerate;

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
final class ActivationTwinLayer extends ActivationLayer {

    private static final long serialVersionUID = 1L;

    private final transient Plans<Slices<ActivationPlan>> plans = new Plans<>();
    private final boolean copy;
    private transient INDArray kept;

    ActivationTwinLayer(NeuralNetConfiguration conf, DataType type, boolean copy) {
        super(conf, type);
        this.copy = copy;
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
            kept = copy ? ChannelsLast.copy(output, workspaces) : output;
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

    private Slices<ActivationPlan> slices() {
        long[] shape = input.shape();
        Curve curve = Curve.of(layerConf().getActivationFn());
        return plans.of(shape, true, () -> ChannelsLast.slices(shape, slice -> new ActivationPlan(curve, slice)));
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

package hourglass.engine.layers;

import hourglass.engine.kernels.UpsamplingKernel;
import hourglass.engine.onednn.BatchPartition;
import hourglass.engine.onednn.ChannelsLast;
import hourglass.engine.onednn.PrimitiveCache;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.upsampling.Upsampling2D;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Up-sampling by repetition in oneDNN, channels-last.
 *
 * <p>Measured reason: to 128 pictures of 16×28×28, 0.3 ms forward and 0.3 backward; ND4J's operation takes ten times that.
 */
public final class AcceleratedUpsamplingLayer extends Upsampling2D {

    private static final long serialVersionUID = 1L;

    private final transient PrimitiveCache<BatchPartition<UpsamplingKernel>> plans = new PrimitiveCache<>();

    public AcceleratedUpsamplingLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        if (maskArray != null || !ChannelsLast.takes(input)) {
            return super.activate(training, workspaces);
        }
        applyDropOutIfNecessary(training, workspaces);
        INDArray from = ChannelsLast.of(input, ArrayType.FF_WORKING_MEM, workspaces);
        INDArray output = ChannelsLast.create(
                ArrayType.ACTIVATIONS,
                workspaces,
                input.size(0),
                input.size(1),
                input.size(2) * getSize()[0],
                input.size(3) * getSize()[1]);
        slices().run((plan, slice, first) ->
                plan.forward(ChannelsLast.picture(from, first), ChannelsLast.picture(output, first)));
        return output;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        if (maskArray != null || !ChannelsLast.takes(input) || epsilon.dataType() != DataType.FLOAT) {
            return super.backpropGradient(epsilon, workspaces);
        }
        INDArray next = ChannelsLast.create(ArrayType.ACTIVATION_GRAD, workspaces, input.shape());
        INDArray behind = ChannelsLast.of(epsilon, ArrayType.BP_WORKING_MEM, workspaces);
        slices().run((plan, slice, first) ->
                plan.backward(ChannelsLast.picture(behind, first), ChannelsLast.picture(next, first)));
        return new Pair<>(new DefaultGradient(), backpropDropOutIfPresent(next));
    }

    private BatchPartition<UpsamplingKernel> slices() {
        long[] shape = input.shape();
        int[] size = getSize();
        return plans.of(
                shape, true, () -> ChannelsLast.slices(shape, slice -> new UpsamplingKernel(slice, size[0], size[1])));
    }
}

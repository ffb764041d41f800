package hourglass.engine.layers;

import hourglass.engine.image.ConvolutionGeometry;
import hourglass.engine.kernels.FusedActivation;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.Deconvolution2DLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A transposed convolution, which is the gradient of a convolution with respect to its input, with its activation in the same
 * pass, computed by one of the {@link Kernels}.
 *
 * <p>Measured reason: ND4J's operation takes 108 ms forward and 103 ms backward where the convolution that mirrors it
 * takes 8 and 17; see also {@link hourglass.engine.onednn.OneDnn} and {@link hourglass.engine.image.onednn.ChannelsLast}.
 */
public final class AcceleratedDeconvolutionLayer extends Deconvolution2DLayer {

    private static final long serialVersionUID = 1L;

    private final transient ConvolutionSupport support;

    AcceleratedDeconvolutionLayer(NeuralNetConfiguration conf, LayerPosition position) {
        super(conf, DataType.FLOAT);
        ConvolutionGeometry.Window window = ConvolutionGeometry.Window.of(layerConf());
        FusedActivation activation = FusedActivation.of(layerConf().getActivationFn());
        support = new ConvolutionSupport(
                position,
                shape -> shape[1] == layerConf().getNIn() && window.fitsTransposed(shape[2], shape[3]),
                shape -> window.transposed(shape, layerConf().getNOut()),
                geometry -> Kernels.IMAGES.transposedConvolution(geometry, activation));
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        if (!support.accepts(input, maskArray)) {
            return super.activate(training, workspaces);
        }
        applyDropOutIfNecessary(training, workspaces);
        return support.forward(input, params, training, workspaces);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        return support.hasForwardPass()
                ? support.backward(epsilon, params, gradientViews, this::backpropDropOutIfPresent, workspaces)
                : super.backpropGradient(epsilon, workspaces);
    }

    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
        super.setInput(input, workspaces);
        support.forgetForwardPass();
    }

    @Override
    public void clear() {
        super.clear();
        support.forgetForwardPass();
    }
}

package hourglass.engine.image.onednn;

import hourglass.engine.image.ConvolutionGeometry;
import hourglass.engine.image.ConvolutionKernel;
import hourglass.engine.kernels.FusedActivation;
import hourglass.engine.onednn.OneDnn;
import org.bytedeco.dnnl.primitive_attr;

/** A convolution with its activation, forward and backward, for one shape of input. */
public final class OneDnnConvolution implements ConvolutionKernel {

    private final ConvolutionGeometry geometry;
    private final ConvolutionPrimitives.Forward forward;
    private final SingleChannelConvolution singleChannel;
    private final ConvolutionBackward backward;

    public OneDnnConvolution(ConvolutionGeometry geometry, FusedActivation function) {
        this.geometry = geometry;
        FusedOneDnnActivation activation =
                new FusedOneDnnActivation(function, ChannelsLast.description(geometry.outputShape()));
        primitive_attr attributes = OneDnn.ownScratchpad();
        activation.appendTo(attributes);
        ConvolutionPrimitives primitives = new ConvolutionPrimitives(geometry, attributes);
        singleChannel =
                SingleChannelConvolution.suits(geometry) ? new SingleChannelConvolution(geometry, function) : null;
        forward = singleChannel == null ? primitives.forward() : null;
        backward = new ConvolutionBackward(
                activation,
                () -> SingleChannelWeightGradient.suits(geometry)
                        ? new SingleChannelWeightGradient(geometry)
                        : primitives.weightGradient()::run,
                () -> primitives.inputGradient()::run);
    }

    @Override
    public long[] outputShape() {
        return geometry.outputShape();
    }

    @Override
    public void forward(long input, long w, long b, long output) {
        if (singleChannel != null) {
            singleChannel.run(input, w, b, output);
        } else {
            forward.run(input, w, b, output);
        }
    }

    @Override
    public void backward(long input, long w, long output, long epsilon, long dw, long db, long dx) {
        backward.run(input, w, output, epsilon, dw, db, dx);
    }
}

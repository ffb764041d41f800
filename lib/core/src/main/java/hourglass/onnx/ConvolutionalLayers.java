package hourglass.onnx;

import java.util.ArrayList;
import java.util.List;
import onnx.Onnx.AttributeProto;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Convolutions. */
final class ConvolutionalLayers {

    private ConvolutionalLayers() {}

    static Value pictures(NamedLayer layer, Value x, GraphBuilder graph) {
        ConvolutionLayer settings = settings(layer, x, 4);
        Pictures.requireChannelsFirst(layer, settings.getCnn2dDataFormat());
        requireNotCausal(layer, settings);
        Pictures.Window window = window(settings);
        Value z = convolution(layer, x, window, layer.parameter("W"), settings.getNOut(), 1, true, graph);
        return Activations.write(layer, settings.getActivationFn(), z, 3, graph);
    }

    static Value sequences(NamedLayer layer, Value x, GraphBuilder graph) {
        Convolution1DLayer settings = (Convolution1DLayer) settings(layer, x, 3);
        Sequences.requireStepsLast(layer, settings.getRnnDataFormat());
        Pictures.Window window = window(settings).first();
        // Deeplearning4j 1.0.0-M2.1 calls them [outputs, inputs, kernel], and computes with them as [kernel, inputs,
        // outputs].
        INDArray weights = layer.parameter("W")
                .dup('c')
                .reshape('c', window.kernel()[0], settings.getNIn(), settings.getNOut())
                .permute(2, 1, 0);
        Value z = convolution(layer, x, window, weights, settings.getNOut(), 1, true, graph);
        return Activations.write(layer, settings.getActivationFn(), z, 2, graph);
    }

    /** Each channel alone; Deeplearning4j's weights are [height, width, channels, multiplier]. */
    static Value depthwise(NamedLayer layer, Value x, GraphBuilder graph) {
        DepthwiseConvolution2D settings = (DepthwiseConvolution2D) settings(layer, x, 4);
        Pictures.requireChannelsFirst(layer, settings.getCnn2dDataFormat());
        INDArray weights = layer.parameter("W").permute(2, 3, 0, 1);
        long channels = x.size(1) * settings.getDepthMultiplier();
        Value z = convolution(layer, x, window(settings), weights, channels, x.size(1), true, graph);
        return Activations.write(layer, settings.getActivationFn(), z, 3, graph);
    }

    /** Each channel alone, and then all of each place; Deeplearning4j's weights are [multiplier, channels, height, width]. */
    static Value separable(NamedLayer layer, Value x, GraphBuilder graph) {
        ConvolutionLayer settings = settings(layer, x, 4);
        Pictures.requireChannelsFirst(layer, settings.getCnn2dDataFormat());
        INDArray weights = layer.parameter("W").permute(1, 0, 2, 3);
        long channels = weights.size(0) * weights.size(1);
        Value each = convolution(layer, x, window(settings), weights, channels, x.size(1), false, graph);
        Pictures.Window point = new Pictures.Window(
                new int[] {1, 1}, new int[] {1, 1}, new int[2], new int[] {1, 1}, ConvolutionMode.Truncate);
        Value z = convolution(layer, each, point, layer.parameter("pW"), settings.getNOut(), 1, true, graph);
        return Activations.write(layer, settings.getActivationFn(), z, 3, graph);
    }

    static Value transposed(NamedLayer layer, Value x, GraphBuilder graph) {
        ConvolutionLayer settings = settings(layer, x, 4);
        Pictures.requireChannelsFirst(layer, settings.getCnn2dDataFormat());
        requireNotCausal(layer, settings);
        Pictures.Window window = window(settings);
        boolean same = settings.getConvolutionMode() == ConvolutionMode.Same;
        long[] pads = new long[4];
        long[] behind = new long[2];
        Value z = x.with("", 1, settings.getNOut());
        for (int i = 0; i < 2; i++) {
            long stride = window.stride()[i];
            long reach = window.reach(i);
            long total = same ? Math.max(0, reach - stride) : 2L * window.padding()[i];
            pads[i] = total / 2;
            pads[2 + i] = total - total / 2;
            behind[i] = same ? Math.max(0, stride - reach) : 0;
            long size = x.size(2 + i);
            z = z.with("", 2 + i, size < 0 ? Value.OTHER : stride * (size - 1) + behind[i] + reach - total);
        }
        List<String> inputs = new ArrayList<>();
        inputs.add(x.name());
        inputs.add(graph.weights("W", layer.parameter("W"), layer.parameter("W").shape()));
        addBias(layer, inputs, settings.getNOut(), graph);
        String name = graph.node(
                "ConvTranspose",
                inputs,
                Attributes.integers("kernel_shape", Pictures.longs(window.kernel())),
                Attributes.integers("strides", Pictures.longs(window.stride())),
                Attributes.integers("dilations", Pictures.longs(window.dilation())),
                Attributes.integers("pads", pads),
                Attributes.integers("output_padding", behind));
        return Activations.write(layer, settings.getActivationFn(), z.as(name), 3, graph);
    }

    private static void requireNotCausal(NamedLayer layer, ConvolutionLayer settings) {
        if (settings.getConvolutionMode() == ConvolutionMode.Causal) {
            throw layer.refusal(
                    "has ConvolutionMode.Causal, which is defined for sequences alone",
                    "choose ConvolutionMode.Same or Truncate");
        }
    }

    private static Value convolution(
            NamedLayer layer,
            Value x,
            Pictures.Window window,
            INDArray weights,
            long channels,
            long groups,
            boolean bias,
            GraphBuilder graph) {
        int dimensions = window.kernel().length;
        long[] shape = new long[2 + dimensions];
        shape[0] = channels;
        shape[1] = groups == 1 ? x.size(1) : 1;
        for (int i = 0; i < dimensions; i++) {
            shape[2 + i] = window.kernel()[i];
        }
        List<String> inputs = new ArrayList<>();
        inputs.add(x.name());
        inputs.add(graph.weights("W", weights, shape));
        if (bias) {
            addBias(layer, inputs, channels, graph);
        }
        List<AttributeProto> attributes = window.attributes(layer, x);
        if (groups > 1) {
            attributes.add(Attributes.integer("group", groups));
        }
        String name = graph.node("Conv", inputs, attributes.toArray(AttributeProto[]::new));
        return window.over(x, name, channels);
    }

    private static void addBias(NamedLayer layer, List<String> inputs, long channels, GraphBuilder graph) {
        if (layer.has("b")) {
            inputs.add(graph.weights("b", layer.parameter("b"), channels));
        }
    }

    private static ConvolutionLayer settings(NamedLayer layer, Value x, int rank) {
        DenseLayers.requireRank(layer, x, rank);
        return (ConvolutionLayer) layer.settings();
    }

    private static Pictures.Window window(ConvolutionLayer settings) {
        return new Pictures.Window(
                settings.getKernelSize(),
                settings.getStride(),
                settings.getPadding(),
                settings.getDilation(),
                settings.getConvolutionMode());
    }
}

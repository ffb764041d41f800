package hourglass.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import onnx.Onnx.AttributeProto;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/** Layers that summarise windows, or all, of pictures and sequences. */
final class PoolingLayers {

    private PoolingLayers() {}

    static Value pictures(NamedLayer layer, Value x, GraphBuilder graph) {
        DenseLayers.requireRank(layer, x, 4);
        SubsamplingLayer settings = (SubsamplingLayer) layer.settings();
        Pictures.requireChannelsFirst(layer, settings.getCnn2dDataFormat());
        return pooled(layer, settings, x, window(settings), graph);
    }

    static Value sequences(NamedLayer layer, Value x, GraphBuilder graph) {
        DenseLayers.requireRank(layer, x, 3);
        SubsamplingLayer settings = (SubsamplingLayer) layer.settings();
        Pictures.requireChannelsFirst(layer, settings.getCnn2dDataFormat());
        return pooled(layer, settings, x, window(settings).first(), graph);
    }

    private static Pictures.Window window(SubsamplingLayer settings) {
        return new Pictures.Window(
                settings.getKernelSize(),
                settings.getStride(),
                settings.getPadding(),
                settings.getDilation(),
                settings.getConvolutionMode());
    }

    private static Value pooled(
            NamedLayer layer, SubsamplingLayer settings, Value x, Pictures.Window window, GraphBuilder graph) {
        if (settings.getConvolutionMode() == ConvolutionMode.Causal) {
            throw layer.refusal(
                    "has ConvolutionMode.Causal, which Deeplearning4j itself does not pool with",
                    "choose ConvolutionMode.Same or Truncate");
        }
        if (window.isDilated()) {
            throw layer.refusal(
                    "has a dilation, with which Deeplearning4j pools in a way of its own", "leave the dilation at 1");
        }
        List<AttributeProto> attributes = new ArrayList<>(window.attributes(layer, x));
        String operator = operator(layer, settings, attributes);
        String name = graph.node(operator, List.of(x.name()), attributes.toArray(AttributeProto[]::new));
        return window.over(x, name, x.size(1));
    }

    private static String operator(NamedLayer layer, SubsamplingLayer settings, List<AttributeProto> attributes) {
        if (settings.getPoolingType() == PoolingType.MAX) {
            return "MaxPool";
        }
        if (settings.getPoolingType() == PoolingType.AVG) {
            attributes.add(Attributes.integer("count_include_pad", settings.isAvgPoolIncludePadInDivisor() ? 1 : 0));
            return "AveragePool";
        }
        if (settings.getPoolingType() == PoolingType.PNORM) {
            attributes.add(Attributes.integer("p", settings.getPnorm()));
            return "LpPool";
        }
        throw layer.refusal(
                "pools with " + settings.getPoolingType() + ", which Deeplearning4j itself does not",
                "choose MAX, AVG or PNORM");
    }

    static Value global(NamedLayer layer, Value x, GraphBuilder graph) {
        GlobalPoolingLayer settings = (GlobalPoolingLayer) layer.settings();
        if (x.rank() != 3 && x.rank() != 4) {
            throw layer.refusal(
                    "is given arrays " + x.words() + " and pools pictures or sequences",
                    "leave it out, or put it behind a convolution or a recurrent layer");
        }
        long[] places = LongStream.range(2, x.rank()).toArray();
        int[] chosen = settings.getPoolingDimensions();
        if (chosen != null && !Arrays.equals(Pictures.longs(chosen), places)) {
            throw layer.refusal(
                    "pools over the dimensions " + Arrays.toString(chosen) + " and not over all places",
                    "leave poolingDimensions out");
        }
        String name = reduced(layer, settings, x, places, graph);
        long[] shape = settings.isCollapseDimensions()
                ? new long[] {x.size(0), x.size(1)}
                : LongStream.range(0, x.rank())
                        .map(i -> i < 2 ? x.size((int) i) : 1)
                        .toArray();
        return new Value(name, shape);
    }

    private static String reduced(
            NamedLayer layer, GlobalPoolingLayer settings, Value x, long[] places, GraphBuilder graph) {
        AttributeProto axes = Attributes.integers("axes", places);
        AttributeProto kept = Attributes.integer("keepdims", settings.isCollapseDimensions() ? 0 : 1);
        switch (settings.getPoolingType()) {
            case MAX:
                return graph.node("ReduceMax", List.of(x.name()), axes, kept);
            case AVG:
                return graph.node("ReduceMean", List.of(x.name()), axes, kept);
            case SUM:
                return graph.node("ReduceSum", List.of(x.name(), graph.longs("places", places)), kept);
            case PNORM:
                int p = settings.getPnorm();
                if (p == 2) {
                    return graph.node("ReduceL2", List.of(x.name()), axes, kept);
                }
                String powers = graph.node("Pow", List.of(graph.node("Abs", List.of(x.name())), graph.number("p", p)));
                String sum = graph.node("ReduceSum", List.of(powers, graph.longs("places", places)), kept);
                return graph.node("Pow", List.of(sum, graph.number("root", 1.0 / p)));
            default:
                throw layer.refusal("pools with " + settings.getPoolingType(), "choose MAX, AVG, SUM or PNORM");
        }
    }
}

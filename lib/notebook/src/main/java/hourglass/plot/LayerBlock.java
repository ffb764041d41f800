package hourglass.plot;

import hourglass.layers.ActivityPenalty;
import hourglass.layers.GaussianCode;
import hourglass.model.ModelSummary;
import hourglass.network.GraphConfiguration;
import hourglass.network.NetworkConfiguration;
import hourglass.network.SequentialConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.BaseUpsamplingLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;

/**
 * One column of a schematic: the network's input, a layer or vertex, or the reshaping before one.
 *
 * @param form how it is drawn
 * @param part whose color it has
 * @param name what the configuration calls it; empty if it has no name
 * @param words what its settings say
 * @param size of what it puts out for one example
 * @param before size of what it takes
 * @param layer its line in the model's summary; null for the input and for a reshaping
 * @param sources the columns, from 0, whose output it takes
 */
record LayerBlock(
        Form form,
        Part part,
        String name,
        LayerWords words,
        LayerSize size,
        LayerSize before,
        ModelSummary.Layer layer,
        List<Integer> sources) {

    /** How a block is drawn. */
    enum Form {
        /** A bar for a row of numbers, a stack of planes for a picture, boxes for a sequence. */
        WHOLE,
        /** The same behind a trapezoid, for a picture that becomes smaller or larger without learning. */
        RESAMPLED,
        /** A sequence of which each step is told of the one before. */
        RECURRENT,
        /** A sequence of which each step is told of its two neighbours. */
        BIDIRECTIONAL,
        /** A sequence of which the last step alone is passed on. */
        LAST_STEP,
        /** One row of numbers for every step. */
        REPEATED,
        /** A thin bar, for what changes values and no shapes. */
        THIN,
        /** A thin bar of dashes, for what works in training alone. */
        DASHED,
        /** Mean and spread, and a sample of them. */
        GAUSSIAN,
        /** A circle in which branches meet. */
        JOIN
    }

    /** What has a color of its own. */
    enum Part {
        INPUT,
        ENCODER,
        CODE,
        DECODER
    }

    /** Whether it learns anything. */
    boolean learns() {
        return layer != null && layer.parameters() > 0;
    }

    /**
     * Makes the columns of a network, from the input to the output.
     *
     * @param summary of the same configuration
     */
    static List<LayerBlock> of(NetworkConfiguration configuration, ModelSummary summary) {
        boolean channelsLast = channelsLast(configuration);
        List<LayerBlock> columns = new ArrayList<>();
        Map<Integer, Integer> columnOf = new TreeMap<>(Map.of(-1, 0));
        int code = configuration.code();
        columns.add(input(configuration, LayerSize.of(summary.inputShape(), channelsLast)));
        for (int place = 0; place <= configuration.last(); place++) {
            ModelSummary.Layer layer = summary.layers().get(place);
            Part part = place == code ? Part.CODE : layer.part().equals("encoder") ? Part.ENCODER : Part.DECODER;
            List<Integer> sources =
                    configuration.inputsOf(place).stream().map(columnOf::get).toList();
            LayerSize before = columns.get(sources.get(0)).size;
            LayerBlock reshaping = reshaping(configuration.reshapingAt(place), part, before, sources, channelsLast);
            if (reshaping != null) {
                columns.add(reshaping);
                before = reshaping.size;
                sources = List.of(columns.size() - 1);
            }
            columnOf.put(place, columns.size());
            columns.add(new LayerBlock(
                    form(configuration, place),
                    part,
                    name(configuration, place),
                    LayerWords.of(configuration, place),
                    LayerSize.of(layer.outputShape(), channelsLast),
                    before,
                    layer,
                    sources));
        }
        return List.copyOf(columns);
    }

    /** Deeplearning4j names a layer that its author did not name after its place. */
    private static String name(NetworkConfiguration configuration, int place) {
        String name = configuration.nameAt(place);
        return configuration instanceof SequentialConfiguration && name.equals("layer" + place) ? "" : name;
    }

    private static boolean channelsLast(NetworkConfiguration configuration) {
        return configuration.layers().getConfs().stream()
                .anyMatch(conf -> conf.getLayer() instanceof ConvolutionLayer convolution
                        && convolution.getCnn2dDataFormat() == CNN2DFormat.NHWC);
    }

    /** The input, in the form in which the first layer takes it. */
    private static LayerBlock input(NetworkConfiguration configuration, LayerSize given) {
        LayerSize size = configuration.layers().getInputPreProcess(0) instanceof FeedForwardToCnnPreProcessor picture
                ? picture(picture)
                : given;
        String name = configuration instanceof GraphConfiguration graph ? graph.input() : "";
        LayerWords words = new LayerWords("input", List.of(), "", "");
        return new LayerBlock(Form.WHOLE, Part.INPUT, name, words, size, size, null, List.of());
    }

    private static LayerSize picture(FeedForwardToCnnPreProcessor to) {
        return new LayerSize(List.of(to.getInputHeight(), to.getInputWidth()), to.getNumChannels());
    }

    /** Returns the column of what stands before a layer; null if it takes numbers in the order in which they come. */
    private static LayerBlock reshaping(
            InputPreProcessor reshaping, Part part, LayerSize before, List<Integer> sources, boolean channelsLast) {
        if (reshaping == null
                || reshaping instanceof FeedForwardToRnnPreProcessor
                || reshaping instanceof RnnToFeedForwardPreProcessor) {
            return null; // The latter let a layer work on each step alone, which changes no numbers of a step.
        }
        LayerSize size;
        try {
            size = LayerSize.of(reshaping.getOutputType(before.type(channelsLast)), channelsLast);
        } catch (RuntimeException e) {
            return null; // One of another library need not tell what it puts out.
        }
        if (size.equals(before)) {
            return null; // The input is drawn as the picture already.
        }
        LayerWords words = new LayerWords(size.isRow() ? "flatten" : "reshape", List.of(), "", "");
        Part owner = part == Part.CODE ? Part.ENCODER : part;
        return new LayerBlock(Form.THIN, owner, "", words, size, before, null, sources);
    }

    private static Form form(NetworkConfiguration configuration, int place) {
        Layer layer = configuration.settingsAt(place);
        if (layer == null) {
            return LayerWords.vertexAt(configuration, place) instanceof ElementWiseVertex ? Form.JOIN : Form.WHOLE;
        }
        if (layer instanceof LastTimeStep) {
            return Form.LAST_STEP;
        }
        Layer inner = LayerWords.unwrapped(layer);
        if (inner instanceof GaussianCode) {
            return Form.GAUSSIAN;
        }
        if (inner instanceof Bidirectional || inner instanceof GravesBidirectionalLSTM) {
            return Form.BIDIRECTIONAL;
        }
        if (inner instanceof BaseRecurrentLayer) {
            return Form.RECURRENT;
        }
        if (inner instanceof RepeatVector) {
            return Form.REPEATED;
        }
        if (inner instanceof SubsamplingLayer || inner instanceof BaseUpsamplingLayer) {
            return Form.RESAMPLED;
        }
        if (inner instanceof ActivityPenalty || inner instanceof DropoutLayer) {
            return Form.DASHED;
        }
        boolean thin = inner instanceof ActivationLayer
                || inner instanceof BatchNormalization
                || inner instanceof LossLayer
                || inner instanceof CnnLossLayer
                || inner instanceof RnnLossLayer;
        return thin ? Form.THIN : Form.WHOLE;
    }
}

package hourglass.onnx;

import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;

/** What stands between layers that take arrays of different kinds. */
final class Reshapings {
    private final String batch;
    private final GraphBuilder graph;
    // The steps of the sequences that were made rows last; a fixed number of examples is one step each.
    private long time = Value.OTHER;

    /**
     * Prepares for one graph.
     *
     * @param batch the name of an array [n, …] with as many examples as the graph is given
     */
    Reshapings(String batch, GraphBuilder graph) {
        this.batch = batch;
        this.graph = graph;
    }

    /** Makes rows of the steps of sequences. */
    Value rows(Value x) {
        time = x.size(2);
        return Sequences.rows(x, graph);
    }

    /** Makes sequences of the rows of their steps. */
    Value sequences(Value rows) {
        return Sequences.ofRows(rows, batch, rows.size(0) == Value.STEPS ? time : 1, graph);
    }

    /**
     * Reshapes what a layer is given.
     *
     * @throws IllegalArgumentException if it is not known how
     */
    Value apply(NamedLayer layer, InputPreProcessor reshape, Value x) {
        if (reshape instanceof ComposableInputPreProcessor several) {
            Value result = x;
            for (InputPreProcessor each : several.getInputPreProcessors()) {
                result = apply(layer, each, result);
            }
            return result;
        }
        if (reshape instanceof FeedForwardToCnnPreProcessor to) {
            return x.rank() == 4 ? x : pictures(x, to.getNumChannels(), to.getInputHeight(), to.getInputWidth());
        }
        if (reshape instanceof CnnToFeedForwardPreProcessor from) {
            Pictures.requireChannelsFirst(layer, from.getFormat() == null ? CNN2DFormat.NCHW : from.getFormat());
            return x.rank() == 2 ? x : flat(x, from.getNumChannels() * from.getInputHeight() * from.getInputWidth());
        }
        if (reshape instanceof RnnToFeedForwardPreProcessor from) {
            requireStepsLast(layer, from.getRnnDataFormat());
            return x.rank() == 2 ? x : rows(x);
        }
        if (reshape instanceof FeedForwardToRnnPreProcessor to) {
            requireStepsLast(layer, to.getRnnDataFormat());
            return sequences(x);
        }
        if (reshape instanceof RnnToCnnPreProcessor to) {
            requireStepsLast(layer, to.getRnnDataFormat());
            return pictures(rows(x), to.getNumChannels(), to.getInputHeight(), to.getInputWidth());
        }
        if (reshape instanceof CnnToRnnPreProcessor from) {
            requireStepsLast(layer, from.getRnnDataFormat());
            return sequences(flat(x, from.getNumChannels() * from.getInputHeight() * from.getInputWidth()));
        }
        throw layer.refusal(
                "has a " + reshape.getClass().getSimpleName() + " before it, whose nodes are not known",
                "let setInputType of the configuration's builder put the reshaping between");
    }

    private static void requireStepsLast(NamedLayer layer, RNNFormat format) {
        Sequences.requireStepsLast(layer, format == null ? RNNFormat.NCW : format);
    }

    // 0 keeps the number of rows: with −1, pictures of another size would become another number of rows without a word.
    private Value pictures(Value x, long channels, long height, long width) {
        String shape = graph.longs("pictures", 0, channels, height, width);
        return new Value(graph.node("Reshape", List.of(x.name(), shape)), x.size(0), channels, height, width);
    }

    private Value flat(Value x, long numbers) {
        String shape = graph.longs("flat", 0, numbers);
        return new Value(graph.node("Reshape", List.of(x.name(), shape)), x.size(0), numbers);
    }
}

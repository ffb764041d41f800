package hourglass.serialization;

import hourglass.network.GraphConfiguration;
import hourglass.network.NetworkConfiguration;
import hourglass.network.SequentialConfiguration;
import hourglass.runtime.Excerpt;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.core.JsonToken;

/**
 * A network's configuration as a model file holds it: JSON that names the classes of its layers, losses and so on.
 *
 * <p>Jackson loads a class that is named there, and so runs its static initialiser, before it asks whether the class fits.
 * And it finds names in more places than one: under "@class", under "type" for a distribution, as the first element of an
 * array in place of an object, and between the angle brackets of a name with parameters. So it reads nothing before every text
 * that could be a class's name was found to be that of a class of Deeplearning4j, ND4J or Hourglass.
 */
final class ConfigurationReader {
    private static final Pattern QUALIFIED = Pattern.compile(".*[.<\\[/;].*", Pattern.DOTALL);
    private static final Set<String> NAMES_A_CLASS = Set.of("@class", "type");
    /** What a MultiLayerNetwork's configuration consists of. */
    private static final String LAYERS = "confs";
    /** What a ComputationGraph's configuration consists of. */
    private static final String VERTICES = "vertices";

    /** The reader's own word, which Jackson takes for a text in any case. */
    private static final String FREE_TEXT = "layerName";

    // What Deeplearning4j writes is some ten levels deep; far more would end in a stack overflow.
    private static final int DEEPEST = 100;
    // A number of a million digits takes minutes to read.
    private static final int LONGEST_NUMBER = 100;
    private static final int LONGEST_QUOTE = 100;
    private static final int LONGEST_SENTENCE = 300;

    private ConfigurationReader() {}

    /**
     * Reads a configuration.
     *
     * @param trusted which classes it may name
     * @throws RefusedModelException if it is not to be trusted, not of this version or not whole; the message is the end of a sentence
     *     that begins with the file's name
     */
    static NetworkConfiguration parse(String json, TrustedClasses trusted) throws IOException {
        boolean graph = requireTrusted(json, trusted);
        try {
            return graph
                    ? graph(ComputationGraphConfiguration.fromJson(json))
                    : new SequentialConfiguration(MultiLayerConfiguration.fromJson(json));
        } catch (RuntimeException e) {
            throw new RefusedModelException(
                    RefusedModelException.damaged("its configuration or weights cannot be read"), e);
        }
    }

    private static GraphConfiguration graph(ComputationGraphConfiguration configuration) throws IOException {
        try {
            return new GraphConfiguration(configuration);
        } catch (IllegalArgumentException e) {
            throw new RefusedModelException(
                    " holds no autoencoder: " + Excerpt.of(e.getMessage(), LONGEST_SENTENCE), e);
        }
    }

    /** Whether it is the configuration of a ComputationGraph. */
    private static boolean requireTrusted(String json, TrustedClasses trusted) throws IOException {
        // The parser that will read it for good sees what that one will see; of two values under one name, one of the
        // two might go unseen.
        try (JsonParser parser = NeuralNetConfiguration.mapper().getFactory().createParser(json)) {
            parser.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
            int depth = 0;
            boolean layers = false;
            boolean graph = false;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth > DEEPEST || token.isNumeric() && parser.getTextLength() > LONGEST_NUMBER) {
                    throw new RefusedModelException(
                            RefusedModelException.damaged("its configuration is not one that Deeplearning4j writes"),
                            null);
                }
                layers |= depth == 1 && LAYERS.equals(parser.getCurrentName());
                graph |= depth == 1 && VERTICES.equals(parser.getCurrentName());
                if (token.isScalarValue()) {
                    requireTrusted(parser.getCurrentName(), token, parser.getText(), trusted);
                }
            }
            if (!layers && !graph) {
                throw new RefusedModelException(
                        RefusedModelException.damaged(
                                "its configuration has no list of layers and no vertices, so it is neither a MultiLayerNetwork"
                                        + " nor a ComputationGraph"),
                        null);
            }
            return graph;
        } catch (JsonProcessingException e) {
            throw new RefusedModelException(RefusedModelException.damaged("its configuration is not sound JSON"), e);
        }
    }

    private static void requireTrusted(String name, JsonToken token, String text, TrustedClasses trusted)
            throws IOException {
        boolean asClass = name != null && NAMES_A_CLASS.contains(name);
        boolean likeClass = token == JsonToken.VALUE_STRING
                && !FREE_TEXT.equals(name)
                && QUALIFIED.matcher(text).matches();
        if (!asClass && !likeClass) {
            return;
        }
        if (!trusted.contains(text)) {
            throw new RefusedModelException(
                    " names the class " + quoted(text)
                            + ", which is not one of Deeplearning4j's or Hourglass's: it was not loaded. If it is your own, name its"
                            + " package: load(file, Set.of(\"com.example.layers\")).",
                    null);
        }
        try {
            find(text);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new RefusedModelException(
                    " names the class " + quoted(text)
                            + ", which these versions of Deeplearning4j and Hourglass do not have: load it with the"
                            + " versions that saved it.",
                    e);
        }
    }

    /** As Jackson looks for it, but without running anything of it. */
    private static void find(String name) throws ClassNotFoundException {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        try {
            Class.forName(name, false, context == null ? ConfigurationReader.class.getClassLoader() : context);
        } catch (ClassNotFoundException e) {
            Class.forName(name, false, ConfigurationReader.class.getClassLoader());
        }
    }

    private static String quoted(String text) {
        return Excerpt.of(text, LONGEST_QUOTE);
    }
}

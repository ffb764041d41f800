package hourglass.serialization;

import java.io.IOException;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/** A part of a model file in JSON: plain texts and numbers, of which nothing is run. */
final class JsonPart {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonPart() {}

    /** Returns an object to fill. */
    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /**
     * Reads a part.
     *
     * @throws IOException if it is no JSON; the message is part of a sentence
     */
    static JsonNode read(String text) throws IOException {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IOException("is no JSON", e);
        } catch (StackOverflowError e) {
            throw new IOException("is nested too deeply", e);
        }
    }
}

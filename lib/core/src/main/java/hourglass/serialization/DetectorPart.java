package hourglass.serialization;

import java.io.IOException;
import java.util.Objects;
import org.nd4j.shade.jackson.databind.JsonNode;

/**
 * An anomaly detector's threshold as a part of a model file: JSON, of which nothing is run.
 *
 * @param threshold the score above which an alarm is raised, finite and at least 0
 * @param rule how it was chosen, for a reader
 */
public record DetectorPart(double threshold, String rule) {

    private static final int LONGEST_RULE = 1000;

    /** Checks that there is a rule. */
    public DetectorPart {
        Objects.requireNonNull(rule, "The threshold has no rule.");
    }

    /** Writes a part. */
    public static String text(DetectorPart part) {
        return JsonPart.object()
                .put("threshold", part.threshold)
                .put("rule", part.rule)
                .toPrettyString();
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IOException if it is something else; the message is part of a sentence
     */
    public static DetectorPart parse(String text) throws IOException {
        JsonNode root = JsonPart.read(text);
        JsonNode threshold = root.path("threshold");
        JsonNode rule = root.path("rule");
        if (!threshold.isNumber() || !(threshold.doubleValue() >= 0) || Double.isInfinite(threshold.doubleValue())) {
            throw new IOException("has no threshold from 0 on");
        }
        if (!rule.isTextual() || rule.textValue().length() > LONGEST_RULE) {
            throw new IOException("does not say how its threshold was chosen");
        }
        return new DetectorPart(threshold.doubleValue(), rule.textValue());
    }
}

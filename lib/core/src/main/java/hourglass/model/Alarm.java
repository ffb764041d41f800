package hourglass.model;

import hourglass.runtime.NumberText;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * An example that is unlike the normal ones, and what it is that makes it so.
 *
 * @param example which one, from 0; of a running signal the step at which the window begins
 * @param score the mean squared error of its reconstruction
 * @param threshold the score above which there is an alarm
 * @param parts the parts that contribute most to the score, the largest first; at most {@value #MOST_PARTS}
 */
public record Alarm(int example, double score, double threshold, List<Part> parts) {

    /** The most parts that are named. */
    public static final int MOST_PARTS = 3;

    /**
     * A column of a row, a region of a picture, or a step of a channel.
     *
     * @param name which one, such as "amount", "lines 0 to 6, columns 7 to 13" or "channel 0, step 57"
     * @param value what the example has there; of a region the mean
     * @param expected what the network makes of it, in the same unit
     * @param share how much of the score comes from it, from 0 to 1
     */
    public record Part(String name, double value, double expected, double share) {

        /** Checks that there is a name. */
        public Part {
            Objects.requireNonNull(name, "The part has no name.");
        }

        /** "amount is 950 where 41.2 is expected (87 % of the score)". */
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s is %.4g where %.4g is expected (%.0f %% of the score)",
                    name,
                    value,
                    expected,
                    100 * share);
        }
    }

    /** Keeps a copy of the parts. */
    public Alarm {
        parts = List.copyOf(Objects.requireNonNull(parts, "There are no parts: give List.of() if none is known."));
    }

    /** One sentence: "Example 17 scores 4.3100, above 0.2500: amount is 950 where 41.2 is expected (87 % of the score)." */
    @Override
    public String toString() {
        String why = parts.stream().map(Part::toString).collect(Collectors.joining("; "));
        return "Example " + example + " scores " + NumberText.of(score) + ", above " + NumberText.of(threshold)
                + (why.isEmpty() ? "" : ": " + why) + ".";
    }
}

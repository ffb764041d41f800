package hourglass.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Short texts with a topic each.
 *
 * @param texts at least one
 * @param labels the topic of each text, an index into {@code topics}
 * @param topics the names of the topics
 */
public record Documents(List<String> texts, int[] labels, List<String> topics) {

    /**
     * Checks that the parts fit each other.
     *
     * @throws IllegalArgumentException if there is no text, or the labels do not belong to texts and topics
     */
    public Documents {
        Objects.requireNonNull(texts, "Documents need texts.");
        Objects.requireNonNull(labels, "Documents need labels: give new int[n] if there is one topic.");
        topics = List.copyOf(Objects.requireNonNull(topics, "Documents need the names of their topics."));
        for (int i = 0; i < texts.size(); i++) {
            Objects.requireNonNull(
                    texts.get(i), "Text " + i + " is null: give \"\" for an empty text, or leave it out.");
        }
        texts = List.copyOf(texts);
        if (texts.isEmpty() || labels.length != texts.size()) {
            throw new IllegalArgumentException("There are " + labels.length + " labels for " + texts.size()
                    + " texts: give one label for each text, and at least one text.");
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= topics.size()) {
                throw new IllegalArgumentException("The label of text " + i + " is " + labels[i] + ", but there are "
                        + topics.size() + " topics: labels go from 0 to " + (topics.size() - 1) + ".");
            }
        }
    }

    /** The number of texts. */
    public int size() {
        return labels.length;
    }

    /**
     * The texts from one index up to, but without, another.
     *
     * @throws IllegalArgumentException unless 0 ≤ from &lt; to ≤ {@link #size()}
     */
    public Documents range(int from, int to) {
        if (from < 0 || from >= to || to > size()) {
            throw new IllegalArgumentException("There are the texts 0 to " + (size() - 1) + ": the range from " + from
                    + " to " + to + " (exclusive) is not among them or is empty.");
        }
        return new Documents(texts.subList(from, to), Arrays.copyOfRange(labels, from, to), topics);
    }

    /** One line: "2,000 texts on 8 topics". */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%,d texts on %d topics", size(), topics.size());
    }
}

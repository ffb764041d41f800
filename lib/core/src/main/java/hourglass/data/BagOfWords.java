package hourglass.data;

import hourglass.runtime.ArrayViews;
import hourglass.runtime.Interruption;
import hourglass.runtime.MemoryErrors;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The words that are counted in texts: a text becomes one number for each, and the order of its words is lost.
 *
 * <pre>{@code
 * BagOfWords vocabulary = BagOfWords.of(train.texts(), 5, 0.2);
 * INDArray counts = vocabulary.count(test.texts()); // [n, words]
 * }</pre>
 *
 * @param words each once, in the order of the columns of {@link #count}
 */
public record BagOfWords(List<String> words) {

    private static final String SOFT_HYPHEN = "\u00ad";

    /** Marks are the accents for which there is no composed letter, and the vowel signs of Indic scripts. */
    private static final Pattern WORD = Pattern.compile("\\p{L}[\\p{L}\\p{M}]*");

    /**
     * Keeps a copy.
     *
     * @throws IllegalArgumentException if a word is none that {@link #count} would find in a text, or occurs twice
     */
    public BagOfWords {
        words = List.copyOf(Objects.requireNonNull(words, "There are no words: give a list."));
        Set<String> seen = new HashSet<>();
        for (String word : words) {
            if (!split(word).equals(List.of(word))) {
                throw new IllegalArgumentException("'" + word + "' is found in no text, since words are runs of small"
                        + " letters: let BagOfWords.of collect the words.");
            }
            if (!seen.add(word)) {
                throw new IllegalArgumentException("'" + word + "' is there twice: give each word once.");
            }
        }
    }

    /**
     * Collects the words of training texts, in alphabetical order and small letters. A word is a run of letters of any script,
     * with their accents however these are encoded.
     *
     * @param least in how many texts a word must occur, at least 1
     * @param most in what share of the texts it may occur, above 0 to 1: the commonest words, such as "the", tell nothing
     * @throws IllegalArgumentException if one of the bounds is out of its range, or if no word is left
     */
    public static BagOfWords of(List<String> texts, int least, double most) {
        if (least < 1 || !(most > 0 && most <= 1)) {
            throw new IllegalArgumentException(
                    "A word cannot occur in at least " + least + " texts and at most the share " + most
                            + " of them: give a number from 1 and a share above 0, up to 1.");
        }
        Map<String, Integer> occurrences = new TreeMap<>();
        Objects.requireNonNull(texts, "There are no texts: give a list.");
        for (String text : texts) {
            Interruption.check("collecting words");
            for (String word : new HashSet<>(split(text))) {
                occurrences.merge(word, 1, Integer::sum);
            }
        }
        List<String> words = occurrences.entrySet().stream()
                .filter(entry -> entry.getValue() >= least && entry.getValue() <= most * texts.size())
                .map(Map.Entry::getKey)
                .toList();
        if (words.isEmpty()) {
            throw new IllegalArgumentException("No word occurs in at least " + least + " and at most " + 100 * most
                    + " % of " + texts.size() + " texts: ask for less, or give more texts.");
        }
        return new BagOfWords(words);
    }

    /** The number of words. */
    public int size() {
        return words.size();
    }

    /**
     * Counts; words that are not in the vocabulary do not count.
     *
     * @return float32 [texts, words], 'c' order
     * @throws IllegalArgumentException if there is no text or no word
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public INDArray count(List<String> texts) {
        Objects.requireNonNull(texts, "There are no texts: give a list.");
        if (texts.isEmpty() || words.isEmpty()) {
            throw new IllegalArgumentException("There are " + texts.size() + " texts and " + words.size()
                    + " words to count: give at least one of each.");
        }
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < words.size(); i++) {
            places.put(words.get(i), i);
        }
        INDArray counts = MemoryErrors.explained(
                "counting " + words.size() + " words in " + texts.size() + " texts",
                () -> Nd4j.create(DataType.FLOAT, texts.size(), words.size()));
        for (int i = 0; i < texts.size(); i++) {
            Interruption.check("counting words");
            float[] row = new float[words.size()];
            for (String word : split(texts.get(i))) {
                Integer place = places.get(word);
                if (place != null) {
                    row[place]++;
                }
            }
            ArrayViews.of(counts, i, i + 1).assign(Nd4j.createFromArray(new float[][] {row}));
        }
        return counts;
    }

    /**
     * The words of a text. Composed and decomposed accents are the same letters (NFC), and a soft hyphen, which shows only at
     * the end of a line, does not part a word.
     */
    private static List<String> split(String text) {
        Objects.requireNonNull(text, "One of the texts is null: leave it out, or give \"\".");
        String letters = text.replace(SOFT_HYPHEN, "").toLowerCase(Locale.ROOT);
        return WORD.matcher(Normalizer.normalize(letters, Normalizer.Form.NFC))
                .results()
                .map(MatchResult::group)
                .toList();
    }
}

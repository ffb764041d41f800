package hourglass.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
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
 * @param words in the order of their counts
 */
public record BagOfWords(List<String> words) {

    /** Keeps a copy. */
    public BagOfWords {
        words = List.copyOf(words);
    }

    /**
     * Collects the words of training texts, in alphabetical order and small letters. A word is a run of letters.
     *
     * @param least in how many texts a word must occur
     * @param most in what share of the texts it may occur, above 0 to 1: the commonest words, such as "the", tell nothing
     * @throws IllegalArgumentException if no word is left
     */
    public static BagOfWords of(List<String> texts, int least, double most) {
        Map<String, Integer> occurrences = new TreeMap<>();
        for (String text : texts) {
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
     */
    public INDArray count(List<String> texts) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < words.size(); i++) {
            places.put(words.get(i), i);
        }
        float[][] counts = new float[texts.size()][words.size()];
        for (int i = 0; i < counts.length; i++) {
            for (String word : split(texts.get(i))) {
                Integer place = places.get(word);
                if (place != null) {
                    counts[i][place]++;
                }
            }
        }
        return Nd4j.createFromArray(counts);
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}

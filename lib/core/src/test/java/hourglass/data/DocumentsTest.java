package hourglass.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hourglass.data.synthetic.SyntheticText;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DocumentsTest {

    @Test
    void areTheSameForTheSameSeed() {
        assertThat(SyntheticText.documents(40, 1).texts())
                .isEqualTo(SyntheticText.documents(60, 1).range(0, 40).texts());
        assertThat(SyntheticText.documents(40, 1).texts())
                .isNotEqualTo(SyntheticText.documents(40, 2).texts());
        assertThat(new HashSet<>(SyntheticText.documents(500, 3).texts())).hasSize(500);
    }

    @Test
    void areSentencesOfWords() {
        assertThat(SyntheticText.documents(200, 4).texts())
                .allSatisfy(text -> assertThat(text).matches("([A-Z][a-z ]+\\.( |$)){3,5}"));
    }

    @Test
    void haveTheirTopicInEqualParts() {
        Documents notes = SyntheticText.documents(800, 5);

        for (int topic = 0; topic < 8; topic++) {
            int wanted = topic;
            assertThat(Arrays.stream(notes.labels()).filter(label -> label == wanted))
                    .hasSize(100);
        }
        assertThat(notes).hasToString("800 texts on 8 topics");
    }

    /** Otherwise clusters could be found by looking for a single word. */
    @Test
    void shareWordsBetweenTopicsAndDifferWithinOne() {
        Documents notes = SyntheticText.documents(1600, 6);
        BagOfWords vocabulary = BagOfWords.of(notes.texts(), 5, 0.15);
        INDArray counts = vocabulary.count(notes.texts());
        INDArray present = counts.gt(0).castTo(counts.dataType());

        assertThat(vocabulary.size()).isBetween(200, 400);
        int[] first = IntStream.range(0, 1600).filter(i -> i % 8 == 0).limit(60).toArray();
        INDArray weather = present.getRows(first);
        INDArray shared = weather.mmul(weather.transpose());
        long strangers = Nd4j.create(shared.toFloatMatrix())
                .lt(2)
                .castTo(counts.dataType())
                .sumNumber()
                .longValue();
        assertThat(strangers / 3600.0)
                .as("pairs of one topic with at most one word in common")
                .isGreaterThan(0.3);
        for (String word : List.of("pitch", "root", "coach", "beat", "frost", "cloud")) {
            int place = vocabulary.words().indexOf(word);
            Set<Integer> topics = new HashSet<>();
            for (int i = 0; i < 1600; i++) {
                if (counts.getFloat(i, place) > 0) {
                    topics.add(i % 8);
                }
            }
            assertThat(topics).as(word).hasSizeGreaterThan(2);
        }
    }

    @Test
    void areCutInRanges() {
        Documents notes = SyntheticText.documents(20, 7);

        assertThat(notes.range(8, 11).texts()).isEqualTo(notes.texts().subList(8, 11));
        assertThat(notes.range(8, 11).labels()).containsExactly(0, 1, 2);
        assertThat(notes.range(0, notes.size()).texts()).as("all of them").isEqualTo(notes.texts());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> notes.range(5, 21))
                .withMessage("There are the texts 0 to 19: the range from 5 to 21 (exclusive) is not among them or is"
                        + " empty.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SyntheticText.documents(0, 1))
                .withMessage("0 notes cannot be written: ask for at least 1.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Documents(List.of("a"), new int[] {2}, List.of("x", "y")))
                .withMessage("The label of text 0 is 2, but there are 2 topics: labels go from 0 to 1.");
    }

    @Test
    void areCountedWordByWord() {
        List<String> texts = List.of("The rain. The RAIN and fog!", "the fog, the wind", "the wind", "the sun");

        BagOfWords vocabulary = BagOfWords.of(texts, 1, 0.5);

        assertThat(vocabulary.words()).containsExactly("and", "fog", "rain", "sun", "wind");
        assertThat(vocabulary.count(texts))
                .isEqualTo(Nd4j.createFromArray(
                        new float[][] {{1, 1, 2, 0, 0}, {0, 1, 0, 0, 1}, {0, 0, 0, 0, 1}, {0, 0, 0, 1, 0}}));
        assertThat(BagOfWords.of(texts, 2, 0.5).words()).containsExactly("fog", "wind");
        assertThat(vocabulary.count(List.of("snow", "Sun sun SUN")))
                .isEqualTo(Nd4j.createFromArray(new float[][] {{0, 0, 0, 0, 0}, {0, 0, 0, 3, 0}}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BagOfWords.of(texts, 3, 0.5))
                .withMessageStartingWith("No word occurs in at least 3 and at most 50.0 % of 4 texts");
    }

    @Test
    void accentsAreLettersHoweverTheyAreEncoded() {
        String composed = "Caf\u00e9 na\u00efve";
        String decomposed = "cafe\u0301 NAI\u0308VE";
        List<String> texts = List.of(composed, decomposed, "\u0928\u093f\u0915 auto\u00adencoder", "autoencoder");

        BagOfWords vocabulary = BagOfWords.of(texts, 1, 1);

        assertThat(vocabulary.words()).containsExactly("autoencoder", "caf\u00e9", "na\u00efve", "\u0928\u093f\u0915");
        assertThat(vocabulary.count(List.of(composed))).isEqualTo(vocabulary.count(List.of(decomposed)));
        assertThat(vocabulary.count(texts).sum(0)).isEqualTo(Nd4j.createFromArray(new float[] {2, 2, 2, 1}));
    }

    @Test
    void aVocabularyOrABoundThatCannotBeMeantIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BagOfWords(List.of("sun", "cafe\u0301")))
                .withMessage(
                        "'cafe\u0301' is found in no text, since words are runs of small letters: let BagOfWords.of"
                                + " collect the words.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BagOfWords(List.of("sun", "fog", "sun")))
                .withMessage("'sun' is there twice: give each word once.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BagOfWords.of(List.of("sun"), 1, 20))
                .withMessage("A word cannot occur in at least 1 texts and at most the share 20.0 of them: give a number"
                        + " from 1 and a share above 0, up to 1.");
    }

    @Test
    void aMissingTextIsNamed() {
        assertThatThrownBy(() -> new Documents(Arrays.asList("a", null), new int[2], List.of("x")))
                .hasMessage("Text 1 is null: give \"\" for an empty text, or leave it out.");
    }

    @Test
    void noTextsAreNotCounted() {
        BagOfWords vocabulary = new BagOfWords(List.of("sun", "fog"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> vocabulary.count(List.of()))
                .withMessage("There are 0 texts and 2 words to count: give at least one of each.");
        assertThat(vocabulary.count(List.of("Fog, fog.")).toFloatMatrix()).isDeepEqualTo(new float[][] {{0, 2}});
    }

    @Test
    void countingStopsWhenInterrupted() {
        BagOfWords vocabulary = new BagOfWords(List.of("sun", "fog"));
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(java.util.concurrent.CancellationException.class)
                    .isThrownBy(() -> vocabulary.count(List.of("sun")));
            assertThatExceptionOfType(java.util.concurrent.CancellationException.class)
                    .isThrownBy(() -> BagOfWords.of(List.of("sun"), 1, 1));
        } finally {
            Thread.interrupted();
        }
    }
}

package hourglass.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import hourglass.runtime.NativeBackend;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.evaluation.classification.ROC;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class RocTest {

    @BeforeAll
    static void prepare() {
        NativeBackend.prepare();
    }

    /** Overlapping scores: n of them, a third abnormal, rounded to so many levels. */
    private static double[] scores(int n, int levels, boolean[] abnormal) {
        Random random = new Random(n);
        double[] scores = new double[n];
        for (int i = 0; i < n; i++) {
            abnormal[i] = i % 3 == 0;
            scores[i] = Math.rint(levels * (0.3 + 0.15 * random.nextGaussian() + (abnormal[i] ? 0.2 : 0))) / levels;
        }
        return scores;
    }

    /** The definition: how often an abnormal one scores higher than a normal one. */
    private static double byPairs(double[] scores, boolean[] abnormal) {
        double wins = 0;
        double pairs = 0;
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < scores.length; j++) {
                if (abnormal[i] && !abnormal[j]) {
                    pairs++;
                    wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }
        return wins / pairs;
    }

    private static INDArray column(double[] values) {
        return Nd4j.createFromArray(values)
                .castTo(org.nd4j.linalg.api.buffer.DataType.FLOAT)
                .reshape(values.length, 1);
    }

    private static ROC peer(double[] scores, boolean[] abnormal) {
        double[] truth = new double[scores.length];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = abnormal[i] ? 1 : 0;
        }
        ROC roc = new ROC(0);
        roc.eval(column(truth), column(scores));
        return roc;
    }

    @Test
    void areaIsTheShareOfPairsInTheRightOrderTiesCountingHalf() {
        for (int levels : new int[] {3, 10, 1_000_000}) {
            boolean[] abnormal = new boolean[120];
            double[] scores = scores(120, levels, abnormal);
            assertThat(Roc.of(scores, abnormal).auc()).isCloseTo(byPairs(scores, abnormal), within(1e-12));
        }
    }

    @Test
    void agreesWithDeeplearning4jWhereNoScoresAreEqual() {
        boolean[] abnormal = new boolean[200];
        double[] scores = scores(200, 1_000_000, abnormal);
        ROC peer = peer(scores, abnormal);

        assertThat(Roc.of(scores, abnormal).auc()).isCloseTo(peer.calculateAUC(), within(1e-5));
        assertThat(Roc.of(scores, abnormal).averagePrecision()).isCloseTo(peer.calculateAUCPR(), within(0.02));
    }

    @Test
    void doesNotDependOnTheOrderOfTheExamplesAsDeeplearning4jDoes() {
        double[] scores = {0.5, 0.5, 0.5, 0.5};
        boolean[] first = {true, true, false, false};
        boolean[] last = {false, false, true, true};

        assertThat(Roc.of(scores, first).auc()).isEqualTo(0.5);
        assertThat(Roc.of(scores, last).auc()).isEqualTo(0.5);
        assertThat(peer(scores, first).calculateAUC())
                .as("the reason for a class of our own")
                .isNotEqualTo(peer(scores, last).calculateAUC());
    }

    @Test
    void curvesOfFiveExamplesAreThoseWorkedOutByHand() {
        Roc roc = Roc.of(new double[] {5, 4, 4, 3, 1}, new boolean[] {true, true, false, true, false});

        assertThat(roc.falsePositiveRates()).containsExactly(0, 0, 0.5, 0.5, 1);
        assertThat(roc.recalls()).containsExactly(0, 1 / 3.0, 2 / 3.0, 1, 1);
        assertThat(roc.precisions()).containsExactly(1, 1, 2 / 3.0, 3 / 4.0, 3 / 5.0);
        assertThat(roc.averagePrecision()).isCloseTo((1 + 2 / 3.0 + 3 / 4.0) / 3, within(1e-12));
        assertThat(roc.at(3)).isEqualTo(new ConfusionMatrix(2, 1, 1, 1));
    }

    @Test
    void perfectOrderAndItsReverseAreOneAndZero() {
        boolean[] abnormal = {false, false, true, true};

        assertThat(Roc.of(new double[] {1, 2, 3, 4}, abnormal).auc()).isEqualTo(1);
        assertThat(Roc.of(new double[] {4, 3, 2, 1}, abnormal).auc()).isZero();
        assertThat(Roc.of(new double[] {1, 2, 3, 4}, abnormal).averagePrecision())
                .isEqualTo(1);
    }

    @Test
    void standardErrorIsTheFormulaByHand() {
        Roc roc = Roc.of(new double[] {5, 4, 4, 3, 1}, new boolean[] {true, true, false, true, false});

        // With an area A of 3/4, three anomalies and two normal examples: A/(2 − A) = 3/5 and 2A²/(1 + A) = 9/14, so
        // that [A(1 − A) + 2 (3/5 − A²) + (9/14 − A²)] / 6 = (3/16 + 3/40 + 9/112) / 6 = 2/35.
        assertThat(roc.auc()).isEqualTo(0.75);
        assertThat(roc.standardError()).isCloseTo(Math.sqrt(2 / 35.0), within(1e-12));
    }

    @Test
    void standardErrorIsThatOfManySamples() {
        Random random = new Random(3);
        int n = 60;
        double sum = 0;
        double squares = 0;
        double claimed = 0;
        int samples = 600;
        for (int sample = 0; sample < samples; sample++) {
            double[] scores = new double[2 * n];
            boolean[] abnormal = new boolean[2 * n];
            for (int i = 0; i < 2 * n; i++) {
                abnormal[i] = i < n;
                scores[i] = random.nextGaussian() + (abnormal[i] ? 1.2 : 0);
            }
            Roc roc = Roc.of(scores, abnormal);
            sum += roc.auc();
            squares += roc.auc() * roc.auc();
            claimed += roc.standardError() / samples;
        }
        double spread = Math.sqrt(squares / samples - sum * sum / samples / samples);
        assertThat(claimed).isCloseTo(spread, within(0.15 * spread));
    }

    @Test
    void needsBothKindsAndFiniteScores() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Roc.of(new double[2], new boolean[2]))
                .withMessage("Of 2 examples 0 are abnormal: the curve needs normal and abnormal ones.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Roc.of(new double[] {1, Double.NaN}, new boolean[] {true, false}))
                .withMessage(
                        "The score of example 1 is NaN: if it comes from a network, its training has diverged, so train again with a lower learning rate.");
    }

    @Test
    void refusesAThresholdThatNoScoreExceeds() {
        Roc roc = Roc.of(new double[] {1, 2}, new boolean[] {false, true});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> roc.at(Double.NaN))
                .withMessageStartingWith("The threshold is NaN");
    }
}

package hourglass.evaluate;

import hourglass.data.AnomalySplit;
import hourglass.runtime.NumberText;
import java.util.Arrays;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The anomaly score above which an alarm is raised, chosen on the normal validation examples alone.
 *
 * <p>A threshold that was chosen on the test examples looks better than it is. So none can be made from scores: {@link
 * #allowing} takes an {@link AnomalyScore} and an {@link AnomalySplit}, and scores the validation part of the split itself.
 *
 * <pre>{@code
 * Threshold threshold = Threshold.allowing(0.05, AnomalyScore.errorOf(autoencoder::reconstruct), split);
 * ConfusionMatrix confusion = threshold.judge(split);
 * }</pre>
 */
public final class Threshold {

    private final AnomalyScore score;
    private final double value;

    private Threshold(AnomalyScore score, double value) {
        this.score = score;
        this.value = value;
    }

    /**
     * Chooses the lowest threshold with at most a given false positive rate on the normal validation examples.
     *
     * @param share the false positive rate, from 0, where no validation example raises an alarm, to less than 1
     * @throws IllegalArgumentException if the rate is out of its range, or there is not one finite score for each
     *     validation example
     */
    public static Threshold allowing(double share, AnomalyScore score, AnomalySplit split) {
        Objects.requireNonNull(score, "There is no score to find a threshold for.");
        Objects.requireNonNull(split, "There are no examples to choose by: give an AnomalySplit.");
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException(
                    "A share of " + share + " of false alarms cannot be allowed: give one from 0 to less than 1.");
        }
        double[] scores = Scores.of(score, split.validation().sequences());
        Arrays.sort(scores);
        // Not the floor of a product: 0.29 · 100 is less than 29.
        int alarms = 0;
        while ((alarms + 1) / (double) scores.length <= share) {
            alarms++;
        }
        return new Threshold(score, scores[scores.length - 1 - alarms]);
    }

    /** Returns the threshold: a larger score raises an alarm. */
    public double value() {
        return value;
    }

    /**
     * Returns for each example whether it raises an alarm.
     *
     * @param examples [n, …]
     * @throws IllegalArgumentException if there is not one finite score for each
     */
    public boolean[] alarms(INDArray examples) {
        return Scores.above(Scores.of(score, examples), value);
    }

    /** Counts right and wrong decisions on the test examples. */
    public ConfusionMatrix judge(AnomalySplit split) {
        return ConfusionMatrix.of(alarms(split.test().sequences()), split.abnormal());
    }

    @Override
    public String toString() {
        return "alarm above " + NumberText.of(value);
    }
}

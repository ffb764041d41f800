package hourglass.evaluate;

import hourglass.data.AnomalySplit;
import java.util.Arrays;
import java.util.Locale;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A score from which on an alarm is raised, chosen on the normal validation examples alone.
 *
 * <p>A threshold chosen where the test is known looks better than it is. So none can be made from scores: the one way to a
 * threshold takes a {@link AnomalyScore} and an {@link AnomalySplit}, and asks for the scores of the split's validation part itself.
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
     * Chooses the lowest threshold at which at most a share of the normal validation examples raise an alarm.
     *
     * @param share from 0, no validation example raises one, to less than 1
     * @throws IllegalArgumentException if the share is not one, or a score is not finite
     */
    public static Threshold allowing(double share, AnomalyScore score, AnomalySplit split) {
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException(
                    "A share of " + share + " of false alarms cannot be allowed: give one from 0 to less than 1.");
        }
        double[] scores = score.of(split.validation().sequences());
        for (double one : scores) {
            if (!Double.isFinite(one)) {
                throw new IllegalArgumentException("The score of a validation example is " + one
                        + ": if it comes from a network, its training has diverged.");
            }
        }
        Arrays.sort(scores);
        int alarms = (int) Math.floor(share * scores.length);
        return new Threshold(score, scores[scores.length - 1 - alarms]);
    }

    /** Returns the threshold: a larger score raises an alarm. */
    public double value() {
        return value;
    }

    /** Says of each example [n, …] whether it raises an alarm. */
    public boolean[] alarms(INDArray examples) {
        double[] scores = score.of(examples);
        boolean[] alarms = new boolean[scores.length];
        for (int i = 0; i < alarms.length; i++) {
            alarms[i] = scores[i] > value;
        }
        return alarms;
    }

    /** Counts right and wrong decisions on the test examples. */
    public ConfusionMatrix judge(AnomalySplit split) {
        return ConfusionMatrix.of(alarms(split.test().sequences()), split.abnormal());
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "alarm above %.4f", value);
    }
}

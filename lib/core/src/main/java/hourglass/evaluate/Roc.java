package hourglass.evaluate;

import hourglass.data.AnomalySplit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What an anomaly detector does at every threshold: the receiver operating characteristic (true positive rate against false
 * positive rate), the precision-recall curve, and the areas under both. Anomalies are the positive class.
 *
 * <p>Deeplearning4j's {@code ROC} is not used, because its exact mode takes equal scores one after the other, so that the area
 * depends on the order of the examples, and because its curves begin and end at the thresholds 1 and 0, between which
 * reconstruction errors need not lie.
 */
public final class Roc {

    private final double[] scores;
    private final boolean[] abnormal;
    private final double[] falsePositiveRates;
    private final double[] recalls;
    private final double[] precisions;

    private Roc(double[] scores, boolean[] abnormal) {
        this.scores = scores;
        this.abnormal = abnormal;
        int n = scores.length;
        int positives = count(abnormal);
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -scores[i]))
                .mapToInt(i -> i)
                .toArray();
        double[] x = new double[n + 1];
        double[] y = new double[n + 1];
        double[] precision = new double[n + 1];
        precision[0] = 1;
        int points = 1;
        int truePositives = 0;
        for (int i = 0; i < n; i++) {
            truePositives += abnormal[order[i]] ? 1 : 0;
            // Equal scores pass the threshold together.
            if (i == n - 1 || scores[order[i + 1]] != scores[order[i]]) {
                x[points] = (i + 1 - truePositives) / (double) (n - positives);
                y[points] = truePositives / (double) positives;
                precision[points] = truePositives / (i + 1.0);
                points++;
            }
        }
        falsePositiveRates = Arrays.copyOf(x, points);
        recalls = Arrays.copyOf(y, points);
        precisions = Arrays.copyOf(precision, points);
    }

    /**
     * Computes the curves from scores.
     *
     * @param scores one finite number for each example; a larger one is more anomalous
     * @param abnormal for each example, whether it is an anomaly; both classes must occur
     * @throws IllegalArgumentException if they are not equally many, one class is missing, or a score is not finite
     */
    public static Roc of(double[] scores, boolean[] abnormal) {
        Objects.requireNonNull(scores, "There are no scores: give one for each example.");
        Objects.requireNonNull(abnormal, "There are no labels: give true for each example that is abnormal.");
        if (scores.length != abnormal.length) {
            throw new IllegalArgumentException(
                    "There are " + scores.length + " scores for " + abnormal.length + " examples: pass one for each.");
        }
        int positives = count(abnormal);
        if (positives == 0 || positives == abnormal.length) {
            throw new IllegalArgumentException("Of " + abnormal.length + " examples " + positives
                    + " are abnormal: the curve needs normal and abnormal ones.");
        }
        return new Roc(Scores.requireFinite(scores).clone(), abnormal.clone());
    }

    /**
     * Computes the curves on the test examples of a split.
     *
     * @throws IllegalArgumentException if there is not one finite score for each test example
     */
    public static Roc of(AnomalyScore score, AnomalySplit split) {
        Objects.requireNonNull(score, "There is no score to judge.");
        Objects.requireNonNull(split, "There are no examples to judge by: give an AnomalySplit.");
        return of(Scores.of(score, split.test().sequences()), split.abnormal());
    }

    /**
     * Returns the area under the receiver operating characteristic: the probability that an anomaly scores higher than a
     * normal example, a tie counting half; 0.5 for chance, 1 for a perfect order.
     */
    public double auc() {
        double area = 0;
        for (int i = 1; i < recalls.length; i++) {
            area += (falsePositiveRates[i] - falsePositiveRates[i - 1]) * (recalls[i] + recalls[i - 1]) / 2;
        }
        return area;
    }

    /**
     * Returns the standard error of {@link #auc} due to the finite number of examples, after J. A. Hanley and B. J. McNeil,
     * "The meaning and use of the area under a receiver operating characteristic (ROC) curve", Radiology 143, 1982.
     */
    public double standardError() {
        double a = auc();
        double positives = count(abnormal);
        double negatives = abnormal.length - positives;
        double q1 = a / (2 - a);
        double q2 = 2 * a * a / (1 + a);
        return Math.sqrt((a * (1 - a) + (positives - 1) * (q1 - a * a) + (negatives - 1) * (q2 - a * a))
                / (positives * negatives));
    }

    /**
     * Returns the area under the precision-recall curve as the average precision: the precision at each threshold, weighted by
     * how much the recall grows there. Straight lines between the points would be too optimistic: J. Davis, M. Goadrich, "The
     * relationship between precision-recall and ROC curves", ICML 2006. The value for chance is the share of anomalies.
     */
    public double averagePrecision() {
        double area = 0;
        for (int i = 1; i < recalls.length; i++) {
            area += (recalls[i] - recalls[i - 1]) * precisions[i];
        }
        return area;
    }

    /** The false positive rates, the share of normal examples above the threshold, as the threshold falls; from 0 to 1. */
    public double[] falsePositiveRates() {
        return falsePositiveRates.clone();
    }

    /** The true positive rates, the share of anomalies above the threshold, as the threshold falls; from 0 to 1. */
    public double[] recalls() {
        return recalls.clone();
    }

    /** The precisions, the share of anomalies among the examples above the threshold, as it falls; 1 where there are none. */
    public double[] precisions() {
        return precisions.clone();
    }

    /**
     * Counts right and wrong decisions if scores above a threshold raise an alarm.
     *
     * @throws IllegalArgumentException if the threshold is NaN
     */
    public ConfusionMatrix at(double threshold) {
        if (Double.isNaN(threshold)) {
            throw new IllegalArgumentException(
                    "The threshold is NaN, which no score exceeds: give a number, such as one of the scores.");
        }
        return ConfusionMatrix.of(Scores.above(scores, threshold), abnormal);
    }

    private static int count(boolean[] abnormal) {
        int count = 0;
        for (boolean positive : abnormal) {
            count += positive ? 1 : 0;
        }
        return count;
    }
}

package hourglass.evaluate;

import hourglass.data.AnomalySplit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What a detector of anomalies does at every threshold: the receiver operating characteristic (share of anomalies detected
 * against share of false alarms), the precision-recall curve, and the areas under both.
 *
 * <p>Measured reason for not using Deeplearning4j's {@code ROC}: its exact mode takes equal scores one after the other, so
 * that its area depends on the order of the examples, and its curves begin and end at the thresholds 1 and 0, which
 * reconstruction errors do not keep to.
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
        int all = count(abnormal);
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
        int detected = 0;
        for (int i = 0; i < n; i++) {
            detected += abnormal[order[i]] ? 1 : 0;
            // Equal scores pass the threshold together.
            if (i == n - 1 || scores[order[i + 1]] != scores[order[i]]) {
                x[points] = (i + 1 - detected) / (double) (n - all);
                y[points] = detected / (double) all;
                precision[points] = detected / (i + 1.0);
                points++;
            }
        }
        falsePositiveRates = Arrays.copyOf(x, points);
        recalls = Arrays.copyOf(y, points);
        precisions = Arrays.copyOf(precision, points);
    }

    /**
     * Follows all thresholds over scores.
     *
     * @param scores of n examples, finite; larger is stranger
     * @param abnormal of each, whether it is; both kinds must occur
     * @throws IllegalArgumentException if they are not equally many, one kind is missing, or a score is not finite
     */
    public static Roc of(double[] scores, boolean[] abnormal) {
        if (scores.length != abnormal.length) {
            throw new IllegalArgumentException(
                    "There are " + scores.length + " scores for " + abnormal.length + " examples: pass one for each.");
        }
        int all = count(abnormal);
        if (all == 0 || all == abnormal.length) {
            throw new IllegalArgumentException("Of " + abnormal.length + " examples " + all
                    + " are abnormal: the curve needs normal and abnormal ones.");
        }
        for (int i = 0; i < scores.length; i++) {
            if (!Double.isFinite(scores[i])) {
                throw new IllegalArgumentException("The score of example " + i + " is " + scores[i]
                        + ": if it comes from a network, its training has diverged.");
            }
        }
        return new Roc(scores.clone(), abnormal.clone());
    }

    /** Follows all thresholds over the test examples of a split. */
    public static Roc of(AnomalyScore score, AnomalySplit split) {
        return of(score.of(split.test().sequences()), split.abnormal());
    }

    /**
     * Returns the area under the receiver operating characteristic: how likely an abnormal example scores higher than a normal
     * one, a tie counting half; 0.5 for chance, 1 for perfect order.
     */
    public double auc() {
        double area = 0;
        for (int i = 1; i < recalls.length; i++) {
            area += (falsePositiveRates[i] - falsePositiveRates[i - 1]) * (recalls[i] + recalls[i - 1]) / 2;
        }
        return area;
    }

    /**
     * Returns the standard error of {@link #auc} that comes from the number of examples, by J. A. Hanley and B. J. McNeil,
     * "The meaning and use of the area under a receiver operating characteristic (ROC) curve", Radiology 143, 1982.
     */
    public double standardError() {
        double a = auc();
        double anomalies = count(abnormal);
        double normals = abnormal.length - anomalies;
        double q1 = a / (2 - a);
        double q2 = 2 * a * a / (1 + a);
        return Math.sqrt(
                (a * (1 - a) + (anomalies - 1) * (q1 - a * a) + (normals - 1) * (q2 - a * a)) / (anomalies * normals));
    }

    /**
     * Returns the area under the precision-recall curve as the mean of the precision over the anomalies, in the order in which
     * a falling threshold finds them (average precision). Straight lines between the points would flatter: J. Davis, M.
     * Goadrich, "The relationship between precision-recall and ROC curves", ICML 2006. The value for chance is the share of
     * anomalies.
     */
    public double averagePrecision() {
        double area = 0;
        for (int i = 1; i < recalls.length; i++) {
            area += (recalls[i] - recalls[i - 1]) * precisions[i];
        }
        return area;
    }

    /** The share of normal examples with an alarm as the threshold falls, from 0 to 1. */
    public double[] falsePositiveRates() {
        return falsePositiveRates.clone();
    }

    /** The share of anomalies with an alarm as the threshold falls, from 0 to 1; same length as the others. */
    public double[] recalls() {
        return recalls.clone();
    }

    /** The share of alarms that are right as the threshold falls; 1 where there is none yet. */
    public double[] precisions() {
        return precisions.clone();
    }

    /** Counts right and wrong decisions if scores above a threshold raise an alarm. */
    public ConfusionMatrix at(double threshold) {
        boolean[] alarms = new boolean[scores.length];
        for (int i = 0; i < alarms.length; i++) {
            alarms[i] = scores[i] > threshold;
        }
        return ConfusionMatrix.of(alarms, abnormal);
    }

    private static int count(boolean[] abnormal) {
        int count = 0;
        for (boolean one : abnormal) {
            count += one ? 1 : 0;
        }
        return count;
    }
}

package hourglass.evaluate;

import java.util.Objects;

/**
 * The decisions of an anomaly detector, counted; anomalies are the positive class.
 *
 * @param truePositives anomalies with an alarm
 * @param falseNegatives anomalies without one
 * @param falsePositives normal examples with an alarm
 * @param trueNegatives normal examples without one
 */
public record ConfusionMatrix(int truePositives, int falseNegatives, int falsePositives, int trueNegatives) {

    /**
     * Checks the counts.
     *
     * @throws IllegalArgumentException if one is negative, or all are 0
     */
    public ConfusionMatrix {
        if (truePositives < 0 || falseNegatives < 0 || falsePositives < 0 || trueNegatives < 0) {
            throw new IllegalArgumentException("The confusion matrix counts " + truePositives + " true positives, "
                    + falseNegatives + " false negatives, " + falsePositives + " false positives and " + trueNegatives
                    + " true negatives: no count can be negative.");
        }
        if (truePositives == 0 && falseNegatives == 0 && falsePositives == 0 && trueNegatives == 0) {
            throw new IllegalArgumentException(
                    "The confusion matrix counts no decision at all: pass at least one example.");
        }
    }

    /**
     * Counts decisions.
     *
     * @param alarms for each example, whether it raised an alarm
     * @param abnormal for each example, whether it is an anomaly
     * @throws IllegalArgumentException if there are not equally many, or none
     */
    public static ConfusionMatrix of(boolean[] alarms, boolean[] abnormal) {
        Objects.requireNonNull(alarms, "There are no alarms: give true or false for each example.");
        Objects.requireNonNull(abnormal, "There are no labels: give true for each example that is abnormal.");
        if (alarms.length != abnormal.length) {
            throw new IllegalArgumentException("There are " + alarms.length + " decisions on " + abnormal.length
                    + " examples: pass one for each.");
        }
        int[] counts = new int[4];
        for (int i = 0; i < alarms.length; i++) {
            counts[(abnormal[i] ? 0 : 2) + (alarms[i] == abnormal[i] ? 0 : 1)]++;
        }
        return new ConfusionMatrix(counts[0], counts[1], counts[3], counts[2]);
    }

    /** The share of anomalies that raised an alarm, also called the true positive rate; NaN if there are none. */
    public double recall() {
        return truePositives / ((double) truePositives + falseNegatives);
    }

    /** The share of alarms that were right; NaN without any alarm. */
    public double precision() {
        return truePositives / ((double) truePositives + falsePositives);
    }

    /** The share of normal examples that raised an alarm; NaN if there are none. */
    public double falsePositiveRate() {
        return falsePositives / ((double) falsePositives + trueNegatives);
    }

    /** The share of right decisions. */
    public double accuracy() {
        double right = (double) truePositives + trueNegatives;
        return right / (right + falseNegatives + falsePositives);
    }

    /**
     * Returns what the wrong decisions cost in all.
     *
     * @param perFalseNegative the cost of a missed anomaly, 0 or more
     * @param perFalsePositive the cost of a false alarm, 0 or more
     * @throws IllegalArgumentException if a cost is negative or not finite
     */
    public double cost(double perFalseNegative, double perFalsePositive) {
        for (double each : new double[] {perFalseNegative, perFalsePositive}) {
            if (!(each >= 0) || Double.isInfinite(each)) {
                throw new IllegalArgumentException("A wrong decision cannot cost " + each + ": give 0 or more.");
            }
        }
        return falseNegatives * perFalseNegative + falsePositives * perFalsePositive;
    }
}

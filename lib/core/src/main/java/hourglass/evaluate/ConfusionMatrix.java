package hourglass.evaluate;

/**
 * Right and wrong decisions of a detector of anomalies, counted.
 *
 * @param truePositives abnormal examples with an alarm
 * @param falseNegatives abnormal examples without
 * @param falsePositives normal examples with an alarm
 * @param trueNegatives normal examples without
 */
public record ConfusionMatrix(int truePositives, int falseNegatives, int falsePositives, int trueNegatives) {

    /**
     * Counts.
     *
     * @param alarms of each example, whether it raised an alarm
     * @param abnormal of each example, whether it is abnormal
     * @throws IllegalArgumentException if there are not equally many
     */
    public static ConfusionMatrix of(boolean[] alarms, boolean[] abnormal) {
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

    /** The share of abnormal examples that raised an alarm, also called the true positive rate; NaN if there are none. */
    public double recall() {
        return truePositives / (double) (truePositives + falseNegatives);
    }

    /** The share of alarms that were right; NaN without any alarm. */
    public double precision() {
        return truePositives / (double) (truePositives + falsePositives);
    }

    /** The share of normal examples that raised an alarm; NaN if there are none. */
    public double falsePositiveRate() {
        return falsePositives / (double) (falsePositives + trueNegatives);
    }

    /** The share of right decisions. */
    public double accuracy() {
        return (truePositives + trueNegatives)
                / (double) (truePositives + falseNegatives + falsePositives + trueNegatives);
    }

    /** What the wrong decisions cost together, at a price for each falseNegatives anomaly and each false alarm. */
    public double cost(double perFalseNegative, double perFalsePositive) {
        return falseNegatives * perFalseNegative + falsePositives * perFalsePositive;
    }
}

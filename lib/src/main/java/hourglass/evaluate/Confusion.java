package hourglass.evaluate;

import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Right and wrong decisions of a detector of anomalies, counted.
 *
 * @param detected abnormal examples with an alarm
 * @param missed abnormal examples without
 * @param falseAlarms normal examples with an alarm
 * @param passed normal examples without
 */
public record Confusion(int detected, int missed, int falseAlarms, int passed) {

    /**
     * Counts.
     *
     * @param alarms of each example, whether it raised an alarm
     * @param abnormal of each example, whether it is abnormal
     * @throws IllegalArgumentException if there are not equally many
     */
    public static Confusion of(boolean[] alarms, boolean[] abnormal) {
        if (alarms.length != abnormal.length) {
            throw new IllegalArgumentException("There are " + alarms.length + " decisions on " + abnormal.length
                    + " examples: pass one for each.");
        }
        int[] counts = new int[4];
        for (int i = 0; i < alarms.length; i++) {
            counts[(abnormal[i] ? 0 : 2) + (alarms[i] == abnormal[i] ? 0 : 1)]++;
        }
        return new Confusion(counts[0], counts[1], counts[3], counts[2]);
    }

    /** The share of abnormal examples that raised an alarm, also called the true positive rate; NaN if there are none. */
    public double recall() {
        return detected / (double) (detected + missed);
    }

    /** The share of alarms that were right; NaN without any alarm. */
    public double precision() {
        return detected / (double) (detected + falseAlarms);
    }

    /** The share of normal examples that raised an alarm, also called the false positive rate; NaN if there are none. */
    public double falseAlarmRate() {
        return falseAlarms / (double) (falseAlarms + passed);
    }

    /** The share of right decisions. */
    public double accuracy() {
        return (detected + passed) / (double) (detected + missed + falseAlarms + passed);
    }

    /** What the wrong decisions cost together, at a price for each missed anomaly and each false alarm. */
    public double cost(double perMiss, double perFalseAlarm) {
        return missed * perMiss + falseAlarms * perFalseAlarm;
    }

    /** The four counts as a table: what the examples are in its rows, what was decided in its columns. */
    public Table table() {
        return Table.create(
                "decisions",
                StringColumn.create("the example is", "normal", "abnormal"),
                IntColumn.create("no alarm", passed, missed),
                IntColumn.create("alarm", falseAlarms, detected));
    }
}

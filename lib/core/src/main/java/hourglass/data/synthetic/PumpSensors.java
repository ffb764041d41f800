package hourglass.data.synthetic;

import hourglass.data.Rows;
import hourglass.runtime.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The measurements of a centrifugal pump that this project draws itself: twelve sensors that three hidden states drive, the same
 * on every machine.
 *
 * <p>The states of a row are drawn anew and independently, each uniform in its range: the speed from 900 to 3,000 revolutions
 * per minute, the opening of the valve behind the pump from 15 to 100 %, and the temperature of the water from 5 to 60 °C. With
 * s = speed / 3,000, v = opening / 100 and T the temperature, the steady pump follows these laws:
 *
 * <ul>
 *   <li>flow Q, m³/h: the pump lifts 60 s² − 0.012 Q² metres, the pipe needs 0.012 Q² / v², and the two are equal;
 *   <li>pressure before the pump: 1.6 − 0.0004 Q² bar; behind it: that plus the lift H divided by 10.2 metres a bar;
 *   <li>power, which no sensor shows: 0.002725 Q H / η + 0.5 s³ kW with the efficiency η = 0.78 − 0.45 (Q / 40 s − 1)²;
 *   <li>current: √(3² + (2 · power)²) A; it heats the winding, which a fan on the shaft cools, to 25 + 0.35 current² / (0.4 + 0.6 s) °C;
 *   <li>bearing: 25 + 0.35 (T − 25) + 30 s² e^(−0.012 (T − 25)) °C;
 *   <li>vibration: 0.8 + 2 s² + 2.5 e^(−((speed − 1,900) / 350)²) + 2 s (1 − Q / 40 s)² mm/s, with a resonance at 1,900;
 *   <li>sound: 60 + 14 log₁₀(0.2 + power) dB; leakage of the seal: 10 √(pressure behind) e^(0.02 (T − 25)) ml/h.
 * </ul>
 *
 * <p>Each sensor adds noise of its own, close to a normal distribution, with about a tenth of the standard deviation that the
 * sensor has over the states.
 *
 * <p>A {@link Fault} changes one law. A row of a fault is drawn again until each of its values lies between the least and the
 * largest of its column in rows that are given, so that no single value gives it away: only what the sensors say of each other.
 */
public final class PumpSensors {

    /** The names of the columns, with their units. */
    public static final List<String> COLUMNS = List.of(
            "speed_rpm",
            "valve_pct",
            "flow_m3h",
            "suction_bar",
            "discharge_bar",
            "current_a",
            "winding_c",
            "bearing_c",
            "inlet_c",
            "vibration_mms",
            "sound_db",
            "seal_mlh");

    /** What stands in a file where a sensor gave no answer. */
    public static final String NO_ANSWER = "-999";

    private static final LocalDateTime START = LocalDateTime.of(2026, 1, 5, 6, 0);

    // A fault leaves the ranges of some hundred normal rows in about a third of all cases.
    private static final int TRIES = 100;

    /** The standard deviation of each sensor's noise, in its unit. */
    static final double[] NOISE = {60, 2.5, 1.0, 0.025, 0.12, 0.35, 1.8, 0.8, 1.6, 0.12, 0.45, 0.9};

    /** What can be wrong with the pump. */
    public enum Fault {
        /** The wheel lifts only 82 % of what it did. */
        WORN_WHEEL,
        /** The filter before the pump takes twice the pressure. */
        BLOCKED_FILTER,
        /** The flow meter shows 15 % too little. */
        FLOW_METER,
        /** The bearing makes half as much heat again. */
        DRY_BEARING,
        /** The winding gets warmer by a third than the current explains. */
        DUSTY_FAN,
        /** The vibration is higher by two fifths. */
        UNBALANCE;

        /** "worn wheel". */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    private PumpSensors() {}

    /** What the sensors would show without noise; {@code fault} is null for none. */
    static double[] sensors(double speed, double opening, double inlet, Fault fault) {
        double s = speed / 3000;
        double v = opening / 100;
        double lift = fault == Fault.WORN_WHEEL ? 0.82 : 1;
        double flow = s * Math.sqrt(60 * lift / (0.012 * (1 + 1 / (v * v))));
        double head = 60 * lift * s * s - 0.012 * flow * flow;
        double suction = 1.6 - (fault == Fault.BLOCKED_FILTER ? 2 : 1) * 0.0004 * flow * flow;
        double discharge = suction + head / 10.2;
        double load = flow / (40 * s) - 1;
        double power = 0.002725 * flow * head / (0.78 - 0.45 * load * load) + 0.5 * s * s * s;
        double current = Math.sqrt(9 + 4 * power * power);
        double heat = (fault == Fault.DUSTY_FAN ? 1.33 : 1) * 0.35 * current * current / (0.4 + 0.6 * s);
        double warm = inlet - 25;
        double friction = (fault == Fault.DRY_BEARING ? 1.5 : 1) * 30 * s * s * StrictMath.exp(-0.012 * warm);
        double near = (speed - 1900) / 350;
        double vibration = (fault == Fault.UNBALANCE ? 1.4 : 1)
                * (0.8 + 2 * s * s + 2.5 * StrictMath.exp(-near * near) + 2 * s * load * load);
        return new double[] {
            speed,
            opening,
            (fault == Fault.FLOW_METER ? 0.85 : 1) * flow,
            suction,
            discharge,
            current,
            25 + heat,
            25 + 0.35 * warm + friction,
            inlet,
            vibration,
            60 + 14 * StrictMath.log10(0.2 + power),
            10 * Math.sqrt(discharge) * StrictMath.exp(0.02 * warm)
        };
    }

    private static double[] row(Fault fault, RandomSource random) {
        double[] row = sensors(random.between(900, 3000), random.between(15, 100), random.between(5, 60), fault);
        for (int i = 0; i < row.length; i++) {
            // Six uniform numbers add up to something close to a normal distribution; its variance is 1 here.
            double draw = Math.sqrt(2) * (random.about(0, 1) + random.about(0, 1) + random.about(0, 1));
            row[i] += NOISE[i] * draw;
        }
        return row;
    }

    /**
     * Rows of a pump without a fault.
     *
     * @param n how many, at least 1
     * @param seed the same seed draws the same rows on every machine
     * @throws IllegalArgumentException if there would be none
     */
    public static Rows normal(int n, long seed) {
        requireSome(n);
        return Rows.of(
                COLUMNS,
                IntStream.range(0, n)
                        .mapToObj(i -> row(null, RandomSource.of(apart(seed, 0), i)))
                        .toArray(double[][]::new));
    }

    /**
     * Rows of a pump with a fault, each value of which lies in the range that its column has in other rows.
     *
     * @param within rows with all columns, such as those of a training
     * @param n how many, at least 1
     * @param seed the same seed draws the same rows from the same ranges on every machine
     * @throws IllegalArgumentException if there would be none, a column is missing or has no value, or the ranges are so narrow
     *     that hardly any row of the fault lies in all
     */
    public static Rows faulty(Fault fault, Rows within, int n, long seed) {
        Objects.requireNonNull(fault, "There is no fault: give one, such as Fault.WORN_WHEEL.");
        Objects.requireNonNull(within, "There are no rows whose ranges the rows of a fault could keep to.");
        requireSome(n);
        DoubleSummaryStatistics[] ranges = COLUMNS.stream()
                .map(name -> Arrays.stream(within.column(name))
                        .filter(value -> !Double.isNaN(value))
                        .summaryStatistics())
                .toArray(DoubleSummaryStatistics[]::new);
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; rows.size() < n; i++) {
            if (i / TRIES > rows.size()) {
                throw new IllegalArgumentException("Of " + i + " rows with the fault \"" + fault + "\" only "
                        + rows.size() + " lie in the ranges of all columns: give rows with wider ones.");
            }
            double[] row = row(fault, RandomSource.of(apart(seed, 1 + fault.ordinal()), i));
            if (IntStream.range(0, row.length)
                    .allMatch(c -> row[c] >= ranges[c].getMin() && row[c] <= ranges[c].getMax())) {
                rows.add(row);
            }
        }
        return Rows.of(COLUMNS, rows.toArray(double[][]::new));
    }

    /**
     * Writes rows as a logger of measurements would: a first line with the names, a column "time" with a row every ten minutes,
     * three decimals, and gaps. Four of five gaps are empty cells, and the fifth is {@value #NO_ANSWER}, which some
     * loggers write when a sensor gives no answer.
     *
     * @param gaps the share of cells that are left out, from 0 to less than 1; what is missing in the rows is left out as well
     * @param seed decides which
     * @throws IllegalArgumentException if the share is out of its range
     * @throws IOException if the file cannot be written
     */
    public static void writeCsv(Path file, Rows rows, double gaps, long seed) throws IOException {
        Objects.requireNonNull(file, "There is no path of a CSV file to write.");
        Objects.requireNonNull(rows, "There are no rows to write.");
        if (!(gaps >= 0 && gaps < 1)) {
            throw new IllegalArgumentException(
                    "A share of " + gaps + " of the cells cannot be left out: give one from 0 to less than 1.");
        }
        StringBuilder text = new StringBuilder("time," + String.join(",", rows.columns()) + "\n");
        for (int i = 0; i < rows.size(); i++) {
            RandomSource random = RandomSource.of(apart(seed, -1), i);
            text.append(START.plusMinutes(10L * i));
            for (double value : rows.row(i)) {
                boolean gap = random.maybe(gaps);
                boolean empty = random.maybe(0.8);
                String missing = empty || Double.isNaN(value) ? "" : NO_ANSWER;
                text.append(',')
                        .append(gap || Double.isNaN(value) ? missing : String.format(Locale.ROOT, "%.3f", value));
            }
            text.append('\n');
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(file, out -> out.write(bytes));
    }

    private static void requireSome(int n) {
        if (n < 1) {
            throw new IllegalArgumentException("There cannot be " + n + " rows: give at least 1.");
        }
    }

    /** A seed for each purpose, with room for the numbers of its rows, which are added to it. */
    private static long apart(long seed, int purpose) {
        return (seed * 31 + purpose) * 0x9E3779B97F4A7C15L;
    }
}

package hourglass.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import hourglass.data.Rows;
import hourglass.data.format.CsvFile;
import hourglass.data.synthetic.PumpSensors.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PumpSensorsTest {
    private static final Rows NORMAL = PumpSensors.normal(2000, 1);

    /** The sensors that a fault changes where the states are what they were; a worn wheel changes all that follows from the flow. */
    private static final Map<Fault, List<String>> CHANGED = Map.of(
            Fault.WORN_WHEEL,
                    List.of(
                            "flow_m3h",
                            "suction_bar",
                            "discharge_bar",
                            "current_a",
                            "winding_c",
                            "vibration_mms",
                            "sound_db",
                            "seal_mlh"),
            Fault.BLOCKED_FILTER, List.of("suction_bar", "discharge_bar", "seal_mlh"),
            Fault.FLOW_METER, List.of("flow_m3h"),
            Fault.DRY_BEARING, List.of("bearing_c"),
            Fault.DUSTY_FAN, List.of("winding_c"),
            Fault.UNBALANCE, List.of("vibration_mms"));

    @TempDir
    private Path folder;

    private static int place(String column) {
        return PumpSensors.COLUMNS.indexOf(column);
    }

    @Test
    void theSameSeedDrawsTheSameRowsAndAnotherOthers() {
        assertThat(PumpSensors.normal(2000, 1)).isEqualTo(NORMAL);
        assertThat(PumpSensors.normal(10, 1)).isEqualTo(NORMAL.pick(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
        assertThat(PumpSensors.normal(2000, 2)).isNotEqualTo(NORMAL);
        assertThat(PumpSensors.faulty(Fault.DRY_BEARING, NORMAL, 20, 3))
                .isEqualTo(PumpSensors.faulty(Fault.DRY_BEARING, NORMAL, 20, 3))
                .isNotEqualTo(PumpSensors.faulty(Fault.DRY_BEARING, NORMAL, 20, 4));
        assertThat(NORMAL.gaps()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void noValueOfAFaultLeavesTheRangeOfItsColumn(Fault fault) {
        Rows rows = PumpSensors.faulty(fault, NORMAL, 300, 5);

        assertThat(rows.size()).isEqualTo(300);
        for (String column : PumpSensors.COLUMNS) {
            assertThat(Arrays.stream(rows.column(column)).min().orElseThrow())
                    .as(column)
                    .isGreaterThanOrEqualTo(
                            Arrays.stream(NORMAL.column(column)).min().orElseThrow());
            assertThat(Arrays.stream(rows.column(column)).max().orElseThrow())
                    .as(column)
                    .isLessThanOrEqualTo(
                            Arrays.stream(NORMAL.column(column)).max().orElseThrow());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFaultChangesWhatFollowsFromItsLawAndNothingElse(Fault fault) {
        double[] well = PumpSensors.sensors(2400, 60, 30, null);
        double[] ill = PumpSensors.sensors(2400, 60, 30, fault);

        assertThat(PumpSensors.COLUMNS.stream()
                        .filter(column -> well[place(column)] != ill[place(column)])
                        .toList())
                .containsExactlyInAnyOrderElementsOf(CHANGED.get(fault));
        assertThat(fault.toString()).matches("[a-z]+( [a-z]+)?");
    }

    /** By hand: s = 0.8, v = 0.5; 60 · 0.64 − 0.012 Q² = 0.012 Q² / 0.25 gives Q² = 640. */
    @Test
    void theLawsHold() {
        double[] row = PumpSensors.sensors(2400, 50, 25, null);

        double flow = row[place("flow_m3h")];
        assertThat(flow * flow).isCloseTo(640, within(1e-9));
        assertThat(row[place("suction_bar")]).isCloseTo(1.6 - 0.256, within(1e-9));
        double head = 38.4 - 7.68;
        assertThat(row[place("discharge_bar")]).isCloseTo(1.344 + head / 10.2, within(1e-9));
        double load = flow / 32 - 1;
        double power = 0.002725 * flow * head / (0.78 - 0.45 * load * load) + 0.5 * 0.512;
        double current = Math.sqrt(9 + 4 * power * power);
        assertThat(row[place("current_a")]).isCloseTo(current, within(1e-9));
        assertThat(row[place("winding_c")]).isCloseTo(25 + 0.35 * current * current / 0.88, within(1e-9));
        assertThat(row[place("bearing_c")]).isCloseTo(25 + 30 * 0.64, within(1e-9));
        assertThat(row[place("seal_mlh")]).isCloseTo(10 * Math.sqrt(row[place("discharge_bar")]), within(1e-9));
        assertThat(row[place("sound_db")]).isCloseTo(60 + 14 * Math.log10(0.2 + power), within(1e-9));
        assertThat(row[place("vibration_mms")])
                .isCloseTo(0.8 + 1.28 + 2.5 * Math.exp(-Math.pow(500 / 350.0, 2)) + 1.6 * load * load, within(1e-9));
    }

    /** About a tenth: the temperature of the winding has the most. */
    @Test
    void theNoiseIsATenthOfTheSpread() {
        for (String column : PumpSensors.COLUMNS) {
            double[] values = NORMAL.column(column);
            double mean = Arrays.stream(values).average().orElseThrow();
            double deviation = Math.sqrt(Arrays.stream(values)
                    .map(value -> (value - mean) * (value - mean))
                    .average()
                    .orElseThrow());
            assertThat(PumpSensors.NOISE[place(column)] / deviation).as(column).isBetween(0.08, 0.17);
        }
    }

    @Test
    void aFileHasGapsInTheShareThatIsAskedFor() throws IOException {
        Path file = folder.resolve("pump.csv");

        PumpSensors.writeCsv(file, NORMAL, 0.02, 7);

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2001);
        assertThat(lines.get(0)).startsWith("time,speed_rpm,valve_pct");
        assertThat(lines.get(2)).startsWith("2026-01-05T06:10,");
        Rows read = CsvFile.read(file, "time");
        long silent = PumpSensors.COLUMNS.stream()
                .flatMapToDouble(column -> Arrays.stream(read.column(column)))
                .filter(value -> value == -999)
                .count();
        assertThat((read.gaps() + silent) / 24_000.0).isCloseTo(0.02, within(0.004));
        assertThat(silent / (double) (read.gaps() + silent)).isCloseTo(0.2, within(0.08));
        for (int i = 0; i < read.size(); i++) {
            for (String column : PumpSensors.COLUMNS) {
                double value = read.get(i, column);
                if (!Double.isNaN(value) && value != -999) {
                    assertThat(value).isCloseTo(NORMAL.get(i, column), within(0.00051));
                }
            }
        }
        PumpSensors.writeCsv(file, read, 0, 7);
        assertThat(CsvFile.read(file, "time")).isEqualTo(read);
    }

    @Test
    void whatCannotBeDrawnIsSaid() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PumpSensors.normal(0, 1))
                .withMessage("There cannot be 0 rows: give at least 1.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PumpSensors.faulty(Fault.UNBALANCE, NORMAL.pick(0, 1), 5, 1))
                .withMessage("Of 100 rows with the fault \"unbalance\" only 0 lie in the ranges of all columns: give"
                        + " rows with wider ones.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PumpSensors.writeCsv(folder.resolve("a.csv"), NORMAL, 1, 1))
                .withMessage("A share of 1.0 of the cells cannot be left out: give one from 0 to less than 1.");
    }
}

package hourglass.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparkModelTest {

    private static final double START = 9;
    private static final double ROUND = 0.05;
    private static final double TASK = 0.02;
    private static final double PER_BYTE = 5e-9;
    private static final double PER_PICTURE = 8e-6;
    private static final double BANDWIDTH = 125e6;
    private static final long BYTES = 12L * (784 * 32 + 32 + 32 * 784 + 784);

    /** What one executor would measure if the model were the truth. */
    private static List<SparkPoint> madeUp() {
        List<SparkPoint> points = new ArrayList<>();
        points.add(new SparkPoint(SparkPoint.START, 1, 1, 32, 1, START));
        for (int partitions : new int[] {1, 2, 4, 8}) {
            points.add(pass(32, partitions, partitions, ROUND + partitions * (TASK + BYTES * PER_BYTE)));
        }
        long large = 12L * (784 * 512 + 512 + 512 * 784 + 784);
        points.add(pass(512, 1, 1, ROUND + TASK + large * PER_BYTE));
        for (int pictures : new int[] {3_000, 10_000, 30_000, 100_000}) {
            points.add(pass(32, 1, pictures, ROUND + TASK + BYTES * PER_BYTE + pictures * PER_PICTURE));
        }
        points.add(new SparkPoint(SparkPoint.PASS, 2, 2, 32, 30_000, 123));
        return points;
    }

    private static SparkPoint pass(int code, int partitions, int pictures, double seconds) {
        return new SparkPoint(SparkPoint.PASS, 1, partitions, code, pictures, seconds);
    }

    @Test
    void findsTheConstantsThatTheSecondsWereMadeOf() {
        SparkModel model = SparkModel.of(madeUp(), BANDWIDTH);

        assertThat(model.start()).isEqualTo(START);
        assertThat(model.round()).isCloseTo(ROUND, within(1e-9));
        assertThat(model.task()).isCloseTo(TASK, within(1e-9));
        assertThat(model.perByte()).isCloseTo(PER_BYTE, within(1e-15));
        assertThat(model.perPicture()).isCloseTo(PER_PICTURE, within(1e-9)); // the picture of a small round is in TASK
        assertThat(model.bytes()).isEqualTo(BYTES);
    }

    @Test
    void executorsOnMachinesOfTheirOwnShareAllWorkAndOnOneMachineTheFeedingAlone() {
        SparkModel model = SparkModel.of(madeUp(), BANDWIDTH);
        double sent = BYTES * PER_BYTE + 2 * BYTES / BANDWIDTH;

        assertThat(model.pass(1e6, 4)).isCloseTo(ROUND + TASK + 4 * sent + 2, within(1e-3));
        double shared = ROUND + TASK + 2 * BYTES * PER_BYTE;
        assertThat(model.passOnOneMachine(1e6, 2, 5e-6)).isCloseTo(shared + 3 / 2. + 5, within(1e-3));
        assertThat(model.passOnOneMachine(1e6, 2, 9e-6))
                .as("no feeding to be shared")
                .isCloseTo(shared + 9, within(1e-3));
    }

    @Test
    void atTheNumberFromWhichItPaysBothTakeEquallyLong() {
        SparkModel model = SparkModel.of(madeUp(), BANDWIDTH);
        LineFit alone = new LineFit(0.001, 6e-6, 0);
        for (int executors : new int[] {2, 4, 8}) {
            for (int passes : new int[] {1, 10, 100}) {
                double pictures = model.paysFrom(alone, 1.5, executors, passes).orElseThrow();
                double one = 1.5 + passes * alone.at(pictures);
                double spark = START + passes * model.pass(pictures, executors);

                assertThat(pictures).isGreaterThan(1_000);
                assertThat(spark).isCloseTo(one, within(1e-6 * one));
                assertThat(START + passes * model.pass(2 * pictures, executors))
                        .isLessThan(1.5 + passes * alone.at(2 * pictures));
            }
        }
    }

    @Test
    void neverPaysWhereExecutorsTogetherAreSlowerForEachPicture() {
        SparkModel model = SparkModel.of(madeUp(), BANDWIDTH);

        assertThat(model.paysFrom(new LineFit(0.001, 3.9e-6, 0), 1.5, 2, 10)).isEmpty();
        assertThat(model.paysFrom(new LineFit(0.001, 4.1e-6, 0), 1.5, 2, 10)).isPresent();
        assertThat(model.paysFrom(new LineFit(60, 6e-6, 0), 1.5, 2, 10)).hasValue(0);
    }

    @Test
    void aMeasurementThatIsMissingIsNamed() {
        List<SparkPoint> points = new ArrayList<>(madeUp());
        points.removeIf(point -> point.code() == 512);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SparkModel.of(points, BANDWIDTH))
                .withMessage(
                        "Among 10 points there is none of a round with the large network: measure it with SparkRun.");
    }
}

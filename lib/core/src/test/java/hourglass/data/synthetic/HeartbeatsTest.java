package hourglass.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hourglass.data.Signals;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {

    private static final Signals BEATS = Heartbeats.drawn();

    private static double[] mean(int label) {
        return BEATS.withClasses(label).values().mean(0).toDoubleVector();
    }

    private static double most(double[] beat, int from, int to) {
        return Arrays.stream(beat, from, to).max().orElseThrow();
    }

    @Test
    void areManyAndStandardised() {
        assertThat(BEATS.size()).isEqualTo(1200);
        assertThat(BEATS.count(Signals.NORMAL)).isEqualTo(900);
        assertThat(BEATS.drawn()).isTrue();
        for (int i : new int[] {0, 17, 1199}) {
            assertThat(BEATS.values().getRow(i).meanNumber().doubleValue()).isCloseTo(0, within(1e-5));
            assertThat(BEATS.values().getRow(i).norm2Number().doubleValue()).isCloseTo(Math.sqrt(140), within(1e-3));
        }
    }

    @Test
    void areTheSameEveryTimeAndNoTwoAlike() {
        assertThat(Heartbeats.drawn().values().toFloatMatrix())
                .isDeepEqualTo(BEATS.values().toFloatMatrix());
        float[][] all = BEATS.values().toFloatMatrix();
        assertThat(Arrays.stream(all).map(Arrays::hashCode).distinct().count()).isEqualTo(1200);
    }

    @Test
    void haveTheWavesThatTheirClassSays() {
        double[] normal = mean(0);
        int peak = IntStream.range(0, 140)
                .reduce((a, b) -> normal[a] >= normal[b] ? a : b)
                .orElseThrow();
        assertThat(peak).isBetween(52, 58);
        double p = most(normal, 18, 36) - normal[45];
        assertThat(p).as("P above the line before Q").isGreaterThan(0.3);
        assertThat(most(mean(3), 18, 36) - mean(3)[45]).as("missing P").isLessThan(0.3 * p);
        assertThat(normal[100] - normal[70]).as("T").isGreaterThan(0.5);
        assertThat(mean(4)[100] - mean(4)[70]).as("inverted T").isNegative();
        double half = most(mean(1), 0, 140) / 2;
        long wide = Arrays.stream(mean(1)).filter(v -> v > half).count();
        long narrow =
                Arrays.stream(normal).filter(v -> v > most(normal, 0, 140) / 2).count();
        assertThat(wide).as("width of the ectopic beat").isGreaterThan(narrow + 5);
        double st = BEATS.withClasses(2).values().getColumn(75).stdNumber().doubleValue();
        assertThat(st)
                .as("spread of the ST segment")
                .isGreaterThan(1.5
                        * BEATS.withClasses(0)
                                .values()
                                .getColumn(75)
                                .stdNumber()
                                .doubleValue());
    }
}

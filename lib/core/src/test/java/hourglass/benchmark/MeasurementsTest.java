package hourglass.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MeasurementsTest {

    @Test
    void whatWasMeasuredAgainIsReplacedAndTheRestStays() {
        List<String> old = List.of("b,keras,jit,2,s", "a,keras,jit,1,s", "a,jax,jit,4,s");
        assertThat(Measurements.merged(old, List.of("a,keras,jit,9,s")))
                .containsExactly("a,jax,jit,4,s", "a,keras,jit,9,s", "b,keras,jit,2,s");
    }

    @Test
    void aGoalThatWasNotReachedHasNoNumber() {
        assertThat(Measurements.table(List.of("loss,keras,jit,,s", "p50,jax,jit,18.0,µs"))
                        .lines())
                .contains("| loss | keras jit | not reached |", "| p50 | jax jit | 18.0 µs |");
    }

    @Test
    void aHundredthOfTheCallsTakesLongerThanTheQuantileSays() {
        double[] sorted = new double[100];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = i;
        }
        assertThat(ConcurrencyRun.quantile(sorted, 0.5)).isEqualTo(50);
        assertThat(ConcurrencyRun.quantile(sorted, 0.99)).isEqualTo(99);
        assertThat(ConcurrencyRun.quantile(new double[] {3}, 0.99)).isEqualTo(3);
    }
}

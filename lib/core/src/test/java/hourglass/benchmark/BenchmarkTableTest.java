package hourglass.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchmarkTableTest {

    @Test
    void jaxHasARatioOfItsOwn() {
        List<String> cells = cells(
                "shallow,hourglass,engine,0.4,0.3,2.5,0.29,900",
                "shallow,keras,jit,0.5,0.5,4.8,0.28,1400",
                "shallow,pytorch,eager,0.8,0.7,3.5,0.27,600",
                "shallow,jax,scan,0.2,0.2,5.0,0.26,800",
                "shallow,dl4j,plain,4,4,7,0.3,500");
        assertThat(cells)
                .containsExactly(
                        "shallow",
                        "0.400",
                        "0.500",
                        "keras jit",
                        "0.80",
                        "0.200",
                        "2.00",
                        "4.0",
                        "10.0",
                        "2.50, 4.80, 3.50, 5.00",
                        "0.29000, 0.28000, 0.26000",
                        "900",
                        "600",
                        "pytorch eager",
                        "1.50");
    }

    @Test
    void theLeanestPeerNeedNotBeTheFastestVariant() {
        assertThat(cells(
                        "conv,hourglass,engine,1,1,2.5,0.29,900",
                        "conv,pytorch,eager,3,3,3,0.29,450",
                        "conv,pytorch,compiled,2,2,20,0.29,1000"))
                .contains("pytorch compiled", "450", "pytorch eager", "2.00");
    }

    @Test
    void whatIsMissingIsADash() {
        assertThat(cells("conv-inference,hourglass,engine,1,1,,,900", "conv,dl4j,extrapolated,60,60,,0.3,1"))
                .containsExactly(
                        "conv-inference",
                        "1.000",
                        "–",
                        "–",
                        "–",
                        "–",
                        "–",
                        "–",
                        "–",
                        "–, –, –, –",
                        "–, –, –",
                        "900",
                        "–",
                        "–",
                        "–");
    }

    private static List<String> cells(String... lines) {
        String table =
                BenchmarkTable.of(Arrays.stream(lines).map(BenchmarkRow::of).toList());
        String last = table.lines().toList().get(2);
        return List.of(last.substring(2, last.length() - 2).split(" \\| "));
    }
}

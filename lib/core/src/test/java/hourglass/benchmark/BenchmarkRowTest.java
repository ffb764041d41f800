package hourglass.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchmarkRowTest {

    @Test
    void aLineOfTheFileIsWrittenAsItWasRead() {
        String line = "shallow,keras,jit,0.5160,0.5041,4.88,0.29302,1467,3,12.5";
        assertThat(BenchmarkRow.of(line).csv()).isEqualTo(line);
    }

    @Test
    void aProcessKnowsOfNoRoundsAndInferenceHasNoLoss() {
        BenchmarkRow row = BenchmarkRow.of("shallow-inference,keras,jit,0.1501,0.0997,,,1467");
        assertThat(row.loss()).isNaN();
        assertThat(row.csv()).isEqualTo("shallow-inference,keras,jit,0.1501,0.0997,,,1467,1,0.0");
    }

    @Test
    void aLineThatIsNoRowIsNamed() {
        assertThatThrownBy(() -> BenchmarkRow.of("shallow,keras,jit,0.5"))
                .hasMessage(
                        "\"shallow,keras,jit,0.5\" is no row of the benchmark: it has 4 fields and should have 8 or 10.");
        assertThatThrownBy(() -> BenchmarkRow.of("shallow,keras,jit,fast,0.5041,4.88,0.29302,1467"))
                .hasMessageContaining("shallow,keras,jit,fast");
    }

    @Test
    void theMiddleOfTheRoundsCountsAndTheirSpreadIsSaid() {
        List<BenchmarkRow> rows = List.of(
                row("keras", "jit", 3, 2.5),
                row("jax", "scan", 7, 7),
                row("keras", "jit", 1, 0.5),
                row("keras", "jit", 2, 2));
        BenchmarkRow keras = BenchmarkRow.overRounds(rows).get(0);
        assertThat(BenchmarkRow.overRounds(rows)).hasSize(2);
        assertThat(keras.median()).isEqualTo(2);
        assertThat(keras.least()).isEqualTo(0.5);
        assertThat(keras.rounds()).isEqualTo(3);
        assertThat(keras.spread()).isEqualTo(100);
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
        assertThat(BenchmarkRow.median(new double[] {1, 2, 4, 9})).isEqualTo(3);
        assertThat(BenchmarkRow.median(new double[0])).isNaN();
    }

    @Test
    void deeplearning4jThatWasCutOnceCountsAsCut() {
        List<BenchmarkRow> rows =
                BenchmarkRow.overRounds(List.of(row("dl4j", "plain", 58, 58), row("dl4j", "extrapolated", 62, 62)));
        assertThat(rows).singleElement().satisfies(row -> {
            assertThat(row.variant()).isEqualTo("extrapolated");
            assertThat(row.median()).isEqualTo(60);
        });
    }

    @Test
    void roundsAgreeWhenMostOfThemLieCloseTogether() {
        assertThat(agree(1)).isFalse();
        assertThat(agree(1, 1.09)).isTrue();
        assertThat(agree(1, 1.2)).isFalse();
        assertThat(agree(1, 1.5, 1.05)).isTrue();
        assertThat(agree(1, 1.5, 1.05, 2)).isFalse();
        assertThat(agree(1, 1.5, 1.05, 0.99)).isTrue();
    }

    @Test
    void oneSystemThatDoesNotAgreeIsEnoughForAnotherRound() {
        List<BenchmarkRow> rows = List.of(
                row("keras", "jit", 1, 1),
                row("keras", "jit", 1, 1),
                row("jax", "scan", 1, 1),
                row("jax", "scan", 2, 1));
        assertThat(BenchmarkRow.agree(rows, 0.1)).isFalse();
        assertThat(BenchmarkRow.agree(rows.subList(0, 2), 0.1)).isTrue();
    }

    @Test
    void whatWasNotMeasuredAgainStaysAndTheOrderIsThatOfTheLists() {
        List<BenchmarkRow> old =
                List.of(row("dl4j", "plain", 9, 9), row("keras", "jit", 5, 5), row("keras", "plain", 6, 6));
        List<BenchmarkRow> rows = BenchmarkRow.replaced(
                old,
                List.of(row("keras", "plain", 4, 4)),
                List.of("shallow"),
                List.of("keras plain", "keras jit", "dl4j plain"));
        assertThat(rows).extracting(BenchmarkRow::median).containsExactly(4.0, 5.0, 9.0);
    }

    private static boolean agree(double... medians) {
        return BenchmarkRow.agree(
                Arrays.stream(medians)
                        .mapToObj(median -> row("keras", "jit", median, median))
                        .toList(),
                0.1);
    }

    static BenchmarkRow row(String system, String variant, double median, double least) {
        return new BenchmarkRow("shallow", system, variant, median, least, 4, 0.3, 700, 1, 0);
    }
}

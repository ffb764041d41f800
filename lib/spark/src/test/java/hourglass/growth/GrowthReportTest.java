package hourglass.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrowthReportTest {

    private static List<GrowthPoint> points() {
        List<GrowthPoint> points = new ArrayList<>();
        for (int pictures : new int[] {1_000, 10_000, 1_000_000}) {
            points.add(new GrowthPoint(
                    GrowthPoint.MEMORY, pictures, 0.001 + 5e-6 * pictures, 1.5, 350 + 0.003 * pictures));
            points.add(new GrowthPoint(GrowthPoint.STREAM, pictures, 0.001 + 6e-6 * pictures, 1.5, 260));
        }
        return points;
    }

    private static final SparkModel MODEL = new SparkModel(9, 0.05, 0.02, 5e-9, 11e-6, 611_904, 125e6);

    private static String report() {
        List<SparkPoint> spark = List.of(
                new SparkPoint(SparkPoint.PASS, 1, 1, 32, 10_000, 7), // of the fit, and no check
                new SparkPoint(SparkPoint.PASS, 2, 2, 32, 10_000, MODEL.passOnOneMachine(10_000, 2, 5e-6) * 1.25));
        return GrowthReport.of("Measured on paper", "growth.png", points(), spark, MODEL, 2, 4);
    }

    @Test
    void givesEveryMeasuredNumberTheLinesAndTheCheck() {
        assertThat(report())
                .startsWith("Measured on paper, medians.")
                .contains("| 1,000,000 | 5.0010 | 6.0010 | 3,350 | 260 |")
                .contains("| epoch streamed | 0.0010 s | 6.00 s | 0 % |")
                .contains("| peak from memory | 350 MB | 3,000 MB | 0 % |")
                .contains("| 10,000 | 0.156 | 0.195 | 1.25 |")
                .doesNotContain("7.000")
                .doesNotContain("NaN");
    }

    @Test
    void saysFromWhereOnSparkPays() {
        double streamed =
                MODEL.paysFrom(new LineFit(0.001, 6e-6, 0), 1.5, 2, 10).orElseThrow();

        assertThat(streamed).isBetween(1_650_000., 1_750_000.);
        assertThat(report()).contains("| 2 | never | never | 1,700,000 pictures |");
    }

    @Test
    void aPointThatIsMissingIsNamed() {
        List<GrowthPoint> points = points();
        points.remove(3);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> GrowthReport.of("Measured", "growth.png", points, List.of(), MODEL, 2))
                .withMessage("There is no point of 10000 pictures by way of stream: measure both ways.");
    }

    @Test
    void thePageHasTheMarksBetweenWhichTheTablesStand() throws Exception {
        String page = Files.readString(Path.of(System.getProperty("hourglass.root"), "lib/PERFORMANCE.md"));
        String once = GrowthReport.inserted(page, "first tables");
        String twice = GrowthReport.inserted(once, "second tables");

        assertThat(once).contains("first tables");
        assertThat(twice).isEqualTo(once.replace("first tables", "second tables"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GrowthReport.inserted("# A page", "tables"))
                .withMessageContaining("put them back where the tables belong");
    }

    @Test
    void aLineOfAFileIsThePointThatWasWritten() {
        GrowthPoint point = points().get(1);
        SparkPoint spark = new SparkPoint(SparkPoint.START, 2, 2, 32, 2, 8.25);

        assertThat(GrowthPoint.of(point.csv())).isEqualTo(point);
        assertThat(SparkPoint.of(spark.csv())).isEqualTo(spark);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GrowthPoint.of("memory,3"))
                .withMessageStartingWith("\"memory,3\" is no point of growth: it has 2 fields");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SparkPoint.of("pass"))
                .withMessageStartingWith("\"pass\" is no point of a cluster: it has 1 fields");
    }

    @Test
    void theMediansOfTheRoundsCount() {
        List<GrowthPoint> rounds = List.of(
                new GrowthPoint("memory", 10, 3, 1, 500),
                new GrowthPoint("memory", 10, 1, 3, 300),
                new GrowthPoint("memory", 10, 2, 2, 100));

        assertThat(GrowthPoint.median(rounds)).isEqualTo(new GrowthPoint("memory", 10, 2, 2, 300));
        assertThat(GrowthPoint.median(4, 1, 2, 3)).isEqualTo(2.5);
        SparkPoint slow = new SparkPoint(SparkPoint.PASS, 2, 2, 32, 10, 4);
        assertThat(SparkPoint.median(List.of(slow, slow.withoutSeconds(), slow)))
                .isEqualTo(slow);
    }

    @Test
    void sizesAreReadOrRefused() {
        assertThat(Growth.sizes("")).hasSize(7).startsWith(1_000).endsWith(1_000_000);
        assertThat(Growth.sizes("30000, 1000,10000")).containsExactly(1_000, 10_000, 30_000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Growth.sizes("1000,many"))
                .withMessage("The sizes \"1000,many\" are not numbers with commas between them: give 1000,3000,10000.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Growth.sizes("1000,2000,3000"))
                .withMessage(
                        "The sizes [1000, 2000, 3000] do not make a line: give three or more above 0, two of them from"
                                + " 3000 to 100000.");
    }

    @Test
    void theChartHasAPartForSecondsOneForMemoryAndOneForTheModel() {
        var chart = GrowthChart.of(points(), MODEL, 2, 4, 8);

        assertThat(chart.getHeight()).isBetween(1_000, 1_600);
        assertThat(chart.getProperty("description").toString())
                .contains("Seconds of an epoch", "most memory", "A pass by the model");
    }
}

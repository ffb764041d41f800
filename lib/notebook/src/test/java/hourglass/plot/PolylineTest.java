package hourglass.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PolylineTest {

    private static final double[] RISING =
            IntStream.range(0, 100_000).asDoubleStream().toArray();

    @Test
    void aLongLineKeepsItsEndsAndEachPeakInFewPoints() {
        double[] y = new double[RISING.length];
        y[12_345] = 7;
        y[12_399] = -3;

        Polyline thinned = new Polyline(RISING, y).thinned(100, "long");

        assertThat(thinned.x())
                .hasSizeBetween(100, 404)
                .isSorted()
                .startsWith(0)
                .endsWith(99_999);
        assertThat(Arrays.stream(thinned.y()).max()).hasValue(7);
        assertThat(Arrays.stream(thinned.y()).min()).hasValue(-3);
        assertThat(thinned.x()).contains(12_345, 12_399);
    }

    @Test
    void aShortLineStaysAsItIs() {
        Polyline line = new Polyline(new double[] {2, 1, 3}, new double[] {1, 2, 3});

        assertThat(line.thinned(100, "short")).isSameAs(line);
    }

    @Test
    void aLongLineThatGoesBackIsRefused() {
        double[] x = RISING.clone();
        x[3] = 1;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Polyline(x, RISING).thinned(100, "long"))
                .withMessage(
                        "A line of \"long\" has 100,000 points whose x goes back at index 3, too many to draw: sort them by"
                                + " x, draw at most 20,000, or use a scatter plot.");
    }
}

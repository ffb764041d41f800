package hourglass.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LineFitTest {

    private static final double[] PICTURES = {1e3, 3e3, 1e4, 3e4, 1e5, 3e5, 1e6};

    private static double[] seconds(double fixed, double each, double... factors) {
        double[] seconds = new double[PICTURES.length];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = (fixed + each * PICTURES[i]) * (factors.length == 0 ? 1 : factors[i]);
        }
        return seconds;
    }

    @Test
    void findsTheLineThatThePointsLieOn() {
        LineFit line = LineFit.of(PICTURES, seconds(0.002, 5e-6));

        assertThat(line.fixed()).isCloseTo(0.002, within(1e-9));
        assertThat(line.each()).isCloseTo(5e-6, within(1e-12));
        assertThat(line.deviation()).isLessThan(1e-6);
        assertThat(line.at(2e6)).isCloseTo(10.002, within(1e-5));
    }

    @Test
    void saysHowFarTheFarthestPointIsFromTheLine() {
        // Twice in one direction and twice in the other, so that the line stays nearly where it was.
        LineFit line = LineFit.of(PICTURES, seconds(0.002, 5e-6, 1, 1.1, 0.9, 1, 1.1, 0.9, 1));
        LineFit bent = LineFit.of(PICTURES, seconds(0.002, 5e-6, 1, 1, 1, 1, 1, 1, 2));

        assertThat(line.deviation()).isBetween(0.07, 0.13);
        assertThat(line.each()).isCloseTo(5e-6, within(3e-7));
        assertThat(bent.deviation())
                .as("a million that takes twice as long is seen")
                .isGreaterThan(0.3);
    }

    @Test
    void smallPointsCountAsMuchAsLargeOnes() {
        // A tenth more for the largest point alone is 0.5 s: by absolute errors the line would begin far below 0.
        LineFit line = LineFit.of(PICTURES, seconds(0.1, 5e-6, 1, 1, 1, 1, 1, 1, 1.1));

        assertThat(line.fixed()).isCloseTo(0.1, within(0.003));
    }

    @Test
    void whatMakesNoLineIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LineFit.of(new double[] {1, 1, 2}, new double[] {1, 2, 3}))
                .withMessage(
                        "A line through points at 2 different x says nothing about how straight they are: give at least 3.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LineFit.of(new double[] {1, 2, 3}, new double[] {1, 0, 3}))
                .withMessageStartingWith("Point 2 is (2.0, 0.0)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LineFit.of(new double[] {1, 2, Double.NaN}, new double[] {1, 2, 3}))
                .withMessageStartingWith("Point 3 is (NaN, 3.0)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LineFit.of(new double[] {1, 2, 3}, new double[] {1, 2}))
                .withMessage("A line cannot go through 3 values of x and 2 of y: give as many of both.");
    }
}

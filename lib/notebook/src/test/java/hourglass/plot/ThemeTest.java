package hourglass.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ThemeTest {

    /**
     * What readers without red, green or blue cones see, in linear RGB: G. Machado, M. Oliveira and L. Fernandes, "A
     * physiologically-based model for simulation of color vision deficiency", 2009, severity 1.
     */
    private static final Map<String, double[][]> VISIONS = Map.of(
            "all cones", new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
            "protanopia",
                    new double[][] {
                        {0.152286, 1.052583, -0.204868},
                        {0.114503, 0.786281, 0.099216},
                        {-0.003882, -0.048116, 1.051998}
                    },
            "deuteranopia",
                    new double[][] {
                        {0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}
                    },
            "tritanopia",
                    new double[][] {
                        {1.255528, -0.076749, -0.178779},
                        {-0.078411, 0.930809, 0.147602},
                        {0.004733, 0.691367, 0.303900}
                    });

    /**
     * The least CIEDE2000 difference of two colours, over all four visions. About 2 can just be seen where colours touch;
     * lines do not touch and are thin, hence five times as much. Matplotlib's "tab10" has 1.3 by this measure, and the
     * eight of Okabe and Ito 10.9.
     */
    private static final double APART = 10;

    private static final double FIRST_FOUR_APART = 12;

    @Test
    void theTenColoursStayApartForEveryReader() {
        assertThat(Theme.palette()).hasSize(10).doesNotHaveDuplicates();
        assertThat(apart(Theme.palette())).isBetween(APART, 10.9);
        assertThat(apart(Theme.palette().subList(0, 4))).isBetween(FIRST_FOUR_APART, 12.4);
    }

    @Test
    void aPaletteMadeForOtherReadersFails() {
        List<Color> tab10 = Stream.of(0x1f77b4, 0xff7f0e, 0x2ca02c, 0xd62728, 0x9467bd, 0x8c564b, 0xe377c2, 0x7f7f7f)
                .map(Color::new)
                .toList();
        assertThat(apart(tab10)).isLessThan(2);
    }

    /** Pairs 1, 7, 17 and 25 of G. Sharma, W. Wu and E. Dalal, "The CIEDE2000 color-difference formula", 2005, table 1. */
    @Test
    void theDifferenceIsThatOfTheStandard() {
        assertThat(difference(new double[] {50, 2.6772, -79.7751}, new double[] {50, 0, -82.7485}))
                .isCloseTo(2.0425, within(5e-5));
        assertThat(difference(new double[] {50, 0, 0}, new double[] {50, -1, 2}))
                .isCloseTo(2.3669, within(5e-5));
        assertThat(difference(new double[] {50, 2.5, 0}, new double[] {73, 25, -18}))
                .isCloseTo(27.1492, within(5e-5));
        assertThat(difference(new double[] {60.2574, -34.0099, 36.2677}, new double[] {60.4626, -34.1751, 39.4387}))
                .isCloseTo(1.2644, within(5e-5));
    }

    @Test
    void linesAndTextStandOutFromTheBackground() {
        for (Color color : Theme.palette()) {
            assertThat(Theme.contrast(color, Theme.BACKGROUND)).as("%s", color).isGreaterThanOrEqualTo(3);
            assertThat(Theme.contrast(Theme.forText(color), Theme.BACKGROUND)).isGreaterThanOrEqualTo(4.5);
        }
        for (Color color : List.of(Theme.INK, Theme.QUIET)) {
            assertThat(Theme.contrast(color, Theme.BACKGROUND)).isGreaterThanOrEqualTo(4.5);
        }
    }

    @Test
    void numbersCanBeReadOnEveryColourOfTheMaps() {
        for (int i = 0; i <= 100; i++) {
            Color[] cells = {Theme.sequential(i / 100.0), Theme.diverging(i / 50.0 - 1)};
            for (Color cell : cells) {
                assertThat(Theme.contrast(Theme.readableOn(cell), cell))
                        .as("%s", cell)
                        .isGreaterThan(4);
            }
        }
    }

    @Test
    void colourNeverStandsAlone() {
        var lines = IntStream.range(0, 10)
                .mapToObj(i ->
                        Theme.color(i) + " " + Arrays.toString(Theme.stroke(i).getDashArray()))
                .toList();
        assertThat(lines).doesNotHaveDuplicates();
        // Two colours that are the nearest to each other for some reader differ in dashes and shape.
        for (int i = 0; i < 10; i++) {
            for (int j = 0; j < i; j++) {
                if (apart(List.of(Theme.color(i), Theme.color(j))) < 13) {
                    assertThat(Theme.marker(i)).as("%d and %d", i, j).isNotEqualTo(Theme.marker(j));
                    assertThat(Theme.stroke(i).getDashArray())
                            .isNotEqualTo(Theme.stroke(j).getDashArray());
                }
            }
        }
    }

    @Test
    void contrastIsThatOfTheGuidelines() {
        assertThat(Theme.contrast(Color.BLACK, Color.WHITE)).isEqualTo(21);
        assertThat(Theme.contrast(new Color(0x777777), Color.WHITE)).isBetween(4.47, 4.49);
    }

    /** L* of CIE Lab from dark to light, in steps that are alike to a factor of three; for every reader. */
    @Test
    void theSequentialMapGrowsEvenlyLighter() {
        VISIONS.forEach((name, vision) -> {
            double first = lab(Theme.sequential(0), vision)[0];
            double last = lab(Theme.sequential(1), vision)[0];
            double before = first;
            for (int i = 1; i <= 20; i++) {
                double lightness = lab(Theme.sequential(i / 20.0), vision)[0];
                assertThat((lightness - before) / (last - first)).as(name).isBetween(0.025, 0.075);
                before = lightness;
            }
        });
    }

    @Test
    void theDivergingMapGrowsDarkerToBothEndsWhichNobodyConfuses() {
        VISIONS.forEach((name, vision) -> {
            for (int i = 1; i <= 20; i++) {
                assertThat(lab(Theme.diverging(i / 20.0), vision)[0])
                        .isLessThan(lab(Theme.diverging((i - 1) / 20.0), vision)[0]);
                assertThat(lab(Theme.diverging(-i / 20.0), vision)[0])
                        .isLessThan(lab(Theme.diverging((1 - i) / 20.0), vision)[0]);
            }
            assertThat(difference(lab(Theme.diverging(-1), vision), lab(Theme.diverging(1), vision)))
                    .as(name)
                    .isGreaterThan(40);
        });
    }

    @Test
    void theDivergingMapIsWhiteAtZeroAndOppositeAtItsEnds() {
        assertThat(Theme.diverging(0)).isEqualTo(Color.WHITE);
        assertThat(Theme.diverging(-1).getBlue())
                .isGreaterThan(Theme.diverging(-1).getRed());
        assertThat(Theme.diverging(1).getRed()).isGreaterThan(Theme.diverging(1).getBlue());
        assertThat(Theme.diverging(5)).isEqualTo(Theme.diverging(1));
    }

    /** The least difference of two of the colours, over all visions. */
    private static double apart(List<Color> colors) {
        double least = Double.POSITIVE_INFINITY;
        for (double[][] vision : VISIONS.values()) {
            for (int i = 0; i < colors.size(); i++) {
                for (int j = 0; j < i; j++) {
                    least = Math.min(least, difference(lab(colors.get(i), vision), lab(colors.get(j), vision)));
                }
            }
        }
        return least;
    }

    /** CIE Lab for the white of sRGB, D65. */
    private static double[] lab(Color color, double[][] vision) {
        double[] light = {Theme.linear(color.getRed()), Theme.linear(color.getGreen()), Theme.linear(color.getBlue())};
        double[] seen = new double[3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                seen[i] += vision[i][j] * light[j];
            }
            seen[i] = Math.max(0, Math.min(1, seen[i]));
        }
        double x = root((0.4124564 * seen[0] + 0.3575761 * seen[1] + 0.1804375 * seen[2]) / 0.95047);
        double y = root(0.2126729 * seen[0] + 0.7151522 * seen[1] + 0.0721750 * seen[2]);
        double z = root((0.0193339 * seen[0] + 0.1191920 * seen[1] + 0.9503041 * seen[2]) / 1.08883);
        return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
    }

    private static double root(double t) {
        return t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    }

    /** CIEDE2000, with the names of the paper. */
    private static double difference(double[] one, double[] other) {
        double meanC = (Math.hypot(one[1], one[2]) + Math.hypot(other[1], other[2])) / 2;
        double g = 0.5 * (1 - Math.sqrt(Math.pow(meanC, 7) / (Math.pow(meanC, 7) + Math.pow(25, 7))));
        double c1 = Math.hypot(one[1] * (1 + g), one[2]);
        double c2 = Math.hypot(other[1] * (1 + g), other[2]);
        double h1 = degrees(one[1] * (1 + g), one[2]);
        double h2 = degrees(other[1] * (1 + g), other[2]);
        boolean grey = c1 * c2 == 0;
        double deltaHue = grey ? 0 : (h2 - h1 + 540) % 360 - 180;
        double deltaH = 2 * Math.sqrt(c1 * c2) * Math.sin(Math.toRadians(deltaHue / 2));
        double meanL = (one[0] + other[0]) / 2;
        double mean = (c1 + c2) / 2;
        double hue = grey
                ? h1 + h2
                : Math.abs(h1 - h2) <= 180 ? (h1 + h2) / 2 : (h1 + h2 + (h1 + h2 < 360 ? 360 : -360)) / 2;
        double t = 1 - 0.17 * cos(hue - 30) + 0.24 * cos(2 * hue) + 0.32 * cos(3 * hue + 6) - 0.20 * cos(4 * hue - 63);
        double fromMiddle = Math.pow(meanL - 50, 2);
        double l = (other[0] - one[0]) / (1 + 0.015 * fromMiddle / Math.sqrt(20 + fromMiddle));
        double c = (c2 - c1) / (1 + 0.045 * mean);
        double h = deltaH / (1 + 0.015 * mean * t);
        double turn = -Math.sin(Math.toRadians(60 * Math.exp(-Math.pow((hue - 275) / 25, 2))))
                * 2
                * Math.sqrt(Math.pow(mean, 7) / (Math.pow(mean, 7) + Math.pow(25, 7)));
        return Math.sqrt(l * l + c * c + h * h + turn * c * h);
    }

    private static double degrees(double a, double b) {
        return (Math.toDegrees(Math.atan2(b, a)) + 360) % 360;
    }

    private static double cos(double degrees) {
        return Math.cos(Math.toRadians(degrees));
    }
}

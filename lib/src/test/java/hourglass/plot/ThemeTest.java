package hourglass.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThemeTest {

    /**
     * What a reader without red cones and one without green cones sees, in linear RGB: G. Machado et al., "A
     * physiologically-based model for simulation of color vision deficiency", 2009, severity 1.
     */
    private static final double[][] PROTANOPIA = {
        {0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}
    };

    private static final double[][] DEUTERANOPIA = {
        {0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}
    };

    private static final double[][] FULL = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};

    /** Distances in Oklab; matplotlib's "petroff10" comes to 0.061 by this measure, its "tab10" to 0.03. */
    @Test
    void theTenColoursStayApartForEveryReader() {
        List<Color> palette = Theme.palette();
        assertThat(palette).hasSize(10).doesNotHaveDuplicates();
        for (double[][] vision : List.of(FULL, PROTANOPIA, DEUTERANOPIA)) {
            for (int i = 0; i < 10; i++) {
                for (int j = 0; j < i; j++) {
                    assertThat(distance(oklab(palette.get(i), vision), oklab(palette.get(j), vision)))
                            .as("%s and %s", palette.get(i), palette.get(j))
                            .isGreaterThan(0.075);
                }
            }
        }
    }

    @Test
    void theFirstFourColoursAndAllTextStandOutFromTheBackground() {
        for (Color color : Theme.palette().subList(0, 4)) {
            assertThat(Theme.contrast(color, Theme.BACKGROUND)).isGreaterThan(2.9);
        }
        for (Color color : Theme.palette()) {
            assertThat(Theme.contrast(color, Theme.BACKGROUND)).isGreaterThan(2.2);
            assertThat(Theme.contrast(Theme.forText(color), Theme.BACKGROUND)).isGreaterThanOrEqualTo(4.5);
        }
        assertThat(Theme.contrast(Theme.INK, Theme.BACKGROUND)).isGreaterThan(7);
        assertThat(Theme.contrast(Theme.QUIET, Theme.BACKGROUND)).isGreaterThan(4.5);
    }

    @Test
    void contrastIsThatOfTheGuidelines() {
        assertThat(Theme.contrast(Color.BLACK, Color.WHITE)).isEqualTo(21);
        assertThat(Theme.contrast(new Color(0x777777), Color.WHITE)).isBetween(4.47, 4.49);
    }

    @Test
    void theSequentialMapGrowsEvenlyLighter() {
        double first = oklab(Theme.sequential(0), FULL)[0];
        double last = oklab(Theme.sequential(1), FULL)[0];
        double before = first;
        for (int i = 1; i <= 20; i++) {
            double lightness = oklab(Theme.sequential(i / 20.0), FULL)[0];
            assertThat((lightness - before) / (last - first)).isBetween(0.025, 0.075);
            before = lightness;
        }
    }

    @Test
    void theDivergingMapIsWhiteAtZeroAndOppositeAtItsEnds() {
        assertThat(Theme.diverging(0)).isEqualTo(Color.WHITE);
        assertThat(Theme.diverging(-1).getBlue())
                .isGreaterThan(Theme.diverging(-1).getRed());
        assertThat(Theme.diverging(1).getRed()).isGreaterThan(Theme.diverging(1).getBlue());
        assertThat(Theme.diverging(5)).isEqualTo(Theme.diverging(1));
    }

    private static double[] oklab(Color color, double[][] vision) {
        double[] light = {Theme.linear(color.getRed()), Theme.linear(color.getGreen()), Theme.linear(color.getBlue())};
        double[] seen = new double[3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                seen[i] += vision[i][j] * light[j];
            }
            seen[i] = Math.max(0, Math.min(1, seen[i]));
        }
        double l = Math.cbrt(0.4122214708 * seen[0] + 0.5363325363 * seen[1] + 0.0514459929 * seen[2]);
        double m = Math.cbrt(0.2119034982 * seen[0] + 0.6806995451 * seen[1] + 0.1073969566 * seen[2]);
        double s = Math.cbrt(0.0883024619 * seen[0] + 0.2817188376 * seen[1] + 0.6299787005 * seen[2]);
        return new double[] {
            0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
        };
    }

    private static double distance(double[] a, double[] b) {
        return Math.sqrt(Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2) + Math.pow(a[2] - b[2], 2));
    }
}

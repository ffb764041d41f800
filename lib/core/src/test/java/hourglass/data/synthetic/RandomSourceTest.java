package hourglass.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RandomSourceTest {
    private static final int DRAWS = 20_000;

    private final RandomSource random = RandomSource.of(3, 0);

    @Test
    void unitIsUniform() {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < DRAWS; i++) {
            double u = random.unit();
            assertThat(u >= 0 && u < 1).isTrue();
            sum += u;
            squares += u * u;
        }
        assertThat(sum / DRAWS).isCloseTo(1 / 2.0, within(0.01));
        assertThat(squares / DRAWS).isCloseTo(1 / 3.0, within(0.01));
    }

    @Test
    void aboutStaysWithinItsReachAndIsTriangular() {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < DRAWS; i++) {
            double d = random.about(5, 2) - 5;
            assertThat(Math.abs(d)).isLessThanOrEqualTo(2);
            sum += d;
            squares += d * d;
        }
        assertThat(sum / DRAWS).isCloseTo(0, within(0.03));
        assertThat(squares / DRAWS).isCloseTo(4 / 6.0, within(0.03));
    }

    @Test
    void weightedTakesEachPlaceAsOftenAsItsWeightSays() {
        int[] taken = new int[4];
        for (int i = 0; i < DRAWS; i++) {
            taken[random.weighted(1, 0, 2, 5)]++;
        }
        assertThat(taken[0]).isBetween(2_300, 2_700);
        assertThat(taken[1]).isZero();
        assertThat(taken[2]).isBetween(4_750, 5_250);
    }

    @Test
    void neighbouringPicturesBeginDifferently() {
        double smallest = 1;
        for (int i = 0; i < 50; i++) {
            smallest = Math.min(smallest, RandomSource.of(3, i).unit());
        }
        assertThat(smallest).isLessThan(0.15);
        assertThat(RandomSource.of(3, 1).unit())
                .isNotEqualTo(RandomSource.of(3, 2).unit());
        assertThat(RandomSource.of(3, 1).unit()).isEqualTo(RandomSource.of(3, 1).unit());
    }
}

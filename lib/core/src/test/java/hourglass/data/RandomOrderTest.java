package hourglass.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RandomOrderTest {

    @Test
    void ofASeedNeverChanges() {
        int[] shuffled = RandomOrder.identity(8);
        RandomOrder.shuffle(shuffled, new Random(42)::nextInt);
        assertThat(shuffled).containsExactly(2, 6, 3, 1, 4, 0, 7, 5);

        int[] drawn = RandomOrder.identity(8);
        RandomOrder.draw(drawn, 3, new Random(42)::nextInt);
        assertThat(drawn).containsExactly(5, 6, 2, 3, 4, 0, 1, 7);
    }

    @Test
    void isEquallyLikelyForEachNumberAtEachPlace() {
        int[][] shuffled = new int[4][4];
        int[][] drawn = new int[4][4];
        Random random = new Random(1);
        for (int trial = 0; trial < 40_000; trial++) {
            int[] numbers = RandomOrder.identity(4);
            RandomOrder.shuffle(numbers, random::nextInt);
            int[] front = RandomOrder.identity(4);
            RandomOrder.draw(front, 2, random::nextInt);
            for (int place = 0; place < 4; place++) {
                shuffled[numbers[place]][place]++;
                drawn[front[place]][place]++;
            }
        }
        for (int number = 0; number < 4; number++) {
            for (int place = 0; place < 4; place++) {
                assertThat(shuffled[number][place]).isBetween(9_500, 10_500);
                if (place < 2) {
                    assertThat(drawn[number][place]).isBetween(9_500, 10_500);
                }
            }
        }
    }
}

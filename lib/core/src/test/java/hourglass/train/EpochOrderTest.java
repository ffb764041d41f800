package hourglass.train;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.data.RandomOrder;
import org.junit.jupiter.api.Test;

class EpochOrderTest {
    @Test
    void followsFromSeedNumberAndEpochAlone() {
        EpochOrder one = new EpochOrder();
        int[] first = one.of(0, 50, 42).clone();
        int[] third = one.of(2, 50, 42).clone();

        assertThat(new EpochOrder().of(2, 50, 42)).containsExactly(third);
        assertThat(one.of(2, 50, 42)).containsExactly(third);
        assertThat(one.of(0, 50, 42)).containsExactly(first);
        one.of(1, 20, 42);
        one.of(1, 50, 43);
        assertThat(one.of(2, 50, 42)).containsExactly(third).isNotEqualTo(first);
        assertThat(third).containsExactlyInAnyOrder(RandomOrder.identity(50));
    }
}

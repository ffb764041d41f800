package hourglass.train;

import static org.assertj.core.api.Assertions.assertThat;

import hourglass.data.RandomOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

    @Test
    @Timeout(20)
    void anyNumberOfEpochsHasAnOrderSoon() {
        EpochOrder orders = new EpochOrder();
        int[] last = orders.of(Integer.MAX_VALUE - 1, 50, 42).clone();

        assertThat(last).containsExactlyInAnyOrder(RandomOrder.identity(50));
        assertThat(orders.of(99_999, 50, 42).clone())
                .isNotEqualTo(orders.of(100_000, 50, 42).clone());
        assertThat(new EpochOrder().of(100_000, 50, 42)).containsExactly(orders.of(100_000, 50, 42));
        assertThat(orders.of(Integer.MAX_VALUE - 1, 50, 42)).containsExactly(last);
    }
}

package hourglass.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class BudgetTest {
    @Test
    void isStandardUnlessNamed() {
        assertThat(Budget.of(null)).isEqualTo(Budget.STANDARD);
        assertThat(Budget.of(" ")).isEqualTo(Budget.STANDARD);
        assertThat(Budget.of("Quick")).isEqualTo(Budget.QUICK);
        assertThat(Budget.of("full ")).isEqualTo(Budget.FULL);
    }

    @Test
    void picksItsOwnValue() {
        assertThat(Budget.QUICK.pick(1, 2, 3)).isEqualTo(1);
        assertThat(Budget.STANDARD.pick(1, 2, 3)).isEqualTo(2);
        assertThat(Budget.FULL.pick(1, 2, 3)).isEqualTo(3);
    }

    @Test
    void namesTheWordsItKnows() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Budget.of("fast"))
                .withMessage("HOURGLASS_BUDGET is 'fast': set it to quick, standard or full, or leave it unset for"
                        + " standard.");
    }
}

package hourglass.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EngineModesTest {

    @Test
    void theShareOfOneThreadFollowsFromTheGainOfTheSecond() {
        assertThat(EngineModes.serialShare(2, 1)).isZero();
        assertThat(EngineModes.serialShare(1, 1)).isOne();
        // Three tenths stay, and seven tenths are halved.
        assertThat(EngineModes.serialShare(1, 0.65)).isCloseTo(0.3, within(1e-9));
        assertThat(EngineModes.serialShare(1, 1.2)).isOne();
        assertThat(EngineModes.serialShare(2.2, 1)).isZero();
    }

    @Test
    void theTableHasTheRatiosOfWholeRowsAlone() {
        String table = EngineModes.table(Map.of(
                "conv", Map.of("onednn", 1.0, "one-thread", 1.6, "portable", 3.0, "portable-avx2", 2.5),
                "deep", Map.of("onednn", 1.0)));

        assertThat(table).contains("| conv | 1.000 | 3.000 | 3.00 | 2.500 | 2.50 | 1.600 | 1.60 | 25 % |");
        assertThat(table).doesNotContain("deep");
    }
}

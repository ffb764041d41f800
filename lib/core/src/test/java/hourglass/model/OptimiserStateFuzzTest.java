package hourglass.model;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Timeout;

/** A stranger wrote the optimiser's state in the file of a model. */
class OptimiserStateFuzzTest {

    @FuzzTest
    @Timeout(20)
    void isReadOrRefused(byte[] bytes) {
        ForeignModel.check("updaterState.bin", bytes);
    }
}

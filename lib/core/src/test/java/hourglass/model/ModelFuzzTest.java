package hourglass.model;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Timeout;

/** A stranger wrote all of the file of a model. */
class ModelFuzzTest {

    @FuzzTest
    @Timeout(20)
    void isReadOrRefused(byte[] bytes) {
        ForeignModel.check(bytes);
    }
}

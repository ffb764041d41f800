package hourglass.model;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Timeout;

/** A stranger wrote the configuration in the file of a model. */
class ConfigurationFuzzTest {

    @FuzzTest
    @Timeout(20)
    void isReadOrRefused(byte[] bytes) {
        ForeignModel.check("configuration.json", bytes);
    }
}

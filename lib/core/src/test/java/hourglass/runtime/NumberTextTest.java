package hourglass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTextTest {

    @ParameterizedTest
    @CsvSource({
        "0.28341, 0.2834",
        "0, 0.0000",
        "-12.5, -12.5000",
        "0.00043119, 0.0004312",
        "-3.21e-7, -3.210e-07",
        "1e-300, 1.000e-300",
        "1234567, 1.235e+06",
        "NaN, NaN",
        "Infinity, Infinity"
    })
    void keepsFourDigits(double value, String text) {
        assertThat(NumberText.of(value)).isEqualTo(text);
    }
}

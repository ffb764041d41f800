package hourglass.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.gson.JsonParser;
import hourglass.testing.SmallDisk;
import hourglass.train.Budget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LessonChecksTest {
    private final LessonChecks check = new LessonChecks("01", null, Budget.STANDARD);

    @Test
    void throwsWhenAClaimIsFalse() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> check.that("water is dry", false))
                .withMessage("Lesson 01 claims: water is dry; in this run it is not so.");
    }

    @Test
    void throwsWhenANumberIsOutsideItsClaimOrNoNumber() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> check.between("about a half", 0.4, 0.7, 0.6))
                .withMessageContaining("about a half (0.700000, from 0.400000 to 0.600000)");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> check.between("about a half", 0.4, Double.NaN, 0.6));
        check.between("about a half", 0.4, 0.5, 0.6);
    }

    @Test
    void passesOverClaimsThatNeedALargerBudget() {
        check.from(Budget.FULL, "needs a long training", false);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> check.from(Budget.STANDARD, "needs a training", false));
    }

    @Test
    void holdsANumberOfTheTextToItsDigitsAndTolerance() {
        check.number(Budget.STANDARD, "0.28", 0.2849, 0)
                .number(Budget.STANDARD, "55,000", 55_000.4, 0)
                .number(Budget.STANDARD, "−1.5 %", -1.6, 0.1)
                .number(Budget.FULL, "0.28", 0.5, 0);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> check.number(Budget.STANDARD, "0.28", 0.2861, 0.001))
                .withMessageContaining("the text says 0.28, and this is within 0.00600 of it: 0.286100");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> check.number(Budget.QUICK, "3", Double.NaN, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check.number(Budget.FULL, "half", 0.5, 0))
                .withMessageStartingWith("\"half\" is no number");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check.number(Budget.FULL, "0.5", 0.5, -1))
                .withMessageContaining("tolerance of 0.5 is -1.0");
    }

    @Test
    void writesItsResults(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("results.json");
        new LessonChecks("01", file, Budget.QUICK)
                .that("so it is", true)
                .record("shallow-32", "mnist", "test-bce-per-pixel", 0.093_456_7, 10, 12.34, 42)
                .finish();

        var record =
                JsonParser.parseString(Files.readString(file)).getAsJsonArray().get(0);
        assertThat(record)
                .isEqualTo(
                        JsonParser.parseString(
                                """
                        {"lesson": "01", "model": "shallow-32", "data": "mnist", "metric": "test-bce-per-pixel",
                         "value": 0.09346, "budget": "quick", "epochs": 10, "seconds": 12.3, "seed": 42}
                        """));
    }

    @Test
    void keepsTheOldResultsWhenTheDiskIsFull(@TempDir Path folder) throws Exception {
        Path disk = folder.resolve("disk");
        try (SmallDisk small = SmallDisk.at(disk, 8)) {
            Path file = Files.writeString(disk.resolve("results.json"), "[]");
            Files.write(disk.resolve("other"), new byte[4096]);

            assertThatIOException()
                    .isThrownBy(() -> new LessonChecks("99", file, Budget.QUICK)
                            .that("one is one", true)
                            .record("model", "data", "metric", 1, 1, 1, 1)
                            .finish())
                    .withMessage("The results of lesson 99 could not be written to " + file
                            + " (No space left on device): set HOURGLASS_RESULTS to a file in a folder that can be written"
                            + " and has room.");
            assertThat(file).hasContent("[]");
            try (Stream<Path> files = Files.list(disk)) {
                assertThat(files).containsExactlyInAnyOrder(file, disk.resolve("other"));
            }
        }
    }

    @Test
    void refusesToFinishWithoutAClaim() {
        assertThatIllegalStateException().isThrownBy(check::finish).withMessageContaining("checked nothing");
    }

    @Test
    void refusesResultsThatAreNoNumbers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check.record("m", "d", "psnr", Double.NaN, 1, 1, 1))
                .withMessageContaining("psnr of m is NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LessonChecks.lesson("one"))
                .withMessageContaining("two digits");
    }
}

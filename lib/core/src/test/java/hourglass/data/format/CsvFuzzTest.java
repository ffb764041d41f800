package hourglass.data.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import hourglass.data.Rows;
import hourglass.testing.ForeignBytes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;

/** Numbers as text from a stranger. */
class CsvFuzzTest {
    private static final ForeignBytes FILE = ForeignBytes.named("some.csv", IllegalArgumentException.class);
    // Each cell is a text, and a number of eight bytes.
    private static final int PER_LETTER = 800;

    @FuzzTest
    @Timeout(10)
    void areReadOrRefused(byte[] bytes) {
        read(bytes).ifPresent(rows -> {
            assertThat(rows.size()).isPositive();
            for (int row = 0; row < rows.size(); row++) {
                for (double value : rows.row(row)) {
                    assertThat(Double.isInfinite(value)).isFalse();
                }
            }
            assertThat(read(text(rows).getBytes(StandardCharsets.UTF_8))).contains(rows);
        });
    }

    private static Optional<Rows> read(byte[] bytes) {
        return FILE.read(bytes, PER_LETTER, CsvFile::read);
    }

    private static String text(Rows rows) {
        StringBuilder text = new StringBuilder();
        for (String name : rows.columns()) {
            text.append(text.isEmpty() ? "" : ",")
                    .append('"')
                    .append(name.replace("\"", "\"\""))
                    .append('"');
        }
        for (int row = 0; row < rows.size(); row++) {
            String between = "\n";
            for (double value : rows.row(row)) {
                text.append(between).append(Double.isNaN(value) ? "NA" : Double.toString(value));
                between = ",";
            }
        }
        return text.toString();
    }
}

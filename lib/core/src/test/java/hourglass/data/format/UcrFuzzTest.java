package hourglass.data.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import hourglass.data.source.IdxBytes;
import hourglass.testing.ForeignBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;

/** Signals as text from a stranger, in both forms, compressed or not. */
class UcrFuzzTest {
    private static final ForeignBytes FILE = ForeignBytes.named("some.txt", IllegalArgumentException.class);
    private static final int COLUMNS = 4;
    // Each number is a text and looked at letter by letter, and neither is kept.
    private static final int PER_LETTER = 400;
    private static final int FIRST_CLASSES = 5;
    private static final UcrFile.Labels LABELS = new UcrFile.Labels(
            label -> label >= 1 && label <= FIRST_CLASSES ? label - 1 : -1,
            label -> label == 0 || label == 1 ? label : -1,
            "1 to 5 at the beginning of a line, 0 and 1 at its end");

    @FuzzTest
    @Timeout(10)
    void areReadOrRefused(byte[] bytes) {
        Optional<UcrFile> file = read(bytes);
        file.ifPresent(signals -> {
            assertThat(signals.labels())
                    .hasSameSizeAs(signals.rows())
                    .allMatch(label -> label >= 0 && label < (signals.labelLast() ? 2 : FIRST_CLASSES));
            assertThat(signals.rows()).isNotEmpty().allMatch(UcrFuzzTest::isWholeAndFinite);
            byte[] written = text(signals).getBytes(StandardCharsets.US_ASCII);
            isTheSame(signals, read(written));
            isTheSame(signals, read(IdxBytes.gzip(written)));
        });
    }

    private static boolean isWholeAndFinite(float[] row) {
        boolean finite = true;
        for (float value : row) {
            finite &= Float.isFinite(value);
        }
        return finite && row.length == COLUMNS - 1;
    }

    private static Optional<UcrFile> read(byte[] bytes) {
        boolean compressed = bytes.length > 1 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
        int perByte = PER_LETTER * (compressed ? ForeignBytes.MOST_INFLATED : 1);
        return FILE.read(bytes, perByte, path -> UcrFile.read(path, COLUMNS, LABELS));
    }

    private static String text(UcrFile signals) {
        String between = signals.labelLast() ? "," : "\t";
        StringBuilder text = new StringBuilder(String.join(between, "these", "columns", "have", "names\n"));
        for (int i = 0; i < signals.rows().size(); i++) {
            float[] row = signals.rows().get(i);
            String values = row[0] + between + row[1] + between + row[2];
            int label = signals.labels().get(i);
            text.append(signals.labelLast() ? values + between + label : label + 1 + between + values)
                    .append('\n');
        }
        return text.toString();
    }

    private static void isTheSame(UcrFile expected, Optional<UcrFile> read) {
        assertThat(read).hasValueSatisfying(file -> {
            assertThat(file.labels()).isEqualTo(expected.labels());
            assertThat(file.labelLast()).isEqualTo(expected.labelLast());
            assertThat(Arrays.deepEquals(file.rows().toArray(), expected.rows().toArray()))
                    .as("the same rows")
                    .isTrue();
        });
    }
}

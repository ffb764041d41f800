package hourglass.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.gson.JsonObject;
import hourglass.notebook.RecordedResults;
import hourglass.testing.ForeignBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Recorded results from a stranger: the tools' reader, which keeps them, and the lessons', which shows them. */
class ResultsFuzzTest {
    private static final ForeignBytes FILE = ForeignBytes.named("results.json", IllegalArgumentException.class);
    // A record of nine short members is some twenty objects.
    private static final int PER_BYTE = 400;

    @TempDir
    static Path folder;

    @FuzzTest
    @Timeout(10)
    void areReadOrRefused(byte[] bytes) throws IOException {
        var kept = FILE.read(bytes, PER_BYTE, ResultsFile::read);
        if (kept.isPresent()) {
            staysTheSame(kept.get());
        }
        FILE.read(bytes, PER_BYTE, RecordedResults::read).ifPresent(ResultsFuzzTest::isComplete);
    }

    private static void staysTheSame(ResultsFile results) throws IOException {
        assertThat(results.records()).allSatisfy(ResultsFuzzTest::isFinite);
        Path first = folder.resolve("first.json");
        Path second = folder.resolve("second.json");

        results.write(first);
        ResultsFile again = ResultsFile.read(first);
        again.write(second);

        assertThat(texts(again)).isEqualTo(texts(results));
        assertThat(Files.readAllBytes(second)).isEqualTo(Files.readAllBytes(first));
    }

    private static void isFinite(JsonObject record) {
        for (String name : List.of("value", "epochs", "seconds", "seed")) {
            assertThat(record.get(name).getAsDouble()).as(name).isFinite();
        }
    }

    /** Each record as a text whose order of members is that of the file. */
    private static List<List<String>> texts(ResultsFile results) {
        return results.records().stream()
                .map(record -> record.keySet().stream()
                        .sorted()
                        .map(name -> name + record.get(name))
                        .toList())
                .toList();
    }

    private static void isComplete(RecordedResults results) {
        assertThat(results.all()).allSatisfy(result -> {
            assertThat(result.value()).isFinite();
            assertThat(result.seconds()).isFinite();
            assertThat(result.epochs()).isNotNegative();
            assertThat(result.budget()).isIn("quick", "standard", "full");
            assertThat(List.of(result.lesson(), result.model(), result.data(), result.metric()))
                    .doesNotContainNull();
        });
        assertThat(results.models()).hasSizeLessThanOrEqualTo(results.all().size());
        assertThat(results.table().rowCount())
                .isLessThanOrEqualTo(results.models().size());
    }
}

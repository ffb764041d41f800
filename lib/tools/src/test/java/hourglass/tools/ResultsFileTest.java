package hourglass.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsFileTest {
    private static final String RECORD =
            """
            {"lesson": "%s", "model": "dense", "data": "drawn", "metric": "bce", "value": %s, "budget": "%s", \
            "epochs": 20, "seconds": 3.25, "seed": 42}""";

    @TempDir
    Path folder;

    @Test
    void replacesTheRecordOfTheSameFigureAndKeepsTheOthers() throws IOException {
        Path old =
                write("old", record("02", "0.4", "full"), record("01", "0.31", "quick"), record("01", "0.2", "full"));
        Path newer = write("new", record("01", "0.3000", "quick"));
        Path merged = folder.resolve("results.json");

        ResultsFile.read(old).merge(ResultsFile.read(newer)).write(merged);

        assertThat(merged)
                .hasContent(
                        """
                        [
                        %s,
                        %s,
                        %s
                        ]
                        """
                                .formatted(
                                        record("01", "0.2", "full"),
                                        record("01", "0.3000", "quick"),
                                        record("02", "0.4", "full")));
        ResultsFile.read(merged).write(merged);
        assertThat(ResultsFile.read(merged).records()).hasSize(3);
    }

    @Test
    void hasNoRecordsWhereThereIsNoFile() throws IOException {
        assertThat(ResultsFile.read(folder.resolve("none.json")).records()).isEmpty();
    }

    @Test
    void refusesRecordsThatAreIncompleteOrNotFinite() throws IOException {
        Path infinite = write("infinite", record("01", "\"NaN\"", "full"));
        Path partial = write("partial", "{\"lesson\": \"01\"}");
        Path text = folder.resolve("text.json");
        Files.writeString(text, "{\"a\": ");

        assertThatThrownBy(() -> ResultsFile.read(infinite))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("A record in infinite.json has no value that is a finite number: {");
        assertThatThrownBy(() -> ResultsFile.read(partial))
                .hasMessageStartingWith("A record in partial.json has no model: ");
        assertThatThrownBy(() -> ResultsFile.read(text))
                .hasMessageStartingWith("text.json is not a JSON array of records: ");
    }

    private static String record(String lesson, String value, String budget) {
        return RECORD.formatted(lesson, value, budget);
    }

    private Path write(String name, String... records) throws IOException {
        Path file = folder.resolve(name + ".json");
        return Files.writeString(file, "[" + String.join(",\n", records) + "]");
    }

    @Test
    void leavesNothingHalfWrittenBehind() throws IOException {
        Path inTheWay =
                Files.createDirectories(folder.resolve("results.json/inside")).getParent();

        assertThatThrownBy(() -> ResultsFile.read(folder.resolve("none")).write(inTheWay))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("The figures could not be written to " + inTheWay + " (")
                .hasMessageEndingWith("): make room there and record again; the old ones are as they were.");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(inTheWay);
        }
    }
}

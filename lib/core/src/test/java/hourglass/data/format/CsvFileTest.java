package hourglass.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import hourglass.data.Rows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFileTest {

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("some.csv"), text);
    }

    private Rows read(String text, String... leftOut) throws IOException {
        return CsvFile.read(file(text), leftOut);
    }

    @Test
    void readsNumbersUnderTheirNames() throws IOException {
        Rows rows = read("amount,hour,\"age, in years\"\n1.5,2,3\n-4e2,+5,.25\r\n\n7.,8,9");

        assertThat(rows.columns()).containsExactly("amount", "hour", "age, in years");
        assertThat(rows.size()).isEqualTo(3);
        assertThat(rows.row(0)).containsExactly(1.5, 2, 3);
        assertThat(rows.row(1)).containsExactly(-400, 5, 0.25);
        assertThat(rows.get(2, "age, in years")).isEqualTo(9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "NA", "n/a", "NaN", "NULL", "None", "?", "\"\""})
    void readsGaps(String gap) throws IOException {
        assertThat(read("a,b\n1," + gap + "\n").row(0)).containsExactly(1, Double.NaN);
    }

    @Test
    void takesSemicolonsTabsDecimalCommasAndAByteOrderMark() throws IOException {
        assertThat(read("\uFEFFa;b\n1,5;2\n3.5;4").row(0)).containsExactly(1.5, 2);
        assertThat(read("\uFEFFa;b\n1,5;2\n3.5;4").columns()).containsExactly("a", "b");
        assertThat(read("a\tb\n1,5\t2").row(0)).containsExactly(1.5, 2);
        assertThat(read("\"a;b;c;d\",e\n1,2").columns()).containsExactly("a;b;c;d", "e");
        assertThat(read("a\n1\n2\n").column("a")).containsExactly(1, 2);
    }

    @Test
    void leavesColumnsOutByName() throws IOException {
        Rows rows = read("id,amount,note,note\nx17,5,a,b\n", "id", "note");

        assertThat(rows.columns()).containsExactly("amount");
        refused(
                "id,amount\nx17,5\n",
                "some.csv has no column \"nmae\" to leave out: its first line has id, amount.",
                "nmae");
    }

    private void refused(String text, String message, String... leftOut) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(text, leftOut))
                .withMessageContaining(message);
    }

    @Test
    void saysWhereAndWhatIsNoNumber() {
        refused(
                "id,amount\nx17,5\n",
                "some.csv has \"x17\" in column \"id\", which is no number: leave the column out by its name, or empty the"
                        + " cell.");
        refused("a,b\n1,2\n1\n", "has 1 cells, and the first line names 2 columns: give each line as many.");
        refused("a,b\n1,1e999\n", "has 1e999 in column \"b\", which is too large for a number: empty the cell.");
        refused("a;b\n1.234,5;2\n", "has \"1.234,5\" in column \"a\", which is no number");
        refused("a,b\n1,0x1p3\n", "has \"0x1p3\" in column \"b\", which is no number");
        refused("a,b\n1,Infinity\n", "has \"Infinity\" in column \"b\"");
        refused("a,a\n1,2\n", "is named \"a\" like another one: give each column a name of its own");
        refused("a,\n1,2\n", "Column 2 of");
        refused("1,2\n3,4\n", "holds numbers (1, …): put a line with the names of the columns above it.");
        refused("a,b\n", "has no line of numbers below one with the names of its columns.");
        refused("", "has no line of numbers below one with the names of its columns.");
        refused("a,b\n\"1\"x,2\n", "is no CSV file");
        refused("a,b\n\"1,2\n", "is no CSV file");
    }

    @Test
    void saysThatATextHasAnotherEncoding() throws IOException {
        Path file = Files.write(folder.resolve("latin.csv"), "größe\n1\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> CsvFile.read(file))
                .withMessageEndingWith(
                        "is no text in UTF-8: save it with that encoding, which spreadsheets call CSV UTF-8.");
    }

    @Test
    void saysThatThereIsNoFile() {
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> CsvFile.read(folder.resolve("none.csv")))
                .withMessageContaining("none.csv cannot be read");
    }

    @Test
    void stopsWhenInterrupted() throws IOException {
        Path file = file("a\n1\n");
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> CsvFile.read(file));
        } finally {
            Thread.interrupted();
        }
    }
}

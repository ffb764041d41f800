package hourglass.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.text.NumberFormat;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class HtmlTablesTest {
    @Test
    void showsNamesAndValuesAndEscapesThem() {
        Table table = Table.create(
                "a & b", StringColumn.create("model", "x < y"), IntColumn.create("parameters", new int[] {1234}));

        String html = Notebook.html(table);

        assertThat(html)
                .contains("a &amp; b</caption>")
                .contains(">x &lt; y</td>")
                .contains("text-align:right;padding:3px 12px\">1234</td>")
                .doesNotContain("<script");
    }

    @ParameterizedTest(name = "{0} rows, {1} columns, texts of {2} letters")
    @CsvSource({"100000, 6, 12", "1, 100000, 12", "3, 3, 1000000", "1000, 1000, 1000", "0, 300, 10000"})
    void staysBelowAMegabyteAndSaysWhatIsLeftOut(int rows, int columns, int letters) {
        Table table = Table.create("&".repeat(letters));
        String text = "&".repeat(letters - 1);
        for (int i = 0; i < columns; i++) {
            StringColumn column = StringColumn.create(text + i);
            for (int row = 0; row < rows; row++) {
                column.append(text);
            }
            table.internalAddWithoutValidation(column); // addColumns compares each name with all others.
        }

        String html = Notebook.html(table);

        assertThat(html.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1_000_000);
        int shown = html.split("<tr>", -1).length - 2;
        if (shown < rows) {
            assertThat(html).contains(String.format(Locale.ENGLISH, "%,d of the %,d rows", rows - shown, rows));
        } else {
            assertThat(html).doesNotContain(" rows");
        }
        int heads = html.split("<th ", -1).length - 1;
        if (heads < columns) {
            assertThat(html)
                    .contains(String.format(Locale.ENGLISH, "%,d of the %,d columns", columns - heads, columns));
        }
        assertThat(html.contains("more letters)")).isEqualTo(letters > 400);
    }

    @Test
    void aTableOfOrdinarySizeIsWhole() {
        Table table = Table.create(
                "numbers", IntColumn.create("n", IntStream.range(0, 2000).toArray()));

        assertThat(Notebook.html(table)).contains(">1999</td>").doesNotContain("left out");
    }

    /** Tablesaw writes numbers without a format of their own as the computer's language does. */
    @ParameterizedTest
    @CsvSource({"ar-EG", "fa-IR", "de-DE", "hi-IN-u-nu-deva"})
    void numbersAreEnglishInEveryLanguage(String language) {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag(language));
            DoubleColumn plain = DoubleColumn.create("plain", 1234.5, -0.25, Double.NaN);
            DoubleColumn own = DoubleColumn.create("own", 1, 2, 3);
            own.setPrintFormatter(NumberFormat.getInstance(Locale.FRANCE), "none");
            Table table = Table.create("t", plain, IntColumn.create("whole", 7, 8, 9), own);

            assertThat(Notebook.html(table)).contains(">1234.5<", ">-0.25<", ">7<", ">8<", ">1<");
        } finally {
            Locale.setDefault(before);
        }
    }
}

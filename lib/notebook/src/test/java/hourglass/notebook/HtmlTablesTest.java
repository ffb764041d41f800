package hourglass.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
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
}

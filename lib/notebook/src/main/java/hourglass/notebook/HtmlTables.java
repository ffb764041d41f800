package hourglass.notebook;

import java.nio.charset.StandardCharsets;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jsoup.nodes.Entities;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/**
 * Turns a Tablesaw table into the HTML that a notebook shows, without scripts and style sheets.
 *
 * <p>A notebook keeps its output in its file, and 100,000 rows would take 34 MB of it. So the HTML of a table stays below
 * {@value #LIMIT} bytes, and a last line says how many rows, columns and letters were left out.
 */
final class HtmlTables {

    /** The most bytes of a table. */
    static final int LIMIT = 1_000_000;

    // With the markup of a cell, so many columns take at most a twentieth of the limit in each row.
    private static final int MOST_COLUMNS = 200;
    // A row of the longest texts then takes at most 4 bytes · 200 · 400, a third of the limit; escaping makes few of
    // them longer.
    private static final int MOST_LETTERS = 400;

    private static final String HEAD = "text-align:%s;border-bottom:1px solid #888;padding:4px 12px";
    private static final String CELL = "text-align:%s;padding:3px 12px";

    private HtmlTables() {}

    static String html(Table table) {
        StringBuilder html = new StringBuilder("<table style=\"border-collapse:collapse;margin:4px 0\">");
        if (table.name() != null && !table.name().isBlank()) {
            html.append("<caption style=\"text-align:left;font-weight:bold;padding:4px 12px\">")
                    .append(text(table.name()))
                    .append("</caption>");
        }
        List<Column<?>> columns = table.columns().subList(0, Math.min(MOST_COLUMNS, table.columnCount()));
        html.append(columns.stream()
                .map(column -> cell("th scope=\"col\"", "th", HEAD, column, column.name()))
                .collect(Collectors.joining("", "<thead><tr>", "</tr></thead><tbody>")));
        int left = LIMIT - bytes(html.toString()) - 500; // The end and the note below take less than 500 bytes.
        int rows = 0;
        while (rows < table.rowCount()) {
            int row = rows;
            String line = columns.stream()
                    .map(column -> cell("td", "td", CELL, column, string(column, row)))
                    .collect(Collectors.joining("", "<tr>", "</tr>"));
            left -= bytes(line);
            if (left < 0) {
                break;
            }
            html.append(line);
            rows++;
        }
        html.append("</tbody></table>");
        List<String> omitted = new ArrayList<>();
        if (rows < table.rowCount()) {
            omitted.add(
                    String.format(Locale.ENGLISH, "%,d of the %,d rows", table.rowCount() - rows, table.rowCount()));
        }
        if (columns.size() < table.columnCount()) {
            omitted.add(String.format(
                    Locale.ENGLISH,
                    "%,d of the %,d columns",
                    table.columnCount() - columns.size(),
                    table.columnCount()));
        }
        if (!omitted.isEmpty()) {
            html.append("<p>")
                    .append(String.join(" and ", omitted))
                    .append(" are left out here: select the part that you want to see.</p>");
        }
        return html.toString();
    }

    private static String cell(String open, String close, String style, Column<?> column, String text) {
        String align = column instanceof NumericColumn ? "right" : "left";
        return "<" + open + " style=\"" + style.formatted(align) + "\">" + text(text) + "</" + close + ">";
    }

    /**
     * The text of a cell. A column of numbers without a format of its own writes them as the computer's language does, with
     * Arabic digits or a decimal comma; beside columns that have a format, which are English here, that would be read wrongly.
     */
    private static String string(Column<?> column, int row) {
        String text = column.getString(row);
        if (column instanceof NumericColumn<?> numbers && !column.isMissing(row)) {
            double value = numbers.getDouble(row);
            for (NumberColumnFormatter each :
                    List.of(NumberColumnFormatter.floatingPointDefault(), NumberColumnFormatter.ints())) {
                if (text.equals(each.getFormat().format(value))
                        && each.getFormat().clone() instanceof DecimalFormat english) {
                    english.setDecimalFormatSymbols(DecimalFormatSymbols.getInstance(Locale.ENGLISH));
                    return english.format(value);
                }
            }
        }
        return text;
    }

    private static String text(String text) {
        int letters = text.codePointCount(0, text.length());
        if (letters <= MOST_LETTERS) {
            return Entities.escape(text);
        }
        String start = text.substring(0, text.offsetByCodePoints(0, MOST_LETTERS));
        return Entities.escape(start) + String.format(Locale.ENGLISH, "… (%,d more letters)", letters - MOST_LETTERS);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}

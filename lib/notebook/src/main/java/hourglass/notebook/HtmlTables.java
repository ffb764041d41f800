package hourglass.notebook;

import java.util.List;
import java.util.stream.Collectors;
import org.jsoup.nodes.Entities;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Turns a Tablesaw table into the HTML that a notebook shows: no scripts, no styles from elsewhere. */
final class HtmlTables {
    private static final String HEAD = "text-align:%s;border-bottom:1px solid #888;padding:4px 12px";
    private static final String CELL = "text-align:%s;padding:3px 12px";

    private HtmlTables() {}

    static String html(Table table) {
        StringBuilder html = new StringBuilder("<table style=\"border-collapse:collapse;margin:4px 0\">");
        if (table.name() != null && !table.name().isBlank()) {
            html.append("<caption style=\"text-align:left;font-weight:bold;padding:4px 12px\">")
                    .append(Entities.escape(table.name()))
                    .append("</caption>");
        }
        html.append("<thead><tr>");
        List<Column<?>> columns = table.columns();
        for (Column<?> column : columns) {
            html.append(cell("th scope=\"col\"", "th", HEAD, column, column.name()));
        }
        html.append("</tr></thead><tbody>");
        for (int row = 0; row < table.rowCount(); row++) {
            int at = row;
            html.append(columns.stream()
                    .map(column -> cell("td", "td", CELL, column, column.getString(at)))
                    .collect(Collectors.joining("", "<tr>", "</tr>")));
        }
        return html.append("</tbody></table>").toString();
    }

    private static String cell(String open, String close, String style, Column<?> column, String text) {
        String align = column instanceof NumericColumn ? "right" : "left";
        return "<" + open + " style=\"" + style.formatted(align) + "\">" + Entities.escape(text) + "</" + close + ">";
    }
}

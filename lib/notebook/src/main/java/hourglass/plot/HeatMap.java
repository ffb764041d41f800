package hourglass.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/**
 * Draws a matrix as colors from dark (least) to light (most), with a scale at the right.
 *
 * <p>XChart 4.0.3 has a heat map of its own, which was tried on a table of ten classes: it prints every number in black, which
 * has a contrast of 1.4 on the dark end of the colors, and with all its digits, which run over the neighbouring cells; it
 * leaves out every second name of the columns and two of three names of the rows; and its first row is at the bottom.
 */
final class HeatMap {

    private static final int SCALE_WIDTH = 16;
    private static final int LONGEST_ROW_NAME = 240;
    private static final int LONGEST_COLUMN_NAME = 160;

    private static final int WIDEST_CELL = 90;

    /** A table of few columns has wider cells, so that it does not leave half of the figure blank. */
    private static final int FEW_COLUMNS = 6;

    private static final int WIDEST_OF_FEW = 200;

    // Beyond these a cell is smaller than a pixel.
    private static final int MOST_ROWS = 620;
    private static final int MOST_COLUMNS = 400;

    private HeatMap() {}

    static BufferedImage image(
            double[][] values, List<String> rows, List<String> columns, String title, String xAxis, String yAxis) {
        require(values, rows, columns, title);
        rows = rows.stream()
                .map(name -> Theme.shortened(Theme.SMALL, name, LONGEST_ROW_NAME))
                .toList();
        columns = columns.stream()
                .map(name -> Theme.shortened(Theme.SMALL, name, LONGEST_COLUMN_NAME))
                .toList();
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        boolean whole = true;
        for (double[] row : values) {
            for (double value : row) {
                min = Math.min(min, value);
                max = Math.max(max, value);
                whole &= value == Math.rint(value);
            }
        }
        // Two decimals say nothing about numbers that are all smaller.
        boolean twoDecimals = !whole && Math.max(Math.abs(min), Math.abs(max)) >= 0.1;
        int scaleLabels = Math.max(Theme.width(Theme.SMALL, atEnd(min)), Theme.width(Theme.SMALL, atEnd(max)));
        int left = Theme.MARGIN + (yAxis.isBlank() ? 0 : 26) + widest(rows) + 10;
        int right = Theme.MARGIN + scaleLabels + 8 + SCALE_WIDTH + 24;
        int widest = columns.size() <= FEW_COLUMNS ? WIDEST_OF_FEW : WIDEST_CELL;
        double cellWidth = Math.min(widest, (Theme.WIDTH - left - right) / (double) columns.size());
        double cellHeight = Math.max(1, Math.min(cellWidth, Math.min(44, Math.max(30, 480.0 / rows.size()))));
        if (rows.size() * cellHeight > MOST_ROWS) {
            cellHeight = MOST_ROWS / (double) rows.size();
        }
        boolean slanted = widest(columns) > cellWidth - 6 && cellWidth >= 16;
        int step = slanted ? 1 : (int) Math.ceil((widest(columns) + 6) / cellWidth);
        int below = (slanted ? (int) (widest(columns) * 0.62) + 22 : 26) + (xAxis.isBlank() ? 0 : 26);

        FigureHeader header = new FigureHeader(title, List.of());
        int top = header.height(Theme.WIDTH) + 8;
        int plotHeight = (int) Math.round(rows.size() * cellHeight);
        int plotWidth = (int) Math.round(columns.size() * cellWidth);
        BufferedImage canvas = Theme.canvas(Theme.WIDTH, top + plotHeight + below + Theme.MARGIN / 2, title);
        Graphics2D g = Theme.graphics(canvas);
        header.draw(g, Theme.WIDTH);
        for (int row = 0; row < rows.size(); row++) {
            int y = top + (int) Math.round(row * cellHeight);
            int nextY = top + (int) Math.round((row + 1) * cellHeight);
            for (int column = 0; column < columns.size(); column++) {
                int x = left + (int) Math.round(column * cellWidth);
                int nextX = left + (int) Math.round((column + 1) * cellWidth);
                Color color = Theme.sequential(share(values[row][column], min, max));
                g.setColor(color);
                int gap = cellWidth > 12 && cellHeight > 12 ? 1 : 0;
                g.fillRect(x, y, nextX - x - gap, nextY - y - gap);
                String text = twoDecimals ? inCell(values[row][column]) : Numbers.text(values[row][column]);
                if (Theme.width(Theme.SMALL, text) < cellWidth - 6 && cellHeight >= 18) {
                    Theme.centred(
                            g, Theme.SMALL, Theme.readableOn(color), text, (x + nextX) / 2.0, (y + nextY) / 2.0 + 5);
                }
            }
            if (cellHeight >= 12 || row % 5 == 0) {
                String name = rows.get(row);
                g.setFont(Theme.SMALL);
                g.setColor(Theme.INK);
                g.drawString(name, left - 10 - Theme.width(Theme.SMALL, name), (y + nextY) / 2 + 5);
            }
        }
        for (int column = 0; column < columns.size(); column += step) {
            columnName(g, columns.get(column), left + (column + 0.5) * cellWidth, top + plotHeight, slanted);
        }
        if (!xAxis.isBlank()) {
            Theme.centred(
                    g,
                    Theme.TEXT,
                    Theme.QUIET,
                    Theme.shortened(Theme.TEXT, xAxis, plotWidth + left),
                    left + plotWidth / 2.0,
                    top + plotHeight + below - 6);
        }
        if (!yAxis.isBlank()) {
            AffineTransform upright = g.getTransform();
            g.rotate(-Math.PI / 2, Theme.MARGIN + 8, top + plotHeight / 2.0);
            Theme.centred(
                    g,
                    Theme.TEXT,
                    Theme.QUIET,
                    Theme.shortened(Theme.TEXT, yAxis, plotHeight + below),
                    Theme.MARGIN + 8,
                    top + plotHeight / 2.0 + 4);
            g.setTransform(upright);
        }
        scale(g, left + plotWidth + 24, top, plotHeight, min, max);
        g.dispose();
        return canvas;
    }

    private static void columnName(Graphics2D g, String name, double x, double y, boolean slanted) {
        if (!slanted) {
            Theme.centred(g, Theme.SMALL, Theme.INK, name, x, y + 18);
            return;
        }
        AffineTransform upright = g.getTransform();
        g.rotate(-Math.PI / 4.8, x + 4, y + 14);
        g.setFont(Theme.SMALL);
        g.setColor(Theme.INK);
        g.drawString(name, (float) (x + 4 - Theme.width(Theme.SMALL, name)), (float) y + 14);
        g.setTransform(upright);
    }

    private static void scale(Graphics2D g, int x, int top, int height, double min, double max) {
        for (int y = 0; y < height; y++) {
            g.setColor(Theme.sequential(1 - y / Math.max(1.0, height - 1)));
            g.fillRect(x, top + y, SCALE_WIDTH, 1);
        }
        g.setFont(Theme.SMALL);
        g.setColor(Theme.QUIET);
        g.drawString(atEnd(max), x + SCALE_WIDTH + 8, top + 11);
        g.drawString(atEnd(min), x + SCALE_WIDTH + 8, top + height);
    }

    private static double share(double value, double min, double max) {
        if (min == max) {
            return 0;
        }
        return max - min < Double.MAX_VALUE ? (value - min) / (max - min) : (value / 2 - min / 2) / (max / 2 - min / 2);
    }

    private static String atEnd(double value) {
        String text = Numbers.text(value);
        return text.contains(".") && !text.contains("e") ? text.replaceAll("\\.?0+$", "") : text;
    }

    private static String inCell(double value) {
        return Math.abs(value) >= 100
                ? Numbers.text(Math.rint(value))
                : String.format(Locale.ENGLISH, "%.2f", value).replace('-', '−');
    }

    private static int widest(List<String> names) {
        return names.stream()
                .mapToInt(name -> Theme.width(Theme.SMALL, name))
                .max()
                .orElse(0);
    }

    private static void require(double[][] values, List<String> rows, List<String> columns, String title) {
        if (values.length == 0 || values[0].length == 0) {
            throw new IllegalArgumentException("The heat map has no cells: pass at least one row and one column.");
        }
        if (values.length != rows.size()) {
            throw new IllegalArgumentException(
                    "There are " + rows.size() + " names for " + values.length + " rows: pass equally many.");
        }
        if (rows.size() > MOST_ROWS || columns.size() > MOST_COLUMNS) {
            throw new IllegalArgumentException("The heat map \"" + title + "\" has " + rows.size() + " rows and "
                    + columns.size() + " columns, but there is room for " + MOST_ROWS + " and " + MOST_COLUMNS
                    + ": draw a part of it, or means over several rows and columns.");
        }
        for (int row = 0; row < values.length; row++) {
            if (values[row].length != columns.size()) {
                throw new IllegalArgumentException("Row " + row + " has " + values[row].length + " values for "
                        + columns.size() + " columns: pass equally many.");
            }
            Preconditions.values("row " + row, values[row]);
        }
    }
}

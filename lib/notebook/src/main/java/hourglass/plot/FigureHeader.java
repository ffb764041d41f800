package hourglass.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;

/**
 * The part above every figure, in the order in which a reader needs it: the title, lines of explanation, and the legend.
 */
record FigureHeader(String title, List<Key> keys) {

    /** Draws the symbol of one entry of the legend around the point (x, y). */
    interface Symbol {
        void draw(Graphics2D g, double x, double y);
    }

    /** One entry of the legend, whose symbol takes {@code width} pixels; a long name is shortened. */
    record Key(String name, int width, Symbol symbol) {
        Key {
            name = Theme.shortened(Theme.TEXT, name, LONGEST_NAME);
        }
    }

    private static final int TITLE_HEIGHT = 24;
    private static final int LINE_HEIGHT = 20;
    private static final int KEY_HEIGHT = 24;
    private static final int GAP = 17;
    private static final int LONGEST_NAME = 340;

    /** Returns the height in pixels on a figure of {@code width}. */
    int height(int width) {
        return layout(null, width);
    }

    void draw(Graphics2D g, int width) {
        layout(g, width);
    }

    private int layout(Graphics2D g, int width) {
        int y = Theme.MARGIN - 4;
        int space = width - 2 * Theme.MARGIN;
        if (!title.isBlank()) {
            String[] parts = title.split("\n", 2);
            for (String line : Theme.wrap(Theme.TITLE, parts[0], space)) {
                text(g, Theme.TITLE, Theme.INK, line, y + 17);
                y += TITLE_HEIGHT;
            }
            for (String line : parts.length == 1 ? List.<String>of() : Theme.wrap(Theme.TEXT, parts[1], space)) {
                text(g, Theme.TEXT, Theme.QUIET, line, y + 14);
                y += LINE_HEIGHT;
            }
        }
        for (List<Key> row : rows(space)) {
            int x = Theme.MARGIN;
            for (Key key : row) {
                if (g != null) {
                    key.symbol.draw(g, x + key.width / 2.0, y + KEY_HEIGHT / 2.0);
                    g.setFont(Theme.TEXT);
                    g.setColor(Theme.INK);
                    g.drawString(key.name, x + key.width + 7, y + KEY_HEIGHT / 2 + 5);
                }
                x += width(key);
            }
            y += KEY_HEIGHT;
        }
        return y;
    }

    private static void text(Graphics2D g, Font font, Color color, String text, int baseline) {
        if (g != null) {
            g.setFont(font);
            g.setColor(color);
            g.drawString(text, Theme.MARGIN, baseline);
        }
    }

    private List<List<Key>> rows(int space) {
        List<List<Key>> rows = new ArrayList<>();
        int left = 0;
        for (Key key : keys) {
            if (rows.isEmpty() || width(key) - GAP > left) {
                rows.add(new ArrayList<>());
                left = space;
            }
            rows.get(rows.size() - 1).add(key);
            left -= width(key);
        }
        return rows;
    }

    private static int width(Key key) {
        return key.width + 7 + Theme.width(Theme.TEXT, key.name) + GAP;
    }
}

package hourglass.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.font.LineMetrics;
import java.awt.geom.Rectangle2D;

/** A line of words, with the rectangle that it takes in a picture, so that it can be told whether two of them would meet. */
record PlacedText(String words, Font font, Color color, Rectangle2D bounds) {

    /** Places words between their left edge and what they need. */
    static PlacedText at(String words, Font font, Color color, double left, double top) {
        return new PlacedText(
                words, font, color, new Rectangle2D.Double(left, top, Theme.width(font, words), lineHeight(font)));
    }

    /** Places words around their middle. */
    static PlacedText centred(String words, Font font, Color color, double middle, double top) {
        return at(words, font, color, middle - Theme.width(font, words) / 2.0, top);
    }

    /** Returns the height of a line in pixels. */
    static double lineHeight(Font font) {
        LineMetrics metrics = metrics(font);
        return Math.ceil(metrics.getAscent() + metrics.getDescent());
    }

    void draw(Graphics2D g) {
        g.setFont(font);
        g.setColor(color);
        g.drawString(words, (float) bounds.getX(), (float)
                (bounds.getY() + metrics(font).getAscent()));
    }

    private static LineMetrics metrics(Font font) {
        return font.getLineMetrics("Ag", new FontRenderContext(null, true, false));
    }
}

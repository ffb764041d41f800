package hourglass.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/**
 * The drawing of one block. Its height tells the size: the logarithm of the numbers of a row or a step, or height and width of a
 * picture in proportion, with a plane more for each doubling of the channels.
 */
record LayerGlyph(LayerBlock block, Scale scale) {

    /**
     * What one pixel stands for, the same for all blocks of a schematic.
     *
     * @param tallest pixels of the longest row
     * @param largest pixels of the longer side of the largest picture
     * @param mostNumbers of the longest row or step
     * @param mostPixels along the longer side of the largest picture
     */
    record Scale(double tallest, double largest, long mostNumbers, long mostPixels) {

        private static final double LEAST = 10;

        double row(long numbers) {
            return Math.max(LEAST, tallest * Math.log1p(numbers) / Math.log1p(mostNumbers));
        }

        double side(long pixels) {
            return Math.max(LEAST, largest * pixels / mostPixels);
        }
    }

    /** A letter in a drawing, with its place from the left edge and from the axis in the middle. */
    record Letter(String text, double x, double y, Color color) {}

    private static final double BAR = 20;
    private static final double THIN = 9;
    private static final double BOX = 11;
    private static final double BETWEEN_BOXES = 9;
    private static final int MOST_BOXES = 4;
    private static final double DEPTH = 3.5;
    private static final int MOST_PLANES = 9;
    private static final double FUNNEL = 13;
    private static final double JOIN = 22;
    private static final double RAIL = 8;
    private static final double LETTER = 16;
    private static final BasicStroke OUTLINE = new BasicStroke(1.2f);
    private static final BasicStroke DASHES =
            new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {3, 2}, 0);

    static Color color(LayerBlock.Part part) {
        return switch (part) {
            case INPUT -> Theme.color(9);
            case ENCODER -> Theme.color(0);
            case CODE -> Theme.color(1);
            case DECODER -> Theme.color(2);
        };
    }

    private LayerSize size() {
        return block.size();
    }

    double width() {
        return switch (block.form()) {
            case THIN, DASHED -> THIN;
            case JOIN -> JOIN;
            case GAUSSIAN -> 2 * BAR + 22;
            case LAST_STEP -> boxes(MOST_BOXES);
            case RESAMPLED -> FUNNEL + shapeWidth();
            default -> shapeWidth();
        };
    }

    double height() {
        return switch (block.form()) {
            case JOIN -> JOIN;
            case GAUSSIAN -> 2 * gaussian() + 8;
            case REPEATED -> shapeHeight() + 2 * RAIL;
            case RESAMPLED -> Math.max(shapeHeight(), funnelStart());
            default -> shapeHeight();
        };
    }

    private double shapeWidth() {
        if (size().isPicture()) {
            return scale.side(size().width()) + (planes() - 1) * DEPTH;
        }
        return size().isSequence() ? boxes(boxes()) : BAR;
    }

    private double shapeHeight() {
        if (size().isPicture()) {
            return scale.side(size().height()) + (planes() - 1) * DEPTH;
        }
        return scale.row(size().features());
    }

    private int planes() {
        int doublings = (int) Math.round(Math.log(size().features()) / Math.log(2));
        return Math.max(1, Math.min(MOST_PLANES, 1 + doublings));
    }

    private int boxes() {
        return size().steps() < 0 ? MOST_BOXES : (int) Math.min(MOST_BOXES, size().steps());
    }

    private static double boxes(int count) {
        return count * BOX + (count - 1) * BETWEEN_BOXES;
    }

    private double gaussian() {
        return Math.max(LETTER, Math.min((scale.tallest - 8) / 2, scale.row(size().features())));
    }

    private double funnelStart() {
        return block.before().isPicture() ? scale.side(block.before().height()) : shapeHeight();
    }

    /** Returns the letters inside of the drawing. */
    List<Letter> letters() {
        if (block.form() != LayerBlock.Form.GAUSSIAN) {
            return List.of();
        }
        Color ink = Theme.readableOn(pale());
        double middle = gaussian() / 2 + 4;
        return List.of(
                new Letter("μ", BAR / 2, -middle, ink),
                new Letter("σ", BAR / 2, middle, ink),
                new Letter("z", width() - BAR / 2, 0, Theme.readableOn(color(block.part()))));
    }

    private Color pale() {
        return Theme.mix(Color.WHITE, color(block.part()), 0.28);
    }

    private Color face() {
        if (block.part() == LayerBlock.Part.CODE) {
            return color(block.part());
        }
        return block.learns() || block.part() == LayerBlock.Part.INPUT ? pale() : Color.WHITE;
    }

    /** Draws the block with its left edge at x and its middle at the axis. */
    void draw(Graphics2D g, double x, double axis) {
        g.setStroke(OUTLINE);
        switch (block.form()) {
            case THIN, DASHED -> {
                g.setStroke(block.form() == LayerBlock.Form.DASHED ? DASHES : OUTLINE);
                paint(g, bar(x, axis, THIN, shapeHeight()), face());
            }
            case JOIN -> join(g, x, axis);
            case GAUSSIAN -> gaussian(g, x, axis);
            case RESAMPLED -> resampled(g, x, axis);
            default -> whole(g, x, axis);
        }
    }

    private void whole(Graphics2D g, double x, double axis) {
        if (size().isPicture()) {
            planes(g, x, axis);
        } else if (size().isSequence() || block.form() == LayerBlock.Form.LAST_STEP) {
            sequence(g, x, axis);
        } else {
            paint(g, bar(x, axis, BAR, shapeHeight()), face());
        }
    }

    private void planes(Graphics2D g, double x, double axis) {
        double top = axis - shapeHeight() / 2;
        double side = scale.side(size().width());
        double height = scale.side(size().height());
        for (int i = planes() - 1; i >= 0; i--) {
            paint(g, new Rectangle2D.Double(x + i * DEPTH, top + (planes() - 1 - i) * DEPTH, side, height), face());
        }
    }

    private void sequence(Graphics2D g, double x, double axis) {
        boolean lastAlone = block.form() == LayerBlock.Form.LAST_STEP;
        int count = lastAlone ? MOST_BOXES : boxes();
        boolean more = lastAlone || size().steps() < 0 || size().steps() > MOST_BOXES;
        double height = shapeHeight();
        for (int i = 0; i < count; i++) {
            double left = x + i * (BOX + BETWEEN_BOXES);
            boolean pale = lastAlone && i < count - 1;
            paint(g, bar(left, axis, BOX, height), pale ? pale() : face());
            if (i == count - 1) {
                break;
            }
            if (more && i == count - 2) {
                for (int dot = 0; dot < 3; dot++) {
                    g.fill(new Ellipse2D.Double(left + BOX + 1.2 + 2.7 * dot, axis - 0.8, 1.6, 1.6));
                }
            } else {
                told(g, left + BOX, left + BOX + BETWEEN_BOXES, axis);
            }
        }
        if (block.form() == LayerBlock.Form.REPEATED) {
            double rail = axis - height / 2 - RAIL;
            g.draw(new Line2D.Double(x + BOX / 2, rail, x + boxes(count) - BOX / 2, rail));
            for (int i = 0; i < count; i++) {
                double middle = x + i * (BOX + BETWEEN_BOXES) + BOX / 2;
                g.draw(new Line2D.Double(middle, rail, middle, axis - height / 2));
            }
        }
    }

    private void told(Graphics2D g, double from, double to, double axis) {
        switch (block.form()) {
            case RECURRENT, LAST_STEP -> arrow(g, from, axis, to, axis);
            case BIDIRECTIONAL -> {
                arrow(g, from, axis - 3, to, axis - 3);
                arrow(g, to, axis + 3, from, axis + 3);
            }
            default -> {}
        }
    }

    private void resampled(Graphics2D g, double x, double axis) {
        double end = size().isPicture() ? scale.side(size().height()) : shapeHeight();
        double start = funnelStart();
        Path2D funnel = new Path2D.Double();
        funnel.moveTo(x, axis - start / 2);
        funnel.lineTo(x + FUNNEL - 4, axis - end / 2);
        funnel.lineTo(x + FUNNEL - 4, axis + end / 2);
        funnel.lineTo(x, axis + start / 2);
        funnel.closePath();
        paint(g, funnel, pale());
        whole(g, x + FUNNEL, axis);
    }

    private void gaussian(Graphics2D g, double x, double axis) {
        double height = gaussian();
        double z = x + width() - BAR;
        g.setColor(color(block.part()));
        arrow(g, x + BAR, axis - height / 2 - 4, z - 1, axis - 3);
        arrow(g, x + BAR, axis + height / 2 + 4, z - 1, axis + 3);
        paint(g, new Rectangle2D.Double(x, axis - height - 4, BAR, height), pale());
        paint(g, new Rectangle2D.Double(x, axis + 4, BAR, height), pale());
        paint(g, bar(z, axis, BAR, height), color(block.part()));
    }

    private void join(Graphics2D g, double x, double axis) {
        paint(g, new Ellipse2D.Double(x, axis - JOIN / 2, JOIN, JOIN), face());
        g.setColor(block.part() == LayerBlock.Part.CODE ? Theme.readableOn(face()) : color(block.part()));
        double middle = x + JOIN / 2;
        double arm = JOIN / 4;
        switch (block.words().kind()) {
            case "add" -> {
                g.draw(new Line2D.Double(middle - arm, axis, middle + arm, axis));
                g.draw(new Line2D.Double(middle, axis - arm, middle, axis + arm));
            }
            case "subtract" -> g.draw(new Line2D.Double(middle - arm, axis, middle + arm, axis));
            case "product" -> {
                g.draw(new Line2D.Double(middle - arm, axis - arm, middle + arm, axis + arm));
                g.draw(new Line2D.Double(middle - arm, axis + arm, middle + arm, axis - arm));
            }
            default -> {} // The word below says it.
        }
    }

    private static Shape bar(double x, double axis, double width, double height) {
        return new Rectangle2D.Double(x, axis - height / 2, width, height);
    }

    private void paint(Graphics2D g, Shape shape, Color face) {
        g.setColor(face);
        g.fill(shape);
        // Planes in the color of their outline would run into each other.
        Color outline = color(block.part());
        g.setColor(face.equals(outline) ? Theme.mix(outline, Color.BLACK, 0.45) : outline);
        g.draw(shape);
    }

    /** Draws a line with a head at its end. */
    static void arrow(Graphics2D g, double x1, double y1, double x2, double y2) {
        g.draw(new Line2D.Double(x1, y1, x2, y2));
        head(g, Math.atan2(y2 - y1, x2 - x1), x2, y2);
    }

    /** Draws the head of an arrow that points to (x, y). */
    static void head(Graphics2D g, double angle, double x, double y) {
        Path2D head = new Path2D.Double();
        head.moveTo(x, y);
        head.lineTo(x - 5.5 * Math.cos(angle - 0.45), y - 5.5 * Math.sin(angle - 0.45));
        head.lineTo(x - 5.5 * Math.cos(angle + 0.45), y - 5.5 * Math.sin(angle + 0.45));
        head.closePath();
        g.fill(head);
    }
}

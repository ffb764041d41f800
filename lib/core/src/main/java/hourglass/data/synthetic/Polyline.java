package hourglass.data.synthetic;

import java.util.Arrays;

/**
 * A line through points, drawn as a stroke or, closed, filled. Curves are cut into short straight pieces as they are added.
 * Coordinates are pixels from the middle of the picture, x to the right and y downwards.
 */
final class Polyline {
    private static final int PIECES = 8;

    private double[] xs = new double[32];
    private double[] ys = new double[32];
    private int size;

    private Polyline() {}

    /** Starts a line at (x, y). */
    static Polyline from(double x, double y) {
        return new Polyline().line(x, y);
    }

    /** A closed rectangle. */
    static Polyline rectangle(double left, double top, double right, double bottom) {
        return from(left, top).line(right, top).line(right, bottom).line(left, bottom);
    }

    /** A closed ellipse, as four arcs. */
    static Polyline ellipse(double x, double y, double rx, double ry) {
        // The usual control distance with which a cubic arc follows a quarter of a circle.
        double kx = 0.5523 * rx;
        double ky = 0.5523 * ry;
        return from(x + rx, y)
                .curve(x + rx, y + ky, x + kx, y + ry, x, y + ry)
                .curve(x - kx, y + ry, x - rx, y + ky, x - rx, y)
                .curve(x - rx, y - ky, x - kx, y - ry, x, y - ry)
                .curve(x + kx, y - ry, x + rx, y - ky, x + rx, y);
    }

    /** Goes straight to (x, y). */
    Polyline line(double x, double y) {
        if (size == xs.length) {
            xs = Arrays.copyOf(xs, 2 * size);
            ys = Arrays.copyOf(ys, 2 * size);
        }
        xs[size] = x;
        ys[size++] = y;
        return this;
    }

    /** Goes to (x, y) along a quadratic Bézier curve with one control point. */
    Polyline curve(double cx, double cy, double x, double y) {
        double x0 = xs[size - 1];
        double y0 = ys[size - 1];
        for (int i = 1; i <= PIECES; i++) {
            double t = (double) i / PIECES;
            double s = 1 - t;
            line(s * s * x0 + 2 * s * t * cx + t * t * x, s * s * y0 + 2 * s * t * cy + t * t * y);
        }
        return this;
    }

    /** Goes to (x, y) along a cubic Bézier curve with two control points. */
    Polyline curve(double cx, double cy, double dx, double dy, double x, double y) {
        double x0 = xs[size - 1];
        double y0 = ys[size - 1];
        for (int i = 1; i <= PIECES; i++) {
            double t = (double) i / PIECES;
            double s = 1 - t;
            double a = s * s * s;
            double b = 3 * s * s * t;
            double c = 3 * s * t * t;
            double d = t * t * t;
            line(a * x0 + b * cx + c * dx + d * x, a * y0 + b * cy + c * dy + d * y);
        }
        return this;
    }

    /** Walks back along the mirror image on the other side of x = 0, which closes a symmetrical outline. */
    Polyline mirrored() {
        for (int i = size - 1; i >= 0; i--) {
            line(-xs[i], ys[i]);
        }
        return this;
    }

    /** The same line with left and right exchanged. */
    Polyline flipped() {
        Polyline flipped = new Polyline();
        for (int i = 0; i < size; i++) {
            flipped.line(-xs[i], ys[i]);
        }
        return flipped;
    }

    int size() {
        return size;
    }

    double x(int point) {
        return xs[point];
    }

    double y(int point) {
        return ys[point];
    }
}

package hourglass.data.synthetic;

import java.util.List;

/**
 * Where a picture lies on the canvas: turned, scaled and shifted, and bent a little, so that no two outlines are alike.
 *
 * <p>Points go from drawing coordinates (pixels from the middle) to canvas coordinates (pixels from the upper left corner).
 */
final class Warp {
    private final double a;
    private final double b;
    private final double c;
    private final double d;
    private final double dx;
    private final double dy;
    private final double[] bend;

    private Warp(double a, double b, double c, double d, double dx, double dy, double[] bend) {
        this.a = a;
        this.b = b;
        this.c = c;
        this.d = d;
        this.dx = dx;
        this.dy = dy;
        this.bend = bend;
    }

    /** Upright in the middle. */
    static Warp middle(int size) {
        return new Warp(1, 0, 0, 1, size / 2.0, size / 2.0, new double[4]);
    }

    /**
     * A little askew: turned by up to {@code degrees}, shifted and bent by about a pixel, and made wider or narrower, taller or
     * shorter by up to the given shares.
     */
    static Warp askew(int size, RandomSource random, double degrees, double wider, double taller) {
        double angle = StrictMath.toRadians(random.about(0, degrees));
        double scale = random.between(0.97, 1.03);
        double wide = scale * (1 + random.about(0, wider));
        double tall = scale * (1 + random.about(0, taller));
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        double middle = size / 2.0;
        double[] bends = new double[4];
        for (int i = 0; i < bends.length; i++) {
            bends[i] = random.about(0, 1.3);
        }
        return new Warp(
                wide * cos,
                -tall * sin,
                wide * sin,
                tall * cos,
                middle + random.about(0, 1),
                middle + random.about(0, 1),
                bends);
    }

    /** Turned by an angle, scaled, and shifted by (x, y) from the middle of a canvas of another size; nothing is bent. */
    static Warp turned(int size, double degrees, double scale, double x, double y) {
        double angle = StrictMath.toRadians(degrees);
        double cos = scale * StrictMath.cos(angle);
        double sin = scale * StrictMath.sin(angle);
        return new Warp(cos, -sin, sin, cos, size / 2.0 + x, size / 2.0 + y, new double[4]);
    }

    /**
     * As handwriting lies in MNIST: slanted, the longer side of its bounding box about 20 pixels, its middle of mass in the
     * middle of the canvas.
     */
    static Warp written(int size, RandomSource random, List<Polyline> lines) {
        double slant = random.about(0.18, 0.5);
        double angle = random.about(0, 0.25);
        double wide = random.between(0.75, 1.2);
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        double a = wide * cos;
        double b = -slant * cos - sin;
        double c = wide * sin;
        double d = cos - slant * sin;
        double left = Double.MAX_VALUE;
        double right = -left;
        double top = left;
        double bottom = -left;
        double mass = 0;
        double massX = 0;
        double massY = 0;
        for (Polyline line : lines) {
            for (int i = 0; i < line.size(); i++) {
                double x = a * line.x(i) + b * line.y(i);
                double y = c * line.x(i) + d * line.y(i);
                left = Math.min(left, x);
                right = Math.max(right, x);
                top = Math.min(top, y);
                bottom = Math.max(bottom, y);
                if (i > 0) {
                    double stepX = line.x(i) - line.x(i - 1);
                    double stepY = line.y(i) - line.y(i - 1);
                    double length = Math.sqrt(stepX * stepX + stepY * stepY);
                    mass += length;
                    massX += length * x;
                    massY += length * y;
                }
            }
        }
        double scale = random.between(16, 19) / Math.max(right - left, bottom - top);
        double middle = size / 2.0;
        return new Warp(
                scale * a,
                scale * b,
                scale * c,
                scale * d,
                middle - scale * massX / mass,
                middle - scale * massY / mass,
                new double[4]);
    }

    double x(double x, double y) {
        double u = x / 14;
        double v = y / 14;
        return a * x + b * y + dx + bend[0] * (v * v - 0.3) + bend[1] * u * v;
    }

    double y(double x, double y) {
        double u = x / 14;
        double v = y / 14;
        return c * x + d * y + dy + bend[2] * (u * u - 0.3) + bend[3] * u * v;
    }

    /** The way back, without the bend, which a texture does not need. */
    double backX(double x, double y) {
        return (d * (x - dx) - b * (y - dy)) / (a * d - b * c);
    }

    /** The way back, without the bend, which a texture does not need. */
    double backY(double x, double y) {
        return (a * (y - dy) - c * (x - dx)) / (a * d - b * c);
    }
}

package hourglass.data.synthetic;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes digits with one pen: each digit has a few ways of being written, and every point of its lines is moved a little, so
 * that no two are alike. As in MNIST a digit fills a box of 20×20 pixels and its middle of mass lies in the picture's middle.
 */
final class DigitPainter {
    private final RandomSource random;
    private final double shake;
    private final List<Polyline> lines = new ArrayList<>();

    private DigitPainter(RandomSource random) {
        this.random = random;
        this.shake = random.between(1.5, 5);
    }

    /** Writes a digit, 0 to 9, in white on black. */
    static Canvas write(int digit, RandomSource random) {
        DigitPainter painter = new DigitPainter(random);
        painter.digit(digit);
        Canvas canvas = new Canvas(Warp.written(Canvas.SIZE, random, painter.lines));
        double width = random.between(1.4, 3.9);
        Texture ink = Texture.plain(1).times(Texture.light(random.about(0, 0.01), random.about(0, 0.01)));
        for (Polyline line : painter.lines) {
            canvas.stroke(line, width * random.about(1, 0.2), width * random.about(1, 0.3), ink);
        }
        return canvas;
    }

    private void digit(int digit) {
        switch (digit) {
            case 0 -> zero();
            case 1 -> one();
            case 2 -> two();
            case 3 -> three();
            case 4 -> four();
            case 5 -> five();
            case 6 -> six();
            case 7 -> seven();
            case 8 -> eight();
            case 9 -> nine();
            default -> throw new IllegalArgumentException("There is no digit " + digit + ": ask for 0 to 9.");
        }
    }

    private void zero() {
        double wide = random.between(5.5, 10);
        double gap = random.about(0.6, 1.4);
        from(gap, -9.6);
        curve(-wide, -11, -wide, 10, 0, 10);
        curve(wide, 10, wide + 0.5, -10, -gap, -9.3);
    }

    private void one() {
        from(0, -10);
        curve(random.about(0, 0.8), 0, 0, 10);
        if (random.maybe(0.18)) {
            from(0, -9.8);
            line(-3.6, -6.4);
            if (random.maybe(0.5)) {
                from(-4, 9.8);
                line(4, 9.8);
            }
        }
    }

    private void two() {
        from(-5.2, -6);
        curve(-4.4, -11.6, 6.2, -11.8, 4.8, -4);
        if (random.maybe(0.45)) {
            curve(3.8, 1, -1.5, 5, -3.2, 8.2);
            curve(-6.5, 11.5, -7.5, 4.8, -2.6, 6.8);
            curve(0, 8, 3, 10.5, 6.6, 8.4);
        } else {
            curve(3.8, 1, -2.5, 6, -5.8, 9.3);
            curve(0, random.between(8, 9.6), 6.2, 9);
        }
    }

    private void three() {
        from(-5, -7.6);
        curve(-1.5, -11.8, 7, -9.6, 4, -4);
        curve(2.8, -1.6, 0.4, -0.9, -1.6, -0.4);
        curve(6.2, -1.2, 7, 8.4, 0.8, 9.6);
        curve(-2, 10.2, -4.6, 9.2, -5.8, 7);
    }

    private void four() {
        if (random.maybe(0.65)) {
            from(-3.6, -8.8);
            curve(-4.6, -3.4, -5.4, -0.2);
            curve(0, 1, 4.8, -0.4);
            from(4, -9.4);
            curve(3.4, 0, 2.6, 10);
        } else {
            from(2.2, -9.8);
            line(-6, 2.6);
            line(6.2, 2.2);
            from(2.6, -9.8);
            line(2.2, 10);
        }
    }

    private void five() {
        from(-3, -8.8);
        line(-4.2, -1.2);
        curve(0.5, -4.2, 7.4, -0.5, 4.2, 6);
        curve(2.2, 10.2, -3, 10.8, -6, 8);
        from(-3.1, -8.6);
        curve(1, -8.4, 6.2, -9.6);
    }

    private void six() {
        from(3.2, -9.8);
        curve(-1.6, -8.4, -6.6, -0.5, -5, 5.2);
        curve(-3.6, 11.6, 6, 10.8, 5, 4.2);
        curve(4.2, -0.6, -2.6, -0.4, -4.4, 5.6);
    }

    private void seven() {
        from(-6, -7.8);
        curve(-1, -9.2, 5.6, -8.8);
        curve(3.4, -2, -0.6, 2.4, -1.2, 10);
        if (random.maybe(0.25)) {
            from(-3.4, 1);
            line(4, 0.2);
        }
    }

    private void eight() {
        from(4, -7);
        curve(2, -11.8, -6.2, -10.8, -4.6, -5.4);
        curve(-3.4, -1.4, 4.6, 0.6, 4.8, 5.4);
        curve(5, 11.4, -6, 11.4, -4.8, 5.2);
        curve(-4, 0.8, 4.6, -1.4, 4, -6.8);
    }

    private void nine() {
        from(4.2, -6);
        curve(2.2, -11.2, -6, -10.6, -5.2, -4.4);
        curve(-4.4, 0.8, 3.8, 0.4, 4.6, -5.8);
        if (random.maybe(0.65)) {
            curve(random.about(4, 1), 2, 2.6, 10);
        } else {
            curve(5, 4, 2.2, 10.6, -3.8, 9.2);
        }
    }

    private void from(double x, double y) {
        lines.add(Polyline.from(shaken(x), shaken(y)));
    }

    private void line(double x, double y) {
        curve(x, y, x, y);
    }

    private void curve(double cx, double cy, double x, double y) {
        line().curve(shaken(cx), shaken(cy), shaken(x), shaken(y));
    }

    private void curve(double cx, double cy, double dx, double dy, double x, double y) {
        line().curve(shaken(cx), shaken(cy), shaken(dx), shaken(dy), shaken(x), shaken(y));
    }

    private Polyline line() {
        return lines.get(lines.size() - 1);
    }

    private double shaken(double coordinate) {
        return random.about(coordinate, shake);
    }
}

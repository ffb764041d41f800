package hourglass.data.synthetic;

/**
 * Draws one portrait of a {@link FaceParameters}: with an expression, in a light, and with the head turned a little. The head
 * is taken for an ellipsoid, which says how bright each place of the skin is and where a feature goes when the head turns.
 */
final class FacePainter {
    static final int SIZE = 64;

    private static final double LEVEL = 1; // of the eyes' line, below the middle of the picture

    private final FaceParameters face;
    private final Canvas canvas;

    // The pose.
    private final double cos;
    private final double sin;
    private final double nod;

    // The expression.
    private final double smile;
    private final double open;
    private final double wake;
    private final double gaze;
    private final double raise;

    private final Texture light;
    private final Texture skin;
    private final Texture hair;
    private final double wall;

    private FacePainter(FaceParameters face, RandomSource random) {
        this.face = face;
        double turn = StrictMath.toRadians(random.about(0, 26));
        cos = StrictMath.cos(turn);
        sin = StrictMath.sin(turn);
        nod = random.about(0, 2.4);
        smile = random.maybe(0.35) ? random.between(0.6, 1) : random.about(0, 0.4);
        open = random.maybe(0.2) ? random.between(0.4, 1) : 0;
        wake = random.maybe(0.08) ? 0 : random.between(0.75, 1.1);
        gaze = random.about(0, 1);
        raise = random.about(0, 1);
        canvas = new Canvas(
                Warp.turned(
                        SIZE,
                        random.about(0, 7),
                        random.between(0.94, 1.04),
                        random.about(0, 1.8),
                        random.about(0, 1.5)),
                SIZE);
        light = lamp(random.about(0, 0.75), random.between(-0.5, 0.1), random.between(0.45, 0.65));
        skin = Texture.plain(face.skin()).times(light);
        Texture strands = Texture.noise(face.grain(), 1);
        boolean curly = face.style() == FaceParameters.Style.CURLY;
        double across = curly ? 0.45 : 0.9;
        double along = curly ? 0.45 : 0.14;
        hair = Texture.plain(face.hair())
                .times((x, y) -> (0.7 + 0.6 * strands.at(x * across, y * along)) * light.at(x, y));
        wall = face.wall() + random.about(0, 0.05);
    }

    /** Draws a person with an expression, a light and a pose of this picture's own. */
    static Canvas of(FaceParameters face, RandomSource random) {
        FacePainter portrait = new FacePainter(face, random);
        portrait.background();
        portrait.head();
        portrait.eye(-1);
        portrait.eye(1);
        portrait.nose();
        portrait.beard();
        portrait.mouth();
        portrait.hairInFront();
        if (face.glasses()) {
            portrait.glasses();
        }
        return portrait.canvas;
    }

    /** How bright a place of the head is under a lamp in this direction; the rest of the light comes from everywhere. */
    private Texture lamp(double fromX, double fromY, double everywhere) {
        double length = Math.sqrt(fromX * fromX + fromY * fromY + 1);
        double wide = face.width() * 1.15;
        double tall = face.chin() * 1.15;
        return (x, y) -> {
            double u = Math.max(-1, Math.min(1, x / wide));
            double v = Math.max(-1, Math.min(1, y / tall));
            double towardsUs = Math.sqrt(Math.max(0, 1 - u * u - v * v));
            double facing = Math.max(0, (u * fromX + v * fromY + towardsUs) / length);
            return everywhere + (1.08 - everywhere) * facing;
        };
    }

    /** Where a place on the face goes when the head turns; {@code out} is how far it stands out of the skull. */
    private double x(double x, double out) {
        double u = Math.min(1, Math.abs(x) / face.width());
        return x * cos + (face.width() * 0.85 * Math.sqrt(1 - u * u) + out) * sin;
    }

    private double y(double y) {
        return LEVEL + y + nod;
    }

    private void background() {
        Texture behind = (x, y) -> wall * (1 - 0.006 * x + 0.004 * y);
        canvas.fill(Polyline.rectangle(-60, -60, 60, 60), behind);
        if (face.style() == FaceParameters.Style.LONG) {
            double wide = face.width() + 4.5;
            canvas.fill(
                    Polyline.from(0, -face.top() - 2)
                            .curve(wide, -face.top() - 2, wide + 1, -4)
                            .curve(wide + 1.5, 16, wide - 1, 27)
                            .line(0, 27)
                            .mirrored(),
                    hair.times(0.8));
        }
        double neck = face.width() * 0.62;
        canvas.fill(Polyline.rectangle(-neck, 12, neck, 50), skin.times(0.72));
        canvas.fill(
                Polyline.from(0, 35)
                        .curve(neck * 0.8, 34, neck + 1, 25)
                        .curve(30, 27, 42, 36)
                        .line(42, 60)
                        .line(0, 60)
                        .mirrored(),
                Texture.plain(face.shirt()).times(Texture.light(0.004, -0.008)));
    }

    private void head() {
        double wide = face.width();
        for (int side = -1; side <= 1; side += 2) {
            double ear = side * (wide * cos + 0.4) - 3 * sin;
            canvas.fill(Polyline.ellipse(ear, y(2), 2.6, face.ears()), skin.times(0.82));
            canvas.fill(Polyline.ellipse(ear, y(2), 1.1, face.ears() * 0.6), skin.times(0.62));
        }
        double jaw = wide * face.jaw();
        canvas.fill(
                Polyline.from(0, -face.top())
                        .curve(wide * 0.98, -face.top(), wide, -2)
                        .curve(wide, 8, jaw + 0.6, face.chin() * 0.66)
                        .curve(jaw * 0.62, face.chin() + 0.4 + open, 0, face.chin() + 0.4 + open)
                        .mirrored(),
                skin);
    }

    private void eye(int side) {
        double x = x(side * face.eyes(), 0);
        double y = y(-1);
        double wide = face.eyeWidth() * (0.75 + 0.25 * cos);
        double tall = face.eyeHeight() * wake * (1 - 0.25 * Math.max(0, smile));
        canvas.fill(Polyline.ellipse(x, y - 0.6, wide + 1.6, 3.9), skin.times(0.86));
        canvas.fill(Polyline.ellipse(x, y + 0.8, wide + 0.6, 2.6), skin.times(0.93));
        Texture line = Texture.plain(0.12);
        if (wake == 0) {
            canvas.stroke(Polyline.from(x - wide, y).curve(x, y + 2, x + wide, y), 1.1, line);
        } else {
            canvas.fill(
                    Polyline.from(x - wide, y)
                            .curve(x, y - 2 * tall, x + wide, y)
                            .curve(x, y + 1.7 * tall, x - wide, y),
                    Texture.plain(0.88).times(light));
            canvas.fill(
                    Polyline.ellipse(x + 1.3 * gaze + 1.5 * sin, y, Math.min(1.9, tall * 1.1), Math.min(1.9, tall)),
                    Texture.plain(0.08));
            canvas.stroke(Polyline.from(x - wide, y).curve(x, y - 2.1 * tall, x + wide, y), 1, line);
        }
        double over = y - face.browHeight() - 1.2 * raise;
        double inner = x - side * wide * 1.05;
        double outer = x + side * wide * 1.25;
        canvas.stroke(
                Polyline.from(inner, over + 0.4 * raise).curve(x, over - 1.2, outer, over - face.browTilt() + 0.8),
                face.brow(),
                face.brow() * 0.6,
                Texture.plain(Math.min(face.hair(), face.skin() * 0.6)).times(0.9));
    }

    private void nose() {
        double tip = y(face.nose());
        double wide = face.noseWidth();
        double middle = x(0, 3);
        double root = x(0, 0);
        int side = sin > 0.02 || sin >= -0.02 && smile > 0 ? -1 : 1;
        canvas.stroke(
                Polyline.from(root + side * 2, y(-1))
                        .curve(middle + side * 1.2, y(4), middle + side * wide * 0.9, tip - 1),
                1.4,
                2.4,
                skin.times(0.84));
        canvas.stroke(Polyline.from(root, y(0)).line(middle, tip - 2.5), 1.6, skin.times(1.1));
        canvas.fill(Polyline.ellipse(middle, tip + 0.6, wide + 0.6, 1.5), skin.times(0.74));
        canvas.fill(Polyline.ellipse(middle, tip - 1, wide * 0.75, 1.9), skin.times(1.04));
        canvas.fill(Polyline.ellipse(middle - wide * 0.62, tip + 0.6, 0.9, 0.7), Texture.plain(0.15));
        canvas.fill(Polyline.ellipse(middle + wide * 0.62, tip + 0.6, 0.9, 0.7), Texture.plain(0.15));
    }

    private void mouth() {
        double y = y(face.mouthHeight());
        double wide = face.mouth() * (1 + 0.18 * smile);
        double left = x(-wide, 1);
        double right = x(wide, 1);
        double middle = x(0, 2);
        double corner = y - 1.7 * smile;
        double gap = 4.2 * open;
        double lips = face.lips() * (1 - 0.25 * Math.max(0, smile));
        Texture red = skin.times(0.66);
        if (gap > 0) {
            canvas.fill(
                    Polyline.from(left, corner)
                            .curve(middle, y - 1.4, right, corner)
                            .curve(middle, y + 2 * gap, left, corner),
                    Texture.plain(0.1));
            canvas.fill(
                    Polyline.from(left * 0.75 + middle * 0.25, corner + 0.3)
                            .curve(middle, y - 0.8, right * 0.75 + middle * 0.25, corner + 0.3)
                            .curve(middle, y + 2.2, left * 0.75 + middle * 0.25, corner + 0.3),
                    Texture.plain(0.85).times(light));
        }
        canvas.fill(
                Polyline.from(left, corner)
                        .curve((left + middle) / 2, y - 1.6 * lips, middle, y - lips * 0.8)
                        .curve((right + middle) / 2, y - 1.6 * lips, right, corner)
                        .curve(middle, y + 0.6, left, corner),
                red);
        canvas.fill(
                Polyline.from(left, corner)
                        .curve(middle, y + 2 * gap + 0.4, right, corner)
                        .curve(middle, y + 2 * gap + 2.6 * lips, left, corner),
                skin.times(0.76));
        if (gap == 0) {
            canvas.stroke(
                    Polyline.from(left, corner).curve(middle, y + 1.1 * Math.max(0, smile) + 0.4, right, corner),
                    1,
                    Texture.plain(0.16));
        }
        canvas.stroke(
                Polyline.from(middle - 2.5, y + 2 * gap + 3.4).line(middle + 2.5, y + 2 * gap + 3.4),
                1.2,
                skin.times(0.86));
        if (smile > 0.3) {
            for (int side = -1; side <= 1; side += 2) {
                double cheek = x(side * face.noseWidth() * 1.5, 0);
                double end = x(side * (wide + 2), 0);
                canvas.stroke(
                        Polyline.from(cheek, y(face.nose() - 1)).curve(end, y(face.nose() + 1), end, corner),
                        1.1,
                        skin.times(1 - 0.22 * smile));
            }
        }
    }

    private void beard() {
        if (face.beard() == FaceParameters.Beard.NONE) {
            return;
        }
        double middle = x(0, 2);
        double y = y(face.mouthHeight());
        Texture bristles = Texture.noise(face.grain() + 1, 1.1);
        Texture fur = skin.with(hair, (x, at) -> 0.55 + 0.4 * bristles.at(x, at));
        if (face.beard() == FaceParameters.Beard.FULL) {
            double wide = face.width();
            double jaw = wide * face.jaw();
            canvas.fill(
                    Polyline.from(0, y(face.nose()) + 2.6)
                            .curve(wide * 0.5, y(face.nose()) + 4, wide - 0.4, 7)
                            .curve(wide - 0.2, 10, jaw + 0.6, face.chin() * 0.66)
                            .curve(jaw * 0.62, face.chin() + 1.2 + open, 0, face.chin() + 1.2 + open)
                            .mirrored(),
                    fur);
        }
        canvas.fill(
                Polyline.from(middle - face.mouth() - 0.6, y - 0.6)
                        .curve(middle - 2, y - 5.2, middle, y - 4)
                        .curve(middle + 2, y - 5.2, middle + face.mouth() + 0.6, y - 0.6)
                        .curve(middle, y - 2.2, middle - face.mouth() - 0.6, y - 0.6),
                fur);
    }

    private void hairInFront() {
        double wide = face.width() + 1.6;
        double high = -face.top() - (face.style() == FaceParameters.Style.CURLY ? 4.5 : 2.4);
        double line = -face.hairline() + nod * 0.6;
        double temple = face.style() == FaceParameters.Style.LONG ? 4 : -3;
        Polyline cap = Polyline.from(-wide + 0.6, temple)
                .curve(-wide - 1.5, high, 0, high)
                .curve(wide + 1.5, high, wide - 0.6, temple);
        double edge = face.width() - 2.2;
        double shift = 4 * sin;
        switch (face.style()) {
            case FRINGE ->
                cap.line(edge, line + 7)
                        .curve(edge * 0.5 + shift, line + 3, shift, line + 4)
                        .curve(-edge * 0.5 + shift, line + 3, -edge, line + 7);
            case PARTED ->
                cap.line(edge, line + 8)
                        .curve(edge * 0.7 + shift, line - 1, edge * 0.35 + shift, line - 4)
                        .curve(-edge * 0.6 + shift, line, -edge, line + 8);
            case RECEDING ->
                cap.line(edge + 1, temple - 6)
                        .curve(edge * 0.9, line - 1, shift, line - 1)
                        .curve(-edge * 0.9, line - 1, -edge - 1, temple - 6);
            default ->
                cap.line(edge, line + 8)
                        .curve(edge * 0.95 + shift * 0.5, line, shift, line)
                        .curve(-edge * 0.95 + shift * 0.5, line, -edge, line + 8);
        }
        canvas.fill(cap, hair);
    }

    private void glasses() {
        Texture frame = Texture.plain(0.1);
        double y = y(-0.4);
        double wide = face.eyeWidth() + 1.9;
        double left = x(-face.eyes(), 1.5);
        double right = x(face.eyes(), 1.5);
        for (double x : new double[] {left, right}) {
            canvas.stroke(Polyline.ellipse(x, y, wide, 4.4), 1, frame);
        }
        canvas.stroke(
                Polyline.from(left + wide, y - 0.8).curve((left + right) / 2, y - 2, right - wide, y - 0.8), 1, frame);
        canvas.stroke(Polyline.from(left - wide, y - 0.6).line(-face.width() * cos, y - 1), 1, frame);
        canvas.stroke(Polyline.from(right + wide, y - 0.6).line(face.width() * cos, y - 1), 1, frame);
    }
}

package hourglass.data.synthetic;

/** Draws the parts that garments with sleeves share: one painter for one picture. */
record GarmentPainter(Canvas canvas, RandomSource random, GarmentShape shape, Fabric cloth) {
    /** Sleeves down to about the hem. */
    void longSleeves() {
        double y = Math.min(12.9, shape.bottom() + random.between(-6, 1));
        sleeves(
                Math.min(11.8, shape.chest() + random.between(2, 4.4)),
                y,
                random.between(2.1, 3.3),
                random.between(0.02, 0.22));
    }

    /** Both sleeves, a little darker than the body, and nearly alike. */
    void sleeves(double x, double y, double cuff, double depth) {
        Polyline sleeve = shape.sleeve(Math.min(x, 13.2), y, cuff);
        canvas.fill(sleeve, cloth.shadow(depth));
        canvas.fill(sleeve.flipped(), cloth.shadow(depth * 0.6));
    }

    /** The inside of the back, seen through the neck opening. */
    void neckShadow() {
        double top = shape.top() + 0.2;
        canvas.fill(
                Polyline.from(0, top + 0.5)
                        .curve(shape.neck() * 0.7, top + 0.5, shape.neck(), top)
                        .line(shape.neck(), top + 0.6)
                        .line(0, shape.top() + shape.neckline() + 0.5)
                        .mirrored(),
                cloth.shadow(0.5));
    }

    /** The body over the sleeves, with the seams between them. */
    void body() {
        neckShadow();
        canvas.fill(shape.body(), cloth.texture());
        double depth = random.between(0.1, 0.4);
        canvas.stroke(shape.seam(), 0.7, cloth.shadow(depth));
        canvas.stroke(shape.seam().flipped(), 0.7, cloth.shadow(depth));
        canvas.round(random.between(0, 0.25));
    }

    /** A band along the neck opening. */
    void collarBand() {
        Polyline half = Polyline.from(-shape.neck(), shape.top());
        double bottom = shape.top() + shape.neckline();
        if (shape.pointed()) {
            half.line(0, bottom).line(shape.neck(), shape.top());
        } else {
            half.curve(-shape.neck() * 0.95, bottom, 0, bottom)
                    .curve(shape.neck() * 0.95, bottom, shape.neck(), shape.top());
        }
        Texture band = random.maybe(0.25) ? cloth.contrast(0.6) : cloth.shadow(random.between(0.05, 0.35));
        canvas.stroke(half, random.between(0.7, 1.4), band);
    }

    /** A collar turned down on both sides of the line on which the front opens, {@code length} pixels long. */
    void lapels(double line, double length) {
        double bottom = shape.top() + shape.neckline();
        double wide = shape.neck() + random.between(0.3, 1.4);
        Polyline lapel = Polyline.from(line, bottom)
                .line(shape.neck() * 0.8, shape.top() - 0.5)
                .line(wide, shape.top() + 0.8)
                .line(wide * 0.75, bottom + length * 0.4)
                .line(line + 0.2, bottom + length);
        canvas.fill(lapel, cloth.shadow(0.12));
        canvas.fill(lapel.flipped(), cloth.shadow(0.06));
        Polyline edge = Polyline.from(wide, shape.top() + 0.8)
                .line(wide * 0.75, bottom + length * 0.4)
                .line(line + 0.2, bottom + length);
        Texture shade = cloth.shadow(random.between(0.3, 0.6));
        canvas.stroke(edge, 0.65, shade);
        canvas.stroke(edge.flipped(), 0.65, shade);
    }

    /** Buttons one below the other. */
    void buttons(double x, double from, double to, int count, double size) {
        for (int i = 0; i < count; i++) {
            double y = from + (to - from) * i / (count - 1);
            canvas.stroke(Polyline.from(x, y), size, cloth.contrast(0.65));
        }
    }

    /** A sewn-on pocket whose upper edge has its middle at (x, y). */
    void pocket(double x, double y, double half, double height) {
        canvas.stroke(
                Polyline.from(x - half, y)
                        .line(x - half, y + height)
                        .line(x, y + height + 0.6)
                        .line(x + half, y + height)
                        .line(x + half, y)
                        .line(x - half, y),
                0.6,
                cloth.shadow(0.35));
    }

    /** Lettering, a badge, a block, a picture or a small mark on the chest. */
    void chestPrint() {
        Texture ink = cloth.contrast(random.between(0.4, 1));
        double y = random.about(-3, 2);
        double wide = random.between(1.6, 4.4);
        switch (random.below(5)) {
            case 0 -> {
                // A line of lettering.
                double x = -wide;
                while (x < wide) {
                    double height = random.between(0.8, 2);
                    canvas.stroke(
                            Polyline.from(x, y - height / 2).line(x + random.about(0, 0.5), y + height / 2), 0.8, ink);
                    x += random.between(1.1, 1.7);
                }
            }
            case 1 -> canvas.fill(Polyline.ellipse(0, y, wide * 0.8, wide * random.between(0.5, 1)), ink);
            case 2 -> canvas.fill(Polyline.rectangle(-wide, y, wide, y + random.between(1.5, 5)), ink);
            case 3 ->
                canvas.fill(
                        Polyline.ellipse(0, y, wide, wide),
                        cloth.texture().with(ink, Texture.blots(random.seed(), 1.7, 0.5)));
            default -> canvas.stroke(Polyline.from(2.6, y).line(2.6 + random.between(0.3, 2), y), 1.1, ink);
        }
    }
}

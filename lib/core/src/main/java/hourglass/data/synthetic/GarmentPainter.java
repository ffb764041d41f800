package hourglass.data.synthetic;

/** Sews the parts that garments with sleeves share: one tailor for one picture. */
record GarmentPainter(Canvas canvas, RandomSource chance, GarmentShape cut, Fabric cloth) {
    /** Sleeves down to about the hem. */
    void longSleeves() {
        double y = Math.min(12.9, cut.bottom() + chance.between(-6, 1));
        sleeves(
                Math.min(11.8, cut.chest() + chance.between(2, 4.4)),
                y,
                chance.between(2.1, 3.3),
                chance.between(0.02, 0.22));
    }

    /** Both sleeves, a little darker than the body, and nearly alike. */
    void sleeves(double x, double y, double cuff, double depth) {
        Polyline sleeve = cut.sleeve(Math.min(x, 13.2), y, cuff);
        canvas.fill(sleeve, cloth.shadow(depth));
        canvas.fill(sleeve.flipped(), cloth.shadow(depth * 0.6));
    }

    /** The inside of the back, seen through the neck opening. */
    void neckShadow() {
        double top = cut.top() + 0.2;
        canvas.fill(
                Polyline.from(0, top + 0.5)
                        .curve(cut.neck() * 0.7, top + 0.5, cut.neck(), top)
                        .line(cut.neck(), top + 0.6)
                        .line(0, cut.top() + cut.neckline() + 0.5)
                        .mirrored(),
                cloth.shadow(0.5));
    }

    /** The body over the sleeves, with the seams between them. */
    void body() {
        neckShadow();
        canvas.fill(cut.body(), cloth.texture());
        double depth = chance.between(0.1, 0.4);
        canvas.stroke(cut.seam(), 0.7, cloth.shadow(depth));
        canvas.stroke(cut.seam().flipped(), 0.7, cloth.shadow(depth));
        canvas.round(chance.between(0, 0.25));
    }

    /** A band along the neck opening. */
    void collarBand() {
        Polyline half = Polyline.from(-cut.neck(), cut.top());
        double bottom = cut.top() + cut.neckline();
        if (cut.pointed()) {
            half.line(0, bottom).line(cut.neck(), cut.top());
        } else {
            half.curve(-cut.neck() * 0.95, bottom, 0, bottom).curve(cut.neck() * 0.95, bottom, cut.neck(), cut.top());
        }
        Texture band = chance.maybe(0.25) ? cloth.contrast(0.6) : cloth.shadow(chance.between(0.05, 0.35));
        canvas.stroke(half, chance.between(0.7, 1.4), band);
    }

    /** A collar turned down on both sides of the line on which the front opens, {@code length} pixels long. */
    void lapels(double line, double length) {
        double bottom = cut.top() + cut.neckline();
        double wide = cut.neck() + chance.between(0.3, 1.4);
        Polyline lapel = Polyline.from(line, bottom)
                .line(cut.neck() * 0.8, cut.top() - 0.5)
                .line(wide, cut.top() + 0.8)
                .line(wide * 0.75, bottom + length * 0.4)
                .line(line + 0.2, bottom + length);
        canvas.fill(lapel, cloth.shadow(0.12));
        canvas.fill(lapel.flipped(), cloth.shadow(0.06));
        Polyline edge = Polyline.from(wide, cut.top() + 0.8)
                .line(wide * 0.75, bottom + length * 0.4)
                .line(line + 0.2, bottom + length);
        Texture shade = cloth.shadow(chance.between(0.3, 0.6));
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
        Texture ink = cloth.contrast(chance.between(0.4, 1));
        double y = chance.about(-3, 2);
        double wide = chance.between(1.6, 4.4);
        switch (chance.below(5)) {
            case 0 -> {
                // A line of lettering.
                double x = -wide;
                while (x < wide) {
                    double height = chance.between(0.8, 2);
                    canvas.stroke(
                            Polyline.from(x, y - height / 2).line(x + chance.about(0, 0.5), y + height / 2), 0.8, ink);
                    x += chance.between(1.1, 1.7);
                }
            }
            case 1 -> canvas.fill(Polyline.ellipse(0, y, wide * 0.8, wide * chance.between(0.5, 1)), ink);
            case 2 -> canvas.fill(Polyline.rectangle(-wide, y, wide, y + chance.between(1.5, 5)), ink);
            case 3 ->
                canvas.fill(
                        Polyline.ellipse(0, y, wide, wide),
                        cloth.texture().with(ink, Texture.blots(chance.seed(), 1.7, 0.5)));
            default -> canvas.stroke(Polyline.from(2.6, y).line(2.6 + chance.between(0.3, 2), y), 1.1, ink);
        }
    }
}

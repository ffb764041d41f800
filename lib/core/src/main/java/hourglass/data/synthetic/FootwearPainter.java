package hourglass.data.synthetic;

/** Draws shoes from the side, toes to the left: each method one picture of its kind, never the same twice. */
final class FootwearPainter {
    private FootwearPainter() {}

    static void sneaker(Canvas canvas, RandomSource random) {
        double ground = random.about(5.9, 1);
        double sole = random.between(1.2, 2.6);
        double top = ground - sole;
        double toe = random.between(1.6, 3.2);
        double tongue = ground - random.between(8.5, 12.5);
        double throat = random.about(2.2, 1.6);
        double heel = tongue + random.between(-0.6, 1.8);
        boolean high = random.maybe(0.2);
        if (high) {
            tongue -= 3;
            heel -= 3.4;
        }
        double tip = -13.2;
        double back = random.about(12.9, 0.4);
        Fabric upper = Fabric.leather(random);
        double dip = random.between(0.8, 2.4);
        canvas.fill(
                Polyline.from(tip + 0.4, top)
                        .curve(tip - 0.2, top - toe, tip + 3.2, top - toe - 0.4)
                        .curve(throat - 6, top - toe - 1.4, throat, tongue)
                        .line(throat + 1.7, tongue - 0.5)
                        .curve((throat + back) / 2 + 0.6, Math.max(tongue, heel) + dip + 0.7, back - 1.6, heel)
                        .curve(back + 0.4, heel - 0.3, back, heel + 1.6)
                        .curve(back - 0.9, top - 2, back + 0.1, top + 0.4)
                        .line(tip + 0.4, top + 0.4),
                upper.texture());
        // The dark inside behind the tongue.
        canvas.stroke(
                Polyline.from(throat + 1.8, tongue + 0.3)
                        .curve((throat + back) / 2 + 0.6, Math.max(tongue, heel) + dip + 0.7, back - 1.6, heel + 0.3),
                0.9,
                upper.shadow(random.between(0.3, 0.7)));
        if (random.maybe(0.5)) {
            panel(
                    canvas,
                    random,
                    upper,
                    Polyline.from(back - 4, top + 0.3)
                            .curve(back - 2.5, heel + 3, back - 2.6, heel + 0.8)
                            .line(back - 0.3, heel + 0.6)
                            .curve(back - 0.9, top - 2, back, top + 0.3));
        }
        if (random.maybe(0.45)) {
            panel(
                    canvas,
                    random,
                    upper,
                    Polyline.from(tip + 0.5, top + 0.3)
                            .curve(tip, top - toe, tip + 3.4, top - toe - 0.2)
                            .curve(tip + 5.5, top - 1.5, tip + 6, top + 0.3));
        }
        stripes(canvas, random, upper, top, throat, tongue);
        // Laces lie across the slope from the toes to the tongue.
        int laces = 3 + random.below(3);
        Texture lace = random.maybe(0.5) ? upper.contrast(0.6) : upper.shadow(0.4);
        for (int i = 0; i < laces; i++) {
            double t = (i + 0.5) / laces;
            double x = throat - 6 + 6.3 * t;
            double y = (top - toe - 1.2) * (1 - t) + (tongue + 0.9) * t + 0.5 * t * (1 - t);
            canvas.stroke(Polyline.from(x, y).line(x + 1.4, y + 1), 0.7, lace);
        }
        double grey = random.weighted(0.5, 0.3, 0.2) == 0 ? random.between(0.75, 1) : random.between(0.08, 0.6);
        Polyline base = Polyline.from(tip, top - 0.2)
                .curve(0, top + random.between(0, 0.9), back + 0.2, top - random.between(0, 0.7))
                .curve(back + 0.8, ground - 0.6, back - 0.3, ground)
                .line(tip + 2.4, ground)
                .curve(tip + 0.1, ground - 0.2, tip - 0.2, top + 0.3);
        canvas.fill(base, Texture.plain(grey).times(Texture.light(0.004, -0.02)));
        if (random.maybe(0.45)) {
            canvas.stroke(
                    Polyline.from(tip + 1, ground - 0.4).line(back - 0.4, ground - 0.4),
                    0.8,
                    Texture.plain(grey * 0.45 + 0.04));
        }
        canvas.round(random.between(0, 0.3));
    }

    static void ankleBoot(Canvas canvas, RandomSource random) {
        double heelHeight = random.weighted(0.5, 0.32, 0.18) == 0 ? random.between(1.4, 2.4) : random.between(2.6, 6.5);
        double arch = heelHeight > 2.5 ? heelHeight : 0;
        double sole = random.between(0.8, 1.9);
        double height = Math.min(21.5, random.between(13, 20) + 0.4 * arch);
        double ground = height / 2;
        double cuff = ground - height;
        double tip = -13.1;
        double back = random.about(11.9, 0.9);
        double toe = random.between(3, 5);
        double front = random.about(0.6, 2);
        double ankle = ground - height * random.between(0.5, 0.68);
        double floor = ground - sole;
        double seat = floor - arch;
        Fabric upper = Fabric.leather(random);
        double slope = random.about(0, 0.9);
        canvas.fill(
                Polyline.from(tip + 0.3, floor)
                        .curve(tip, floor - toe, tip + 3.8, floor - toe - 0.5)
                        .curve(front - 4.2, floor - toe - 1.7, front, ankle)
                        .curve(front + 0.7, (ankle + cuff) / 2, front + random.about(0.2, 0.7), cuff + slope)
                        .line(back - random.between(0.1, 0.9), cuff - slope)
                        .curve(back - random.between(0.2, 1.2), (cuff + seat) / 2, back, seat - 2.5)
                        .line(back, seat + 0.6)
                        .curve(2.5, seat + 0.8, -3, floor + 0.3)
                        .line(tip + 0.3, floor + 0.3),
                upper.texture());
        double middle = (front + back) / 2;
        switch (random.weighted(0.28, 0.26, 0.16, 0.3)) {
            case 0 -> {
                // The elastic wedge of a Chelsea boot.
                Polyline wedge = Polyline.from(middle - 1.8, cuff + 0.6)
                        .line(middle + 2, cuff + 0.4)
                        .curve(middle + 1.2, ankle - 1, middle + 0.4, ankle + 2.5)
                        .curve(middle - 1.2, ankle, middle - 1.8, cuff + 0.6);
                canvas.fill(wedge, random.maybe(0.75) ? upper.shadow(random.between(0.35, 0.65)) : upper.contrast(0.5));
            }
            case 1 -> {
                Texture lace = upper.contrast(random.between(0.4, 0.8));
                int rows = 4 + random.below(3);
                for (int i = 0; i < rows; i++) {
                    double t = (double) i / (rows - 1);
                    double y = cuff + 1.6 + (ankle + 3 - cuff - 1.6) * t;
                    double x = front + 0.2 - (t > 0.7 ? 4 * (t - 0.7) : 0);
                    canvas.stroke(Polyline.from(x, y).line(x + 2.6, y + 0.7), 0.8, lace);
                }
            }
            case 2 -> {
                double y = random.between(ankle - 3, ankle + 1);
                canvas.stroke(Polyline.from(front + 0.2, y + 0.8).line(back - 0.6, y), 1.3, upper.shadow(0.45));
                canvas.stroke(Polyline.from(middle + 0.6, y + 0.4), 1.9, upper.contrast(0.8));
            }
            default -> {
                if (random.maybe(0.6)) {
                    canvas.stroke(
                            Polyline.from(middle + 0.8, cuff + 0.6).line(middle + 1.1, seat - 2.5),
                            0.8,
                            upper.shadow(0.5));
                }
            }
        }
        if (random.maybe(0.35)) {
            canvas.stroke(
                    Polyline.from(front + 0.3, cuff + 0.9 + slope).line(back - 0.7, cuff + 0.9 - slope),
                    random.between(1, 2.4),
                    random.maybe(0.5) ? upper.contrast(0.45) : upper.shadow(0.3));
        }
        if (random.maybe(0.5)) {
            // The seam between the foot and the shaft.
            canvas.stroke(
                    Polyline.from(front - 3.2, floor - toe - 0.9).curve(front + 1, floor - 3, back - 3.5, seat - 3.2),
                    0.7,
                    upper.shadow(random.between(0.2, 0.5)));
        }
        Texture dark = Texture.plain(random.maybe(0.7) ? random.between(0.08, 0.4) : random.between(0.5, 0.95));
        canvas.fill(
                Polyline.from(tip, floor - 0.1)
                        .line(-3, floor - 0.1)
                        .curve(2.5, seat + 0.3, back + 0.2, seat)
                        .line(back + 0.1, seat + sole * 0.9)
                        .curve(3.5, seat + sole + 0.4, -2.5, ground)
                        .line(tip + 1.8, ground)
                        .curve(tip + 0.1, ground - 0.1, tip, floor - 0.1),
                dark);
        double heelWidth = arch > 4 && random.maybe(0.5) ? random.between(1.2, 2) : random.between(3.5, 7.5);
        canvas.fill(
                Polyline.from(back - heelWidth, seat + 0.6)
                        .line(back + 0.1, seat + 0.4)
                        .line(back - 0.2, ground)
                        .line(back - heelWidth * 0.85, ground),
                dark);
        canvas.round(random.between(0, 0.3));
    }

    private static void panel(Canvas canvas, RandomSource random, Fabric upper, Polyline polyline) {
        canvas.fill(
                polyline,
                random.maybe(0.45)
                        ? upper.contrast(random.between(0.25, 0.8))
                        : upper.shadow(random.between(0.1, 0.4)));
    }

    /** The mark on a sneaker's side: stripes, a swoosh or a line, or nothing. */
    private static void stripes(
            Canvas canvas, RandomSource random, Fabric upper, double top, double throat, double tongue) {
        Texture mark = upper.contrast(random.between(0.3, 0.9));
        double y = (top + tongue) / 2 + 0.6;
        switch (random.weighted(0.28, 0.27, 0.2, 0.25)) {
            case 0 -> {
                for (int i = 0; i < 3; i++) {
                    double x = throat - 3.6 + 2.2 * i;
                    canvas.stroke(Polyline.from(x + 1.6, y - 0.9).line(x - 0.6, top - 0.2), 1, mark);
                }
            }
            case 1 ->
                canvas.stroke(
                        Polyline.from(throat - 3.5, y + 0.4).curve(throat - 2.5, top + 0.5, throat + 8, y - 1),
                        1.7,
                        0.6,
                        mark);
            case 2 ->
                canvas.stroke(
                        Polyline.from(throat - 4, top - 1).curve(throat + 2, y, throat + 9, top - 1.6), 0.9, mark);
            default -> {}
        }
    }
}

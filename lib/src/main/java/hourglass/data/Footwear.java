package hourglass.data;

/** Draws shoes from the side, toes to the left: each method one picture of its kind, never the same twice. */
final class Footwear {
    private Footwear() {}

    static void sneaker(Canvas canvas, Chance chance) {
        double ground = chance.about(5.4, 1);
        double sole = chance.between(1.2, 2.6);
        double top = ground - sole;
        double toe = chance.between(1.6, 3.2);
        double tongue = ground - chance.between(8, 11);
        double throat = chance.about(2.2, 1.6);
        double heel = tongue + chance.between(-0.6, 1.8);
        boolean high = chance.maybe(0.14);
        if (high) {
            tongue -= 3;
            heel -= 3.4;
        }
        double tip = -13.2;
        double back = chance.about(12.9, 0.4);
        Fabric upper = Fabric.leather(chance);
        double dip = chance.between(0.8, 2.4);
        canvas.fill(
                Outline.from(tip + 0.4, top)
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
                Outline.from(throat + 1.8, tongue + 0.3)
                        .curve((throat + back) / 2 + 0.6, Math.max(tongue, heel) + dip + 0.7, back - 1.6, heel + 0.3),
                0.9,
                upper.shadow(chance.between(0.3, 0.7)));
        if (chance.maybe(0.5)) {
            panel(
                    canvas,
                    chance,
                    upper,
                    Outline.from(back - 4, top + 0.3)
                            .curve(back - 2.5, heel + 3, back - 2.6, heel + 0.8)
                            .line(back - 0.3, heel + 0.6)
                            .curve(back - 0.9, top - 2, back, top + 0.3));
        }
        if (chance.maybe(0.45)) {
            panel(
                    canvas,
                    chance,
                    upper,
                    Outline.from(tip + 0.5, top + 0.3)
                            .curve(tip, top - toe, tip + 3.4, top - toe - 0.2)
                            .curve(tip + 5.5, top - 1.5, tip + 6, top + 0.3));
        }
        stripes(canvas, chance, upper, top, throat, tongue);
        // Laces lie across the slope from the toes to the tongue.
        int laces = 3 + chance.below(3);
        Texture lace = chance.maybe(0.5) ? upper.contrast(0.6) : upper.shadow(0.4);
        for (int i = 0; i < laces; i++) {
            double t = (i + 0.5) / laces;
            double x = throat - 6 + 6.3 * t;
            double y = (top - toe - 1.2) * (1 - t) + (tongue + 0.9) * t + 0.5 * t * (1 - t);
            canvas.stroke(Outline.from(x, y).line(x + 1.4, y + 1), 0.7, lace);
        }
        double grey = chance.weighted(0.5, 0.3, 0.2) == 0 ? chance.between(0.75, 1) : chance.between(0.08, 0.6);
        Outline base = Outline.from(tip, top - 0.2)
                .curve(0, top + chance.between(0, 0.9), back + 0.2, top - chance.between(0, 0.7))
                .curve(back + 0.8, ground - 0.6, back - 0.3, ground)
                .line(tip + 2.4, ground)
                .curve(tip + 0.1, ground - 0.2, tip - 0.2, top + 0.3);
        canvas.fill(base, Texture.plain(grey).times(Texture.light(0.004, -0.02)));
        if (chance.maybe(0.45)) {
            canvas.stroke(
                    Outline.from(tip + 1, ground - 0.4).line(back - 0.4, ground - 0.4),
                    0.8,
                    Texture.plain(grey * 0.45 + 0.04));
        }
        canvas.round(chance.between(0, 0.3));
    }

    static void ankleBoot(Canvas canvas, Chance chance) {
        double ground = chance.about(9.6, 1.2);
        double heelHeight = chance.weighted(0.5, 0.32, 0.18) == 0 ? chance.between(1.4, 2.4) : chance.between(2.6, 6.5);
        double arch = heelHeight > 2.5 ? heelHeight : 0;
        double sole = chance.between(0.8, 1.9);
        double cuff = ground - Math.min(21.5, chance.between(17, 20.5) + 0.3 * arch);
        double tip = -13.1;
        double back = chance.about(11.9, 0.9);
        double toe = chance.between(2.2, 4.4);
        double front = chance.about(-0.2, 1.6);
        double ankle = ground - chance.between(8, 10) - 0.5 * arch;
        double floor = ground - sole;
        double seat = floor - arch;
        Fabric upper = Fabric.leather(chance);
        double slope = chance.about(0, 0.9);
        canvas.fill(
                Outline.from(tip + 0.3, floor)
                        .curve(tip, floor - toe, tip + 3.8, floor - toe - 0.5)
                        .curve(front - 2.4, floor - toe - 1.8, front, ankle)
                        .curve(front + 0.7, (ankle + cuff) / 2, front + chance.about(0.2, 0.7), cuff + slope)
                        .line(back - chance.between(0.1, 0.9), cuff - slope)
                        .curve(back - chance.between(0.2, 1.2), (cuff + seat) / 2, back, seat - 2.5)
                        .line(back, seat + 0.6)
                        .curve(2.5, seat + 0.8, -3, floor + 0.3)
                        .line(tip + 0.3, floor + 0.3),
                upper.texture());
        double middle = (front + back) / 2;
        switch (chance.weighted(0.28, 0.26, 0.16, 0.3)) {
            case 0 -> {
                // The elastic wedge of a Chelsea boot.
                Outline wedge = Outline.from(middle - 1.8, cuff + 0.6)
                        .line(middle + 2, cuff + 0.4)
                        .curve(middle + 1.2, ankle - 1, middle + 0.4, ankle + 2.5)
                        .curve(middle - 1.2, ankle, middle - 1.8, cuff + 0.6);
                canvas.fill(wedge, chance.maybe(0.75) ? upper.shadow(chance.between(0.35, 0.65)) : upper.contrast(0.5));
            }
            case 1 -> {
                Texture lace = upper.contrast(chance.between(0.4, 0.8));
                int rows = 4 + chance.below(3);
                for (int i = 0; i < rows; i++) {
                    double t = (double) i / (rows - 1);
                    double y = cuff + 1.6 + (ankle + 3 - cuff - 1.6) * t;
                    double x = front + 0.2 - (t > 0.7 ? 4 * (t - 0.7) : 0);
                    canvas.stroke(Outline.from(x, y).line(x + 2.6, y + 0.7), 0.8, lace);
                }
            }
            case 2 -> {
                double y = chance.between(ankle - 3, ankle + 1);
                canvas.stroke(Outline.from(front + 0.2, y + 0.8).line(back - 0.6, y), 1.3, upper.shadow(0.45));
                canvas.stroke(Outline.from(middle + 0.6, y + 0.4), 1.9, upper.contrast(0.8));
            }
            default -> {
                if (chance.maybe(0.6)) {
                    canvas.stroke(
                            Outline.from(middle + 0.8, cuff + 0.6).line(middle + 1.1, seat - 2.5),
                            0.8,
                            upper.shadow(0.5));
                }
            }
        }
        if (chance.maybe(0.35)) {
            canvas.stroke(
                    Outline.from(front + 0.3, cuff + 0.9 + slope).line(back - 0.7, cuff + 0.9 - slope),
                    chance.between(1, 2.4),
                    chance.maybe(0.5) ? upper.contrast(0.45) : upper.shadow(0.3));
        }
        if (chance.maybe(0.5)) {
            // The seam between the foot and the shaft.
            canvas.stroke(
                    Outline.from(front - 3.2, floor - toe - 0.9).curve(front + 1, floor - 3, back - 3.5, seat - 3.2),
                    0.7,
                    upper.shadow(chance.between(0.2, 0.5)));
        }
        Texture dark = Texture.plain(chance.maybe(0.7) ? chance.between(0.08, 0.4) : chance.between(0.5, 0.95));
        canvas.fill(
                Outline.from(tip, floor - 0.1)
                        .line(-3, floor - 0.1)
                        .curve(2.5, seat + 0.3, back + 0.2, seat)
                        .line(back + 0.1, seat + sole * 0.9)
                        .curve(3.5, seat + sole + 0.4, -2.5, ground)
                        .line(tip + 1.8, ground)
                        .curve(tip + 0.1, ground - 0.1, tip, floor - 0.1),
                dark);
        double heelWidth = arch > 4 && chance.maybe(0.5) ? chance.between(1.2, 2) : chance.between(3.5, 7.5);
        canvas.fill(
                Outline.from(back - heelWidth, seat + 0.6)
                        .line(back + 0.1, seat + 0.4)
                        .line(back - 0.2, ground)
                        .line(back - heelWidth * 0.85, ground),
                dark);
        canvas.round(chance.between(0, 0.3));
    }

    static void sandal(Canvas canvas, Chance chance) {
        Fabric straps = Fabric.leather(chance);
        Texture strap = straps.texture();
        double wide = chance.between(1, 2.3);
        if (chance.maybe(0.4)) {
            heeled(canvas, chance, strap, wide);
        } else {
            flat(canvas, chance, straps, wide);
        }
    }

    private static void flat(Canvas canvas, Chance chance, Fabric straps, double wide) {
        Texture strap = straps.texture();
        double ground = chance.about(4.5, 1);
        double sole = chance.between(1.2, 2.8);
        double wedge = chance.maybe(0.3) ? chance.between(1.2, 4.2) : 0;
        double top = ground - sole;
        Texture dark = Texture.plain(chance.between(0.15, 0.75)).times(Texture.light(0.006, -0.02));
        double over = top - chance.between(3, 5);
        int kind = chance.weighted(0.22, 0.2, 0.33, 0.25);
        if (kind == 0) {
            // A thong: two straps from between the toes to the sides.
            canvas.stroke(Outline.from(-8.6, top).curve(-5.5, over - 0.8, 3, top - wedge * 0.6), wide, strap);
            canvas.stroke(Outline.from(-8.6, top).curve(-7.6, over + 0.9, -2, top), wide * 0.8, straps.shadow(0.3));
        } else if (kind == 1) {
            // One broad band.
            canvas.fill(
                    Outline.from(-9.5, top + 0.4)
                            .curve(-8, over - 1, -3.4, over - 1.5)
                            .curve(0.6, over - 1, 2.4, top + 0.4),
                    strap);
            if (chance.maybe(0.5)) {
                canvas.stroke(Outline.from(-3.2, over - 0.6).line(-2.2, top), 0.9, straps.contrast(0.5));
            }
        } else {
            int bands = 2 + chance.below(3);
            for (int i = 0; i < bands; i++) {
                double x = -10.2 + i * chance.between(2.6, 3.6);
                double rise = (over - top) * (0.7 + 0.16 * i);
                canvas.stroke(
                        Outline.from(x, top).curve(x + 1.8, top + 1.7 * rise, x + 3.6 + chance.unit(), top),
                        wide,
                        i % 2 == 0 ? strap : straps.shadow(0.25));
            }
            if (kind == 3) {
                canvas.stroke(
                        Outline.from(-10.5, top - 0.6).curve(-3, over - 2, 5, over - 3),
                        wide * 0.8,
                        straps.shadow(0.15));
            }
        }
        if (kind >= 2 || chance.maybe(0.2)) {
            // Round the heel and over the instep.
            double high = over - chance.between(1, 3.6) - wedge * 0.6;
            double back = 11.6;
            canvas.stroke(
                    Outline.from(4, top - wedge * 0.5).curve(4.6, high + 1, 6, high), wide * 0.9, straps.shadow(0.1));
            canvas.stroke(
                    Outline.from(6, high).curve(9.5, high + chance.between(-0.4, 1.4), back, high + 0.5),
                    wide * 0.9,
                    strap);
            canvas.stroke(
                    Outline.from(back, high + 0.5).curve(back + 0.9, (high + top) / 2, back - 0.2, top - wedge),
                    wide,
                    strap);
        }
        canvas.fill(
                Outline.from(-13.4, top + 0.2)
                        .line(-4, top + 0.1)
                        .curve(3, top - 0.1, 12.8, top - wedge)
                        .curve(13.6, top + 0.6, 12.7, ground)
                        .line(-11.5, ground)
                        .curve(-13.2, ground - 0.1, -13.4, top + 0.2),
                dark);
        canvas.stroke(
                Outline.from(-13, top + 0.2).line(-4, top + 0.1).curve(3, top - 0.1, 12.4, top - wedge),
                0.8,
                straps.shadow(0.25));
        canvas.round(chance.between(0, 0.25));
    }

    private static void heeled(Canvas canvas, Chance chance, Texture strap, double wide) {
        double ground = chance.about(9.8, 0.9);
        double rise = chance.between(6, 12);
        double seat = ground - rise;
        double platform = chance.maybe(0.35) ? chance.between(1.2, 2.4) : 0.8;
        double ball = ground - platform;
        double back = chance.about(11, 0.8);
        Texture dark = Texture.plain(chance.between(0.2, 0.8));
        int bands = 1 + chance.below(3);
        for (int i = 0; i < bands; i++) {
            double x = -11.3 + i * 2.9;
            canvas.stroke(
                    Outline.from(x, ball).curve(x + 1.8, ball - 4.2 - 1.3 * i, x + 4.2, ball - 0.4 - 0.4 * i),
                    wide,
                    strap);
        }
        double ankle = seat - chance.between(4.5, 8);
        double front = chance.about(3.4, 1);
        if (chance.maybe(0.8)) {
            canvas.stroke(
                    Outline.from(front, ankle + 0.9).curve(front + 4, ankle + 1.4, back - 0.3, ankle),
                    wide * 0.8,
                    strap);
            canvas.stroke(
                    Outline.from(back - 0.3, ankle).curve(back + 0.2, (ankle + seat) / 2, back - 0.4, seat),
                    wide,
                    strap);
        }
        if (chance.maybe(0.4)) {
            canvas.stroke(Outline.from(-5, ball - 2.5).curve(0, ankle + 4, front, ankle + 0.9), wide * 0.8, strap);
        }
        if (chance.maybe(0.25)) {
            // A closed heel piece.
            canvas.fill(
                    Outline.from(back, seat + 0.4)
                            .curve(back + 0.4, seat - 3, back - 0.4, ankle + 1)
                            .curve(7, seat - 1.5, 5, seat + 2.6),
                    strap);
        }
        Outline sole = Outline.from(-13.2, ball)
                .line(-6.5, ball + 0.1)
                .curve(-2, ball - 0.3, 3, (ball + seat) / 2 + 0.3)
                .curve(7.5, seat + 0.3, back, seat + 0.2);
        canvas.stroke(sole, platform + 0.9, 1.5, dark);
        if (chance.maybe(0.28)) {
            canvas.fill(
                    Outline.from(-3.5, ball + 0.2)
                            .curve(1, ball - 0.5, 4, (ball + seat) / 2)
                            .line(back + 0.3, seat)
                            .curve(back + 1.2, ground - 3, back + 0.6, ground + 0.3)
                            .line(-3.5, ground + 0.3),
                    dark.times(chance.between(0.7, 1)));
        } else {
            double thin = chance.maybe(0.6) ? chance.between(0.9, 1.4) : chance.between(2, 3.4);
            canvas.stroke(
                    Outline.from(back - 0.4, seat + 0.8)
                            .curve(back - 0.6, ground - 4, back + chance.between(-0.8, 0.9), ground - 0.2),
                    Math.max(2, thin),
                    thin,
                    dark);
        }
        canvas.stroke(Outline.from(-12, ball - 0.5).line(-6.5, ball - 0.4), 0.7, strap);
    }

    private static void panel(Canvas canvas, Chance chance, Fabric upper, Outline outline) {
        canvas.fill(
                outline,
                chance.maybe(0.45)
                        ? upper.contrast(chance.between(0.25, 0.8))
                        : upper.shadow(chance.between(0.1, 0.4)));
    }

    /** The mark on a sneaker's side: stripes, a swoosh or a line, or nothing. */
    private static void stripes(Canvas canvas, Chance chance, Fabric upper, double top, double throat, double tongue) {
        Texture mark = upper.contrast(chance.between(0.3, 0.9));
        double y = (top + tongue) / 2 + 0.6;
        switch (chance.weighted(0.28, 0.27, 0.2, 0.25)) {
            case 0 -> {
                for (int i = 0; i < 3; i++) {
                    double x = throat - 3.6 + 2.2 * i;
                    canvas.stroke(Outline.from(x + 1.6, y - 0.9).line(x - 0.6, top - 0.2), 1, mark);
                }
            }
            case 1 ->
                canvas.stroke(
                        Outline.from(throat - 3.5, y + 0.4).curve(throat - 2.5, top + 0.5, throat + 8, y - 1),
                        1.7,
                        0.6,
                        mark);
            case 2 ->
                canvas.stroke(Outline.from(throat - 4, top - 1).curve(throat + 2, y, throat + 9, top - 1.6), 0.9, mark);
            default -> {}
        }
    }
}

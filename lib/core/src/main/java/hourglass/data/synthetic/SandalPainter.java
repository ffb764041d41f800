package hourglass.data.synthetic;

/** Draws sandals from the side, toes to the left: flat ones and high ones, no two alike. */
final class SandalPainter {
    private SandalPainter() {}

    static void sandal(Canvas canvas, RandomSource random) {
        Fabric straps = Fabric.leather(random);
        Texture strap = straps.texture();
        double wide = random.between(1.3, 3.2);
        if (random.maybe(0.4)) {
            heeled(canvas, random, strap, wide);
        } else {
            flat(canvas, random, straps, wide);
        }
    }

    private static void flat(Canvas canvas, RandomSource random, Fabric straps, double wide) {
        Texture strap = straps.texture();
        double ground = random.about(4.5, 1);
        double sole = random.between(1.5, 3.2);
        double wedge = random.maybe(0.22) ? random.between(1.2, 4.2) : 0;
        double top = ground - sole;
        Texture dark = Texture.plain(random.between(0.2, 0.85)).times(Texture.light(0.006, -0.02));
        double over = top - random.between(3.4, 6);
        int kind = random.weighted(0.14, 0.16, 0.38, 0.32);
        if (kind == 0) {
            // A thong: two straps from between the toes to the sides.
            canvas.stroke(Polyline.from(-8.6, top).curve(-5.5, over - 0.8, 3, top - wedge * 0.6), wide, strap);
            canvas.stroke(Polyline.from(-8.6, top).curve(-7.6, over + 0.9, -2, top), wide * 0.8, straps.shadow(0.3));
        } else if (kind == 1) {
            // One broad band.
            canvas.fill(
                    Polyline.from(-9.5, top + 0.4)
                            .curve(-8, over - 1, -3.4, over - 1.5)
                            .curve(0.6, over - 1, 2.4, top + 0.4),
                    strap);
            if (random.maybe(0.5)) {
                canvas.stroke(Polyline.from(-3.2, over - 0.6).line(-2.2, top), 0.9, straps.contrast(0.5));
            }
        } else {
            int bands = 3 + random.below(2);
            for (int i = 0; i < bands; i++) {
                double x = -10.2 + i * random.between(2.6, 3.6);
                double rise = (over - top) * (0.7 + 0.16 * i);
                canvas.stroke(
                        Polyline.from(x, top).curve(x + 1.8, top + 1.7 * rise, x + 3.6 + random.unit(), top),
                        wide,
                        i % 2 == 0 ? strap : straps.shadow(0.25));
            }
            if (kind == 3) {
                canvas.stroke(
                        Polyline.from(-10.5, top - 0.6).curve(-3, over - 2, 5, over - 3),
                        wide * 0.8,
                        straps.shadow(0.15));
            }
        }
        if (kind >= 2 || random.maybe(0.2)) {
            // Round the heel and over the instep.
            double high = over - random.between(1, 3.6) - wedge * 0.6;
            double back = 11.6;
            canvas.stroke(
                    Polyline.from(4, top - wedge * 0.5).curve(4.6, high + 1, 6, high), wide * 0.9, straps.shadow(0.1));
            canvas.stroke(
                    Polyline.from(6, high).curve(9.5, high + random.between(-0.4, 1.4), back, high + 0.5),
                    wide * 0.9,
                    strap);
            canvas.stroke(
                    Polyline.from(back, high + 0.5).curve(back + 0.9, (high + top) / 2, back - 0.2, top - wedge),
                    wide,
                    strap);
        }
        canvas.fill(
                Polyline.from(-13.4, top + 0.2)
                        .line(-4, top + 0.1)
                        .curve(3, top - 0.1, 12.8, top - wedge)
                        .curve(13.6, top + 0.6, 12.7, ground)
                        .line(-11.5, ground)
                        .curve(-13.2, ground - 0.1, -13.4, top + 0.2),
                dark);
        canvas.stroke(
                Polyline.from(-13, top + 0.2).line(-4, top + 0.1).curve(3, top - 0.1, 12.4, top - wedge),
                0.8,
                straps.shadow(0.25));
        canvas.round(random.between(0, 0.25));
    }

    private static void heeled(Canvas canvas, RandomSource random, Texture strap, double wide) {
        double ground = random.about(9.8, 0.9);
        double rise = random.between(6, 12);
        double seat = ground - rise;
        double platform = random.maybe(0.35) ? random.between(1.2, 2.4) : 0.8;
        double ball = ground - platform;
        double back = random.about(11, 0.8);
        Texture dark = Texture.plain(random.between(0.3, 0.9));
        int bands = 2 + random.below(2);
        for (int i = 0; i < bands; i++) {
            double x = -11.3 + i * 2.9;
            canvas.stroke(
                    Polyline.from(x, ball).curve(x + 1.8, ball - 4.2 - 1.3 * i, x + 4.2, ball - 0.4 - 0.4 * i),
                    wide,
                    strap);
        }
        double ankle = seat - random.between(4.5, 8);
        double front = random.about(3.4, 1);
        if (random.maybe(0.8)) {
            canvas.stroke(
                    Polyline.from(front, ankle + 0.9).curve(front + 4, ankle + 1.4, back - 0.3, ankle),
                    wide * 0.8,
                    strap);
            canvas.stroke(
                    Polyline.from(back - 0.3, ankle).curve(back + 0.2, (ankle + seat) / 2, back - 0.4, seat),
                    wide,
                    strap);
        }
        if (random.maybe(0.4)) {
            canvas.stroke(Polyline.from(-5, ball - 2.5).curve(0, ankle + 4, front, ankle + 0.9), wide * 0.8, strap);
        }
        if (random.maybe(0.25)) {
            // A closed heel piece.
            canvas.fill(
                    Polyline.from(back, seat + 0.4)
                            .curve(back + 0.4, seat - 3, back - 0.4, ankle + 1)
                            .curve(7, seat - 1.5, 5, seat + 2.6),
                    strap);
        }
        Polyline sole = Polyline.from(-13.2, ball)
                .line(-6.5, ball + 0.1)
                .curve(-2, ball - 0.3, 3, (ball + seat) / 2 + 0.3)
                .curve(7.5, seat + 0.3, back, seat + 0.2);
        canvas.stroke(sole, platform + 0.9, 1.5, dark);
        if (random.maybe(0.16)) {
            canvas.fill(
                    Polyline.from(-3.5, ball + 0.2)
                            .curve(1, ball - 0.5, 4, (ball + seat) / 2)
                            .line(back + 0.3, seat)
                            .curve(back + 1.2, ground - 3, back + 0.6, ground + 0.3)
                            .line(-3.5, ground + 0.3),
                    dark.times(random.between(0.7, 1)));
        } else {
            double thin = random.maybe(0.6) ? random.between(0.9, 1.4) : random.between(2, 3.4);
            canvas.stroke(
                    Polyline.from(back - 0.4, seat + 0.8)
                            .curve(back - 0.6, ground - 4, back + random.between(-0.8, 0.9), ground - 0.2),
                    Math.max(2, thin),
                    thin,
                    dark);
        }
        canvas.stroke(Polyline.from(-12, ball - 0.5).line(-6.5, ball - 0.4), 0.7, strap);
    }
}

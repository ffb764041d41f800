package hourglass.data.synthetic;

/** Draws what is worn on the body: each method one picture of its kind, never the same twice. */
final class ClothingPainter {
    private ClothingPainter() {}

    static void tShirt(Canvas canvas, RandomSource random) {
        double top = random.about(-12.7, 0.8);
        double shoulder = random.about(7.3, 1.5);
        double chest = shoulder + random.about(-0.3, 1.1);
        boolean pointed = random.maybe(0.2);
        GarmentShape shape = new GarmentShape(
                top,
                random.about(12.9, 0.9),
                random.about(3.3, 1),
                random.between(0.8, 2.6) + (pointed ? 2 : 0),
                pointed,
                shoulder,
                random.about(1.6, 0.9),
                random.about(5.4, 1),
                chest,
                chest + random.about(-0.5, 0.8),
                chest + random.about(-0.1, 1.2),
                random.about(0.1, 0.5));
        Fabric cloth = Fabric.cloth(random, 0.34);
        GarmentPainter painter = new GarmentPainter(canvas, random, shape, cloth);
        int sleeves = random.weighted(0.78, 0.1, 0.12);
        if (sleeves == 0) {
            double length = random.between(1.5, 6.5);
            double spread = random.between(0.35, 0.95);
            painter.sleeves(
                    shoulder + 1.1 + length * spread * 0.9,
                    top + 5 + length * 0.85,
                    random.between(3.4, 5.2),
                    random.between(0, 0.16));
        } else if (sleeves == 1) {
            painter.longSleeves();
        }
        painter.body();
        painter.collarBand();
        if (random.maybe(0.38)) {
            painter.chestPrint();
        } else if (random.maybe(0.2)) {
            painter.pocket(random.about(3.2, 0.6), random.about(-4.5, 1), 1.7, 2.2);
        }
    }

    static void pullover(Canvas canvas, RandomSource random) {
        double top = random.about(-12.6, 0.8);
        double shoulder = random.about(6.8, 1.2);
        double chest = shoulder + random.about(0.2, 0.8);
        boolean pointed = random.maybe(0.25);
        GarmentShape shape = new GarmentShape(
                top,
                random.about(12.4, 1.2),
                random.about(3.1, 0.9),
                random.between(0.5, 2) + (pointed ? 2.2 : 0),
                pointed,
                shoulder,
                random.about(2, 0.9),
                random.about(6, 1),
                chest,
                chest + random.about(0, 0.8),
                chest + random.about(0, 1),
                random.about(0.1, 0.4));
        Fabric cloth = Fabric.cloth(random, 0.36);
        GarmentPainter painter = new GarmentPainter(canvas, random, shape, cloth);
        boolean hood = random.maybe(0.17);
        if (hood) {
            canvas.fill(Polyline.ellipse(0, top + 0.8, shape.neck() + 1.6, 3), cloth.shadow(0.2));
        }
        painter.longSleeves();
        painter.body();
        if (hood) {
            canvas.fill(Polyline.ellipse(0, top + 0.6, shape.neck() * 0.8, 1.9), cloth.shadow(0.55));
            canvas.stroke(Polyline.from(-0.9, top + 2).line(-1.1, top + 6), 0.7, cloth.contrast(0.5));
            canvas.stroke(Polyline.from(0.9, top + 2).line(1.2, top + 6), 0.7, cloth.contrast(0.5));
        } else {
            painter.collarBand();
        }
        if (random.maybe(0.2)) {
            // A cardigan: buttoned, or zipped to the neck.
            double from = top + shape.neckline();
            canvas.stroke(Polyline.from(0, from).line(0, shape.bottom()), 0.8, cloth.shadow(random.between(0.2, 0.6)));
            if (random.maybe(0.5)) {
                painter.buttons(0.6, from + 2, shape.bottom() - 2, 5, 0.9);
            }
        }
        if (random.maybe(0.5)) {
            // The ribbed band at the hem.
            double y = shape.bottom() - random.between(1.2, 2.4);
            canvas.stroke(Polyline.from(-shape.hem(), y).line(shape.hem(), y), 0.7, cloth.shadow(0.3));
        }
        if (random.maybe(0.28)) {
            painter.chestPrint();
        } else if (hood && random.maybe(0.7)) {
            canvas.stroke(Polyline.from(-4.5, 9.5).line(-3, 5.5).line(3, 5.5).line(4.5, 9.5), 0.8, cloth.shadow(0.35));
        }
    }

    static void dress(Canvas canvas, RandomSource random) {
        double top = random.about(-13, 0.6);
        double shoulder = random.about(4.9, 2);
        double chest = shoulder + random.about(0, 0.6);
        double waist = chest - random.between(0, 1.3);
        double waistline = random.about(-2, 2);
        double hem = random.maybe(0.3) ? waist + random.between(-0.4, 0.8) : waist + random.between(1, 5.5);
        double bottom = random.about(13, 0.7);
        double neck = random.about(2.3, 0.8);
        double neckline = random.between(0.7, 3);
        double armhole = random.about(4.8, 0.8);
        Fabric cloth = Fabric.cloth(random, 0.42);
        GarmentShape bodice = new GarmentShape(
                top,
                waistline,
                neck,
                neckline,
                random.maybe(0.3),
                shoulder,
                random.about(1, 0.6),
                armhole,
                chest,
                (chest + waist) / 2,
                waist,
                0.6);
        GarmentPainter painter = new GarmentPainter(canvas, random, bodice, cloth);
        int sleeves = random.weighted(0.42, 0.32, 0.26);
        if (sleeves == 1) {
            double length = random.between(1.5, 4);
            painter.sleeves(shoulder + 1 + length * 0.5, top + 4.4 + length, random.between(2.8, 4), 0.1);
        } else if (sleeves == 2) {
            painter.sleeves(
                    shoulder + random.between(1.6, 4),
                    random.between(0, 6),
                    random.between(1.9, 2.8),
                    random.between(0.05, 0.25));
        }
        if (sleeves == 0 && random.maybe(0.45)) {
            // Thin straps over a straight top.
            double edge = top + random.between(2.5, 5);
            double strap = chest * 0.6;
            canvas.stroke(Polyline.from(-strap, top + 0.4).line(-strap * 1.1, edge), 0.9, cloth.texture());
            canvas.stroke(Polyline.from(strap, top + 0.4).line(strap * 1.1, edge), 0.9, cloth.texture());
            canvas.fill(
                    Polyline.from(0, edge + 0.4)
                            .curve(chest * 0.6, edge + 0.4, chest * 0.85, edge - 0.4)
                            .curve(chest, waistline - 3, waist, waistline + 0.6)
                            .line(0, waistline + 0.6)
                            .mirrored(),
                    cloth.texture());
        } else {
            painter.neckShadow();
            canvas.fill(bodice.body(), cloth.texture());
        }
        Texture skirt = cloth.texture();
        if (random.maybe(0.45)) {
            Texture pleats = Texture.stripes(1, 0, random.between(2.2, 3.6), random.unit(), 0.4);
            double depth = random.between(0.1, 0.4);
            Texture smooth = skirt;
            skirt = (x, y) -> smooth.at(x, y) * (1 - depth * pleats.at(x * 3.5 / (2.5 + 0.1 * (y + 14)), y));
        }
        canvas.fill(
                Polyline.from(0, waistline)
                        .line(waist, waistline)
                        .curve(waist + (hem - waist) * random.between(0.2, 0.9), random.between(1, 6), hem, bottom)
                        .curve(hem * 0.5, bottom + 0.5, 0, bottom + random.about(0.4, 0.4))
                        .mirrored(),
                skirt);
        if (random.maybe(0.4)) {
            canvas.stroke(
                    Polyline.from(-waist, waistline).curve(0, waistline + 0.7, waist, waistline),
                    random.between(0.8, 1.6),
                    random.maybe(0.4) ? cloth.contrast(0.7) : cloth.shadow(0.35));
        }
        canvas.round(random.between(0, 0.25));
    }

    static void coat(Canvas canvas, RandomSource random) {
        double top = random.about(-12.8, 0.7);
        double shoulder = random.about(6.8, 1);
        double chest = shoulder + random.about(0.5, 0.7);
        GarmentShape shape = new GarmentShape(
                top,
                random.about(12.9, 0.8),
                random.about(2.6, 0.7),
                random.between(1, 3.6),
                true,
                shoulder,
                random.about(1.9, 0.8),
                random.about(6, 0.9),
                chest,
                chest + random.about(-0.3, 0.9),
                chest + random.about(0.1, 1.1),
                random.about(0.1, 0.3));
        Fabric cloth = Fabric.cloth(random, 0.26);
        GarmentPainter painter = new GarmentPainter(canvas, random, shape, cloth);
        painter.longSleeves();
        painter.body();
        // The front opens along a line that is not quite in the middle.
        double line = random.about(0, 0.8);
        double from = shape.top() + shape.neckline();
        Texture edge = random.maybe(0.7) ? cloth.shadow(random.between(0.35, 0.7)) : cloth.contrast(0.6);
        canvas.stroke(Polyline.from(line, from).line(line * 1.2, shape.bottom()), random.between(0.7, 1.2), edge);
        if (random.maybe(0.22)) {
            // Worn open: the lining shows.
            canvas.fill(
                    Polyline.from(line, from)
                            .line(line + random.between(0.8, 2), shape.bottom())
                            .line(line - random.between(0.5, 2), shape.bottom()),
                    cloth.shadow(0.65));
        }
        if (random.maybe(0.75)) {
            painter.lapels(line, random.between(1.2, 6.5));
        } else {
            painter.collarBand();
        }
        if (random.maybe(0.55)) {
            double beside = random.maybe(0.35) ? 2 : 0.9;
            painter.buttons(line + beside, from + 3, 9, 3 + random.below(3), 0.95);
            if (beside == 2) {
                painter.buttons(line - beside, from + 3, 9, 3, 0.95);
            }
        }
        if (random.maybe(0.5)) {
            double y = random.between(3, 7);
            double slant = random.between(-0.3, 1.6);
            Polyline slit = Polyline.from(3, y).line(5.6, y - slant);
            canvas.stroke(slit, 0.9, cloth.shadow(0.5));
            canvas.stroke(slit.flipped(), 0.9, cloth.shadow(0.5));
        }
        if (random.maybe(0.2)) {
            double y = random.between(-0.5, 2.5);
            canvas.stroke(Polyline.from(-shape.waist(), y).line(shape.waist(), y), 1.3, cloth.shadow(0.45));
        }
    }

    static void shirt(Canvas canvas, RandomSource random) {
        double top = random.about(-12.6, 0.8);
        double shoulder = random.about(6.5, 1.4);
        double chest = shoulder + random.about(0, 0.8);
        boolean blouse = random.maybe(0.42);
        GarmentShape shape = new GarmentShape(
                top,
                random.about(12.6, 1),
                random.about(blouse ? 3.2 : 2.4, 0.8),
                blouse ? random.between(1, 4) : random.between(0.8, 2.4),
                random.maybe(blouse ? 0.5 : 0.8),
                shoulder,
                random.about(1.7, 0.8),
                random.about(5.6, 1),
                chest,
                chest + random.about(-0.6, 0.8),
                chest + random.about(0, 1.2),
                random.between(-0.2, 1.2));
        Fabric cloth = Fabric.cloth(random, 0.52);
        GarmentPainter painter = new GarmentPainter(canvas, random, shape, cloth);
        switch (random.weighted(0.6, 0.26, 0.14)) {
            case 0 -> painter.longSleeves();
            case 1 ->
                painter.sleeves(
                        shoulder + random.between(1.8, 4.2),
                        top + random.between(7.5, 11.5),
                        random.between(3.2, 4.8),
                        0.12);
            default -> {}
        }
        painter.body();
        if (blouse) {
            painter.collarBand();
            return;
        }
        double from = shape.top() + shape.neckline();
        double to = random.maybe(0.75) ? shape.bottom() : from + 6;
        canvas.stroke(Polyline.from(0.2, from).line(0.2, to), 0.8, cloth.shadow(random.between(0.1, 0.35)));
        painter.buttons(0.2, from + 1.5, to - 1, to == shape.bottom() ? 5 : 3, 0.75);
        painter.lapels(0.1, random.between(0.8, 2));
        if (random.maybe(0.45)) {
            painter.pocket(3.4, random.about(-4.4, 0.7), 1.6, 2.2);
            if (random.maybe(0.4)) {
                painter.pocket(-3.4, -4.4, 1.6, 2.2);
            }
        }
    }

    static void trouser(Canvas canvas, RandomSource random) {
        double top = random.about(-13, 0.6);
        double bottom = random.about(13.1, 0.6);
        double waist = random.about(4.8, 1.1);
        double hip = waist + random.about(0.8, 0.6);
        double crotch = random.about(-4, 1.8);
        double spread = random.about(4.5, 1.9);
        double ankle = random.about(2.1, 1.2);
        double knee = Math.max(ankle, random.about(2.3, 0.6));
        double gap = random.between(0.1, 0.7);
        Fabric cloth = Fabric.cloth(random, 0.22);
        Texture worn = cloth.texture()
                .times(Texture.fold(0, random.between(-2, 4), 1, 0, random.between(4, 9), random.about(-0.08, 0.3)));
        double kneeY = (crotch + bottom) / 2;
        Polyline leg = Polyline.from(-0.3, top + 0.5)
                .line(waist, top)
                .curve(hip, top + 3, hip, crotch)
                .curve(spread * 0.75 + knee, kneeY, spread + ankle, bottom)
                .line(spread - ankle, bottom + random.about(0.1, 0.3))
                .curve(spread * 0.7 - knee + 0.4, kneeY, gap, crotch + random.between(0.2, 1))
                .line(-0.3, crotch);
        Texture other = worn.times(random.between(0.85, 1));
        canvas.fill(leg.flipped(), other);
        canvas.fill(leg, worn);
        canvas.stroke(Polyline.from(0, top + 1.5).line(0, crotch), 0.7, cloth.shadow(random.between(0.15, 0.5)));
        if (random.maybe(0.7)) {
            double y = top + random.between(1.1, 1.9);
            canvas.stroke(Polyline.from(-waist, y).line(waist, y), 0.6, cloth.shadow(random.between(0.2, 0.45)));
        }
        if (random.maybe(0.5)) {
            Polyline slit = Polyline.from(waist * 0.55, top + 1.6).curve(waist * 0.65, top + 4, hip - 0.3, top + 4.4);
            canvas.stroke(slit, 0.7, cloth.shadow(0.4));
            canvas.stroke(slit.flipped(), 0.7, cloth.shadow(0.4));
        }
        if (random.maybe(0.35)) {
            Polyline crease = Polyline.from(hip * 0.55, crotch).line(spread, bottom - 0.5);
            Texture pressed = random.maybe(0.5) ? cloth.texture().times(1.18) : cloth.shadow(0.25);
            canvas.stroke(crease, 0.7, pressed);
            canvas.stroke(crease.flipped(), 0.7, pressed);
        }
        canvas.round(random.between(0, 0.3));
    }
}

package hourglass.data.synthetic;

/** Draws what is worn on the body: each method one picture of its kind, never the same twice. */
final class ClothingPainter {
    private ClothingPainter() {}

    static void tShirt(Canvas canvas, RandomSource chance) {
        double top = chance.about(-12.7, 0.8);
        double shoulder = chance.about(7.3, 1.5);
        double chest = shoulder + chance.about(-0.3, 1.1);
        boolean pointed = chance.maybe(0.2);
        GarmentShape cut = new GarmentShape(
                top,
                chance.about(12.9, 0.9),
                chance.about(3.3, 1),
                chance.between(0.8, 2.6) + (pointed ? 2 : 0),
                pointed,
                shoulder,
                chance.about(1.6, 0.9),
                chance.about(5.4, 1),
                chest,
                chest + chance.about(-0.5, 0.8),
                chest + chance.about(-0.1, 1.2),
                chance.about(0.1, 0.5));
        Fabric cloth = Fabric.cloth(chance, 0.34);
        GarmentPainter tailor = new GarmentPainter(canvas, chance, cut, cloth);
        int sleeves = chance.weighted(0.78, 0.1, 0.12);
        if (sleeves == 0) {
            double length = chance.between(1.5, 6.5);
            double spread = chance.between(0.35, 0.95);
            tailor.sleeves(
                    shoulder + 1.1 + length * spread * 0.9,
                    top + 5 + length * 0.85,
                    chance.between(3.4, 5.2),
                    chance.between(0, 0.16));
        } else if (sleeves == 1) {
            tailor.longSleeves();
        }
        tailor.body();
        tailor.collarBand();
        if (chance.maybe(0.38)) {
            tailor.chestPrint();
        } else if (chance.maybe(0.2)) {
            tailor.pocket(chance.about(3.2, 0.6), chance.about(-4.5, 1), 1.7, 2.2);
        }
    }

    static void pullover(Canvas canvas, RandomSource chance) {
        double top = chance.about(-12.6, 0.8);
        double shoulder = chance.about(6.8, 1.2);
        double chest = shoulder + chance.about(0.2, 0.8);
        boolean pointed = chance.maybe(0.25);
        GarmentShape cut = new GarmentShape(
                top,
                chance.about(12.4, 1.2),
                chance.about(3.1, 0.9),
                chance.between(0.5, 2) + (pointed ? 2.2 : 0),
                pointed,
                shoulder,
                chance.about(2, 0.9),
                chance.about(6, 1),
                chest,
                chest + chance.about(0, 0.8),
                chest + chance.about(0, 1),
                chance.about(0.1, 0.4));
        Fabric cloth = Fabric.cloth(chance, 0.36);
        GarmentPainter tailor = new GarmentPainter(canvas, chance, cut, cloth);
        boolean hood = chance.maybe(0.17);
        if (hood) {
            canvas.fill(Polyline.ellipse(0, top + 0.8, cut.neck() + 1.6, 3), cloth.shadow(0.2));
        }
        tailor.longSleeves();
        tailor.body();
        if (hood) {
            canvas.fill(Polyline.ellipse(0, top + 0.6, cut.neck() * 0.8, 1.9), cloth.shadow(0.55));
            canvas.stroke(Polyline.from(-0.9, top + 2).line(-1.1, top + 6), 0.7, cloth.contrast(0.5));
            canvas.stroke(Polyline.from(0.9, top + 2).line(1.2, top + 6), 0.7, cloth.contrast(0.5));
        } else {
            tailor.collarBand();
        }
        if (chance.maybe(0.2)) {
            // A cardigan: buttoned, or zipped to the neck.
            double from = top + cut.neckline();
            canvas.stroke(Polyline.from(0, from).line(0, cut.bottom()), 0.8, cloth.shadow(chance.between(0.2, 0.6)));
            if (chance.maybe(0.5)) {
                tailor.buttons(0.6, from + 2, cut.bottom() - 2, 5, 0.9);
            }
        }
        if (chance.maybe(0.5)) {
            // The ribbed band at the hem.
            double y = cut.bottom() - chance.between(1.2, 2.4);
            canvas.stroke(Polyline.from(-cut.hem(), y).line(cut.hem(), y), 0.7, cloth.shadow(0.3));
        }
        if (chance.maybe(0.28)) {
            tailor.chestPrint();
        } else if (hood && chance.maybe(0.7)) {
            canvas.stroke(Polyline.from(-4.5, 9.5).line(-3, 5.5).line(3, 5.5).line(4.5, 9.5), 0.8, cloth.shadow(0.35));
        }
    }

    static void dress(Canvas canvas, RandomSource chance) {
        double top = chance.about(-13, 0.6);
        double shoulder = chance.about(4.9, 2);
        double chest = shoulder + chance.about(0, 0.6);
        double waist = chest - chance.between(0, 1.3);
        double waistline = chance.about(-2, 2);
        double hem = chance.maybe(0.3) ? waist + chance.between(-0.4, 0.8) : waist + chance.between(1, 5.5);
        double bottom = chance.about(13, 0.7);
        double neck = chance.about(2.3, 0.8);
        double neckline = chance.between(0.7, 3);
        double armhole = chance.about(4.8, 0.8);
        Fabric cloth = Fabric.cloth(chance, 0.42);
        GarmentShape bodice = new GarmentShape(
                top,
                waistline,
                neck,
                neckline,
                chance.maybe(0.3),
                shoulder,
                chance.about(1, 0.6),
                armhole,
                chest,
                (chest + waist) / 2,
                waist,
                0.6);
        GarmentPainter tailor = new GarmentPainter(canvas, chance, bodice, cloth);
        int sleeves = chance.weighted(0.42, 0.32, 0.26);
        if (sleeves == 1) {
            double length = chance.between(1.5, 4);
            tailor.sleeves(shoulder + 1 + length * 0.5, top + 4.4 + length, chance.between(2.8, 4), 0.1);
        } else if (sleeves == 2) {
            tailor.sleeves(
                    shoulder + chance.between(1.6, 4),
                    chance.between(0, 6),
                    chance.between(1.9, 2.8),
                    chance.between(0.05, 0.25));
        }
        if (sleeves == 0 && chance.maybe(0.45)) {
            // Thin straps over a straight top.
            double edge = top + chance.between(2.5, 5);
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
            tailor.neckShadow();
            canvas.fill(bodice.body(), cloth.texture());
        }
        Texture skirt = cloth.texture();
        if (chance.maybe(0.45)) {
            Texture pleats = Texture.stripes(1, 0, chance.between(2.2, 3.6), chance.unit(), 0.4);
            double depth = chance.between(0.1, 0.4);
            Texture smooth = skirt;
            skirt = (x, y) -> smooth.at(x, y) * (1 - depth * pleats.at(x * 3.5 / (2.5 + 0.1 * (y + 14)), y));
        }
        canvas.fill(
                Polyline.from(0, waistline)
                        .line(waist, waistline)
                        .curve(waist + (hem - waist) * chance.between(0.2, 0.9), chance.between(1, 6), hem, bottom)
                        .curve(hem * 0.5, bottom + 0.5, 0, bottom + chance.about(0.4, 0.4))
                        .mirrored(),
                skirt);
        if (chance.maybe(0.4)) {
            canvas.stroke(
                    Polyline.from(-waist, waistline).curve(0, waistline + 0.7, waist, waistline),
                    chance.between(0.8, 1.6),
                    chance.maybe(0.4) ? cloth.contrast(0.7) : cloth.shadow(0.35));
        }
        canvas.round(chance.between(0, 0.25));
    }

    static void coat(Canvas canvas, RandomSource chance) {
        double top = chance.about(-12.8, 0.7);
        double shoulder = chance.about(6.8, 1);
        double chest = shoulder + chance.about(0.5, 0.7);
        GarmentShape cut = new GarmentShape(
                top,
                chance.about(12.9, 0.8),
                chance.about(2.6, 0.7),
                chance.between(1, 3.6),
                true,
                shoulder,
                chance.about(1.9, 0.8),
                chance.about(6, 0.9),
                chest,
                chest + chance.about(-0.3, 0.9),
                chest + chance.about(0.1, 1.1),
                chance.about(0.1, 0.3));
        Fabric cloth = Fabric.cloth(chance, 0.26);
        GarmentPainter tailor = new GarmentPainter(canvas, chance, cut, cloth);
        tailor.longSleeves();
        tailor.body();
        // The front opens along a line that is not quite in the middle.
        double line = chance.about(0, 0.8);
        double from = cut.top() + cut.neckline();
        Texture edge = chance.maybe(0.7) ? cloth.shadow(chance.between(0.35, 0.7)) : cloth.contrast(0.6);
        canvas.stroke(Polyline.from(line, from).line(line * 1.2, cut.bottom()), chance.between(0.7, 1.2), edge);
        if (chance.maybe(0.22)) {
            // Worn open: the lining shows.
            canvas.fill(
                    Polyline.from(line, from)
                            .line(line + chance.between(0.8, 2), cut.bottom())
                            .line(line - chance.between(0.5, 2), cut.bottom()),
                    cloth.shadow(0.65));
        }
        if (chance.maybe(0.75)) {
            tailor.lapels(line, chance.between(1.2, 6.5));
        } else {
            tailor.collarBand();
        }
        if (chance.maybe(0.55)) {
            double beside = chance.maybe(0.35) ? 2 : 0.9;
            tailor.buttons(line + beside, from + 3, 9, 3 + chance.below(3), 0.95);
            if (beside == 2) {
                tailor.buttons(line - beside, from + 3, 9, 3, 0.95);
            }
        }
        if (chance.maybe(0.5)) {
            double y = chance.between(3, 7);
            double slant = chance.between(-0.3, 1.6);
            Polyline slit = Polyline.from(3, y).line(5.6, y - slant);
            canvas.stroke(slit, 0.9, cloth.shadow(0.5));
            canvas.stroke(slit.flipped(), 0.9, cloth.shadow(0.5));
        }
        if (chance.maybe(0.2)) {
            double y = chance.between(-0.5, 2.5);
            canvas.stroke(Polyline.from(-cut.waist(), y).line(cut.waist(), y), 1.3, cloth.shadow(0.45));
        }
    }

    static void shirt(Canvas canvas, RandomSource chance) {
        double top = chance.about(-12.6, 0.8);
        double shoulder = chance.about(6.5, 1.4);
        double chest = shoulder + chance.about(0, 0.8);
        boolean blouse = chance.maybe(0.42);
        GarmentShape cut = new GarmentShape(
                top,
                chance.about(12.6, 1),
                chance.about(blouse ? 3.2 : 2.4, 0.8),
                blouse ? chance.between(1, 4) : chance.between(0.8, 2.4),
                chance.maybe(blouse ? 0.5 : 0.8),
                shoulder,
                chance.about(1.7, 0.8),
                chance.about(5.6, 1),
                chest,
                chest + chance.about(-0.6, 0.8),
                chest + chance.about(0, 1.2),
                chance.between(-0.2, 1.2));
        Fabric cloth = Fabric.cloth(chance, 0.52);
        GarmentPainter tailor = new GarmentPainter(canvas, chance, cut, cloth);
        switch (chance.weighted(0.6, 0.26, 0.14)) {
            case 0 -> tailor.longSleeves();
            case 1 ->
                tailor.sleeves(
                        shoulder + chance.between(1.8, 4.2),
                        top + chance.between(7.5, 11.5),
                        chance.between(3.2, 4.8),
                        0.12);
            default -> {}
        }
        tailor.body();
        if (blouse) {
            tailor.collarBand();
            return;
        }
        double from = cut.top() + cut.neckline();
        double to = chance.maybe(0.75) ? cut.bottom() : from + 6;
        canvas.stroke(Polyline.from(0.2, from).line(0.2, to), 0.8, cloth.shadow(chance.between(0.1, 0.35)));
        tailor.buttons(0.2, from + 1.5, to - 1, to == cut.bottom() ? 5 : 3, 0.75);
        tailor.lapels(0.1, chance.between(0.8, 2));
        if (chance.maybe(0.45)) {
            tailor.pocket(3.4, chance.about(-4.4, 0.7), 1.6, 2.2);
            if (chance.maybe(0.4)) {
                tailor.pocket(-3.4, -4.4, 1.6, 2.2);
            }
        }
    }

    static void trouser(Canvas canvas, RandomSource chance) {
        double top = chance.about(-13, 0.6);
        double bottom = chance.about(13.1, 0.6);
        double waist = chance.about(4.8, 1.1);
        double hip = waist + chance.about(0.8, 0.6);
        double crotch = chance.about(-4, 1.8);
        double spread = chance.about(4.5, 1.9);
        double ankle = chance.about(2.1, 1.2);
        double knee = Math.max(ankle, chance.about(2.3, 0.6));
        double gap = chance.between(0.1, 0.7);
        Fabric cloth = Fabric.cloth(chance, 0.22);
        Texture worn = cloth.texture()
                .times(Texture.fold(0, chance.between(-2, 4), 1, 0, chance.between(4, 9), chance.about(-0.08, 0.3)));
        double kneeY = (crotch + bottom) / 2;
        Polyline leg = Polyline.from(-0.3, top + 0.5)
                .line(waist, top)
                .curve(hip, top + 3, hip, crotch)
                .curve(spread * 0.75 + knee, kneeY, spread + ankle, bottom)
                .line(spread - ankle, bottom + chance.about(0.1, 0.3))
                .curve(spread * 0.7 - knee + 0.4, kneeY, gap, crotch + chance.between(0.2, 1))
                .line(-0.3, crotch);
        Texture other = worn.times(chance.between(0.85, 1));
        canvas.fill(leg.flipped(), other);
        canvas.fill(leg, worn);
        canvas.stroke(Polyline.from(0, top + 1.5).line(0, crotch), 0.7, cloth.shadow(chance.between(0.15, 0.5)));
        if (chance.maybe(0.7)) {
            double y = top + chance.between(1.1, 1.9);
            canvas.stroke(Polyline.from(-waist, y).line(waist, y), 0.6, cloth.shadow(chance.between(0.2, 0.45)));
        }
        if (chance.maybe(0.5)) {
            Polyline slit = Polyline.from(waist * 0.55, top + 1.6).curve(waist * 0.65, top + 4, hip - 0.3, top + 4.4);
            canvas.stroke(slit, 0.7, cloth.shadow(0.4));
            canvas.stroke(slit.flipped(), 0.7, cloth.shadow(0.4));
        }
        if (chance.maybe(0.35)) {
            Polyline crease = Polyline.from(hip * 0.55, crotch).line(spread, bottom - 0.5);
            Texture pressed = chance.maybe(0.5) ? cloth.texture().times(1.18) : cloth.shadow(0.25);
            canvas.stroke(crease, 0.7, pressed);
            canvas.stroke(crease.flipped(), 0.7, pressed);
        }
        canvas.round(chance.between(0, 0.3));
    }
}

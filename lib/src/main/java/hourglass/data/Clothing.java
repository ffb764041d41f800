package hourglass.data;

/** Draws what is worn on the body: each method one picture of its kind, never the same twice. */
final class Clothing {
    private Clothing() {}

    /**
     * The cut of a garment with sleeves, in pixels; half widths for what is symmetrical.
     *
     * @param top the height of the collar's corners
     * @param bottom the height of the hem
     * @param neck half the width of the neck opening
     * @param neckline how far the opening reaches down
     * @param pointed whether the neckline is a V
     * @param shoulder half the width at the shoulders
     * @param drop how far the shoulders slope down
     * @param armhole from the shoulder down to the armpit
     * @param chest half the width at the armpits
     * @param waist half the width in the middle
     * @param hem half the width at the hem
     * @param round how far the hem's middle hangs lower
     */
    private record Cut(
            double top,
            double bottom,
            double neck,
            double neckline,
            boolean pointed,
            double shoulder,
            double drop,
            double armhole,
            double chest,
            double waist,
            double hem,
            double round) {
        Outline body() {
            Outline half = Outline.from(0, top + neckline);
            if (pointed) {
                half.line(neck, top);
            } else {
                half.curve(neck * 0.95, top + neckline, neck, top);
            }
            double armpit = top + drop + armhole;
            half.line(shoulder, top + drop);
            half.curve(chest - 0.4, top + drop + armhole * 0.6, chest, armpit);
            half.curve(waist, armpit + (bottom - armpit) * 0.5, hem, bottom);
            half.curve(hem * 0.5, bottom + round, 0, bottom + round);
            return half.mirrored();
        }

        /** The right sleeve, down to a cuff whose middle is at (x, y). */
        Outline sleeve(double x, double y, double cuff) {
            double fromX = shoulder - 1;
            double fromY = top + drop + armhole * 0.45;
            double length = Math.sqrt((x - fromX) * (x - fromX) + (y - fromY) * (y - fromY));
            double acrossX = (y - fromY) / length * cuff / 2;
            double acrossY = -(x - fromX) / length * cuff / 2;
            double armpit = top + drop + armhole;
            double bend = 0.35 * (y - fromY);
            return Outline.from(shoulder - 1.6, top + drop - 0.45)
                    .line(shoulder, top + drop)
                    .curve(x + 1.3 * acrossX, y + acrossY - bend * 1.25, x + acrossX, y + acrossY)
                    .line(x - acrossX, y - acrossY)
                    .curve(chest + 0.4 * (x - acrossX - chest), armpit + 0.35 * (y - armpit), chest - 0.6, armpit + 0.6)
                    .line(chest - 2, armpit);
        }

        Outline seam() {
            return Outline.from(shoulder, top + drop)
                    .curve(chest - 0.6, top + drop + armhole * 0.6, chest, top + drop + armhole);
        }
    }

    static void tShirt(Canvas canvas, Chance chance) {
        double top = chance.about(-12.7, 0.8);
        double shoulder = chance.about(7, 1.6);
        double chest = shoulder + chance.about(-0.4, 0.9);
        boolean pointed = chance.maybe(0.2);
        Cut cut = new Cut(
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
        Fabric cloth = Fabric.cloth(chance, 0.35);
        int sleeves = chance.weighted(0.84, 0.08, 0.08);
        if (sleeves == 0) {
            double length = chance.between(2, 5);
            double spread = chance.between(0.35, 0.95);
            sleeves(
                    canvas,
                    cut,
                    cloth,
                    shoulder + 1.1 + length * spread * 0.9,
                    top + 5 + length * 0.85,
                    chance.between(3.4, 5.2),
                    chance.between(0, 0.16));
        } else if (sleeves == 1) {
            longSleeves(canvas, chance, cut, cloth);
        }
        body(canvas, chance, cut, cloth);
        collarBand(canvas, chance, cut, cloth);
        if (chance.maybe(0.38)) {
            chestPrint(canvas, chance, cloth);
        } else if (chance.maybe(0.2)) {
            pocket(canvas, cloth, chance.about(3.2, 0.6), chance.about(-4.5, 1), 1.7, 2.2);
        }
    }

    static void pullover(Canvas canvas, Chance chance) {
        double top = chance.about(-12.6, 0.8);
        double shoulder = chance.about(6.8, 1.2);
        double chest = shoulder + chance.about(0.2, 0.8);
        boolean pointed = chance.maybe(0.25);
        Cut cut = new Cut(
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
        Fabric cloth = Fabric.cloth(chance, 0.38);
        boolean hood = chance.maybe(0.17);
        if (hood) {
            canvas.fill(Outline.ellipse(0, top + 0.8, cut.neck + 1.6, 3), cloth.shadow(0.2));
        }
        longSleeves(canvas, chance, cut, cloth);
        body(canvas, chance, cut, cloth);
        if (hood) {
            canvas.fill(Outline.ellipse(0, top + 0.6, cut.neck * 0.8, 1.9), cloth.shadow(0.55));
            canvas.stroke(Outline.from(-0.9, top + 2).line(-1.1, top + 6), 0.7, cloth.contrast(0.5));
            canvas.stroke(Outline.from(0.9, top + 2).line(1.2, top + 6), 0.7, cloth.contrast(0.5));
        } else {
            collarBand(canvas, chance, cut, cloth);
        }
        if (chance.maybe(0.5)) {
            // The ribbed band at the hem.
            double y = cut.bottom - chance.between(1.2, 2.4);
            canvas.stroke(Outline.from(-cut.hem, y).line(cut.hem, y), 0.7, cloth.shadow(0.3));
        }
        if (chance.maybe(0.28)) {
            chestPrint(canvas, chance, cloth);
        } else if (hood && chance.maybe(0.7)) {
            canvas.stroke(Outline.from(-4.5, 9.5).line(-3, 5.5).line(3, 5.5).line(4.5, 9.5), 0.8, cloth.shadow(0.35));
        }
    }

    static void dress(Canvas canvas, Chance chance) {
        double top = chance.about(-13, 0.6);
        double shoulder = chance.about(3.9, 1.1);
        double chest = shoulder + chance.about(0, 0.6);
        double waist = chest - chance.between(0, 1.3);
        double waistline = chance.about(-2, 2);
        double hem = chance.maybe(0.3) ? waist + chance.between(-0.4, 0.8) : waist + chance.between(1, 4.6);
        double bottom = chance.about(13, 0.7);
        double neck = chance.about(2.3, 0.8);
        double neckline = chance.between(0.7, 3);
        double armhole = chance.about(4.8, 0.8);
        Fabric cloth = Fabric.cloth(chance, 0.42);
        Cut bodice = new Cut(
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
        int sleeves = chance.weighted(0.42, 0.32, 0.26);
        if (sleeves == 1) {
            double length = chance.between(1.5, 4);
            sleeves(
                    canvas,
                    bodice,
                    cloth,
                    shoulder + 1 + length * 0.5,
                    top + 4.4 + length,
                    chance.between(2.8, 4),
                    0.1);
        } else if (sleeves == 2) {
            sleeves(
                    canvas,
                    bodice,
                    cloth,
                    shoulder + chance.between(1.6, 4),
                    chance.between(0, 6),
                    chance.between(1.9, 2.8),
                    chance.between(0.05, 0.25));
        }
        if (sleeves == 0 && chance.maybe(0.45)) {
            // Thin straps over a straight top.
            double edge = top + chance.between(2.5, 5);
            double strap = chest * 0.6;
            canvas.stroke(Outline.from(-strap, top + 0.4).line(-strap * 1.1, edge), 0.9, cloth.texture());
            canvas.stroke(Outline.from(strap, top + 0.4).line(strap * 1.1, edge), 0.9, cloth.texture());
            canvas.fill(
                    Outline.from(0, edge + 0.4)
                            .curve(chest * 0.6, edge + 0.4, chest * 0.85, edge - 0.4)
                            .curve(chest, waistline - 3, waist, waistline + 0.6)
                            .line(0, waistline + 0.6)
                            .mirrored(),
                    cloth.texture());
        } else {
            neckShadow(canvas, bodice, cloth);
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
                Outline.from(0, waistline)
                        .line(waist, waistline)
                        .curve(waist + (hem - waist) * chance.between(0.2, 0.9), chance.between(1, 6), hem, bottom)
                        .curve(hem * 0.5, bottom + 0.5, 0, bottom + chance.about(0.4, 0.4))
                        .mirrored(),
                skirt);
        if (chance.maybe(0.4)) {
            canvas.stroke(
                    Outline.from(-waist, waistline).curve(0, waistline + 0.7, waist, waistline),
                    chance.between(0.8, 1.6),
                    chance.maybe(0.4) ? cloth.contrast(0.7) : cloth.shadow(0.35));
        }
        canvas.round(chance.between(0.1, 0.35));
    }

    static void coat(Canvas canvas, Chance chance) {
        double top = chance.about(-12.8, 0.7);
        double shoulder = chance.about(6.2, 1.1);
        double chest = shoulder + chance.about(0.5, 0.7);
        Cut cut = new Cut(
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
                chest + chance.about(0.6, 1.3),
                chance.about(0.1, 0.3));
        Fabric cloth = Fabric.cloth(chance, 0.25);
        longSleeves(canvas, chance, cut, cloth);
        body(canvas, chance, cut, cloth);
        // The front opens along a line that is not quite in the middle.
        double line = chance.about(0, 0.8);
        double from = cut.top + cut.neckline;
        Texture edge = chance.maybe(0.7) ? cloth.shadow(chance.between(0.35, 0.7)) : cloth.contrast(0.6);
        canvas.stroke(Outline.from(line, from).line(line * 1.2, cut.bottom), chance.between(0.7, 1.2), edge);
        if (chance.maybe(0.22)) {
            // Worn open: the lining shows.
            canvas.fill(
                    Outline.from(line, from)
                            .line(line + chance.between(0.8, 2), cut.bottom)
                            .line(line - chance.between(0.5, 2), cut.bottom),
                    cloth.shadow(0.65));
        }
        lapels(canvas, chance, cut, cloth, line, chance.between(2.4, 6.5));
        if (chance.maybe(0.55)) {
            double beside = chance.maybe(0.35) ? 2 : 0.9;
            buttons(canvas, cloth, line + beside, from + 3, 9, 3 + chance.below(3), 0.95);
            if (beside == 2) {
                buttons(canvas, cloth, line - beside, from + 3, 9, 3, 0.95);
            }
        }
        if (chance.maybe(0.65)) {
            double y = chance.between(3, 7);
            double slant = chance.between(-0.3, 1.6);
            Outline slit = Outline.from(3, y).line(5.6, y - slant);
            canvas.stroke(slit, 0.9, cloth.shadow(0.5));
            canvas.stroke(slit.flipped(), 0.9, cloth.shadow(0.5));
        }
        if (chance.maybe(0.2)) {
            double y = chance.between(-0.5, 2.5);
            canvas.stroke(Outline.from(-cut.waist, y).line(cut.waist, y), 1.3, cloth.shadow(0.45));
        }
    }

    static void shirt(Canvas canvas, Chance chance) {
        double top = chance.about(-12.6, 0.8);
        double shoulder = chance.about(6.5, 1.4);
        double chest = shoulder + chance.about(0, 0.8);
        boolean blouse = chance.maybe(0.3);
        Cut cut = new Cut(
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
        switch (chance.weighted(0.58, 0.26, 0.16)) {
            case 0 -> longSleeves(canvas, chance, cut, cloth);
            case 1 ->
                sleeves(
                        canvas,
                        cut,
                        cloth,
                        shoulder + chance.between(1.8, 4.2),
                        top + chance.between(7.5, 11.5),
                        chance.between(3.2, 4.8),
                        0.12);
            default -> {}
        }
        body(canvas, chance, cut, cloth);
        if (blouse) {
            collarBand(canvas, chance, cut, cloth);
            return;
        }
        double from = cut.top + cut.neckline;
        double to = chance.maybe(0.75) ? cut.bottom : from + 6;
        canvas.stroke(Outline.from(0.2, from).line(0.2, to), 0.8, cloth.shadow(chance.between(0.1, 0.35)));
        buttons(canvas, cloth, 0.2, from + 1.5, to - 1, to == cut.bottom ? 5 : 3, 0.75);
        lapels(canvas, chance, cut, cloth, 0.1, chance.between(0.8, 2));
        if (chance.maybe(0.45)) {
            pocket(canvas, cloth, 3.4, chance.about(-4.4, 0.7), 1.6, 2.2);
            if (chance.maybe(0.4)) {
                pocket(canvas, cloth, -3.4, -4.4, 1.6, 2.2);
            }
        }
    }

    static void trouser(Canvas canvas, Chance chance) {
        double top = chance.about(-13, 0.6);
        double bottom = chance.about(13.1, 0.6);
        double waist = chance.about(3.9, 0.9);
        double hip = waist + chance.about(0.8, 0.6);
        double crotch = chance.about(-4, 1.8);
        double spread = chance.about(4.1, 1.3);
        double ankle = chance.about(1.6, 0.9);
        double knee = Math.max(ankle, chance.about(1.9, 0.6));
        double gap = chance.between(0.1, 0.7);
        Fabric cloth = Fabric.cloth(chance, 0.2);
        Texture worn = cloth.texture()
                .times(Texture.fold(0, chance.between(-2, 4), 1, 0, chance.between(4, 9), chance.about(-0.05, 0.35)));
        double kneeY = (crotch + bottom) / 2;
        Outline leg = Outline.from(-0.3, top + 0.5)
                .line(waist, top)
                .curve(hip, top + 3, hip, crotch)
                .curve(spread * 0.75 + knee, kneeY, spread + ankle, bottom)
                .line(spread - ankle, bottom + chance.about(0.1, 0.3))
                .curve(spread * 0.7 - knee + 0.4, kneeY, gap, crotch + chance.between(0.2, 1))
                .line(-0.3, crotch);
        Texture other = worn.times(chance.between(0.85, 1));
        canvas.fill(leg.flipped(), other);
        canvas.fill(leg, worn);
        canvas.stroke(Outline.from(0, top + 1.5).line(0, crotch), 0.7, cloth.shadow(chance.between(0.15, 0.5)));
        if (chance.maybe(0.7)) {
            double y = top + chance.between(1.1, 1.9);
            canvas.stroke(Outline.from(-waist, y).line(waist, y), 0.6, cloth.shadow(chance.between(0.2, 0.45)));
        }
        if (chance.maybe(0.5)) {
            Outline slit = Outline.from(waist * 0.55, top + 1.6).curve(waist * 0.65, top + 4, hip - 0.3, top + 4.4);
            canvas.stroke(slit, 0.7, cloth.shadow(0.4));
            canvas.stroke(slit.flipped(), 0.7, cloth.shadow(0.4));
        }
        if (chance.maybe(0.35)) {
            Outline crease = Outline.from(hip * 0.55, crotch).line(spread, bottom - 0.5);
            Texture pressed = chance.maybe(0.5) ? cloth.texture().times(1.18) : cloth.shadow(0.25);
            canvas.stroke(crease, 0.7, pressed);
            canvas.stroke(crease.flipped(), 0.7, pressed);
        }
        canvas.round(chance.between(0.1, 0.4));
    }

    private static void longSleeves(Canvas canvas, Chance chance, Cut cut, Fabric cloth) {
        double y = Math.min(12.9, cut.bottom + chance.between(-3.5, 1));
        sleeves(
                canvas,
                cut,
                cloth,
                Math.min(12.4, cut.chest + chance.between(1.9, 4)),
                y,
                chance.between(2.1, 3.3),
                chance.between(0.02, 0.22));
    }

    /** Both sleeves, a little darker than the body, and nearly alike. */
    private static void sleeves(Canvas canvas, Cut cut, Fabric cloth, double x, double y, double cuff, double depth) {
        Outline sleeve = cut.sleeve(Math.min(x, 13.2), y, cuff);
        canvas.fill(sleeve, cloth.shadow(depth));
        canvas.fill(sleeve.flipped(), cloth.shadow(depth * 0.6));
    }

    private static void neckShadow(Canvas canvas, Cut cut, Fabric cloth) {
        double top = cut.top + 0.2;
        canvas.fill(
                Outline.from(0, top + 0.5)
                        .curve(cut.neck * 0.7, top + 0.5, cut.neck, top)
                        .line(cut.neck, top + 0.6)
                        .line(0, cut.top + cut.neckline + 0.5)
                        .mirrored(),
                cloth.shadow(0.5));
    }

    private static void body(Canvas canvas, Chance chance, Cut cut, Fabric cloth) {
        neckShadow(canvas, cut, cloth);
        canvas.fill(cut.body(), cloth.texture());
        double depth = chance.between(0.1, 0.4);
        canvas.stroke(cut.seam(), 0.7, cloth.shadow(depth));
        canvas.stroke(cut.seam().flipped(), 0.7, cloth.shadow(depth));
        canvas.round(chance.between(0.1, 0.35));
    }

    private static void collarBand(Canvas canvas, Chance chance, Cut cut, Fabric cloth) {
        Outline half = Outline.from(-cut.neck, cut.top);
        double bottom = cut.top + cut.neckline;
        if (cut.pointed) {
            half.line(0, bottom).line(cut.neck, cut.top);
        } else {
            half.curve(-cut.neck * 0.95, bottom, 0, bottom).curve(cut.neck * 0.95, bottom, cut.neck, cut.top);
        }
        Texture band = chance.maybe(0.25) ? cloth.contrast(0.6) : cloth.shadow(chance.between(0.05, 0.35));
        canvas.stroke(half, chance.between(0.7, 1.4), band);
    }

    private static void lapels(Canvas canvas, Chance chance, Cut cut, Fabric cloth, double line, double length) {
        double bottom = cut.top + cut.neckline;
        double wide = cut.neck + chance.between(0.3, 1.4);
        Outline lapel = Outline.from(line, bottom)
                .line(cut.neck * 0.8, cut.top - 0.5)
                .line(wide, cut.top + 0.8)
                .line(wide * 0.75, bottom + length * 0.4)
                .line(line + 0.2, bottom + length);
        canvas.fill(lapel, cloth.shadow(0.12));
        canvas.fill(lapel.flipped(), cloth.shadow(0.06));
        Outline edge = Outline.from(wide, cut.top + 0.8)
                .line(wide * 0.75, bottom + length * 0.4)
                .line(line + 0.2, bottom + length);
        Texture shade = cloth.shadow(chance.between(0.3, 0.6));
        canvas.stroke(edge, 0.65, shade);
        canvas.stroke(edge.flipped(), 0.65, shade);
    }

    private static void buttons(Canvas canvas, Fabric cloth, double x, double from, double to, int count, double size) {
        for (int i = 0; i < count; i++) {
            double y = from + (to - from) * i / (count - 1);
            canvas.stroke(Outline.from(x, y), size, cloth.contrast(0.65));
        }
    }

    private static void pocket(Canvas canvas, Fabric cloth, double x, double y, double half, double height) {
        canvas.stroke(
                Outline.from(x - half, y)
                        .line(x - half, y + height)
                        .line(x, y + height + 0.6)
                        .line(x + half, y + height)
                        .line(x + half, y)
                        .line(x - half, y),
                0.6,
                cloth.shadow(0.35));
    }

    private static void chestPrint(Canvas canvas, Chance chance, Fabric cloth) {
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
                            Outline.from(x, y - height / 2).line(x + chance.about(0, 0.5), y + height / 2), 0.8, ink);
                    x += chance.between(1.1, 1.7);
                }
            }
            case 1 -> canvas.fill(Outline.ellipse(0, y, wide * 0.8, wide * chance.between(0.5, 1)), ink);
            case 2 -> canvas.fill(Outline.rectangle(-wide, y, wide, y + chance.between(1.5, 5)), ink);
            case 3 ->
                canvas.fill(
                        Outline.ellipse(0, y, wide, wide),
                        cloth.texture().with(ink, Texture.blots(chance.seed(), 1.7, 0.5)));
            default -> canvas.stroke(Outline.from(2.6, y).line(2.6 + chance.between(0.3, 2), y), 1.1, ink);
        }
    }
}

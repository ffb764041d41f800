package hourglass.data.synthetic;

/** Draws bags from the front: no two alike. */
final class BagPainter {
    private BagPainter() {}

    static void bag(Canvas canvas, RandomSource chance) {
        Fabric leather = chance.maybe(0.18) ? Fabric.cloth(chance, 0.9) : Fabric.leather(chance);
        double wide = chance.between(8.5, 13);
        double height = chance.between(13, 23);
        int handle = chance.weighted(0.42, 0.14, 0.18, 0.26);
        double room = handle == 3 ? 0 : handle == 2 ? 3 : chance.between(3.5, 8);
        if (handle == 1) {
            // A long strap needs a small bag.
            wide = Math.min(wide, chance.between(6.5, 10));
            height = Math.min(height, chance.between(9, 14));
            room = chance.between(9, 14);
        }
        height = Math.min(height, 26.5 - room);
        double top = (room - height) / 2 + chance.about(0, 0.6);
        double bottom = top + height;
        handle(canvas, chance, leather, handle, wide, top, room, bottom);
        double upper = wide + chance.about(-0.8, 1.6);
        upper = Math.min(upper, 13);
        double corner = Math.min(chance.between(0.4, 4), height / 2.5);
        canvas.fill(body(wide, upper, top, bottom, corner, chance.between(-0.8, 0.6)), leather.texture());
        details(canvas, chance, leather, Math.min(wide, upper), top, bottom);
        canvas.round(chance.between(0, 0.3));
    }

    private static Polyline body(double wide, double upper, double top, double bottom, double corner, double sag) {
        return Polyline.from(0, top + Math.max(0, sag))
                .line(upper - corner * 0.6, top)
                .curve(upper, top, upper, top + corner * 0.6)
                .line(wide, bottom - corner)
                .curve(wide, bottom, wide - corner, bottom)
                .line(0, bottom + 0.2)
                .mirrored();
    }

    private static void handle(
            Canvas canvas,
            RandomSource chance,
            Fabric leather,
            int kind,
            double wide,
            double top,
            double room,
            double bottom) {
        double thick = chance.between(0.9, 2);
        double high = top - room + 0.8;
        Texture strap =
                chance.maybe(0.3) ? leather.contrast(chance.between(0.3, 0.7)) : leather.shadow(chance.between(0, 0.3));
        switch (kind) {
            case 0 -> {
                double foot = wide * chance.between(0.3, 0.62);
                double crown = chance.between(0.75, 1.15) * foot;
                Polyline arch = Polyline.from(-foot, top + 1)
                        .curve(-crown, high, -foot * 0.4, high, 0, high)
                        .curve(foot * 0.4, high, crown, high, foot, top + 1);
                if (chance.maybe(0.4)) {
                    // The second handle, behind the first.
                    Polyline behind = Polyline.from(-foot * 0.8, top)
                            .curve(-crown * 0.8, high - 0.9, 0, high - 0.9)
                            .curve(crown * 0.8, high - 0.9, foot * 0.8, top);
                    canvas.stroke(behind, thick * 0.7, leather.shadow(0.5));
                }
                canvas.stroke(arch, thick, strap);
            }
            case 1 -> {
                double foot = wide * chance.between(0.8, 1);
                double lean = chance.about(0, 2);
                if (chance.maybe(0.5)) {
                    canvas.stroke(
                            Polyline.from(-foot, top + 1).line(lean, high).line(foot, top + 1), thick * 0.8, strap);
                } else {
                    canvas.stroke(
                            Polyline.from(-foot, top + 1)
                                    .curve(-foot * 0.9, high, lean, high)
                                    .curve(foot * 0.9, high, foot, top + 1),
                            thick * 0.8,
                            strap);
                }
            }
            case 2 -> {
                // A shoulder strap that hangs down beside the bag.
                double x = Math.min(12.8, wide + chance.between(0.6, 2.4));
                canvas.stroke(
                        Polyline.from(-wide + 1, top + 1).curve(-wide * 0.6, high - 0.6, 0, top - 0.6),
                        thick * 0.7,
                        strap);
                canvas.stroke(
                        Polyline.from(wide - 0.6, top + 1)
                                .curve(x + 1, top, x, (top + bottom) / 2)
                                .curve(x, bottom, wide * 0.7, bottom + 0.8),
                        thick * 0.7,
                        strap);
            }
            default -> {}
        }
    }

    private static void details(
            Canvas canvas, RandomSource chance, Fabric leather, double wide, double top, double bottom) {
        double height = bottom - top;
        Texture seam = leather.shadow(chance.between(0.2, 0.5));
        switch (chance.weighted(0.34, 0.22, 0.2, 0.24)) {
            case 0 -> {
                // A flap with its clasp.
                double edge = top + height * chance.between(0.3, 0.6);
                double round = chance.between(-0.5, 2.4);
                boolean other = chance.maybe(0.3);
                canvas.fill(
                        Polyline.from(0, top)
                                .line(wide - 0.5, top + 0.2)
                                .line(wide - 0.3, edge - round)
                                .curve(wide * 0.6, edge, 0, edge)
                                .mirrored(),
                        other ? leather.contrast(chance.between(0.2, 0.7)) : leather.shadow(chance.between(0, 0.15)));
                canvas.stroke(
                        Polyline.from(-wide + 0.3, edge - round)
                                .curve(-wide * 0.6, edge, 0, edge)
                                .curve(wide * 0.6, edge, wide - 0.3, edge - round),
                        0.8,
                        seam);
                if (chance.maybe(0.7)) {
                    double clasp = chance.between(0.5, 1.2);
                    canvas.fill(Polyline.rectangle(-clasp, edge - 1.3, clasp, edge + 0.8), leather.contrast(0.9));
                }
            }
            case 1 -> {
                double y = top + height * chance.between(0.1, 0.3);
                canvas.stroke(
                        Polyline.from(-wide + 1.2, y).curve(0, y - 0.4, wide - 1.2, y), 0.8, leather.contrast(0.6));
                if (chance.maybe(0.6)) {
                    double p = wide * chance.between(0.4, 0.7);
                    canvas.stroke(
                            Polyline.from(-p, bottom - 1.4)
                                    .line(-p, top + height * 0.5)
                                    .line(p, top + height * 0.5)
                                    .line(p, bottom - 1.4)
                                    .line(-p, bottom - 1.4),
                            0.7,
                            seam);
                }
            }
            case 2 -> {
                double x = wide * chance.between(0.35, 0.65);
                Texture band = chance.maybe(0.5) ? leather.contrast(0.5) : seam;
                canvas.stroke(Polyline.from(x, top + 0.5).line(x, bottom - 0.3), chance.between(0.8, 1.8), band);
                canvas.stroke(Polyline.from(-x, top + 0.5).line(-x, bottom - 0.3), chance.between(0.8, 1.8), band);
            }
            default -> {
                if (chance.maybe(0.5)) {
                    canvas.stroke(
                            Polyline.from(wide * chance.about(0, 0.4), top + height * 0.45),
                            chance.between(1, 2.4),
                            leather.contrast(0.7));
                }
            }
        }
        if (chance.maybe(0.4)) {
            double y = bottom - chance.between(1, 3);
            canvas.stroke(Polyline.from(-wide + 0.6, y).line(wide - 0.6, y), 0.7, seam);
        }
        if (chance.maybe(0.35)) {
            canvas.stroke(Polyline.from(-wide + 0.7, top + 0.7).line(wide - 0.7, top + 0.7), 0.8, seam);
        }
    }
}

package hourglass.data.synthetic;

/** Draws bags from the front: no two alike. */
final class BagPainter {
    private BagPainter() {}

    static void bag(Canvas canvas, RandomSource random) {
        Fabric leather = random.maybe(0.18) ? Fabric.cloth(random, 0.9) : Fabric.leather(random);
        double wide = random.between(8.5, 13);
        double height = random.between(13, 23);
        int handle = random.weighted(0.42, 0.14, 0.18, 0.26);
        double room = handle == 3 ? 0 : handle == 2 ? 3 : random.between(3.5, 8);
        if (handle == 1) {
            // A long strap needs a small bag.
            wide = Math.min(wide, random.between(6.5, 10));
            height = Math.min(height, random.between(9, 14));
            room = random.between(9, 14);
        }
        height = Math.min(height, 26.5 - room);
        double top = (room - height) / 2 + random.about(0, 0.6);
        double bottom = top + height;
        handle(canvas, random, leather, handle, wide, top, room, bottom);
        double upper = wide + random.about(-0.8, 1.6);
        upper = Math.min(upper, 13);
        double corner = Math.min(random.between(0.4, 4), height / 2.5);
        canvas.fill(body(wide, upper, top, bottom, corner, random.between(-0.8, 0.6)), leather.texture());
        details(canvas, random, leather, Math.min(wide, upper), top, bottom);
        canvas.round(random.between(0, 0.3));
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
            RandomSource random,
            Fabric leather,
            int kind,
            double wide,
            double top,
            double room,
            double bottom) {
        double thick = random.between(0.9, 2);
        double high = top - room + 0.8;
        Texture strap =
                random.maybe(0.3) ? leather.contrast(random.between(0.3, 0.7)) : leather.shadow(random.between(0, 0.3));
        switch (kind) {
            case 0 -> {
                double foot = wide * random.between(0.3, 0.62);
                double crown = random.between(0.75, 1.15) * foot;
                Polyline arch = Polyline.from(-foot, top + 1)
                        .curve(-crown, high, -foot * 0.4, high, 0, high)
                        .curve(foot * 0.4, high, crown, high, foot, top + 1);
                if (random.maybe(0.4)) {
                    // The second handle, behind the first.
                    Polyline behind = Polyline.from(-foot * 0.8, top)
                            .curve(-crown * 0.8, high - 0.9, 0, high - 0.9)
                            .curve(crown * 0.8, high - 0.9, foot * 0.8, top);
                    canvas.stroke(behind, thick * 0.7, leather.shadow(0.5));
                }
                canvas.stroke(arch, thick, strap);
            }
            case 1 -> {
                double foot = wide * random.between(0.8, 1);
                double lean = random.about(0, 2);
                if (random.maybe(0.5)) {
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
                double x = Math.min(12.8, wide + random.between(0.6, 2.4));
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
            Canvas canvas, RandomSource random, Fabric leather, double wide, double top, double bottom) {
        double height = bottom - top;
        Texture seam = leather.shadow(random.between(0.2, 0.5));
        switch (random.weighted(0.34, 0.22, 0.2, 0.24)) {
            case 0 -> {
                // A flap with its clasp.
                double edge = top + height * random.between(0.3, 0.6);
                double round = random.between(-0.5, 2.4);
                boolean other = random.maybe(0.3);
                canvas.fill(
                        Polyline.from(0, top)
                                .line(wide - 0.5, top + 0.2)
                                .line(wide - 0.3, edge - round)
                                .curve(wide * 0.6, edge, 0, edge)
                                .mirrored(),
                        other ? leather.contrast(random.between(0.2, 0.7)) : leather.shadow(random.between(0, 0.15)));
                canvas.stroke(
                        Polyline.from(-wide + 0.3, edge - round)
                                .curve(-wide * 0.6, edge, 0, edge)
                                .curve(wide * 0.6, edge, wide - 0.3, edge - round),
                        0.8,
                        seam);
                if (random.maybe(0.7)) {
                    double clasp = random.between(0.5, 1.2);
                    canvas.fill(Polyline.rectangle(-clasp, edge - 1.3, clasp, edge + 0.8), leather.contrast(0.9));
                }
            }
            case 1 -> {
                double y = top + height * random.between(0.1, 0.3);
                canvas.stroke(
                        Polyline.from(-wide + 1.2, y).curve(0, y - 0.4, wide - 1.2, y), 0.8, leather.contrast(0.6));
                if (random.maybe(0.6)) {
                    double p = wide * random.between(0.4, 0.7);
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
                double x = wide * random.between(0.35, 0.65);
                Texture band = random.maybe(0.5) ? leather.contrast(0.5) : seam;
                canvas.stroke(Polyline.from(x, top + 0.5).line(x, bottom - 0.3), random.between(0.8, 1.8), band);
                canvas.stroke(Polyline.from(-x, top + 0.5).line(-x, bottom - 0.3), random.between(0.8, 1.8), band);
            }
            default -> {
                if (random.maybe(0.5)) {
                    canvas.stroke(
                            Polyline.from(wide * random.about(0, 0.4), top + height * 0.45),
                            random.between(1, 2.4),
                            leather.contrast(0.7));
                }
            }
        }
        if (random.maybe(0.4)) {
            double y = bottom - random.between(1, 3);
            canvas.stroke(Polyline.from(-wide + 0.6, y).line(wide - 0.6, y), 0.7, seam);
        }
        if (random.maybe(0.35)) {
            canvas.stroke(Polyline.from(-wide + 0.7, top + 0.7).line(wide - 0.7, top + 0.7), 0.8, seam);
        }
    }
}

package hourglass.data.synthetic;

/**
 * The cloth or leather of one garment.
 *
 * @param grey its main grey value
 * @param texture its pattern, folds and light
 */
record Fabric(double grey, Texture texture) {
    /** Cloth, patterned with this probability, with folds and light on it. */
    static Fabric cloth(RandomSource random, double patterned) {
        double grey = tone(random);
        Texture base = Texture.plain(grey);
        if (random.maybe(patterned)) {
            base = pattern(random, base, grey);
        }
        return new Fabric(grey, folded(random, woven(random, base)));
    }

    /** Leather or canvas: smooth, with a sheen. */
    static Fabric leather(RandomSource random) {
        double grey = tone(random);
        Texture sheen = Texture.fold(
                random.about(0, 10),
                random.about(0, 5),
                1,
                random.about(0, 0.6),
                random.between(3, 8),
                -random.between(0, 0.25));
        Texture light = Texture.light(random.about(0, 0.012), random.about(-0.008, 0.012));
        Texture base = Texture.plain(grey);
        if (random.maybe(0.1)) {
            base = pattern(random, base, grey);
        }
        return new Fabric(grey, woven(random, base).times(sheen).times(light));
    }

    /** Something that stands out on this fabric: a seam's thread, a print, a button. */
    Texture contrast(double strength) {
        double other = grey > 0.5 ? grey - strength * 0.75 : grey + strength * 0.8;
        return Texture.plain(Math.max(0.06, Math.min(1, other)));
    }

    /** The same fabric in shadow, as for a seam or a fold. */
    Texture shadow(double depth) {
        return texture.times(1 - depth);
    }

    private static double tone(RandomSource random) {
        return switch (random.weighted(0.42, 0.36, 0.22)) {
            case 0 -> random.between(0.92, 1);
            case 1 -> random.between(0.68, 0.9);
            default -> random.between(0.24, 0.58);
        };
    }

    private static Texture pattern(RandomSource random, Texture base, double grey) {
        double contrast = random.between(0.5, 1);
        double second = grey > 0.5 ? grey * (1 - 0.75 * contrast) : grey + (1 - grey) * 0.8 * contrast;
        Texture other = Texture.plain(second);
        double phase = random.unit();
        return switch (random.weighted(0.26, 0.12, 0.17, 0.12, 0.17, 0.16)) {
            case 0 ->
                base.with(
                        other,
                        Texture.stripes(
                                random.about(0, 0.06), 1, random.between(2.6, 7), phase, random.between(0.25, 0.55)));
            case 1 ->
                base.with(
                        other,
                        Texture.stripes(
                                1, random.about(0, 0.06), random.between(2.4, 4.5), phase, random.between(0.25, 0.5)));
            case 2 -> base.with(other, Texture.checks(random.between(3, 6.5), phase, random.between(0.3, 0.55)));
            case 3 -> base.with(other, Texture.dots(random.between(3, 5), phase, random.between(0.6, 1.2)));
            case 4 -> base.with(other, Texture.blots(random.seed(), random.between(1.6, 4), random.between(0.5, 0.68)));
            default -> {
                // A block of another colour below or above a line across the garment.
                double line = random.between(-5, 6);
                Texture below = Texture.stripes(random.about(0, 0.15), 1, 64, 0.5 - (line + 16) / 64, 0.5);
                yield base.with(other, below);
            }
        };
    }

    /** The grain of the weave: from very fine to a coarse knit. */
    private static Texture woven(RandomSource random, Texture base) {
        double depth = random.maybe(0.3) ? random.between(0.2, 0.5) : random.between(0.04, 0.14);
        Texture grain = Texture.noise(random.seed(), random.between(0.9, 1.6));
        return (x, y) -> base.at(x, y) * (1 + depth * (0.4 - grain.at(x, y)));
    }

    private static Texture folded(RandomSource random, Texture base) {
        Texture texture = base.times(Texture.light(random.about(0, 0.02), random.about(-0.003, 0.016)));
        int folds = 2 + random.below(3);
        for (int i = 0; i < folds; i++) {
            double along = random.about(0, 0.3);
            texture = texture.times(Texture.fold(
                    random.about(0, 8),
                    random.about(0, 8),
                    along,
                    1,
                    random.between(0.9, 2.8),
                    random.about(0.06, 0.28)));
        }
        return texture;
    }
}

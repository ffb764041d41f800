package hourglass.data.synthetic;

/**
 * The cloth or leather of one garment.
 *
 * @param grey its main grey value
 * @param texture its pattern, folds and light
 */
record Fabric(double grey, Texture texture) {
    /** Cloth, patterned with this probability, with folds and light on it. */
    static Fabric cloth(RandomSource chance, double patterned) {
        double grey = tone(chance);
        Texture base = Texture.plain(grey);
        if (chance.maybe(patterned)) {
            base = pattern(chance, base, grey);
        }
        return new Fabric(grey, folded(chance, woven(chance, base)));
    }

    /** Leather or canvas: smooth, with a sheen. */
    static Fabric leather(RandomSource chance) {
        double grey = tone(chance);
        Texture sheen = Texture.fold(
                chance.about(0, 10),
                chance.about(0, 5),
                1,
                chance.about(0, 0.6),
                chance.between(3, 8),
                -chance.between(0, 0.25));
        Texture light = Texture.light(chance.about(0, 0.012), chance.about(-0.008, 0.012));
        Texture base = Texture.plain(grey);
        if (chance.maybe(0.1)) {
            base = pattern(chance, base, grey);
        }
        return new Fabric(grey, woven(chance, base).times(sheen).times(light));
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

    private static double tone(RandomSource chance) {
        return switch (chance.weighted(0.42, 0.36, 0.22)) {
            case 0 -> chance.between(0.92, 1);
            case 1 -> chance.between(0.68, 0.9);
            default -> chance.between(0.24, 0.58);
        };
    }

    private static Texture pattern(RandomSource chance, Texture base, double grey) {
        double contrast = chance.between(0.5, 1);
        double second = grey > 0.5 ? grey * (1 - 0.75 * contrast) : grey + (1 - grey) * 0.8 * contrast;
        Texture other = Texture.plain(second);
        double phase = chance.unit();
        return switch (chance.weighted(0.26, 0.12, 0.17, 0.12, 0.17, 0.16)) {
            case 0 ->
                base.with(
                        other,
                        Texture.stripes(
                                chance.about(0, 0.06), 1, chance.between(2.6, 7), phase, chance.between(0.25, 0.55)));
            case 1 ->
                base.with(
                        other,
                        Texture.stripes(
                                1, chance.about(0, 0.06), chance.between(2.4, 4.5), phase, chance.between(0.25, 0.5)));
            case 2 -> base.with(other, Texture.checks(chance.between(3, 6.5), phase, chance.between(0.3, 0.55)));
            case 3 -> base.with(other, Texture.dots(chance.between(3, 5), phase, chance.between(0.6, 1.2)));
            case 4 -> base.with(other, Texture.blots(chance.seed(), chance.between(1.6, 4), chance.between(0.5, 0.68)));
            default -> {
                // A block of another colour below or above a line across the garment.
                double line = chance.between(-5, 6);
                Texture below = Texture.stripes(chance.about(0, 0.15), 1, 64, 0.5 - (line + 16) / 64, 0.5);
                yield base.with(other, below);
            }
        };
    }

    /** The grain of the weave: from very fine to a coarse knit. */
    private static Texture woven(RandomSource chance, Texture base) {
        double depth = chance.maybe(0.3) ? chance.between(0.2, 0.5) : chance.between(0.04, 0.14);
        Texture grain = Texture.noise(chance.seed(), chance.between(0.9, 1.6));
        return (x, y) -> base.at(x, y) * (1 + depth * (0.4 - grain.at(x, y)));
    }

    private static Texture folded(RandomSource chance, Texture base) {
        Texture texture = base.times(Texture.light(chance.about(0, 0.02), chance.about(-0.003, 0.016)));
        int folds = 2 + chance.below(3);
        for (int i = 0; i < folds; i++) {
            double along = chance.about(0, 0.3);
            texture = texture.times(Texture.fold(
                    chance.about(0, 8),
                    chance.about(0, 8),
                    along,
                    1,
                    chance.between(0.9, 2.8),
                    chance.about(0.06, 0.28)));
        }
        return texture;
    }
}

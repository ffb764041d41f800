package hourglass.data.synthetic;

/**
 * What stays the same in all drawn portraits of a person. Lengths are pixels of a 64×64 picture, greys from 0 (black) to 1.
 *
 * @param width half the width of the face
 * @param top from the middle of the face up to the skull's top
 * @param chin from the middle of the face down to the chin
 * @param jaw how broad the jaw is, as a share of {@code width}
 * @param skin the grey of the skin in full light
 * @param hair the grey of the hair
 * @param style how the hair is worn
 * @param hairline how high above the middle the forehead ends
 * @param eyes from the middle to the middle of an eye
 * @param eyeWidth half the width of an eye
 * @param eyeHeight half the height of an open eye
 * @param brow how thick the eyebrows are
 * @param browHeight how far above the eyes
 * @param browTilt how much higher the outer end is than the inner one
 * @param nose its length
 * @param noseWidth half its width
 * @param mouth half its width
 * @param mouthHeight how far below the middle
 * @param lips how thick they are
 * @param ears their height
 * @param beard the kind of beard
 * @param glasses whether glasses are worn
 * @param shirt the grey of the clothes
 * @param wall the grey behind
 * @param grain a seed for the hair's strands
 */
record FaceParameters(
        double width,
        double top,
        double chin,
        double jaw,
        double skin,
        double hair,
        Style style,
        double hairline,
        double eyes,
        double eyeWidth,
        double eyeHeight,
        double brow,
        double browHeight,
        double browTilt,
        double nose,
        double noseWidth,
        double mouth,
        double mouthHeight,
        double lips,
        double ears,
        Beard beard,
        boolean glasses,
        double shirt,
        double wall,
        long grain) {

    enum Style {
        SHORT,
        FRINGE,
        PARTED,
        LONG,
        RECEDING,
        CURLY
    }

    enum Beard {
        NONE,
        MOUSTACHE,
        FULL
    }

    /** Draws the face of one person at random. */
    static FaceParameters of(RandomSource random) {
        Style style = Style.values()[random.weighted(0.3, 0.15, 0.2, 0.15, 0.1, 0.1)];
        double skin = random.maybe(0.2) ? random.between(0.5, 0.64) : random.between(0.72, 0.95);
        return new FaceParameters(
                random.between(17.5, 22),
                random.between(25, 28),
                random.between(24.5, 29),
                random.between(0.58, 0.92),
                skin,
                skin > 0.7 && random.maybe(0.3) ? random.between(0.35, 0.7) : random.between(0.04, 0.2),
                style,
                style == Style.RECEDING ? random.between(21, 24) : random.between(13, 19),
                random.between(7.6, 9.6),
                random.between(3.4, 4.7),
                random.between(1.3, 2.2),
                random.between(1.1, 2.6),
                random.between(4.2, 6.2),
                random.between(-0.6, 1.4),
                random.between(8.5, 12.5),
                random.between(2.6, 4.2),
                random.between(5.6, 8.4),
                random.between(14.5, 17.5),
                random.between(1.2, 2.8),
                random.between(4.5, 7),
                style == Style.LONG ? Beard.NONE : Beard.values()[random.weighted(0.7, 0.12, 0.18)],
                random.maybe(0.28),
                random.between(0.1, 0.85),
                random.between(0.3, 0.7),
                random.seed());
    }
}

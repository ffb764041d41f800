package hourglass.data.synthetic;

/**
 * The shape of a garment with sleeves, in pixels from the middle; half widths for what is symmetrical.
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
 * @param sag how far the hem's middle hangs lower
 */
record GarmentShape(
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
        double sag) {
    /** The body, from the neckline to the hem. */
    Polyline body() {
        Polyline half = Polyline.from(0, top + neckline);
        if (pointed) {
            half.line(neck, top);
        } else {
            half.curve(neck * 0.95, top + neckline, neck, top);
        }
        double armpit = top + drop + armhole;
        half.line(shoulder, top + drop);
        half.curve(chest - 0.4, top + drop + armhole * 0.6, chest, armpit);
        half.curve(waist, armpit + (bottom - armpit) * 0.5, hem, bottom);
        half.curve(hem * 0.5, bottom + sag, 0, bottom + sag);
        return half.mirrored();
    }

    /** The right sleeve, down to a cuff whose middle is at (x, y). */
    Polyline sleeve(double x, double y, double cuff) {
        double fromX = shoulder - 1;
        double fromY = top + drop + armhole * 0.45;
        double length = Math.sqrt((x - fromX) * (x - fromX) + (y - fromY) * (y - fromY));
        double acrossX = (y - fromY) / length * cuff / 2;
        double acrossY = -(x - fromX) / length * cuff / 2;
        double armpit = top + drop + armhole;
        // The outer line leaves the shoulder sideways and then hangs: there long sleeves are rounded, and short ones
        // straight.
        double round = Math.min(0.55, length / 40);
        double outerX = x + acrossX;
        double outerY = y + acrossY;
        double elbowX = shoulder + (outerX - shoulder) * (0.5 + round);
        double elbowY = top + drop + (outerY - top - drop) * (0.5 - round * 0.75);
        return Polyline.from(shoulder - 1.6, top + drop - 0.45)
                .line(shoulder, top + drop)
                .curve(elbowX, elbowY, outerX, outerY)
                .line(x - acrossX, y - acrossY)
                .curve(
                        chest + (0.55 + round * 0.5) * (x - acrossX - chest),
                        armpit + 0.4 * (y - acrossY - armpit),
                        chest - 0.6,
                        armpit + 0.6)
                .line(chest - 2, armpit);
    }

    /** The seam between the body and the right sleeve. */
    Polyline seam() {
        return Polyline.from(shoulder, top + drop)
                .curve(chest - 0.6, top + drop + armhole * 0.6, chest, top + drop + armhole);
    }
}

package hourglass.data.synthetic;

/** A grey value for each place of a drawing, 0 (black) to 1; the place is in pixels from the middle. */
@FunctionalInterface
interface Texture {
    /** The grey value at (x, y). */
    double at(double x, double y);

    /** This texture, darkened or brightened place by place. */
    default Texture times(Texture factor) {
        return (x, y) -> at(x, y) * factor.at(x, y);
    }

    /** This texture, darkened (below 1) or brightened (above 1) everywhere. */
    default Texture times(double factor) {
        return (x, y) -> at(x, y) * factor;
    }

    /** This texture where {@code pattern} is 0, {@code other} where it is 1, and a mixture between. */
    default Texture with(Texture other, Texture pattern) {
        return (x, y) -> {
            double part = pattern.at(x, y);
            return (1 - part) * at(x, y) + part * other.at(x, y);
        };
    }

    /** The same grey everywhere. */
    static Texture plain(double grey) {
        return (x, y) -> grey;
    }

    /**
     * Soft stripes, 0 and 1 in turn, that repeat every {@code period} pixels across the direction (alongX, alongY).
     *
     * @param share the part of the period in which the value is 1
     */
    static Texture stripes(double alongX, double alongY, double period, double phase, double share) {
        return (x, y) -> {
            double t = (alongX * x + alongY * y) / period + phase;
            double fromMiddle = Math.abs(t - Math.floor(t) - 0.5);
            return soft((share / 2 - fromMiddle) * period);
        };
    }

    /** Woven checks: two sets of stripes, half strength where one of them passes, full strength where both do. */
    static Texture checks(double period, double phase, double share) {
        Texture across = stripes(1, 0, period, phase, share);
        Texture down = stripes(0, 1, period, phase, share);
        return (x, y) -> (across.at(x, y) + down.at(x, y)) / 2;
    }

    /** Dots of this radius, one every {@code period} pixels, every other row shifted by half a period. */
    static Texture dots(double period, double phase, double radius) {
        return (x, y) -> {
            double row = Math.floor(y / period + phase);
            double v = (y / period + phase - row - 0.5) * period;
            double shifted = x / period + phase + (Math.floorMod((long) row, 2L) == 0 ? 0 : 0.5);
            double u = (shifted - Math.floor(shifted) - 0.5) * period;
            return soft(radius - Math.sqrt(u * u + v * v));
        };
    }

    /** Smooth noise in [0, 1] whose blots are about {@code scale} pixels wide. */
    static Texture noise(long seed, double scale) {
        return (x, y) -> {
            double u = x / scale;
            double v = y / scale;
            long column = (long) Math.floor(u);
            long row = (long) Math.floor(v);
            double s = smooth(u - column);
            double t = smooth(v - row);
            double top = grain(seed, column, row) * (1 - s) + grain(seed, column + 1, row) * s;
            double bottom = grain(seed, column, row + 1) * (1 - s) + grain(seed, column + 1, row + 1) * s;
            return top * (1 - t) + bottom * t;
        };
    }

    /** A print of separate blots: noise pulled apart into 0 and 1 around a threshold. */
    static Texture blots(long seed, double scale, double threshold) {
        Texture noise = noise(seed, scale);
        return (x, y) -> soft(6 * (noise.at(x, y) - threshold));
    }

    /** A fold from (x, y) along a direction: 1 beside it, down to 1 − depth on its line. */
    static Texture fold(double x0, double y0, double alongX, double alongY, double width, double depth) {
        return (x, y) -> {
            double distance = ((x - x0) * alongY - (y - y0) * alongX) / width;
            double bump = Math.max(0, 1 - distance * distance);
            return 1 - depth * bump * bump;
        };
    }

    /** An even change of light over the picture: 1 in the middle, plus so much for each pixel to the right and down. */
    static Texture light(double perX, double perY) {
        return (x, y) -> 1 + perX * x + perY * y;
    }

    private static double soft(double distance) {
        return Math.max(0, Math.min(1, 0.5 + distance));
    }

    private static double smooth(double t) {
        return t * t * (3 - 2 * t);
    }

    private static double grain(long seed, long column, long row) {
        long h = seed + column * 0x9E3779B97F4A7C15L + row * 0xC2B2AE3D27D4EB4FL;
        h = (h ^ (h >>> 30)) * 0xBF58476D1CE4E5B9L;
        h = (h ^ (h >>> 27)) * 0x94D049BB133111EBL;
        return ((h ^ (h >>> 31)) >>> 11) * 0x1.0p-53;
    }
}

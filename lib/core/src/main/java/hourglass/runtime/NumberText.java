package hourglass.runtime;

import java.util.Locale;

/** Numbers in lines for a reader, such as losses. */
public final class NumberText {
    private static final double SMALL = 0.001;
    private static final double LARGE = 1e6;

    private NumberText() {}

    /**
     * Returns a number with four decimals: "0.2834". One below 0.001, of which these would leave little or nothing, has four
     * significant digits, "0.0004312" or "3.210e-07", and so has one from a million on.
     */
    public static String of(double value) {
        double size = Math.abs(value);
        boolean plain = size == 0 || size >= SMALL && size < LARGE || !Double.isFinite(value);
        return String.format(Locale.ROOT, plain ? "%.4f" : "%.4g", value);
    }
}

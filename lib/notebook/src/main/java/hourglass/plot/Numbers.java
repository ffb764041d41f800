package hourglass.plot;

import java.util.Locale;

/** How figures print numbers. */
final class Numbers {

    private Numbers() {}

    /** Prints a number with four significant digits, or whole from 1,000 on. */
    static String text(double value) {
        double size = Math.abs(value);
        if (size >= 1000 || value == Math.rint(value)) {
            return String.format(Locale.ENGLISH, "%,.0f", value).replace('-', '−');
        }
        if (size < 1e-4) {
            return String.format(Locale.ENGLISH, "%.2e", value).replace('-', '−');
        }
        int decimals = Math.max(0, size < 1 ? 4 : 3 - (int) Math.log10(size));
        return String.format(Locale.ENGLISH, "%." + decimals + "f", value).replace('-', '−');
    }
}

package hourglass.plot;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** Prints numbers in figures: with a decimal point, commas between thousands and a real minus sign, in every locale. */
final class Numbers {

    private static final double LARGEST_WHOLE = 1e10;

    private Numbers() {}

    /**
     * Prints a number with four significant digits, whole from 1,000 on, and as a power of ten where it is very large or small.
     */
    static String text(double value) {
        if (!Double.isFinite(value)) {
            return String.valueOf(value);
        }
        double size = Math.abs(value);
        if (size >= LARGEST_WHOLE || size < 1e-4 && value != 0) {
            return String.format(Locale.ENGLISH, "%.2e", value).replace('-', '−');
        }
        if (size >= 1000 || value == Math.rint(value)) {
            return decimals(new BigDecimal(value), 0);
        }
        return decimals(new BigDecimal(value), size < 1 ? 4 : 3 - (int) Math.log10(size));
    }

    /** Prints a count in full: "1,024". */
    static String count(long count) {
        return decimals(BigDecimal.valueOf(count), 0);
    }

    /** Prints a number with the given number of decimals. */
    static String decimals(BigDecimal value, int decimals) {
        DecimalFormat format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ENGLISH));
        format.setMinimumFractionDigits(decimals);
        format.setMaximumFractionDigits(decimals);
        String text = format.format(value);
        return text.matches("-0(\\.0*)?") ? text.substring(1) : text.replace('-', '−');
    }

    /** Prints all digits of a number. */
    static String exact(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        int exponent = stripped.precision() - stripped.scale() - 1;
        if (exponent >= -6 && exponent <= 15) {
            return decimals(stripped, Math.max(0, stripped.scale()));
        }
        BigDecimal mantissa = stripped.scaleByPowerOfTen(-exponent);
        return decimals(mantissa, Math.max(0, mantissa.scale())) + "×" + powerOfTen(exponent);
    }

    /** Prints a power of ten: "10⁻⁵". */
    static String powerOfTen(int exponent) {
        StringBuilder text = new StringBuilder("10");
        for (char c : Integer.toString(exponent).toCharArray()) {
            text.append(c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(c - '0'));
        }
        return text.toString();
    }
}

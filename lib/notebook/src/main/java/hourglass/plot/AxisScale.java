package hourglass.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.HashSet;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;

/**
 * Maps the values of an axis to coordinates between 0 and some thousand, and prints the numbers beside the axis.
 *
 * <p>XChart 4.0.3 chooses round numbers well, but only for values of ordinary size: values near 1e−323 let it run out of
 * memory, it never ends where the range is 1e15 and more, and it finds no number for a narrow range on a logarithmic axis. So
 * it is given coordinates, which differ from the values by a power of ten and an offset, and this class turns the coordinates
 * that XChart chooses back into values. Where the numbers would be long, the axis shows them without the common power of ten
 * and offset, which {@link #unit} names.
 *
 * @param min the coordinate at the start of the axis
 * @param max the coordinate at its end
 * @param logarithmic whether XChart must draw the coordinates on a logarithmic axis
 * @param leastStep the least distance of two numbers in coordinates; 0 where any will do
 * @param unit what a number is multiplied by and added to, such as "×10⁻⁵, plus 0.7"; empty if it is the value itself
 * @param position the coordinate of a value
 * @param label the text beside the axis at a coordinate
 */
record AxisScale(
        double min,
        double max,
        boolean logarithmic,
        double leastStep,
        String unit,
        DoubleUnaryOperator position,
        Function<Double, String> label) {

    /** The margin at each end, as a share of the range. */
    private static final double MARGIN = 0.04;

    // Numbers that share more digits than this are printed without them.
    private static final int SHARED_DIGITS = 2;
    private static final BigDecimal LARGEST_PLAIN = new BigDecimal("1e7");
    private static final int MOST_DECIMALS = 7;

    // Below a factor of 3 there may be fewer than two whole numbers to label, and both kinds of axis look alike.
    private static final double LEAST_DECADES = Math.log10(3);
    private static final double MANY_DECADES = Math.log10(5000);

    /**
     * Makes a linear axis.
     *
     * @param least the smallest value
     * @param greatest the largest value; where they are the same, the axis extends to both sides of it
     * @param counting whether the axis shows whole numbers only
     * @param ticks how many numbers XChart puts beside the axis at most
     * @param labelWidth the most pixels that a number may take
     */
    static AxisScale linear(double least, double greatest, boolean counting, double ticks, int labelWidth) {
        BigDecimal low = new BigDecimal(least, MathContext.DECIMAL128);
        BigDecimal high = new BigDecimal(greatest, MathContext.DECIMAL128);
        if (low.compareTo(high) == 0) {
            BigDecimal around =
                    counting || low.signum() == 0 ? BigDecimal.ONE : low.abs().scaleByPowerOfTen(-1);
            low = low.subtract(around);
            high = high.add(around);
        } else {
            BigDecimal margin = high.subtract(low).multiply(BigDecimal.valueOf(MARGIN));
            // Zero is a natural end of an axis: no margin goes beyond it.
            low = low.signum() == 0 || low.signum() > 0 && low.compareTo(margin) < 0
                    ? BigDecimal.ZERO
                    : low.subtract(margin);
            high = high.add(margin);
        }
        BigDecimal largest = low.abs().max(high.abs());
        boolean whole = counting && largest.compareTo(LARGEST_PLAIN) < 0;
        int power = whole ? 0 : exponent(high.subtract(low));
        int size = exponent(largest);
        // Where the values share their first digits, coordinates are counted from a round number below them.
        BigDecimal origin = whole || size <= power ? BigDecimal.ZERO : floor(low, power + 1);
        double min = low.subtract(origin).scaleByPowerOfTen(-power).doubleValue();
        double max = high.subtract(origin).scaleByPowerOfTen(-power).doubleValue();

        double step = (max - min) / ticks;
        double magnitude = Math.pow(10, Math.floor(Math.log10(step)));
        // XChart's steps are 1, 2 or 5 times a power of ten, so only a step beyond 5 needs one decimal less.
        int digits = (int) -Math.rint(Math.log10(step > 5 * magnitude ? 10 * magnitude : magnitude));
        Label plain = new Label(origin, power, whole ? 0 : digits, whole ? Double.MAX_VALUE : step);
        Label scaled = new Label(origin.scaleByPowerOfTen(-size), power - size, digits, step);
        Label label;
        String unit = "";
        if (whole
                || largest.compareTo(LARGEST_PLAIN) < 0
                        && digits - power <= MOST_DECIMALS
                        && plain.width(min, max) <= labelWidth) {
            label = plain;
        } else if (origin.signum() == 0 || size - power <= SHARED_DIGITS && scaled.width(min, max) <= labelWidth) {
            label = scaled;
            unit = unit(size, BigDecimal.ZERO);
        } else {
            label = new Label(BigDecimal.ZERO, 0, digits, step);
            unit = unit(power, origin);
        }
        // The margin may reach beyond what a double holds.
        double reference = Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, origin.doubleValue()));
        double rest = origin.subtract(new BigDecimal(reference))
                .scaleByPowerOfTen(-power)
                .doubleValue();
        return new AxisScale(min, max, false, 0, unit, value -> scaled(value - reference, -power) - rest, label::text);
    }

    /**
     * Makes a logarithmic axis, or a linear one where the values differ by less than a factor of 3.
     *
     * @param least the smallest value, positive
     * @param greatest the largest value
     * @param pixels the length of the axis
     * @param spacing the least distance of two numbers in pixels
     * @param ticks how many numbers XChart puts beside a linear axis at most
     * @param labelWidth the most pixels that a number may take
     */
    static AxisScale logarithmic(double least, double greatest, int pixels, int spacing, double ticks, int labelWidth) {
        if (least <= 0) {
            throw new IllegalArgumentException("A logarithmic axis cannot show " + least
                    + ": leave values that are not positive out, or use a linear axis.");
        }
        double decades = Math.log10(greatest) - Math.log10(least);
        if (decades < LEAST_DECADES) {
            return linear(least, greatest, false, ticks, labelWidth);
        }
        double margin = Math.max(Math.log10(1.08), 0.03 * decades);
        double low = Math.log10(least) - margin;
        double high = Math.log10(greatest) + margin;
        if (high - low > MANY_DECADES) {
            return new AxisScale(
                    low,
                    high,
                    false,
                    1,
                    "",
                    Math::log10,
                    decade -> Math.abs(decade - Math.rint(decade)) < 1e-6
                            ? digit(1, (int) Math.rint(decade))
                            // XChart leaves the axis empty where both of its ends have the same text.
                            : decade < (low + high) / 2 ? " " : "  ");
        }
        // XChart's own logarithmic axis, for values that start between 1 and 10.
        int power = (int) Math.floor(low);
        Set<Integer> labelled = labelled(low - power, high - power, pixels, spacing);
        return new AxisScale(
                Math.pow(10, low - power),
                Math.pow(10, high - power),
                true,
                0,
                "",
                value -> scaled(value, -power),
                coordinate -> {
                    int decade = (int) Math.floor(Math.log10(coordinate) + 1e-9);
                    int digit = (int) Math.round(coordinate / Math.pow(10, decade));
                    return labelled.contains(10 * decade + digit) ? digit(digit, decade + power) : "";
                });
    }

    /** Chooses the numbers of a logarithmic axis, as 10 · decade + digit: powers of ten first, then 2 and 5, then others. */
    private static Set<Integer> labelled(double low, double high, int pixels, int spacing) {
        Set<Integer> labelled = new HashSet<>();
        double perDecade = pixels / (high - low);
        IntToDoubleFunction place = key -> key / 10 + Math.log10(key % 10);
        for (int digit : new int[] {1, 2, 5, 3, 7, 4, 6, 8, 9}) {
            if (digit == 3 && labelled.size() > 2) {
                break;
            }
            for (int decade = 0; decade <= high; decade++) {
                int key = 10 * decade + digit;
                double at = place.applyAsDouble(key);
                if (at >= low
                        && at <= high
                        && labelled.stream()
                                .allMatch(other -> Math.abs(place.applyAsDouble(other) - at) * perDecade >= spacing)) {
                    labelled.add(key);
                }
            }
        }
        return labelled;
    }

    /** Prints coordinates as base + coordinate · 10ᵖᵒʷᵉʳ, with as many decimals as the steps between them need. */
    private record Label(BigDecimal base, int power, int digits, double step) {

        String text(double coordinate) {
            BigDecimal exact = BigDecimal.valueOf(coordinate).setScale(10, RoundingMode.HALF_EVEN);
            BigDecimal value = base.add(exact.scaleByPowerOfTen(power));
            int decimals = Math.max(0, digits - power);
            BigDecimal error = value.subtract(value.setScale(decimals, RoundingMode.HALF_EVEN));
            boolean exactEnough = error.abs().scaleByPowerOfTen(-power).doubleValue() <= 1e-3 * step;
            return Numbers.decimals(value, exactEnough ? decimals : decimals + 1);
        }

        int width(double min, double max) {
            return Math.max(Theme.width(Theme.SMALL, text(min)), Theme.width(Theme.SMALL, text(max)));
        }
    }

    private static String unit(int power, BigDecimal origin) {
        String factor = power == 0 ? "" : "×" + Numbers.powerOfTen(power);
        String offset = origin.signum() == 0 ? "" : "plus " + Numbers.exact(origin);
        return factor + (factor.isEmpty() || offset.isEmpty() ? "" : ", ") + offset;
    }

    private static String digit(int digit, int decade) {
        if (digit == 1 && (decade < -3 || decade > 5)) {
            return Numbers.powerOfTen(decade);
        }
        return decade < -6 || decade > 5
                ? digit + "×" + Numbers.powerOfTen(decade)
                : Numbers.decimals(BigDecimal.valueOf(digit).scaleByPowerOfTen(decade), Math.max(0, -decade));
    }

    private static int exponent(BigDecimal value) {
        return value.precision() - value.scale() - 1;
    }

    private static BigDecimal floor(BigDecimal value, int power) {
        return value.setScale(-power, RoundingMode.FLOOR);
    }

    /** Returns value · 10ᵖᵒʷᵉʳ; in two steps where the power alone is beyond the range of a double. */
    private static double scaled(double value, int power) {
        if (power > 300) {
            return value * 1e300 * Math.pow(10, power - 300);
        }
        return power < 0 ? value / Math.pow(10, -power) : value * Math.pow(10, power);
    }
}

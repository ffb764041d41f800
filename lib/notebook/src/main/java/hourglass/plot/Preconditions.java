package hourglass.plot;

/** Checks that charts share; a failure is one sentence with the value, the place and the remedy. */
final class Preconditions {

    private Preconditions() {}

    static double finite(String what, double value) {
        given("name of the value", what);
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                    "\"" + what + "\" is " + value + ", which cannot be drawn: pass a finite number.");
        }
        return value;
    }

    /** Requires what is drawn. */
    static <T> T given(String what, T value) {
        if (value == null) {
            throw new IllegalArgumentException("The " + what + " is null: pass one.");
        }
        return value;
    }

    static void values(String what, double[] values) {
        given("name of the values", what);
        if (values == null) {
            throw new IllegalArgumentException("\"" + what + "\" has no values: pass an array.");
        }
        if (values.length == 0) {
            throw new IllegalArgumentException("\"" + what + "\" has no values to draw: pass at least one.");
        }
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException("\"" + what + "\" holds " + values[i] + " at index " + i
                        + ", which cannot be drawn: leave it out, or look for the cause (a training that diverged?).");
            }
        }
    }

    static void points(String what, double[] x, double[] y) {
        given("name of the points", what);
        given("array of x values", x);
        given("array of y values", y);
        if (x.length != y.length) {
            throw new IllegalArgumentException(
                    "\"" + what + "\" has " + x.length + " x values and " + y.length + " y values: pass equally many.");
        }
        values(what, x);
        values(what, y);
    }

    /** Requires no more of something than colors and shapes can tell apart. */
    static void requireAtMost(int most, int count, String what, String title) {
        if (count > most) {
            throw new IllegalArgumentException("\"" + title + "\" has " + count + " " + what + ", but at most " + most
                    + " can be told apart in one chart: draw fewer, or several charts.");
        }
    }

    /** Requires as many of one thing as of another, and at least one. */
    static void requireSame(String what, int count, String other, int otherCount) {
        if (count != otherCount) {
            throw new IllegalArgumentException(
                    "There are " + count + " " + what + " for " + otherCount + " " + other + ": pass equally many.");
        }
        if (count == 0) {
            throw new IllegalArgumentException("There are no " + other + " to draw: pass at least one.");
        }
    }
}

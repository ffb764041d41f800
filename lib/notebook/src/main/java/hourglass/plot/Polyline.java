package hourglass.plot;

import java.util.Arrays;
import java.util.Locale;

/** A line through points, in coordinates of the screen or proportional to them. */
record Polyline(double[] x, double[] y) {

    /** XChart draws so many pieces of a line in less than a second. */
    private static final int MOST_UNSORTED = 20_000;

    /**
     * Returns a line that looks the same and has at most four points in each column of the plot: the first, the lowest, the
     * highest and the last one of those in it. A line that goes back and forth along x stays as it is.
     *
     * @throws IllegalArgumentException if such a line has too many points to draw
     */
    Polyline thinned(int columns, String title) {
        int n = x.length;
        if (n <= 4 * columns) {
            return this;
        }
        for (int i = 1; i < n; i++) {
            if (x[i] < x[i - 1]) {
                if (n <= MOST_UNSORTED) {
                    return this;
                }
                throw new IllegalArgumentException(String.format(
                        Locale.ENGLISH,
                        "A line of \"%s\" has %,d points whose x goes back at index %d, too many to draw: sort them by x,"
                                + " draw at most %,d, or use a scatter plot.",
                        title,
                        n,
                        i,
                        MOST_UNSORTED));
            }
        }
        double[] thinX = new double[4 * columns + 4];
        double[] thinY = new double[4 * columns + 4];
        int size = 0;
        double columnWidth = (x[n - 1] - x[0]) / columns;
        for (int start = 0, end; start < n; start = end) {
            int low = start;
            int high = start;
            double column = Math.floor((x[start] - x[0]) / columnWidth);
            for (end = start; end < n && Math.floor((x[end] - x[0]) / columnWidth) <= column; end++) {
                low = y[end] < y[low] ? end : low;
                high = y[end] > y[high] ? end : high;
            }
            for (int i : new int[] {start, Math.min(low, high), Math.max(low, high), end - 1}) {
                thinX[size] = x[i];
                thinY[size++] = y[i];
            }
        }
        return new Polyline(Arrays.copyOf(thinX, size), Arrays.copyOf(thinY, size));
    }

    /** Returns the outline that runs along this line and back along another. */
    Polyline andBackAlong(Polyline other) {
        int n = x.length;
        int all = n + other.x.length;
        double[] outlineX = Arrays.copyOf(x, all);
        double[] outlineY = Arrays.copyOf(y, all);
        for (int i = n; i < all; i++) {
            outlineX[i] = other.x[all - 1 - i];
            outlineY[i] = other.y[all - 1 - i];
        }
        return new Polyline(outlineX, outlineY);
    }
}

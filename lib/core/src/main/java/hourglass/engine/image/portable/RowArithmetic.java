package hourglass.engine.image.portable;

/**
 * Loops over rows of numbers, in the form of which Java's compiler makes vector code: each array is read and written at the same
 * place, and there are no more of them than it unrolls.
 *
 * <p>Measured reason: with an offset for one of the arrays, or with more of them, the same loop runs at a sixth of the speed on
 * JDK 17. Two results in one loop are half as fast again as one where the loop stands alone, and four times slower where the
 * compiler puts it into its caller (lib/PERFORMANCE.md).
 */
final class RowArithmetic {

    private RowArithmetic() {}

    /** y += a · x0 + b · x1 + c · x2 + d · x3, for the first n numbers. */
    static void addProducts(
            float[] x0, float[] x1, float[] x2, float[] x3, float a, float b, float c, float d, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] += a * x0[i] + b * x1[i] + c * x2[i] + d * x3[i];
        }
    }

    /** sums += x0 · y0 + x1 · y1, number by number, for the first n. */
    static void addProducts(float[] x0, float[] y0, float[] x1, float[] y1, float[] sums, int n) {
        for (int i = 0; i < n; i++) {
            sums[i] += x0[i] * y0[i] + x1[i] * y1[i];
        }
    }

    /** Returns the sum of n numbers. */
    static float sum(float[] x, int from, int n) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = from;
        for (; i < from + n - 3; i += 4) {
            a += x[i];
            b += x[i + 1];
            c += x[i + 2];
            d += x[i + 3];
        }
        for (; i < from + n; i++) {
            a += x[i];
        }
        return (a + b) + (c + d);
    }
}

package hourglass.growth;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;

/**
 * A straight line y = fixed + each · x through measured points.
 *
 * @param fixed y at x = 0
 * @param each what one more x adds to y
 * @param deviation how far the farthest point is from the line: the largest |y / line − 1|
 */
record LineFit(double fixed, double each, double deviation) {

    /**
     * Finds the line whose relative errors have the least sum of squares. Measured values spread in proportion to their size,
     * and of absolute errors the largest point would decide alone.
     *
     * @param x at least three different numbers
     * @param y as many, all above 0
     * @throws IllegalArgumentException if there are fewer points, or a number that cannot be used
     */
    static LineFit of(double[] x, double[] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException("A line cannot go through " + x.length + " values of x and " + y.length
                    + " of y: give as many of both.");
        }
        long different = Arrays.stream(x).distinct().count();
        if (different < 3) {
            throw new IllegalArgumentException("A line through points at " + different
                    + " different x says nothing about how straight they are: give at least 3.");
        }
        for (int i = 0; i < x.length; i++) {
            if (!Double.isFinite(x[i]) || !(y[i] > 0) || !Double.isFinite(y[i])) {
                throw new IllegalArgumentException("Point " + (i + 1) + " is (" + x[i] + ", " + y[i]
                        + "): give finite numbers, and a y above 0, to which errors can be relative.");
            }
        }
        // Divided by y, each point's error is relative: 1 = fixed · (1 / y) + each · (x / y).
        OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
        regression.setNoIntercept(true);
        double[] ones = new double[y.length];
        Arrays.fill(ones, 1);
        double largest = Arrays.stream(x).map(Math::abs).max().orElseThrow();
        double[][] rows = IntStream.range(0, y.length)
                .mapToObj(i -> new double[] {1 / y[i], x[i] / largest / y[i]})
                .toArray(double[][]::new);
        regression.newSampleData(ones, rows);
        double[] found;
        try {
            found = regression.estimateRegressionParameters();
        } catch (SingularMatrixException e) {
            throw new IllegalArgumentException("The points lie so that no line can be found: measure at other x.", e);
        }
        double fixed = found[0];
        double each = found[1] / largest;
        double deviation = IntStream.range(0, y.length)
                .mapToDouble(i -> Math.abs(y[i] / (fixed + each * x[i]) - 1))
                .max()
                .orElseThrow();
        return new LineFit(fixed, each, deviation);
    }

    /** Returns y at this x. */
    double at(double x) {
        return fixed + each * x;
    }
}

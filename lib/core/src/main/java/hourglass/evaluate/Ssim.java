package hourglass.evaluate;

/** The structural similarity of two pictures; see {@link Metrics#ssimPerExample}. */
final class Ssim {
    private static final int WINDOW = 11;
    private static final double[] WEIGHTS = weights();
    private static final double C1 = 0.01 * 0.01;
    private static final double C2 = 0.03 * 0.03;

    private final int height;
    private final int width;

    Ssim(int height, int width) {
        if (height < WINDOW || width < WINDOW) {
            throw new IllegalArgumentException("SSIM looks at neighbourhoods of 11×11 pixels, but the pictures are "
                    + height + "×" + width + ": enlarge them or use PSNR.");
        }
        if ((long) height * width > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("SSIM cannot compare pictures of " + height + "×" + width + ", which is "
                    + (long) height * width + " pixels: give the size that the pictures have.");
        }
        this.height = height;
        this.width = width;
    }

    /** The similarity of the pictures that begin at {@code from} in both arrays. */
    double of(float[] x, float[] y, int from) {
        int across = width - WINDOW + 1;
        int down = height - WINDOW + 1;
        // Weighted sums along the lines of x, y, x², y² and xy; those down the columns follow.
        double[][] lines = new double[5][height * across];
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < across; column++) {
                double sumX = 0;
                double sumY = 0;
                double sumXx = 0;
                double sumYy = 0;
                double sumXy = 0;
                int at = from + row * width + column;
                for (int k = 0; k < WINDOW; k++) {
                    double a = x[at + k];
                    double b = y[at + k];
                    double weight = WEIGHTS[k];
                    sumX += weight * a;
                    sumY += weight * b;
                    sumXx += weight * a * a;
                    sumYy += weight * b * b;
                    sumXy += weight * a * b;
                }
                int place = row * across + column;
                lines[0][place] = sumX;
                lines[1][place] = sumY;
                lines[2][place] = sumXx;
                lines[3][place] = sumYy;
                lines[4][place] = sumXy;
            }
        }
        double sum = 0;
        for (int place = 0; place < down * across; place++) {
            double meanX = column(lines[0], place, across);
            double meanY = column(lines[1], place, across);
            double varianceX = column(lines[2], place, across) - meanX * meanX;
            double varianceY = column(lines[3], place, across) - meanY * meanY;
            double covariance = column(lines[4], place, across) - meanX * meanY;
            double light = (2 * meanX * meanY + C1) / (meanX * meanX + meanY * meanY + C1);
            double pattern = (2 * covariance + C2) / (varianceX + varianceY + C2);
            sum += light * pattern;
        }
        return sum / (down * across);
    }

    private static double column(double[] lines, int place, int across) {
        double sum = 0;
        for (int k = 0; k < WINDOW; k++) {
            sum += WEIGHTS[k] * lines[place + k * across];
        }
        return sum;
    }

    private static double[] weights() {
        double[] weights = new double[WINDOW];
        double sum = 0;
        for (int k = 0; k < WINDOW; k++) {
            double distance = (k - WINDOW / 2) / 1.5;
            weights[k] = Math.exp(-distance * distance / 2);
            sum += weights[k];
        }
        for (int k = 0; k < WINDOW; k++) {
            weights[k] /= sum;
        }
        return weights;
    }
}

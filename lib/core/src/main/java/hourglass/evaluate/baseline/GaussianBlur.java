package hourglass.evaluate.baseline;

import hourglass.runtime.Interruption;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Replaces each pixel by a mean of its neighbourhood, weighted by a Gaussian of the distance: noise averages out, and edges
 * become less sharp. Beyond the edge of the picture its outermost pixels go on.
 */
public final class GaussianBlur extends ImageFilter {
    /** The least standard deviation, in pixels, which changes nothing that float32 can show. */
    public static final double LEAST = 0.01;

    /** The largest standard deviation, in pixels. */
    public static final int MOST = 20;

    private final double sigma;
    private final float[] weights;

    private GaussianBlur(int height, int width, double sigma) {
        super(height, width);
        this.sigma = sigma;
        this.weights = weights(sigma);
    }

    /**
     * Makes a blur for pictures of one size.
     *
     * @param height lines of a picture
     * @param width pixels of a line
     * @param sigma the standard deviation of the Gaussian in pixels, from {@value #LEAST} to {@value #MOST}; it is cut off
     *     at three of them
     * @throws IllegalArgumentException if a number is out of its range
     */
    public static GaussianBlur of(int height, int width, double sigma) {
        if (!(sigma >= LEAST && sigma <= MOST)) {
            throw new IllegalArgumentException("The blur has a standard deviation of " + sigma
                    + " pixels: give a number from " + LEAST + " to " + MOST + ".");
        }
        return new GaussianBlur(height, width, sigma);
    }

    @Override
    public String name() {
        return "Gaussian blur, σ "
                + new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(sigma);
    }

    @Override
    void filter(float[] pixels, float[] into) {
        int reach = weights.length / 2;
        float[] along = new float[pixels.length];
        Interruption.forEach(pixels.length / width, line -> {
            for (int column = 0; column < width; column++) {
                float sum = 0;
                for (int k = -reach; k <= reach; k++) {
                    sum += weights[k + reach] * pixels[line * width + inside(column + k, width)];
                }
                along[line * width + column] = sum;
            }
        });
        Interruption.forEach(pixels.length / width, line -> {
            int[] starts =
                    IntStream.rangeClosed(-reach, reach).map(k -> line(line, k)).toArray();
            for (int column = 0; column < width; column++) {
                float sum = 0;
                for (int k = 0; k < starts.length; k++) {
                    sum += weights[k] * along[starts[k] + column];
                }
                into[line * width + column] = sum;
            }
        });
    }

    private static float[] weights(double sigma) {
        int reach = (int) Math.ceil(3 * sigma);
        double[] exact = new double[2 * reach + 1];
        double sum = 0;
        for (int k = -reach; k <= reach; k++) {
            exact[k + reach] = Math.exp(-k * k / (2 * sigma * sigma));
            sum += exact[k + reach];
        }
        float[] weights = new float[exact.length];
        for (int k = 0; k < exact.length; k++) {
            weights[k] = (float) (exact[k] / sum);
        }
        return weights;
    }
}

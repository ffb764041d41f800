package hourglass.data;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Changes the size of pictures by cubic convolution with a = −½ (R. Keys, "Cubic Convolution Interpolation for Digital Image
 * Processing", 1981, also known as the Catmull-Rom spline), first along lines and then along columns.
 *
 * <p>When a picture is made smaller, the kernel is stretched by the factor, as the Python library Pillow does it, so that
 * each new pixel is an average of all that it replaces; {@code java.awt}'s bicubic interpolation looks at 4×4 pixels
 * whatever the factor is, and leaves the others out. At the border the kernel is cut off and its weights are divided by
 * their sum.
 */
public final class Bicubic {

    private static final double A = -0.5;

    /** The kernel is 0 from this distance on. */
    private static final double REACH = 2;

    private Bicubic() {}

    /**
     * Returns pictures in another size.
     *
     * @param pixels float32 [n, height · width]
     * @param height lines of a picture
     * @param width pixels of a line
     * @param newHeight lines of a picture in the result, at least 1
     * @param newWidth pixels of a line in the result, at least 1
     * @return float32 [n, newHeight · newWidth]; beside sharp edges, values may lie a little outside of those given
     * @throws IllegalArgumentException if the sizes do not fit the array or are less than 1
     */
    public static INDArray resize(INDArray pixels, int height, int width, int newHeight, int newWidth) {
        if (height < 1 || width < 1 || pixels.rank() != 2 || pixels.size(1) != (long) height * width) {
            throw new IllegalArgumentException("Pixels of shape " + Arrays.toString(pixels.shape())
                    + " are no pictures of " + height + "×" + width + ": give [n, " + (long) height * width + "].");
        }
        if (newHeight < 1 || newWidth < 1) {
            throw new IllegalArgumentException("Pictures cannot be made " + newHeight + "×" + newWidth
                    + ": give a height and width of at least 1.");
        }
        long n = pixels.size(0);
        INDArray lines = pixels.castTo(DataType.FLOAT).dup('c').reshape('c', n * height, width);
        INDArray across = lines.mmul(weights(width, newWidth)); // [n · height, newWidth]
        INDArray columns = across.dup('c')
                .reshape('c', n, height, newWidth)
                .permute(0, 2, 1)
                .dup('c')
                .reshape('c', n * newWidth, height);
        INDArray down = columns.mmul(weights(height, newHeight)); // [n · newWidth, newHeight]
        return down.dup('c')
                .reshape('c', n, newWidth, newHeight)
                .permute(0, 2, 1)
                .dup('c')
                .reshape('c', n, (long) newHeight * newWidth);
    }

    /** How much of each old pixel of a line, [from, ·], goes into each new one, [·, to]; the columns add up to 1. */
    private static INDArray weights(int from, int to) {
        float[][] weights = new float[from][to];
        double scale = (double) from / to;
        double stretch = Math.max(1, scale);
        for (int target = 0; target < to; target++) {
            double middle = (target + 0.5) * scale;
            int first = Math.max(0, (int) Math.floor(middle - REACH * stretch));
            int last = Math.min(from - 1, (int) Math.ceil(middle + REACH * stretch));
            double sum = 0;
            for (int source = first; source <= last; source++) {
                sum += kernel((source + 0.5 - middle) / stretch);
            }
            for (int source = first; source <= last; source++) {
                weights[source][target] = (float) (kernel((source + 0.5 - middle) / stretch) / sum);
            }
        }
        return Nd4j.createFromArray(weights);
    }

    private static double kernel(double x) {
        double d = Math.abs(x);
        if (d < 1) {
            return ((A + 2) * d - (A + 3)) * d * d + 1;
        }
        return d < REACH ? A * (((d - 5) * d + 8) * d - 4) : 0;
    }
}

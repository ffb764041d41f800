package hourglass.data;

import hourglass.runtime.ArrayViews;
import hourglass.runtime.Interruption;
import hourglass.runtime.MemoryErrors;
import java.util.Arrays;
import java.util.Objects;
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

    /** The most pixels of a picture, before, between and after: their numbers take 400 MB. */
    private static final int MOST_PIXELS = 100_000_000;

    // Pixels that are worked on at once; 16 MB.
    private static final int BLOCK = 1 << 22;

    private static final String DOING = "resizing pictures";

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
     * @throws IllegalArgumentException if the sizes do not fit the array, are less than 1 or have more than 100 million pixels
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public static INDArray resize(INDArray pixels, int height, int width, int newHeight, int newWidth) {
        Objects.requireNonNull(pixels, "There are no pictures to resize: give an array [n, height · width].");
        if (height < 1 || width < 1 || pixels.rank() != 2 || pixels.size(1) != (long) height * width) {
            throw new IllegalArgumentException("Pixels of shape " + Arrays.toString(pixels.shape())
                    + " are no pictures of " + height + "×" + width + ": give [n, " + (long) height * width + "].");
        }
        if (newHeight < 1 || newWidth < 1) {
            throw new IllegalArgumentException("Pictures cannot be made " + newHeight + "×" + newWidth
                    + ": give a height and width of at least 1.");
        }
        if ((long) newHeight * newWidth > MOST_PIXELS
                || (long) height * newWidth > MOST_PIXELS
                || (long) height * width > MOST_PIXELS) {
            throw new IllegalArgumentException("Pictures of " + height + "×" + width + " cannot be made " + newHeight
                    + "×" + newWidth + ": give sizes of at most " + MOST_PIXELS / 1_000_000 + " million pixels.");
        }
        return MemoryErrors.explained(
                "making " + pixels.size(0) + " pictures " + newHeight + "×" + newWidth,
                () -> resized(pixels, height, width, newHeight, newWidth));
    }

    /** Goes through the pictures block by block, so that little beside the result is in memory. */
    private static INDArray resized(INDArray pixels, int height, int width, int newHeight, int newWidth) {
        long n = pixels.size(0);
        INDArray resized = Nd4j.createUninitialized(DataType.FLOAT, new long[] {n, (long) newHeight * newWidth}, 'c');
        Taps across = Taps.of(width, newWidth);
        Taps down = Taps.of(height, newHeight);
        long largest = Math.max((long) height * width, Math.max((long) height * newWidth, (long) newHeight * newWidth));
        int block = (int) Math.min(n, Math.max(1, BLOCK / largest));
        float[] wide = new float[block * height * newWidth];
        float[] small = new float[block * newHeight * newWidth];
        for (long start = 0; start < n; start += block) {
            long end = Math.min(n, start + block);
            int pictures = (int) (end - start);
            float[] given = ArrayViews.of(pixels, start, end)
                    .castTo(DataType.FLOAT)
                    .dup('c')
                    .data()
                    .asFloat();
            Interruption.forEach(
                    pictures * height, DOING, line -> across.apply(given, line * width, 1, wide, line * newWidth, 1));
            Interruption.forEach(pictures * newWidth, DOING, column -> {
                int picture = column / newWidth;
                int place = column % newWidth;
                down.apply(
                        wide,
                        picture * height * newWidth + place,
                        newWidth,
                        small,
                        picture * newHeight * newWidth + place,
                        newWidth);
            });
            float[] done = pictures == block ? small : Arrays.copyOf(small, pictures * newHeight * newWidth);
            ArrayViews.of(resized, start, end)
                    .assign(Nd4j.createFromArray(done).reshape('c', pictures, resized.size(1)));
        }
        return resized;
    }

    /**
     * How much of which old pixels of a line goes into each new one.
     *
     * @param first for each new pixel the first old one
     * @param weights for each new pixel the weights from there on, which add up to 1
     */
    private record Taps(int[] first, float[][] weights) {

        static Taps of(int from, int to) {
            int[] firsts = new int[to];
            float[][] weights = new float[to][];
            double scale = (double) from / to;
            double stretch = Math.max(1, scale);
            for (int target = 0; target < to; target++) {
                double middle = (target + 0.5) * scale;
                int first = Math.max(0, (int) Math.floor(middle - REACH * stretch));
                int last = Math.min(from - 1, (int) Math.ceil(middle + REACH * stretch));
                double[] exact = new double[last - first + 1];
                double sum = 0;
                for (int source = first; source <= last; source++) {
                    exact[source - first] = kernel((source + 0.5 - middle) / stretch);
                    sum += exact[source - first];
                }
                firsts[target] = first;
                weights[target] = new float[exact.length];
                for (int k = 0; k < exact.length; k++) {
                    weights[target][k] = (float) (exact[k] / sum);
                }
            }
            return new Taps(firsts, weights);
        }

        /** Makes one line or column; the steps are what lies between two of its pixels. */
        void apply(float[] from, int start, int step, float[] to, int newStart, int newStep) {
            for (int target = 0; target < first.length; target++) {
                float[] own = weights[target];
                int at = start + first[target] * step;
                double sum = 0;
                for (int k = 0; k < own.length; k++) {
                    sum += (double) own[k] * from[at + k * step];
                }
                to[newStart + target * newStep] = (float) sum;
            }
        }
    }

    private static double kernel(double x) {
        double d = Math.abs(x);
        if (d < 1) {
            return ((A + 2) * d - (A + 3)) * d * d + 1;
        }
        return d < REACH ? A * (((d - 5) * d + 8) * d - 4) : 0;
    }
}

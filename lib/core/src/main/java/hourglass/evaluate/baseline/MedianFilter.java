package hourglass.evaluate.baseline;

import hourglass.runtime.Interruption;

/**
 * Replaces each pixel by the median of the square around it: single wrong pixels vanish while edges stay (J. Tukey,
 * <i>Exploratory Data Analysis</i>, 1977). Beyond the edge of the picture its outermost pixels go on.
 */
public final class MedianFilter extends ImageFilter {
    private final int side;

    private MedianFilter(int height, int width, int side) {
        super(height, width);
        this.side = side;
    }

    /**
     * Makes a median filter for pictures of one size.
     *
     * @param height lines of a picture
     * @param width pixels of a line
     * @param side the side of the square in pixels, odd, from 1 to 15
     * @throws IllegalArgumentException if a number is out of its range
     */
    public static MedianFilter of(int height, int width, int side) {
        if (side < 1 || side > 15 || side % 2 == 0) {
            throw new IllegalArgumentException(
                    "The median filter has a square of side " + side + ": give an odd number from 1 to 15.");
        }
        return new MedianFilter(height, width, side);
    }

    @Override
    public String name() {
        return "median of " + side + "×" + side;
    }

    @Override
    void filter(float[] pixels, float[] into) {
        int reach = side / 2;
        Interruption.forEach(pixels.length / width, line -> {
            float[] square = new float[side * side];
            for (int column = 0; column < width; column++) {
                int count = 0;
                for (int i = -reach; i <= reach; i++) {
                    int start = line(line, i);
                    for (int j = -reach; j <= reach; j++) {
                        square[count++] = pixels[start + inside(column + j, width)];
                    }
                }
                into[line * width + column] = median(square);
            }
        });
    }

    /** The median by C. A. R. Hoare's FIND, which sorts only as far as it must. */
    private static float median(float[] values) {
        int wanted = values.length / 2;
        int low = 0;
        int high = values.length - 1;
        while (low < high) {
            float pivot = values[wanted];
            int i = low;
            int j = high;
            while (i <= j) {
                while (values[i] < pivot) {
                    i++;
                }
                while (pivot < values[j]) {
                    j--;
                }
                if (i <= j) {
                    float swapped = values[i];
                    values[i++] = values[j];
                    values[j--] = swapped;
                }
            }
            if (j < wanted) {
                low = i;
            }
            if (wanted < i) {
                high = j;
            }
        }
        return values[wanted];
    }
}

package hourglass.evaluate.baseline;

import hourglass.evaluate.linalg.Matrix;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A filter that makes each pixel of a picture from its neighbourhood. Beyond the edge of the picture its outermost pixels
 * go on: {@code java.awt.image.ConvolveOp} offers only black there, which darkens the edge, or no filtering at all.
 */
abstract class ImageFilter implements Baseline {
    final int height;
    final int width;

    ImageFilter(int height, int width) {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "Pictures cannot be " + height + "×" + width + " pixels: pass a positive height and width.");
        }
        this.height = height;
        this.width = width;
    }

    /** Filters one picture into another array. */
    abstract void filter(float[] pixels, float[] into);

    /** Returns the number of pixels: a filter stores nothing in between. */
    @Override
    public int codeSize() {
        return height * width;
    }

    /**
     * Filters pictures.
     *
     * @param pixels pictures [n, height · width]
     * @return float32 [n, height · width]
     * @throws IllegalArgumentException if the pictures have another size or a number is not finite
     */
    @Override
    public INDArray reconstruct(INDArray pixels) {
        int size = height * width;
        Matrix pictures = Matrix.of("pictures", pixels).requireColumns("pictures", size, "pixels");
        pictures.requireFinite("pictures");
        float[][] filtered = new float[pictures.rows()][];
        for (int from = 0; from < pictures.rows(); from += Matrix.BLOCK) {
            int start = from;
            float[] block = pictures.block(from);
            IntStream.range(0, block.length / size).parallel().forEach(i -> {
                float[] one = new float[size];
                filter(Arrays.copyOfRange(block, i * size, (i + 1) * size), one);
                filtered[start + i] = one;
            });
        }
        return Nd4j.createFromArray(filtered);
    }

    /** The nearest place from 0 to size − 1. */
    static int inside(int place, int size) {
        return Math.max(0, Math.min(size - 1, place));
    }
}

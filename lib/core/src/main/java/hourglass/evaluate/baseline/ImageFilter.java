package hourglass.evaluate.baseline;

import hourglass.evaluate.linalg.Matrix;
import hourglass.runtime.ArrayViews;
import org.nd4j.linalg.api.buffer.DataType;
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
        if ((long) height * width > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("Pictures cannot be " + height + "×" + width + ", which is "
                    + (long) height * width + " pixels: pass sizes of at most " + Integer.MAX_VALUE + " pixels.");
        }
        this.height = height;
        this.width = width;
    }

    /**
     * Filters pictures.
     *
     * @param pixels [n · height · width], one line after the other
     * @param into of the same length
     */
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
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    @Override
    public INDArray reconstruct(INDArray pixels) {
        int size = height * width;
        Matrix pictures = Matrix.of("array of pictures", pixels).requireColumns("pictures", size, "pixels");
        INDArray filtered = Nd4j.createUninitialized(DataType.FLOAT, pictures.rows(), size);
        pictures.forEachBlock((from, block) -> {
            float[] into = new float[block.length];
            filter(block, into);
            int rows = block.length / size;
            ArrayViews.of(filtered, from, from + rows)
                    .assign(Nd4j.createFromArray(into).reshape(rows, size));
        });
        return filtered;
    }

    /** Where the line begins that is so many lines away from another of the same picture, or the outermost one. */
    final int line(int line, int away) {
        int row = line % height;
        return (line - row + inside(row + away, height)) * width;
    }

    /** The nearest place from 0 to size − 1. */
    static int inside(int place, int size) {
        return Math.max(0, Math.min(size - 1, place));
    }
}

package hourglass.runtime;

import java.lang.ref.Reference;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;

/**
 * Looks for values that an array must not hold. ND4J's own minimum and maximum pass over NaN in some positions, and say no
 * place.
 */
public final class ArrayValues {

    /** Few enough that the blocks of all threads stay in the caches, many enough that a block costs nothing by itself. */
    private static final int BLOCK = 1 << 14;

    private ArrayValues() {}

    /**
     * The place of the first value that does not lie in a range, counted in 'c' order; NaN lies in none.
     *
     * @param array of any floating-point type and shape; values are compared as 32-bit floats
     * @param least the lower end, included
     * @param greatest the upper end, included
     */
    public static OptionalLong firstOutside(INDArray array, float least, float greatest) {
        boolean inOrder =
                array.dataType() == DataType.FLOAT && array.ordering() == 'c' && Shape.hasDefaultStridesForShape(array);
        INDArray floats = inOrder ? array : array.castTo(DataType.FLOAT).dup('c');
        long length = floats.length();
        LongStream blocks = LongStream.range(0, (length + BLOCK - 1) / BLOCK);
        OptionalLong first = (length > BLOCK ? blocks.parallel() : blocks)
                .map(block -> firstOutside(floats, block * BLOCK, least, greatest))
                .filter(place -> place >= 0)
                .findFirst();
        Reference.reachabilityFence(floats);
        return first;
    }

    /** The place of the first value that is NaN, infinite or no 32-bit float, counted in 'c' order. */
    public static OptionalLong firstNotFinite(INDArray array) {
        return firstOutside(array, -Float.MAX_VALUE, Float.MAX_VALUE);
    }

    private static long firstOutside(INDArray floats, long start, float least, float greatest) {
        float[] block = new float[(int) Math.min(BLOCK, floats.length() - start)];
        if (NativeBackend.ON_PROCESSOR) {
            new NativeMemory.At(NativeMemory.address(floats) + Float.BYTES * start).get(block);
        } else {
            for (int i = 0; i < block.length; i++) {
                block[i] =
                        floats.data().getFloat(floats.offset() - floats.data().offset() + start + i);
            }
        }
        for (int i = 0; i < block.length; i++) {
            if (!(block[i] >= least && block[i] <= greatest)) { // NaN is outside, too
                return start + i;
            }
        }
        return -1;
    }
}
